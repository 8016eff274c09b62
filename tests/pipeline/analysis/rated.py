"""A study whose raters say given numbers, and the same study collected from their files."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from neopain_gui.annotation.answers import Answer, Mark
from neopain_gui.annotation.round import Round
from neopain_gui.annotation.scales import scale_of_text
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.rounds.collecting import look_at, take_in
from neopain_gui.pipeline.rounds.ratings import write_ratings
from neopain_gui.pipeline.settings.instruments import OWN_SCALES, as_setting
from neopain_gui.provenance import canonical_json
from neopain_gui.study import Study
from tests.study.material import FACE_BOX, photographs

NAME, AT = "Ward", "2026-11-30T13:00:00+00:00"
FIVE = scale_of_text(
    canonical_json(
        {
            "id": "five",
            "version": "1",
            "title": "Five levels",
            "short": "Five",
            "source": {"text": "made up"},
            "items": [
                {
                    "id": "grade",
                    "title": "Grade",
                    "levels": [{"value": one, "title": str(one)} for one in range(1, 6)],
                }
            ],
            "totals": [{"id": "sum", "title": "Total", "rule": "grade", "low": 1, "high": 5}],
        }
    )
)


def study_of(
    folder: Path,
    instruments: tuple[str, ...],
    raters: tuple[str, ...],
    count: int,
    repeats: float = 0.0,
) -> Study:
    """Make a study with one round that nobody has begun."""
    records = photographs(folder / "photos", count)
    study = Study.create(folder / "ward")
    study.images.add(records, root=folder / "photos")
    for record in records:
        study.faces.put(record.id, Face(box=FACE_BOX, source=FaceSource.MANUAL))
    study.set_setting(OWN_SCALES, {FIVE.id: as_setting(FIVE)})
    study.gaze.add([Participant(id=one, rater=True) for one in raters], [])
    study.annotations.put_round(
        Round(
            name=NAME, token="70ce70ce", instruments=instruments, raters=raters, seed=5, apart=1,
            image_ids=tuple(record.id for record in records), repeats=repeats, made=AT,
        )
    )  # fmt: skip
    return study


def say(
    study: Study,
    rater: str,
    said: Mapping[str, np.ndarray],
    again: Mapping[str, np.ndarray] | None = None,
    *,
    regions: Mapping[str, np.ndarray] | None = None,
) -> None:
    """Let a rater answer by instrument, NaN nothing and infinity "not codable"; and hand in."""
    ids = study.annotations.round(NAME).image_ids
    for turn in study.annotations.turns(NAME, rater):
        at = {"round": NAME, "rater": rater, "image_id": turn.image_id, "repeat": turn.repeat}
        given = (again or said) if turn.repeat else said
        answers = []
        for instrument, values in given.items():
            value = float(values[ids.index(turn.image_id)])
            of = {"instrument": instrument}
            if instrument.startswith("scale:"):
                of |= {"version": "1", "item": "grade"}
            if math.isinf(value):
                answers.append(Answer(**at, **of, codable=False))
            elif not math.isnan(value):
                answers.append(Answer(**at, **of, value=value))
        study.annotations.put_answers(NAME, rater, turn.image_id, turn.repeat, answers)
        if regions:
            marks = [Mark(**at, name=one, outlines=(ring,)) for one, ring in regions.items()]
            study.annotations.put_marks(NAME, rater, turn.image_id, turn.repeat, marks)
    study.annotations.hand_in(NAME, rater, AT)


def copied(study: Study, folder: Path) -> Study:
    """Return a copy of a study that nobody has rated, open: another machine's."""
    return Study.open(Path(shutil.copytree(study.path, folder / "copy.neopain")))


def through_files(study: Study, empty: Study, folder: Path) -> None:
    """Take what the raters of one study said into another by their files."""
    folder.mkdir()
    files = [
        write_ratings(study, NAME, rater, folder) for rater in study.annotations.round(NAME).raters
    ]
    take_in(empty, look_at(empty, files).after)
