"""The whole program, killed while somebody rates in its window: what was seen is kept."""

import sys

import pytest

from benchmarks.walk_round import NAME, RATERS, killed, truth_of
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.study import Study
from tests.study.material import FACE_BOX, photographs

TURNS, ANSWERS = 4, 7


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killing_the_window_loses_no_answer_of_a_round(tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with Study.create(tmp_path / "s") as study:
        records = photographs(tmp_path / "photographs", 8)
        study.images.add(records, root=tmp_path / "photographs")
        for one in records:
            study.faces.put(one.id, Face(box=FACE_BOX, source=FaceSource.MANUAL))
        asked = ("label", "score", "scale:nfcs-5", "regions")
        ids = tuple(one.id for one in records)
        begin(study, made_now(name=NAME, raters=RATERS, image_ids=ids, instruments=asked, seed=3))
    shown = killed(study.path, tmp_path, truth_of(study.path), RATERS[0], TURNS)
    assert shown > TURNS * ANSWERS  # regions are more
