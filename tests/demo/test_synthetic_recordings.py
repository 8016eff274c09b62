"""Made-up recordings go through the real reader; nobody is named in them."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.demo.synthetic_recordings import RATE_HZ, write_synthetic_recordings
from neopain_gui.gaze import read_recording
from neopain_gui.people.groups import ObserverGroup
from neopain_gui.people.participant_tables import read_participants


@pytest.fixture(scope="module")
def phantoms():
    return [
        ("01_083047.bmp", draw(1, PainLabel.PAIN), True),
        ("01_083148.bmp", draw(1, PainLabel.NO_PAIN), False),
    ]


@pytest.fixture(scope="module")
def files(phantoms, tmp_path_factory):
    return write_synthetic_recordings(
        tmp_path_factory.mktemp("synthetic"), phantoms, participants=3
    )


def test_the_reader_finds_what_was_made_up(files):
    recording = read_recording(files.recordings, keep_names=True)
    names = [row.name for row in read_participants(files.participants)]
    assert list(recording.participants) == names
    assert all(name.startswith("Synthetic") for name in names)
    assert recording.rate_hz == pytest.approx(RATE_HZ, rel=1e-3)
    assert set(recording.stimuli) == {"01_083047.bmp", "01_083148.bmp"}
    shown = recording.samples[recording.samples["stimulus"].astype(str) != ""]
    assert len(shown) == 6 * 2 * 7 * RATE_HZ
    valid = (shown["left_valid"] | shown["right_valid"]).groupby(shown["participant"].astype(str))
    shares = valid.mean()
    assert (shares[names[:-1]] > 0.8).all()
    assert shares[names[-1]] < 0.7


def test_eyes_rest_and_jump(files):
    recording = read_recording(files.recordings, keep_names=True)
    one = recording.samples[recording.samples["participant"].astype(str) == "Synthetic 01"]
    steps = np.hypot(*np.diff(one[["gaze_x", "gaze_y"]].to_numpy(float), axis=0).T)
    steps = steps[np.isfinite(steps)]
    assert np.median(steps) < 5
    assert (steps > 28).mean() == pytest.approx(0.06, abs=0.04)


def test_the_same_numbers_make_the_same_files(files, phantoms, tmp_path):
    again = write_synthetic_recordings(tmp_path / "again", phantoms, participants=3)
    for name in ("recordings", "participants", "scores"):
        assert getattr(again, name).read_bytes() == getattr(files, name).read_bytes()


def test_groups_and_scores(files):
    rows = read_participants(files.participants)
    assert [row.group for row in rows] == [ObserverGroup.EXPERTS] * 3 + [ObserverGroup.PARENTS] * 3
    lines = files.scores.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "participant,image,score"
    assert len(lines) == 1 + 6 * 2
