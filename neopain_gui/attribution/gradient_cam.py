"""GradCAM for any number of layers in one pass.

Selvaraju et al. 2017, "Grad-CAM: Visual explanations from deep networks via gradient-based
localization", ICCV; dissertation section 3.4.2, equations 6 and 7.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.inputs import (
    LOGITS,
    checked_inputs,
    checked_target,
    find_layer,
    recorded,
    traced,
)
from neopain_gui.attribution.question import Answer, Question, no_facts
from neopain_gui.jobs import NULL_JOB, Job

_PIXELS_AT_ONCE = 8 * 120 * 120
"""Input pixels in one pass: eight images of N-CNN or two of VGG-Face. More costs memory and
gains nothing on a CPU."""


def attribute(question: Question) -> Answer:
    """Answer for the registry; see :func:`grad_cam`."""
    maps = grad_cam(
        question.classifier.model,
        question.inputs,
        layers=question.layers,
        target=question.target,
        score=str(question.parameters["score"]),
        job=question.job,
    )
    return Answer(maps={name: maps[name] for name in maps}, facts=no_facts(question))


def grad_cam(
    model: Any,
    inputs: ArrayLike,
    *,
    layers: Sequence[str],
    target: int | ArrayLike | None = None,
    score: str = "logit",
    job: Job = NULL_JOB,
) -> dict[str, NDArray[np.float32]]:
    """Compute GradCAM maps of layers, all in one forward and one backward pass.

    The score is the target class's logit unless told otherwise (decision 6). A layer's output
    is what counts: where ReLU is fused that is the activation after ReLU (decision 7). The map
    is ReLU of the weighted sum (equation 7), then enlarged bilinearly to the input's size (pixel
    centres aligned); it is not normalised. Where every value of the sum is negative it is zero.

    Parameters
    ----------
    model : keras.Model
        With a layer ``logits``.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    layers : sequence of str
        Layers with outputs (n, h, w, c), also inside nested models.
    target : int or array-like of int, shape (n,), optional
        The class explained; each image's predicted class if None.
    score : {"logit", "probability"}
        What is differentiated: the class's value before the softmax, or after it.
    job : Job, optional
        Checked between chunks of images.

    Returns
    -------
    dict of str to ndarray of float32, shape (n, H, W)
        Values ≥ 0 for each layer, in the order asked for.

    Raises
    ------
    ValueError
        Inputs, target, score or a layer do not fit the model.
    """
    names = (layers,) if isinstance(layers, str) else tuple(dict.fromkeys(layers))
    if not names:
        raise ValueError("no layer was asked for")
    if score not in ("logit", "probability"):
        raise ValueError(f"score must be logit or probability, got {score!r}")
    batch = checked_inputs(model, inputs)
    classes = checked_target(target, len(batch), model.output_shape[-1])
    key = ("grad_cam", names, batch.shape[1:], score)
    run = traced(model, key, lambda: _trace(model, names, batch, score))
    maps = {name: np.empty(batch.shape[:3], np.float32) for name in names}
    step = max(1, _PIXELS_AT_ONCE // (batch.shape[1] * batch.shape[2]))
    for start in range(0, len(batch), step):
        job.check()
        job.progress(start, len(batch), "GradCAM")
        part = slice(start, start + step)
        for name, values in zip(names, run(batch[part], classes[part]), strict=True):
            maps[name][part] = values
    job.progress(len(batch), len(batch), "GradCAM")
    return maps


def _trace(model: Any, names: tuple[str, ...], batch: NDArray[np.float32], score: str) -> Any:
    import tensorflow as tf

    for name in (LOGITS, *names):
        find_layer(model, name)
    size = batch.shape[1:3]
    reference: Callable[[], Any] = weakref.ref(model)

    def maps(images: Any, target: Any) -> list[Any]:
        network = reference()
        listened = [find_layer(network, name) for name in (*names, LOGITS)]
        with tf.GradientTape(watch_accessed_variables=False) as tape, recorded(listened) as seen:
            tape.watch(images)
            output = network(images, training=False)
            values = seen[LOGITS] if score == "logit" else output
            predicted = tf.argmax(values, axis=-1, output_type=tf.int32)
            chosen = tf.where(target < 0, predicted, target)
            # the images do not influence one another, so the sum's gradient holds all of theirs
            total = tf.reduce_sum(tf.gather(values, chosen, batch_dims=1))
        activations = [_features(seen, name) for name in names]
        gradients = tape.gradient(total, activations)
        return [
            _combine(tf, activation, gradient, size, name)
            for activation, gradient, name in zip(activations, gradients, names, strict=True)
        ]

    return tf.function(
        maps,
        input_signature=(
            tf.TensorSpec((None, *batch.shape[1:]), tf.float32),
            tf.TensorSpec((None,), tf.int32),
        ),
        autograph=False,
    )


def _features(seen: dict[str, Any], name: str) -> Any:
    if name not in seen or len(seen[name].shape) != 4:
        raise ValueError(f"layer {name!r} has no feature maps: its output is not (n, h, w, c)")
    return seen[name]


def _combine(tf: Any, activation: Any, gradient: Any, size: tuple[int, ...], name: str) -> Any:
    """Equations 6 and 7, and the enlargement."""
    if gradient is None:
        raise ValueError(f"the score does not depend on layer {name!r}")
    weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
    combined = tf.nn.relu(tf.reduce_sum(weights * activation, axis=-1, keepdims=True))
    return tf.image.resize(combined, size, method="bilinear")[..., 0]
