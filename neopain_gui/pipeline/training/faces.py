"""The photographs of a study that can be trained on, and their faces."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.counted import counted, listed, matching
from neopain_gui.errors import InputError
from neopain_gui.faces import best_face, crop, default_detectors
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, PassedOver
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.study import Study
from neopain_gui.training.photographs import Photograph

NO_LABEL = "it has no label"
NO_FACE = "no face is marked on it"


def photographs_of(study: Study, job: Job = NULL_JOB) -> list[Photograph]:
    """Return the photographs of a study that have a neonate, a label and a face.

    Those without a label or a face are passed over, and named in messages.

    Raises
    ------
    InputError
        A photograph with a label has no neonate, or there is no photograph left.
    """
    faces, labels = study.faces.all(), CountedLabels.of(study)
    found, of_nobody = [], []
    for image in map(labels.labelled, study.images.all()):
        face = faces.get(image.id)
        if image.label is None or face is None:
            why = NO_LABEL if image.label is None else NO_FACE
            job.partial(PassedOver(what=image.id, why=why))
            continue
        if image.neonate is None:
            of_nobody.append(image.id)
            continue
        found.append(
            Photograph(
                id=image.id,
                sha256=image.sha256,
                neonate=image.neonate.id,
                dataset=image.neonate.dataset,
                label=image.label,
                box=face.box.as_tuple(),
                stimulus=image.stimulus,
            )
        )
    if of_nobody:
        many = counted(len(of_nobody), "photograph")
        raise InputError(
            f"{many} with a label {matching(len(of_nobody), 'has', 'have')} no neonate, so that "
            "photographs of one neonate could come to train and to test",
            place=f"first {of_nobody[0]}",
            remedy="name the neonate of every photograph, or remove their labels",
            command="name the neonate of every photograph with 'neopain edit'",
        )
    if not found:
        raise _nothing_left(study, faces.keys())
    return found


def _nothing_left(study: Study, with_face: Collection[str]) -> InputError:
    """Say of what the photographs lack how many lack it, and what to do about that."""
    images = [*map(CountedLabels.of(study).labelled, study.images.all())]
    lacking = {
        ("neonate", "name neonates"): sum(image.neonate is None for image in images),
        ("label", "label photographs"): sum(image.label is None for image in images),
        ("face", "mark faces"): sum(image.id not in with_face for image in images),
    }
    counts = [f"{count} without a {what}" for (what, _), count in lacking.items() if count]
    return InputError(
        "no photograph has a neonate, a label and a face"
        + (f" ({', '.join(counts)})" if counts else ""),
        file=study.path,
        remedy=listed([remedy for (_, remedy), count in lacking.items() if count])
        or "add photographs",
    )


class StudyFaces:
    """The faces of a study's photographs, cut out when they are asked for.

    Parameters
    ----------
    study : Study
        Open for as long as this is used.
    photographs : sequence of Photograph
        In the order in which they are asked for by position.
    """

    def __init__(self, study: Study, photographs: Sequence[Photograph]) -> None:
        self._study, self._photographs = study, photographs

    def crop(self, position: int) -> NDArray[np.uint8]:
        """Return a face."""
        one = self._photographs[position]
        left, top, right, bottom = one.box
        box = Box(left=left, top=top, right=right, bottom=bottom)
        return crop(self._study.images.pixels(one.id), box)


class FaceCheck:
    """Whether the program's detectors find a face in a picture."""

    def __init__(self) -> None:
        self._detectors = default_detectors()

    def __call__(self, picture: NDArray[np.uint8]) -> bool:
        """Say whether there is one."""
        return best_face(picture, self._detectors) is not None
