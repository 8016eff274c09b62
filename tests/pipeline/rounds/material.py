"""A study with a round of two raters, and what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from neopain_gui.annotation.answers import Answer, Landmark, Mark, Sitting
from neopain_gui.annotation.round import Round
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.people.participants import Participant
from neopain_gui.study import Study
from tests.study.material import FACE_BOX, photographs

NAME = "Ward round 1"
AT = "2026-11-30T12:01:00+00:00"
INSTRUMENTS = ("label", "score", "scale:nfcs", "note", "regions", "landmarks:5")
RING = np.array([(1.0, 1.0), (9.25, 1.0), (9.0, 9.0)])
HOLE = np.array([(4.0, 3.0), (6.0, 3.0), (6.0, 4.0)])


def make(folder: Path, count: int = 6, **said: object) -> Study:
    """Make a study of phantoms with one round, open for writing."""
    records = photographs(folder / "photos", count)
    study = Study.create(folder / "ward")
    study.images.add(records, root=folder / "photos")
    for record in records:
        study.faces.put(record.id, Face(box=FACE_BOX, source=FaceSource.MANUAL))
    known = [Participant(id="Ana", group="experts"), Participant(id="Bia")]
    new = [Participant(id=one) for one in said.get("raters", ()) if one not in ("Ana", "Bia")]
    study.gaze.add([*known, *new], [])
    values = {
        "name": NAME,
        "token": "70ce70ce",
        "instruments": INSTRUMENTS,
        "raters": ("Ana", "Bia"),
        "image_ids": tuple(record.id for record in records),
        "seed": 5,
        "repeats": 0.34,
        "apart": 2,
        "made": "2026-11-30T12:00:00+00:00",
    }
    study.annotations.put_round(Round(**{**values, **said}))
    return study


def rate(
    study: Study, rater: str, *, name: str = NAME, label: float = 1.0, turns: int = 99
) -> None:
    """Let a rater say something with every instrument, at the first turns of their order."""
    for number, turn in enumerate(study.annotations.turns(name, rater)[:turns]):
        at = {"round": name, "rater": rater, "image_id": turn.image_id, "repeat": turn.repeat}
        answers = [
            Answer(**at, instrument="label", value=label),
            Answer(**at, instrument="score", value=float(number % 11)),
            Answer(**at, instrument="scale:nfcs", version="1", item="brow", value=1.0),
            Answer(**at, instrument="scale:nfcs", version="1", item="lips", codable=False),
            Answer(**at, instrument="note", text=f"a tube, “{number}”"),
        ]
        study.annotations.put_answers(name, rater, turn.image_id, turn.repeat, answers)
        mark = Mark(**at, name="brow", outlines=(RING, HOLE), weight=2)
        study.annotations.put_marks(name, rater, turn.image_id, turn.repeat, [mark])
        point = Landmark(**at, set="5", name="nose", x=3.5, y=4.0, visible=False)
        study.annotations.put_landmarks(name, rater, turn.image_id, turn.repeat, [point])
        study.annotations.put_sitting(Sitting(**at, seconds=2.5 + number, done=True, at=AT))
