"""Which layers of a foreign network can be explained: those that still know where things are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from neopain_gui.classifiers.architecture import LayerInfo
from neopain_gui.classifiers.foreign.building import shape_of
from neopain_gui.classifiers.network.layers import all_layers

_CONVOLUTIONS = ("Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D")
_ACTIVATIONS = ("Activation", "ELU", "LeakyReLU", "PReLU", "ReLU")
_MERGES = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
_BETWEEN = ("BatchNormalization", "Dropout", "GroupNormalization", "SpatialDropout2D")


def explained_layers(model: Any) -> tuple[LayerInfo, ...]:
    """Find the layers whose activations can be explained.

    A convolution counts by what comes of it: its own output where its activation is fused or
    where nothing activates it, else that of the activation after it, past a normalisation
    (decision 7). Sums and joined branches count too. Layers that give pictures of one size are a
    group.

    Returns
    -------
    tuple of LayerInfo
        From the input towards the output; none for a network without convolutions.
    """
    names = Counter(layer.name for layer in all_layers(model))
    graph = _nodes_of(model)
    found: list[LayerInfo] = []
    groups: dict[tuple[int, int], int] = {}
    for layer in all_layers(model):
        shape = shape_of(layer)
        if names[layer.name] > 1 or len(shape) != 3 or not _counts(layer, graph):
            continue
        height, width = shape[0] or 0, shape[1] or 0
        if min(height, width) < 2:
            continue
        group = groups.setdefault((height, width), len(groups) + 1)
        found.append(
            LayerInfo(
                name=layer.name,
                group=group,
                depth=len(found) + 1,
                title=f"Group {group}, layer {layer.name}",
                block=f"Group {group}, {height} × {width}",
            )
        )
    return tuple(found)


def depth_layers(layers: tuple[LayerInfo, ...]) -> tuple[str, ...]:
    """Return the last layer of each group: the steps of a walk through the depth."""
    return tuple({layer.group: layer.name for layer in layers}.values())


def _nodes_of(model: Any) -> frozenset[int]:
    """Return which calls of its layers a network is made of, those of networks in it too.

    A layer may have been called for others: each layer that is added to a sequential network
    calls all those before it anew.
    """
    own = getattr(model, "_functional", None) or model
    nested = [_nodes_of(layer) for layer in model.layers if hasattr(layer, "layers")]
    calls = [id(node) for nodes in own._nodes_by_depth.values() for node in nodes]
    return frozenset(calls).union(*nested)


def _counts(layer: Any, graph: frozenset[int]) -> bool:
    kind = type(layer).__name__
    if len(_calls(layer, graph)) != 1:
        return False  # called several times: which of its outputs would be meant?
    if kind in _MERGES:
        return not _activated_after(layer, graph)
    if kind in _CONVOLUTIONS:
        fused = getattr(layer.activation, "__name__", "") != "linear"
        return fused or not _activated_after(layer, graph)
    return kind in _ACTIVATIONS and _makes_of(layer, graph)


def _calls(layer: Any, graph: frozenset[int]) -> list[Any]:
    return [node for node in layer._inbound_nodes if id(node) in graph]


def _makes_of(layer: Any, graph: frozenset[int]) -> bool:
    """Say whether an activation is that of a convolution or of a sum."""
    operation = layer
    while operation is not None:
        calls = _calls(operation, graph)
        sources = [node.operation for node in calls[0].parent_nodes] if calls else []
        operation = sources[0] if len(sources) == 1 else None
        if type(operation).__name__ in (*_CONVOLUTIONS, *_MERGES):
            return True
        if type(operation).__name__ not in _BETWEEN:
            return False
    return False


def _activated_after(layer: Any, graph: frozenset[int]) -> bool:
    """Say whether nothing but an activation, past a normalisation, makes use of a layer."""
    users = [node.operation for node in layer._outbound_nodes if id(node) in graph]
    if len(users) != 1:
        return False
    kind = type(users[0]).__name__
    if kind in _BETWEEN:
        return _activated_after(users[0], graph)
    return kind in _ACTIVATIONS and len(shape_of(users[0])) == 3
