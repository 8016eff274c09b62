"""What a network learns from, kept once: face crops, or what frozen layers give for them."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.training.photographs import Indices, Samples
from neopain_gui.training.row_store import Rows, kept_rows

BLOCK = 4
"""Faces that go through frozen layers together; larger batches cost memory and gain nothing."""


class Crops:
    """Faces at the size of a network's input, prepared when they are asked for.

    A crop is rounded to eight bits at that size, which the preprocessing of a whole crop is not.
    """

    def __init__(self, kept: NDArray[np.uint8], preprocessing: Preprocessing) -> None:
        self._kept, self._preprocessing = kept, preprocessing

    def batch(self, rows: Indices) -> NDArray[np.float32]:
        """Return inputs."""
        return self._preprocessing(list(self._kept[rows]))


class Features:
    """What frozen layers give for each face."""

    def __init__(self, kept: NDArray[Any]) -> None:
        self._kept = kept

    def batch(self, rows: Indices) -> NDArray[np.float32]:
        """Return inputs of the layers after them."""
        return np.asarray(self._kept[rows], np.float32)


def crop_rows(samples: Samples, made_of: Mapping[str, Any], size: int) -> Rows:
    """Say what is kept of faces at a size."""
    return Rows(
        name="crops",
        made_of={**made_of, "size": size},
        count=len(samples),
        shape=(size, size, 3),
        dtype=np.uint8,
        block=64,
    )


def keep_crops(
    rows: Rows,
    samples: Samples,
    preprocessing: Preprocessing,
    folder: Path,
    job: Job = NULL_JOB,
) -> Crops:
    """Cut the faces out, unless they are kept already."""

    def make(positions: range) -> NDArray[Any]:
        return np.stack([preprocessing.resized(samples.crop(row)) for row in positions])

    return Crops(kept_rows(rows, folder, make, job, text="Cutting faces out"), preprocessing)


def feature_rows(
    samples: Samples,
    made_of: Mapping[str, Any],
    layer: str,
    shape: tuple[int, ...],
    *,
    half: bool = False,
) -> Rows:
    """Say what is kept of a layer's output; in half precision it takes half the disk."""
    return Rows(
        name=f"features-{layer}",
        made_of={**made_of, "layer": layer},
        count=len(samples),
        shape=shape,
        dtype=np.float16 if half else np.float32,
        block=BLOCK,
    )


def keep_features(
    rows: Rows,
    samples: Samples,
    frozen: Any,
    preprocessing: Preprocessing,
    folder: Path,
    job: Job = NULL_JOB,
) -> Features:
    """Send the faces through frozen layers, unless that was done already.

    Parameters
    ----------
    rows : Rows
        Of :func:`feature_rows`.
    samples : Samples
    frozen : keras.Model
        From the prepared face to the layer.
    preprocessing : Preprocessing
        Of the network.
    folder : Path
        Where they are kept.
    job : Job, optional
        Told of progress; asked whether to stop before each block.
    """
    import tensorflow as tf

    signature = (tf.TensorSpec((None, *frozen.input_shape[1:]), tf.float32),)
    forward = tf.function(
        lambda faces: frozen(faces, training=False), input_signature=signature, autograph=False
    )

    def make(positions: range) -> NDArray[Any]:
        faces = preprocessing([samples.crop(row) for row in positions])
        given = np.asarray(forward(faces))
        return given.reshape(len(positions), *rows.shape)

    return Features(kept_rows(rows, folder, make, job, text="Looking at faces"))


def size_of(rows: Rows) -> int:
    """Return the bytes of a row."""
    return prod(rows.shape) * np.dtype(rows.dtype).itemsize
