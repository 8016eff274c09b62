"""Checks that both methods make before they run, and the traced functions that both keep."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LOGITS = "logits"
"""The layer whose output is the score before softmax, in every model of ours."""
PREDICTED = -1
"""Stands for the predicted class where a class index is expected."""

# A traced function captures the model's variables, not the model: it dies with its model.
_traced: weakref.WeakKeyDictionary[Any, dict[Hashable, Any]] = weakref.WeakKeyDictionary()


def checked_inputs(model: Any, inputs: ArrayLike) -> NDArray[np.float32]:
    """Return the inputs as float32 (n, H, W, C) or raise ValueError."""
    array = np.asarray(inputs)
    if array.dtype.kind not in "fiu":
        raise ValueError(f"inputs must be numbers, got {array.dtype}")
    array = array.astype(np.float32, copy=False)
    wanted = tuple(model.input_shape[1:])
    fits = array.ndim == 4 and all(
        size in (None, got) for size, got in zip(wanted, array.shape[1:], strict=True)
    )
    if not fits:
        raise ValueError(f"inputs must have the shape (n, {wanted}), got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError("inputs must be finite")
    return array


def checked_target(target: int | ArrayLike | None, count: int, classes: int) -> NDArray[np.int32]:
    """Return one class index per image, ``PREDICTED`` for None, or raise ValueError."""
    if target is None:
        return np.full(count, PREDICTED, np.int32)
    indices = np.asarray(target)
    if indices.dtype.kind not in "iu" or indices.shape not in ((), (count,)):
        raise ValueError(
            f"target must be a class index or {count} of them, got {indices.dtype} {indices.shape}"
        )
    if indices.size and (indices.min() < 0 or indices.max() >= classes):
        raise ValueError(f"target must be in 0…{classes - 1}, got {indices.tolist()}")
    return np.broadcast_to(indices, (count,)).astype(np.int32)


def traced(model: Any, key: Hashable, make: Callable[[], Any]) -> Any:
    """Return the function kept under ``key`` for this model, tracing it the first time."""
    kept = _traced.setdefault(model, {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def find_layer(model: Any, name: str) -> Any:
    """Find a layer by name, also inside nested models, or raise ValueError naming those known."""
    layers = list(all_layers(model))
    for layer in layers:
        if layer.name == name:
            return layer
    known = ", ".join(layer.name for layer in layers)
    raise ValueError(f"the model has no layer {name!r}; it has {known}")


def all_layers(model: Any) -> Iterator[Any]:
    """Walk the layers of a model; a nested model's own layers come after it."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from all_layers(layer)


@contextmanager
def recorded(layers: list[Any]) -> Iterator[dict[str, Any]]:
    """Keep the outputs of layers while the model runs.

    A second model that ends in these layers would not see those of nested models (transfer
    learning); listening to the layers themselves serves every model.
    """
    outputs: dict[str, Any] = {}

    def listen(layer: Any) -> Callable[..., Any]:
        call = layer.call

        def listening(*arguments: Any, **options: Any) -> Any:
            outputs[layer.name] = call(*arguments, **options)
            return outputs[layer.name]

        return listening

    for layer in layers:
        layer.call = listen(layer)
    try:
        yield outputs
    finally:
        for layer in layers:
            del layer.call
