"""Checks that methods make before they run, and the traced functions that they keep."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LOGITS = "logits"
"""The layer whose output is the score before softmax, in every model of ours."""
PREDICTED = -1
"""Stands for the predicted class where a class index is expected."""

_PIXELS_AT_ONCE = 7 * 120 * 120
"""Input pixels in one pass: seven images of N-CNN or one of VGG-Face, which is also how long a
stop takes to be noticed. More costs memory and gains nothing on a CPU."""

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


def images_at_once(shape: tuple[int, ...]) -> int:
    """Return how many images of a shape (n, H, W, C) go through a network in one pass."""
    return max(1, _PIXELS_AT_ONCE // (shape[1] * shape[2]))


def traced(model: Any, key: Hashable, make: Callable[[], Any]) -> Any:
    """Return the function kept under ``key`` for this model, tracing it the first time."""
    kept = _traced.setdefault(model, {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _ignore(_value: Any) -> None:
    """Hear nothing."""


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
def recorded(layers: list[Any], *, before_activation: bool = False) -> Iterator[dict[str, Any]]:
    """Keep the outputs of layers while the model runs.

    A second model that ends in these layers would not see those of nested models (transfer
    learning); listening to the layers themselves serves every model. With
    ``before_activation``, what a layer's activation function is given is kept in place of what
    it returns, whether the function is fused or the layer itself.
    """
    kept: dict[str, Any] = {}
    with ExitStack() as listening:
        for layer in layers:
            keep = partial(kept.__setitem__, layer.name)
            part = _activation(layer) if before_activation else None
            if part is None:
                listening.enter_context(_listening(layer, "call", outputs=keep))
            elif part is layer:
                listening.enter_context(_listening(layer, "call", inputs=keep))
            elif hasattr(part, "call"):
                listening.enter_context(_listening(part, "call", inputs=keep))
            else:
                listening.enter_context(_listening(layer, "activation", inputs=keep))
        yield kept


def _activation(layer: Any) -> Any:
    """Return what activates a layer: itself, a layer or function inside it, or None."""
    import keras

    kinds = ("ReLU", "LeakyReLU", "PReLU", "ELU", "Activation")
    if isinstance(layer, tuple(getattr(keras.layers, kind) for kind in kinds)):
        return layer
    return getattr(layer, "activation", None)


@contextmanager
def _listening(
    owner: Any,
    name: str,
    *,
    inputs: Callable[[Any], None] = _ignore,
    outputs: Callable[[Any], None] = _ignore,
) -> Iterator[None]:
    """Hear what a function of a layer is given and returns; put it back afterwards."""
    function = getattr(owner, name)
    own = name in vars(owner)

    def listening(first: Any, *others: Any, **options: Any) -> Any:
        inputs(first)
        result = function(first, *others, **options)
        outputs(result)
        return result

    setattr(owner, name, listening)
    try:
        yield
    finally:
        if own:
            setattr(owner, name, function)
        else:
            delattr(owner, name)
