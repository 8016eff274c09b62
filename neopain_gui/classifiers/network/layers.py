"""A model's layers by their names, and what they give while the model runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

LOGITS = "logits"
"""The layer whose output is the score before softmax, in every model of ours."""


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
