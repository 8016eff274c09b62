"""Finding faces: who is asked, what is kept, what is never replaced."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import skimage.data

from neopain_gui.faces import CascadeDetector, Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.pipeline.photographs import find_faces as finding
from neopain_gui.study import Study
from neopain_gui.study.removal import Selection
from tests.study.material import photographs

FIRST = Face(box=Box(left=1, top=1, right=20, bottom=20), source=FaceSource.RETINAFACE, score=0.9)
SECOND = Face(box=Box(left=20, top=2, right=38, bottom=25), source=FaceSource.RETINAFACE, score=0.4)


@dataclass
class Detector:
    """Finds the same on every photograph, and counts how often it is asked."""

    name: str
    finds: list = field(default_factory=list)
    version: int = 1
    asked: int = 0

    @property
    def identity(self):
        return {"detector": self.name, "version": self.version}

    def detect(self, photograph):
        self.asked += 1
        return self.finds


@pytest.fixture
def study(tmp_path):
    with Study.create(tmp_path / "s.neopain") as study:
        study.images.add(photographs(tmp_path / "in", 3), root=tmp_path / "in")
        study.faces.put_many(dict.fromkeys(("P0", "P1", "P2")))
        yield study


@pytest.fixture
def detectors(monkeypatch):
    """A sure detector and one that is asked where that finds nothing."""
    found = [Detector("sure"), Detector("last")]
    monkeypatch.setattr(finding, "default_detectors", lambda: found)
    return found


class Listener:
    def __init__(self):
        self.said = []

    def check(self):
        pass

    def progress(self, done, total, text=""):
        pass

    def partial(self, message):
        self.said.append(message.text)


def test_who_found_none_is_not_asked_again_but_on_purpose(study, detectors):
    sure, last = detectors
    assert finding.find_missing_faces(study) == ["P0", "P1", "P2"]
    assert (sure.asked, last.asked) == (3, 3)
    assert finding.find_missing_faces(study) == ["P0", "P1", "P2"]
    assert (sure.asked, last.asked) == (3, 3)
    assert finding.mark_faces(study, ["P1"], again=True) == ["P1"]
    assert (sure.asked, last.asked) == (4, 4)


def test_another_version_of_a_detector_is_asked_and_no_other(study, detectors):
    sure, last = detectors
    finding.find_missing_faces(study)
    sure.version, sure.finds = 2, [FIRST]
    assert finding.find_missing_faces(study) == []
    assert (sure.asked, last.asked) == (6, 3)
    assert study.faces.get("P2") == FIRST


def test_the_surest_is_marked_and_all_are_kept(study, detectors):
    detectors[0].finds = [FIRST, SECOND]
    finding.find_missing_faces(study)
    assert study.faces.get("P0") == FIRST
    assert study.faces.candidates("P0") == (FIRST, SECOND)
    assert study.faces.several() == {"P0": False, "P1": False, "P2": False}
    study.faces.put("P0", replace(SECOND, chosen=True))
    assert study.faces.several()["P0"] is True


def test_what_was_found_goes_and_comes_with_the_photograph(study, detectors):
    last = detectors[1]
    last.finds = [FIRST, SECOND]
    finding.find_missing_faces(study)
    study.faces.put("P0", replace(SECOND, chosen=True))
    known = study.faces.absent()
    taken = study.removal.take_out(Selection(images=frozenset({"P0"})))
    assert study.faces.candidates("P0") == ()
    assert "P0" not in study.faces.several()
    assert set(study.faces.absent()) == {"P1", "P2"}
    study.removal.put_back(taken)
    assert study.faces.candidates("P0") == (FIRST, SECOND)
    assert study.faces.several()["P0"] is True
    assert study.faces.absent() == known


def test_what_a_person_should_look_at_is_said(study, detectors):
    listener = Listener()
    finding.find_missing_faces(study, listener)
    assert listener.said == ["No face was found: P0, P1, P2."]
    listener = Listener()
    finding.find_missing_faces(study, listener)
    assert listener.said == [
        "No face was found before, so it was not looked for again: P0, P1, P2."
    ]
    detectors[0].finds, listener = [FIRST, SECOND], Listener()
    finding.mark_faces(study, ["P1"], listener, again=True)
    assert listener.said == [
        "Several faces were found, and the surest was taken: P1 (2 faces, confidence 0.90, 0.40)."
    ]

    detectors[0].finds = [replace(face, score=None) for face in (FIRST, SECOND)]
    listener = Listener()
    finding.mark_faces(study, ["P1"], listener, again=True)
    assert listener.said == [
        "Several faces were found, and the likeliest (this detector gives no confidence) was "
        "taken: P1 (2 faces)."
    ]


def test_two_real_faces_in_one_photograph_are_both_found():
    astronaut = skimage.data.astronaut()[:300, 80:380]
    both = np.concatenate([astronaut, astronaut], axis=1)
    found = CascadeDetector().detect(both)
    assert len(found) == 2
    lefts = sorted(face.box.left for face in found)
    assert lefts[1] - lefts[0] == pytest.approx(300, abs=15)
