"""Exporting a classifier as TFLite, compared with Keras on phantoms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.cards import DATA, card_of
from neopain_gui.classifiers.tflite import Exported, Kind, check_wanted, export
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.faces import crop
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.maps.load_classifier import load_classifier

NEONATES = 10
"""Of the phantoms that it is compared on; each without and in pain."""
FIRST = 501


def export_tflite(
    classifier: str,
    out: Path,
    kind: Kind,
    *,
    threshold: float | None = None,
    job: Job = NULL_JOB,
) -> Exported:
    """Write a classifier, by its id or its file, as TFLite.

    Raises
    ------
    InputError, EnvironmentFault
        As :func:`~neopain_gui.classifiers.tflite.export`; or the weights are not there.
    """
    check_wanted(out, threshold)
    loaded = load_classifier(classifier, PartOfJob(job, 0.0, 0.4))
    crops = _faces(PartOfJob(job, 0.4, 0.6))
    job.progress(0.6, 1.0, "Converting")
    card = card_of(loaded.info.file, DATA)
    made = export(loaded, out, kind, crops, threshold=threshold, card=card)
    job.progress(1.0, 1.0)
    return made


def _faces(job: Job) -> list[NDArray[np.uint8]]:
    faces = []
    for number in range(FIRST, FIRST + NEONATES):
        job.check()
        job.progress(number - FIRST, NEONATES, "Drawing faces to compare on")
        for label in (PainLabel.NO_PAIN, PainLabel.PAIN):
            drawn = draw(number, label)
            faces.append(crop(drawn.image, drawn.face_box))
    return faces
