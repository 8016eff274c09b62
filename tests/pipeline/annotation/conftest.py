"""A study in which two raters marked regions and coded a scale."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.annotation.answers import Answer, Mark, Sitting
from neopain_gui.annotation.round import Round
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.people.participants import Participant
from neopain_gui.study import Study
from tests.study.material import photographs

AT = "2026-12-01T10:00:00"
LEFT = np.array([(1.5, 1.5), (9.5, 1.5), (9.5, 9.5), (1.5, 9.5)])
RIGHT = LEFT + np.array((5.0, 0.0))


def of(rater, image_id, **said):
    return {"round": "first", "rater": rater, "image_id": image_id, **said}


def code(study, rater, image_id, **levels):
    answers = [
        Answer(
            **of(rater, image_id),
            instrument="scale:nfcs-5",
            version="1",
            item=item,
            value=None if level is None else float(level),
            codable=level is not None,
        )
        for item, level in levels.items()
    ]
    study.annotations.put_answers("first", rater, image_id, 0, answers)


def mark(study, rater, image_id, *rings, weight=1, name="pain"):
    marks = [Mark(**of(rater, image_id), name=name, outlines=rings, weight=weight)] if rings else []
    study.annotations.put_marks("first", rater, image_id, 0, marks)
    study.annotations.put_sitting(Sitting(**of(rater, image_id), seconds=3.0, done=True, at=AT))


@pytest.fixture
def study(tmp_path):
    """Four photographs of two neonates."""
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos")
        yield made


@pytest.fixture
def rated(study):
    """The round “first”, not blind: Ana and Bia with regions, NFCS-5, label and score."""
    images = study.images.all()
    for image in images:
        face = Face(
            box=Box(left=0, top=0, right=image.width, bottom=image.height),
            source=FaceSource.MANUAL,
        )
        study.faces.put(image.id, face)
    study.gaze.add([Participant(id="Ana"), Participant(id="Bia")], [])
    study.annotations.put_round(
        Round(
            name="first",
            token="70ce",
            instruments=("label", "score", "scale:nfcs-5", "scale:nips", "regions"),
            raters=("Ana", "Bia"),
            image_ids=tuple(one.id for one in images),
            seed=4,
            repeats=0.0,
            apart=1,
            blind=False,
            made=AT,
        )
    )
    return study
