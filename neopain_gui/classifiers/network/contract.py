"""Which models the methods explain rightly: those with an output for each class, after a softmax.

Any other would not fail, it would be explained wrongly: of a single sigmoid output always output
0, of logits that are probabilities already the wrong gradient. So it is refused.
"""

from __future__ import annotations

import math
import weakref
from typing import Any

from neopain_gui.classifiers.network.layers import LOGITS, all_layers
from neopain_gui.errors import WeightsError

_fitting: weakref.WeakSet[Any] = weakref.WeakSet()
"""Models whose structure was looked at: it cannot change. Their weights can."""
_PASSING = ("Dropout", "Identity", "Flatten", "Reshape")
"""Layers that leave the values as they are, where a score is computed."""


def check_model(model: Any) -> None:
    """Refuse a model that the methods would explain wrongly.

    Parameters
    ----------
    model : keras.Model
        One input (n, H, W, C) and one output (n, classes): the softmax of what the layer
        ``logits``, which has no activation, gives.

    Raises
    ------
    WeightsError
        It is another one, has not been built, or its weights are not numbers.
    """
    if model not in _fitting:
        _check_built(model)
        _check_logits(model)
        _check_outputs(model)
        _fitting.add(model)
    _check_weights(model)


def _check_built(model: Any) -> None:
    try:
        built = model.built and model.input_shape and model.output_shape
    except (AttributeError, ValueError):
        built = None
    if not built:
        raise WeightsError(
            "the model has not been built: it has no layers with weights yet",
            remedy="build it with its input's shape, keras.Model(inputs, outputs)",
        )


def _check_outputs(model: Any) -> None:
    if _is_several(model.input_shape) or _is_several(model.output_shape):
        raise WeightsError(
            "the model has several inputs or outputs",
            remedy="take one with one picture as its input and one output for each class",
        )
    if len(model.output_shape) != 2 or model.output_shape[-1] < 2:
        raise WeightsError(
            f"the model's outputs have the shape {model.output_shape}, and what is explained is "
            "one of several classes",
            remedy="give a sigmoid's single output the form of two logits, -z/2 and z/2, and a "
            "softmax",
        )
    last, before = maker(model.outputs[0])
    if not _is_softmax(last):
        raise WeightsError(
            "the model's outputs are not made by a softmax",
            remedy="end it with keras.layers.Softmax after the layer 'logits'",
        )
    if before is not None and before.name != LOGITS:
        raise WeightsError(
            f"the model's softmax comes after the layer '{before.name}', not after '{LOGITS}'",
            remedy=f"give the layer before the softmax the name '{LOGITS}'",
        )


def _is_several(shape: Any) -> bool:
    return not isinstance(shape, tuple) or any(isinstance(part, tuple | list) for part in shape)


def _check_logits(model: Any) -> None:
    import keras

    logits = next((layer for layer in all_layers(model) if layer.name == LOGITS), None)
    if logits is None:
        known = ", ".join(layer.name for layer in all_layers(model))
        raise WeightsError(
            f"the model has no layer '{LOGITS}'; it has {known}",
            remedy=f"give the layer before the softmax the name '{LOGITS}'",
        )
    activation = getattr(logits, "activation", None)
    if activation not in (None, keras.activations.linear) or _is_softmax(logits):
        raise WeightsError(
            f"the layer '{LOGITS}' has an activation of its own "
            f"({getattr(activation, '__name__', 'softmax')}), so that it does not give the scores "
            "before the softmax",
            remedy="give the layer no activation and add keras.layers.Softmax after it",
        )


def _is_softmax(layer: Any) -> bool:
    import keras

    if getattr(layer, "activation", None) is keras.activations.softmax:
        return isinstance(layer, keras.layers.Activation)
    return type(layer).__name__ == "Softmax"


def maker(tensor: Any) -> tuple[Any, Any]:
    """Return the operation that made a tensor and the one before; None where that is not known."""
    operation, inputs = _operation(tensor)
    before = _operation(inputs[0])[0] if len(inputs) == 1 else None
    return operation, None if type(before).__name__ == "InputLayer" else before


def _operation(tensor: Any) -> tuple[Any, list[Any]]:
    """Return what made a tensor and what it was given; inside nested models and past dropout."""
    operation, node, index = tensor._keras_history
    if hasattr(operation, "layers"):
        return _operation(operation.outputs[index])
    inputs = list(operation._inbound_nodes[node].input_tensors)
    if type(operation).__name__ in _PASSING and inputs:
        return _operation(inputs[0])
    return operation, inputs


def _check_weights(model: Any) -> None:
    """Sums are cheap, and are not finite where one of their numbers is not."""
    import keras

    for variable in model.weights:
        if "float" not in str(variable.dtype):
            continue
        if not math.isfinite(float(keras.ops.sum(keras.ops.abs(variable)))):
            raise WeightsError(
                f"some weights are not numbers, or too large to compute with ({variable.path})",
                remedy="replace the weight file",
            )
