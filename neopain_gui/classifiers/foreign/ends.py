"""The end of a foreign network made like that of ours: ``logits``, then a softmax.

Fused or not, the softmax or sigmoid that makes probabilities is taken off, so that there are
scores before it, and a softmax is put in its place. A single sigmoid σ(z) becomes two outputs
with the logits −z/2 and z/2, whose softmax is the same: each class has a score with a gradient.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neopain_gui.classifiers.network.contract import check_model, maker
from neopain_gui.classifiers.network.layers import LOGITS, all_layers
from neopain_gui.errors import WeightsError

SOFTMAX, SIGMOID, LINEAR = "softmax", "sigmoid", "linear"
NAME = "foreign"


def ending(model: Any, path: Path) -> str:
    """Return what makes a network's outputs: softmax, sigmoid or linear.

    Raises
    ------
    WeightsError
        They are no class scores.
    """
    shape = tuple(model.outputs[0].shape[1:])
    kind = _activation(maker(model.outputs[0])[0])
    if len(shape) != 1 or shape[0] is None or kind is None:
        raise WeightsError(
            f"the network's outputs are no class scores: their shape is {shape}"
            if len(shape) != 1
            else "the network's outputs come out of an activation that makes no probabilities",
            file=path,
            remedy="take one that ends in a softmax, a sigmoid or plain scores",
        )
    if shape[0] == 1 and kind == SOFTMAX:
        raise WeightsError(
            "the network has one output after a softmax, which is always 1",
            file=path,
            remedy="take one with a sigmoid, or with an output for each class",
        )
    if shape[0] > 1 and kind == SIGMOID:
        raise WeightsError(
            f"the network's {shape[0]} outputs are sigmoids, each a question of its own",
            file=path,
            remedy="take one whose outputs share one softmax, or one with a single sigmoid",
        )
    return kind


def explainable(model: Any, path: Path) -> Any:
    """Return a network with the layer ``logits`` and a softmax after it; takes ``model`` over.

    Raises
    ------
    WeightsError
        Its outputs are no class scores, or its weights are no numbers.
    """
    import keras

    kind, single = ending(model, path), model.outputs[0].shape[-1] == 1
    if kind != LINEAR:
        model = _taken_off(model)
    last = maker(model.outputs[0])[0]
    for layer in all_layers(model):
        if layer.name == LOGITS and (layer is not last or single):
            layer.name = f"{LOGITS}_of_its_own"
    scores = model.outputs[0]
    if single:
        halves = [
            keras.layers.Rescaling(half, name=f"{NAME}_{name}_half")(scores)
            for name, half in (("negative", -0.5), ("positive", 0.5))
        ]
        scores = keras.layers.Concatenate(name=LOGITS)(halves)
    elif last.name != LOGITS:
        scores = keras.layers.Activation("linear", name=LOGITS)(scores)
    outputs = keras.layers.Softmax(name=f"{NAME}_probabilities")(scores)
    wrapped = keras.Model(model.inputs[0], outputs, name=NAME)
    try:
        check_model(wrapped)
    except WeightsError as error:
        raise WeightsError(error.problem, file=path, remedy=error.remedy) from error
    return wrapped


def _activation(layer: Any) -> str | None:
    import keras

    if type(layer).__name__ == "Softmax":
        return SOFTMAX if layer.axis in (-1, 1) else None
    function = getattr(layer, "activation", keras.activations.linear)
    known = {
        keras.activations.softmax: SOFTMAX,
        keras.activations.sigmoid: SIGMOID,
        keras.activations.linear: LINEAR,
        None: LINEAR,
    }
    return known.get(function)


def _taken_off(model: Any) -> Any:
    """Return the network without what makes probabilities of its scores."""
    import keras

    last = maker(model.outputs[0])[0]
    if type(last).__name__ != "Softmax":
        last.activation = keras.activations.linear
        return model
    config = model.get_config()
    _replace(config, last.name)
    clean = type(model).from_config(config)
    clean.set_weights(model.get_weights())
    return clean


def _replace(config: dict[str, Any], name: str) -> None:
    """Put an activation that does nothing in the place of a layer that is a softmax."""
    for entry in config["layers"]:
        if "layers" in entry["config"]:
            _replace(entry["config"], name)
        elif entry["class_name"] == "Softmax" and entry["config"]["name"] == name:
            entry["class_name"] = "Activation"
            entry["config"] = {"name": name, "activation": LINEAR}
            for node in entry["inbound_nodes"]:
                node["kwargs"] = {}  # a softmax may be given a mask, an activation may not
