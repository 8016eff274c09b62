"""What GradCAM and its relatives share: one forward and one backward pass for any set of layers.

A method of this family multiplies a layer's feature maps with something made of their gradients
and adds up the channels. Only that differs, so only that is the method's own.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.attribution.inputs import checked_inputs, checked_target, images_at_once
from neopain_gui.attribution.question import Answer, AttributionRequest, no_facts
from neopain_gui.classifiers.network.layers import LOGITS, find_layer, recorded
from neopain_gui.classifiers.network.scoring import scoring_of, traced
from neopain_gui.jobs import Job

AFTER, BEFORE = "after ReLU", "before ReLU"
"""Which activations of a layer are looked at (decision 7)."""

Combine = Callable[[Any, Any, Any], Any]
"""Given tensorflow, activations and gradients, both (n, h, w, c), returns (n, h, w, 1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerMaps:
    """What one pass finds out.

    Attributes
    ----------
    maps : dict of str to ndarray of float32, shape (n, H, W)
        Values ≥ 0 for each layer, in the order asked for.
    scores : ndarray of float32, shape (n, classes)
        The model's outputs, which the pass computes anyway.
    cells : dict of str to ndarray of float32, shape (n, h, w)
        The maps at their layers' own sizes, before they were enlarged.
    """

    maps: dict[str, NDArray[np.float32]]
    scores: NDArray[np.float32]
    cells: dict[str, NDArray[np.float32]]


def answered(question: AttributionRequest, combine: Combine, title: str) -> Answer:
    """Answer for the registry with a method of the family."""
    found = layer_maps(
        question.classifier.layers,
        question.inputs,
        combine,
        title=title,
        layers=question.layers,
        target=question.target,
        score=str(question.parameters["score"]),
        activations=str(question.parameters["activations"]),
        job=question.job,
    )
    maps: dict[str | None, NDArray[np.float32]] = {name: found.maps[name] for name in found.maps}
    cells: dict[str | None, NDArray[np.float32]] = {name: found.cells[name] for name in found.cells}
    return Answer(maps=maps, facts=no_facts(question), scores=found.scores, cells=cells)


def layer_maps(
    model: Any,
    inputs: ArrayLike,
    combine: Combine,
    *,
    title: str,
    layers: Sequence[str],
    target: int | ArrayLike | None,
    score: str,
    activations: str,
    job: Job,
) -> LayerMaps:
    """Compute the maps of layers: ReLU of what ``combine`` makes, enlarged to the input's size.

    The enlargement is bilinear with pixel centres aligned; nothing is normalised.

    Parameters
    ----------
    model : keras.Model
        With a layer ``logits``.
    inputs : array-like, shape (n, H, W, C)
        Prepared as the model expects, finite.
    combine : callable
        Activations and their gradients to one channel.
    title : str
        The method's, for the progress; also the name under which the traced function is kept.
    layers : sequence of str
        Layers with outputs (n, h, w, c), also inside nested models.
    target : int or array-like of int, shape (n,), or None
        The class explained; each image's predicted class if None.
    score : {"logit", "probability"}
        What is differentiated: the class's value before the softmax, or after it.
    activations : {"after ReLU", "before ReLU"}
        A layer's output, or what its activation function is given. A layer without one, such as
        ``merge``, has the same maps both ways.
    job : Job
        Checked between chunks of images.

    Returns
    -------
    LayerMaps

    Raises
    ------
    WeightsError
        The model is none that the methods explain.
    ValueError
        Inputs, target, an option or a layer do not fit the model.
    """
    names = (layers,) if isinstance(layers, str) else tuple(dict.fromkeys(layers))
    if not names:
        raise ValueError("no layer was asked for")
    if score not in ("logit", "probability"):
        raise ValueError(f"score must be logit or probability, got {score!r}")
    if activations not in (AFTER, BEFORE):
        raise ValueError(f"activations must be {AFTER!r} or {BEFORE!r}, got {activations!r}")
    batch = checked_inputs(scoring_of(model), inputs)
    classes = checked_target(target, len(batch), model.output_shape[-1])
    key = (title, names, batch.shape[1:], score, activations)
    run = traced(
        model, key, lambda: _trace(model, names, batch.shape[1:], score, activations, combine)
    )
    maps = {name: np.empty(batch.shape[:3], np.float32) for name in names}
    scores = np.empty((len(batch), model.output_shape[-1]), np.float32)
    cells: dict[str, list[NDArray[np.float32]]] = {name: [] for name in names}
    step = images_at_once(batch.shape)
    for start in range(0, len(batch), step):
        job.check()
        job.progress(start, len(batch), title)
        part = slice(start, start + step)
        found = run(batch[part], classes[part])
        scores[part] = found[0]
        for name, (small, values) in zip(names, found[1:], strict=True):
            maps[name][part] = values
            cells[name].append(small)
    job.progress(len(batch), len(batch), title)
    whole = {name: np.concatenate(parts) for name, parts in cells.items()}
    return LayerMaps(maps=maps, scores=scores, cells=whole)


def _trace(
    model: Any,
    names: tuple[str, ...],
    shape: tuple[int, ...],
    score: str,
    activations: str,
    combine: Combine,
) -> Any:
    import tensorflow as tf

    for name in (LOGITS, *names):
        find_layer(model, name)
    reference: Callable[[], Any] = weakref.ref(model)

    def maps(images: Any, target: Any) -> list[Any]:
        network = reference()
        explained = [find_layer(network, name) for name in names]
        logits = find_layer(network, LOGITS)
        with (
            tf.GradientTape(watch_accessed_variables=False) as tape,
            recorded([logits]) as last,
            recorded(explained, before_activation=activations == BEFORE) as seen,
        ):
            tape.watch(images)
            output = network(images, training=False)
            values = last[LOGITS] if score == "logit" else output
            predicted = tf.argmax(output, axis=-1, output_type=tf.int32)
            chosen = tf.where(target < 0, predicted, target)
            # the images do not influence one another, so the sum's gradient holds all of theirs
            total = tf.reduce_sum(tf.gather(values, chosen, batch_dims=1))
        features = [_features(seen, name) for name in names]
        gradients = tape.gradient(total, features)
        enlarged = [
            _enlarged(tf, combine, feature, gradient, shape[:2], name)
            for feature, gradient, name in zip(features, gradients, names, strict=True)
        ]
        return [output, *enlarged]

    signature = (tf.TensorSpec((None, *shape), tf.float32), tf.TensorSpec((None,), tf.int32))
    return tf.function(maps, input_signature=signature, autograph=False)


def _features(seen: dict[str, Any], name: str) -> Any:
    if name not in seen or len(seen[name].shape) != 4:
        raise ValueError(f"layer {name!r} has no feature maps: its output is not (n, h, w, c)")
    return seen[name]


def _enlarged(
    tf: Any, combine: Combine, activation: Any, gradient: Any, size: tuple[int, ...], name: str
) -> tuple[Any, Any]:
    """Return the map at the layer's own size and at the input's."""
    if gradient is None:
        raise ValueError(f"the score does not depend on layer {name!r}")
    combined = tf.nn.relu(combine(tf, activation, gradient))
    return combined[..., 0], tf.image.resize(combined, size, method="bilinear")[..., 0]
