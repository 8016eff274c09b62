"""GradCAM of several layers at once, beside the libraries that offer it.

Peers: the recipe of the Keras example (a sub-model a layer, eager), which the dissertation
cites; one plain traced forward and backward pass, below which nothing can get; Captum's
LayerGradCam and torchcam's GradCAM on the same architecture in PyTorch, and tf-keras-vis on the
same model. Peers that are not installed are named as missing (``uv pip install --group peers``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from benchmarks import peers_torch
from benchmarks.rows import Missing, Row, side_by_side
from neopain_gui.attribution import grad_cam
from neopain_gui.classifiers import ARCHITECTURES, build_n_cnn, build_vgg_face

TARGET = 1
REPEATS = {"vgg_face": 7, "n_cnn": 25}
#: Times that the peer may take at least, in units of ours (issue: 9 × and 20 ×).
AT_LEAST = {"vgg_face": 9.0, "n_cnn": 20.0}


def recipe(model: Any, image: np.ndarray, layer: str) -> np.ndarray:
    """GradCAM as in the Keras example, with the logit as score."""
    inner = keras.Model(
        model.input, [model.get_layer(layer).output, model.get_layer("logits").output]
    )
    with tf.GradientTape() as tape:
        features, logits = inner(image)
        score = logits[:, TARGET]
    pooled = tf.reduce_mean(tape.gradient(score, features), axis=(0, 1, 2))
    heatmap = tf.nn.relu(features[0] @ pooled[:, None])
    return tf.image.resize(heatmap, image.shape[1:3]).numpy()


def plain_pass(model: Any) -> Callable[[Any], Any]:
    """One traced forward and backward pass to the input, nothing around it."""

    @tf.function
    def gradient(images: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(images)
            score = tf.reduce_sum(model(images, training=False)[:, TARGET])
        return tape.gradient(score, images)

    return gradient


def tf_keras_vis(model: Any, image: np.ndarray, layers: list[str]) -> Callable[[], object]:
    """tf-keras-vis' GradCAM, a call a layer, the way its documentation shows."""
    from tf_keras_vis.gradcam import Gradcam
    from tf_keras_vis.utils.scores import CategoricalScore

    inner = keras.Model(model.input, model.get_layer("logits").output)
    explainer = Gradcam(inner, clone=False)
    score = CategoricalScore(TARGET)
    return lambda: [explainer(score, image, penultimate_layer=name) for name in layers]


def run() -> list[Row | Missing]:
    """Measure both architectures with random weights."""
    rows: list[Row | Missing] = []
    for build in (build_vgg_face, build_n_cnn):
        keras.utils.set_random_seed(0)
        rows += _architecture(build())
    rows.append(Missing("Xplique 2.0.2", "it needs TensorFlow ≤ 2.20"))
    return rows


def _architecture(model: Any) -> list[Row | Missing]:
    known = ARCHITECTURES[model.name]
    photograph = np.random.default_rng(0).integers(0, 256, (110, 90, 3), np.uint8)
    image = ARCHITECTURES[model.name].preprocessing([photograph])
    every = [layer.name for layer in known.layers]
    five = list(known.depth_layers) if len(every) > 5 else every
    least, repeats = AT_LEAST[model.name], REPEATS[model.name]

    def ours() -> object:
        return grad_cam(model, image, layers=five, target=TARGET)

    def row(what: str, peer: Callable[[], object], at_most: float, slow: bool = False) -> Row:
        mine, his = side_by_side(ours, peer, max(3, repeats // 3) if slow else repeats)
        name = f"GradCAM of {known.short_name} at {len(five)} layers (ms); peer: {what}"
        return Row(name, mine, his, limit=at_most * his)

    gradient, tensor = plain_pass(model), tf.constant(image)
    rows: list[Row | Missing] = [
        row(
            "Keras recipe, one layer after the other",
            lambda: [recipe(model, image, name) for name in five],
            1 / least,
            slow=True,
        ),
        row("one plain traced forward and backward pass", lambda: gradient(tensor).numpy(), 1.15),
    ]
    if len(every) > len(five):
        all_layers, some = side_by_side(
            lambda: grad_cam(model, image, layers=every, target=TARGET), ours, repeats
        )
        name = f"GradCAM of {known.short_name} at {len(every)} layers (ms); peer: at {len(five)}"
        rows.append(Row(name, all_layers, some, limit=1.2 * some))
    for peer, make, at_most in (
        ("tf-keras-vis, a call a layer", lambda: tf_keras_vis(model, image, five), 1.0),
        ("Captum LayerGradCam, a call a layer", lambda: peers_torch.captum(model, five), 1 / 3),
        ("torchcam, one call", lambda: peers_torch.torchcam(model, five), 1.0),
    ):
        try:
            work = make()
        except ImportError as error:
            rows.append(Missing(f"{peer}, {known.short_name}", str(error)))
            continue
        rows.append(row(peer, work, at_most, slow=True))
    return rows
