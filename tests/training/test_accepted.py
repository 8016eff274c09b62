"""Copies without a face are dropped; a check that was stopped or killed is not begun again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.accepted import accepted_copies
from neopain_gui.training.photographs import CropsInMemory, Samples
from tests.training.made_up import faces, photographs, protocol

COUNT = 16


def accepted(folder, finds, copies=2):
    settings = protocol(copies=copies)
    settings = replace(settings, augmentation=replace(settings.augmentation, face_check=True))
    return accepted_copies(settings, photographs(COUNT), CropsInMemory(faces(COUNT)), finds, folder)


class Looks:
    """Finds a face in three copies of four, and fails at a moment."""

    def __init__(self, fails_at=10_000):
        self.asked, self._fails_at = 0, fails_at

    def __call__(self, picture):
        self.asked += 1
        if self.asked == self._fails_at:
            raise KeyboardInterrupt
        return int(picture.sum()) % 4 > 0


def test_copies_without_a_face_are_dropped_said_and_not_looked_at_again(tmp_path):
    looks = Looks()
    first, again = (accepted(tmp_path, looks) for _ in range(2))
    assert looks.asked == 32
    assert first == again
    kept = sum(map(len, first.numbers))
    assert 0 < first.dropped == 32 - kept
    assert f"{first.dropped} (" in first.said()
    samples = Samples(photographs(COUNT), first.numbers, CropsInMemory(faces(COUNT)), None)
    assert len(samples) == 16 + kept


@pytest.mark.parametrize("moment", [1, 2, 17, 32])
def test_a_check_that_was_killed_goes_on_with_the_next_photograph(tmp_path, moment):
    killed = tmp_path / "killed"
    for folder in (tmp_path / "whole", killed):
        folder.mkdir()
    whole = accepted(tmp_path / "whole", Looks())
    with pytest.raises(KeyboardInterrupt):
        accepted(killed, Looks(fails_at=moment))
    looks = Looks()
    assert accepted(killed, looks) == whole
    assert looks.asked == 32 - (moment - 1) // 2 * 2  # the photograph that it was at begins again
    assert [each.name for each in killed.iterdir()] == ["copies.json"]
    names = [(folder / "copies.json").read_bytes() for folder in (killed, tmp_path / "whole")]
    assert names[0] == names[1]


def test_a_run_whose_copies_have_no_face_is_refused(tmp_path):
    with pytest.raises(InputError, match="no face was found in any of 32 augmented copies"):
        accepted(tmp_path, lambda _: False)
