"""From a Keras network to TFLite, and what that gives for inputs."""

from __future__ import annotations

import contextlib
import io
import warnings
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Kind(StrEnum):
    """How the weights are kept in a TFLite file; inputs and outputs are float32 in all."""

    FLOAT = "float"
    """As they are."""
    HALF = "fp16"
    """In half precision: half the size."""
    INT8 = "int8"
    """As 8-bit numbers with a scale (dynamic range): a quarter of the size."""


def converted(model: Any, kind: Kind) -> bytes:
    """Return a Keras network from one picture to class scores as a TFLite file.

    It takes exactly one picture at a time, so that every shape is in the file: OpenCV reads it too.
    """
    import keras
    import tensorflow as tf

    one = keras.Input(batch_shape=(1, *model.input_shape[1:]), name="picture")
    converter = tf.lite.TFLiteConverter.from_keras_model(keras.Model(one, model(one)))
    if kind is not Kind.FLOAT:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind is Kind.HALF:
        converter.target_spec.supported_types = [tf.float16]
    with contextlib.redirect_stdout(io.StringIO()):  # lists the network's variables
        content: bytes = converter.convert()
    return content


def scores_of(content: bytes, inputs: NDArray[np.float32]) -> Scores:
    """Return the class scores that a TFLite file gives for prepared pictures, one by one."""
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*tf.lite.Interpreter is deprecated")
        interpreter = tf.lite.Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()
    scores = []
    for picture in inputs:
        interpreter.set_tensor(taken["index"], picture[np.newaxis])
        interpreter.invoke()
        scores.append(interpreter.get_tensor(given["index"])[0].copy())
    return np.stack(scores)
