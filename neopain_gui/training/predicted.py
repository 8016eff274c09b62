"""What a trained network says of photographs, as the table that a fold leaves behind."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.training.photographs import Faces, Indices, Photograph
from neopain_gui.training.run_folder import PREDICTION_COLUMNS

_AT_ONCE = 4


def pain_scores(
    model: Any,
    preprocessing: Preprocessing,
    faces: Faces,
    positions: Indices,
    job: Job = NULL_JOB,
) -> NDArray[np.float64]:
    """Return the class scores of pain of whole face crops, as a loaded classifier gives them."""
    import tensorflow as tf

    signature = (tf.TensorSpec((None, *model.input_shape[1:]), tf.float32),)
    forward = tf.function(
        lambda batch: model(batch, training=False), input_signature=signature, autograph=False
    )
    scores = []
    for start in range(0, len(positions), _AT_ONCE):
        job.check()
        crops = [faces.crop(int(one)) for one in positions[start : start + _AT_ONCE]]
        scores.append(np.asarray(forward(preprocessing(crops)), np.float64)[:, 1])
    return np.clip(np.concatenate(scores), 0, 1)


def predictions_text(
    photographs: Sequence[Photograph],
    positions: Indices,
    fold: int,
    scores: NDArray[np.float64],
) -> str:
    """Return the table of a fold; the numbers read back as they were."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(PREDICTION_COLUMNS)
    for position, score in zip(positions, scores, strict=True):
        one = photographs[int(position)]
        writer.writerow([one.id, one.neonate, str(one.label), fold, repr(float(score))])
    return stream.getvalue()


def joined(files: Sequence[Path]) -> str:
    """Return one table of several with the same columns."""
    texts = [file.read_text("utf-8").splitlines(keepends=True) for file in files]
    return "".join([texts[0][0], *(line for text in texts for line in text[1:])])


def write_text(path: Path, text: str) -> None:
    """Write a table, whole or not at all."""
    write_bytes_atomic(path, text.encode())
