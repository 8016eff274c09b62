"""Attribution: GradCAM at five depths, and what a gradient costs inside Integrated Gradients.

The peers are the recipe of the Keras example (a sub-model a layer, eager), which the
dissertation cites, and a bare traced gradient, below which no method with as many gradients
can get.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from benchmarks.rows import Row, milliseconds
from neopain_gui.attribution import grad_cam, integrated_gradients
from neopain_gui.classifiers import ARCHITECTURES, PREPROCESSING, build_n_cnn, build_vgg_face

STEPS = 8


def recipe(model: Any, image: np.ndarray, layer: str) -> np.ndarray:
    """GradCAM as in the Keras example, with the logit as score."""
    inner = keras.Model(
        model.input, [model.get_layer(layer).output, model.get_layer("logits").output]
    )
    with tf.GradientTape() as tape:
        features, logits = inner(image)
        score = logits[:, 1]
    pooled = tf.reduce_mean(tape.gradient(score, features), axis=(0, 1, 2))
    heatmap = tf.nn.relu(features[0] @ pooled[:, None])
    return tf.image.resize(heatmap, image.shape[1:3]).numpy()


def bare_gradient(model: Any) -> Any:
    """The traced gradient of a class's probability, nothing around it."""

    @tf.function
    def gradient(images: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(images)
            score = tf.reduce_sum(model(images, training=False)[:, 1])
        return tape.gradient(score, images)

    return gradient


def run() -> list[Row]:
    """Measure both architectures with random weights."""
    rows = []
    for build, at_once, repeats in ((build_vgg_face, 2, 5), (build_n_cnn, 8, 15)):
        keras.utils.set_random_seed(0)
        model = build()
        known = ARCHITECTURES[model.name]
        photograph = np.random.default_rng(0).integers(0, 256, (110, 90, 3), np.uint8)
        image = PREPROCESSING[model.name]([photograph])
        layers = [layer.name for layer in known.layers]
        layers = list(known.depth_layers) if len(layers) > 5 else layers
        peer = milliseconds(lambda m=model, i=image, ls=layers: [recipe(m, i, n) for n in ls], 3)
        rows.append(
            Row(
                f"GradCAM of {known.short_name} at {len(layers)} layers (ms); "
                "peer: Keras recipe, one layer after the other",
                milliseconds(
                    lambda m=model, i=image, ls=layers: grad_cam(m, i, layers=ls, target=1),
                    repeats,
                ),
                peer,
                limit=peer / 4,
            )
        )
        gradient, images = bare_gradient(model), tf.constant(np.repeat(image, at_once, axis=0))
        peer = milliseconds(lambda g=gradient, i=images: g(i).numpy(), repeats) / at_once
        rows.append(
            Row(
                f"Integrated Gradients of {known.short_name}, per gradient (ms); "
                "peer: a bare traced gradient",
                milliseconds(
                    lambda m=model, i=image: integrated_gradients(m, i, target=1, steps=STEPS), 3
                )
                / STEPS,
                peer,
                limit=1.5 * peer,
            )
        )
    return rows
