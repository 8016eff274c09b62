"""From a checked description to a network: its size is known before memory is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.foreign.allowed import (
    LARGEST_SIZE,
    MOST_MULTIPLICATIONS,
    MOST_PARAMETERS,
    MOST_VALUES,
)
from neopain_gui.classifiers.foreign.stored import Stored
from neopain_gui.classifiers.network.layers import all_layers
from neopain_gui.errors import WeightsError


def outline(stored: Stored, path: Path, size: int | None = None) -> Any:
    """Return a network without weights: its layers and shapes are known, no array is made.

    Parameters
    ----------
    stored : Stored
        What the file holds.
    path : Path
        The file, for what is said of it.
    size : int, optional
        Side of the input in pixels, for a network that takes any.

    Raises
    ------
    WeightsError
        It cannot be built, is enormous, or the file's weights are not its own.
    """
    import keras

    with keras.StatelessScope(initialize_variables=False):
        model = _made(stored.description, path, size)
    _check_ends(model, path)
    parameters = sum(math.prod(variable.shape) for variable in model.weights)
    if parameters > MOST_PARAMETERS:
        raise _enormous(path, f"{parameters:,} parameters")
    for layer in all_layers(model):
        values = math.prod(side or 1 for side in shape_of(layer))
        if values > MOST_VALUES:
            raise _enormous(path, f"{values:,} numbers after the layer '{layer.name}'")
    if multiplications(model) > MOST_MULTIPLICATIONS:
        raise _enormous(path, "more than a hundred times the work of VGG16")
    if tuple(sorted(tuple(one.shape) for one in model.weights)) != stored.shapes:
        raise WeightsError(
            "its arrays do not have the shapes of the network that it describes",
            file=path,
            remedy="save the network anew, or choose another file",
        )
    return model


def built(stored: Stored, path: Path, size: int | None = None) -> Any:
    """Return the network with its weights; ``stored`` must have them.

    Raises
    ------
    WeightsError
        As :func:`outline`, or the weights do not belong to the network.
    """
    outline(stored, path, size)
    model = _made(stored.description, path, size)
    try:
        model.load_weights(stored.weights)
    except Exception as error:  # Keras raises whatever its readers stumble over
        raise WeightsError(
            "its weights cannot be brought into the network that it describes",
            file=path,
            remedy="save the network anew, or choose another file",
        ) from error
    return model


def multiplications(model: Any) -> float:
    """Return how many multiplications a network takes for one picture, about."""
    total = 0.0
    for layer in all_layers(model):
        if hasattr(layer, "layers"):
            continue
        shape = shape_of(layer)
        places = math.prod(side or 1 for side in shape[:-1]) if len(shape) == 3 else 1
        kernels = [one.shape for one in layer.weights if len(one.shape) > 1]
        total += places * sum(math.prod(kernel) for kernel in kernels)
    return total


def shape_of(layer: Any) -> tuple[int | None, ...]:
    """Return what a layer gives for one picture; empty where that is not one array."""
    try:
        shape = layer.output.shape
    except (AttributeError, ValueError):
        return ()
    return tuple(shape[1:])


def _made(description: Mapping[str, Any], path: Path, size: int | None) -> Any:
    import keras

    kind = keras.Sequential if description["class_name"] == "Sequential" else keras.Model
    config = deepcopy(description["config"])
    for first in _inputs(config):
        _set_size(first, size)
    try:
        model = kind.from_config(config)
        ready = bool(model.built and model.outputs)
    except Exception as error:  # Keras raises whatever a description makes its layers stumble over
        raise _unbuildable(path) from error
    if not ready:
        raise _unbuildable(path)
    return model


def _inputs(config: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the settings that may say what a network's pictures measure."""
    for layer in config["layers"]:
        if "layers" in layer["config"]:
            yield from _inputs(layer["config"])
        else:
            yield layer["config"]


def _set_size(settings: dict[str, Any], size: int | None) -> None:
    for key in ("batch_shape", "batch_input_shape"):
        shape = settings.get(key)
        if size is not None and isinstance(shape, list) and len(shape) == 4:
            settings[key] = [None, shape[1] or size, shape[2] or size, shape[3]]
        elif isinstance(shape, list):
            settings[key] = [None, *shape[1:]]


def _check_ends(model: Any, path: Path) -> None:
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise WeightsError(
            f"the network has {len(model.inputs)} inputs and {len(model.outputs)} outputs",
            file=path,
            remedy="take one with one picture as its input and one list of class scores",
        )
    shape = tuple(model.inputs[0].shape[1:])
    if len(shape) != 3 or shape[2] not in (1, 3) or shape[0] != shape[1]:
        raise WeightsError(
            f"the network takes {_written(shape)}",
            file=path,
            remedy="take one whose input is a square picture with three channels, or one",
        )
    if (shape[0] or 1) > LARGEST_SIZE:
        raise _enormous(path, f"pictures of {shape[0]} pixels")


def _written(shape: tuple[int | None, ...]) -> str:
    return "inputs of the shape " + " × ".join("any" if one is None else str(one) for one in shape)


def _unbuildable(path: Path) -> WeightsError:
    return WeightsError(
        "its network cannot be built from what the file says of it",
        file=path,
        remedy="save the network anew with Keras 3, or choose another file",
    )


def _enormous(path: Path, what: str) -> WeightsError:
    return WeightsError(
        f"the network is too large to be explained here: {what}",
        file=path,
        remedy="take a smaller one",
    )
