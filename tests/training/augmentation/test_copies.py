"""Copies without a face are dropped, counted and not drawn again."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.jobs import NullJob
from neopain_gui.training.augmentation import Augmentation, accept, copy_of, examples

RANDOM = np.random.default_rng(4)
CROPS = [RANDOM.integers(0, 256, (40, 30, 3), np.uint8) for _ in range(5)]
NAMES = [f"sha {number}" for number in range(5)]
SIX = Augmentation(copies=6)


def bright(picture):
    """A detector that finds a face in what is not dark."""
    return bool(picture.mean() > 100)


def test_a_copy_trains_if_its_face_is_found():
    accepted = accept(CROPS, NAMES, SIX, 3, bright)
    for crop, name, numbers in zip(CROPS, NAMES, accepted.numbers, strict=True):
        assert numbers == tuple(
            number for number in range(1, 7) if bright(copy_of(crop, name, number, SIX, 3))
        )
    kept = sum(map(len, accepted.numbers))
    assert 0 < kept < 30
    assert accepted.drawn == 30
    assert accepted.dropped == 30 - kept
    assert f"Of 30 augmented copies {30 - kept} (" in accepted.said()
    assert "were dropped, because no face was found in them" in accepted.said()


def test_equal_seeds_give_equal_pixels_in_any_order():
    forwards = [copy_of(CROPS[0], NAMES[0], number, SIX, 3) for number in range(1, 7)]
    backwards = [copy_of(CROPS[0], NAMES[0], number, SIX, 3) for number in range(6, 0, -1)]
    assert all(map(np.array_equal, forwards, backwards[::-1]))
    assert not np.array_equal(forwards[0], copy_of(CROPS[0], NAMES[0], 1, SIX, 4))
    assert not np.array_equal(forwards[0], forwards[1])


@pytest.mark.parametrize(("copies", "check"), [(0, True), (4, False)])
def test_without_copies_or_check_no_detector_is_asked(copies, check):
    accepted = accept(CROPS, NAMES, Augmentation(copies=copies, face_check=check), 0, None)
    assert accepted.numbers == (tuple(range(1, copies + 1)),) * 5
    assert accepted.dropped == 0


@pytest.mark.parametrize(
    ("dropped", "sentence"),
    [
        ([], "All 12 augmented copies train."),
        (
            [(0, 1)],
            "Of 12 augmented copies 1 (8.3 %) was dropped, because no face was found in it.",
        ),
        (
            [(0, 1), (0, 2), (0, 3), (1, 2)],
            "Of 12 augmented copies 4 (33.3 %) were dropped, because no face was found in them; "
            "1 photograph has none left.",
        ),
    ],
)
def test_what_was_dropped_is_said(dropped, sentence):
    ranges = Augmentation(copies=3)
    crops, names = CROPS[:4], NAMES[:4]
    without = {copy_of(crops[p], names[p], n, ranges, 0).tobytes() for p, n in dropped}
    accepted = accept(crops, names, ranges, 0, lambda picture: picture.tobytes() not in without)
    assert accepted.said() == sentence


def test_no_copies_are_said():
    accepted = accept(CROPS, NAMES, Augmentation(copies=0), 0, None)
    assert accepted.said() == "No augmented copies were drawn."


def test_copies_that_are_all_dropped_are_an_error():
    with pytest.raises(InputError, match="no face was found in any of 30 augmented copies") as told:
        accept(CROPS, NAMES, SIX, 0, lambda picture: False)
    assert "--copies 0" in told.value.on_command_line
    assert "--copies" not in str(told.value)


def test_a_check_needs_a_detector():
    with pytest.raises(ValueError, match="needs a detector"):
        accept(CROPS, NAMES, SIX, 0, None)


def test_it_stops_between_copies():
    class Stopping(NullJob):
        asked = 0

        def check(self):
            self.asked += 1
            if self.asked > 8:
                raise Cancelled

    seen = []
    with pytest.raises(Cancelled):
        accept(CROPS, NAMES, SIX, 0, lambda picture: seen.append(1) or True, Stopping())
    assert len(seen) == 8


def test_examples_are_the_copies_that_train():
    accepted = accept(CROPS, NAMES, SIX, 3, bright)
    shown = list(examples(CROPS, NAMES, SIX, 3, bright, most=12))
    places = [(example.position, example.number) for example in shown]
    assert places == [(n % 5, n // 5 + 1) for n in range(12)], "every photograph before a second"
    for example in shown:
        crop, name = CROPS[example.position], NAMES[example.position]
        assert np.array_equal(example.picture, copy_of(crop, name, example.number, SIX, 3))
        assert example.dropped == (example.number not in accepted.numbers[example.position])
    assert {example.dropped for example in shown} == {True, False}


def test_examples_without_a_check_are_not_called_dropped():
    unchecked = Augmentation(copies=2, face_check=False)
    assert not any(one.dropped for one in examples(CROPS, NAMES, unchecked, 0, lambda p: False))
    assert not any(one.dropped for one in examples(CROPS, NAMES, SIX, 0))
    assert len(list(examples(CROPS[:1], NAMES[:1], unchecked, 0))) == 2
    assert list(examples(CROPS, NAMES, Augmentation(copies=0), 0)) == []
