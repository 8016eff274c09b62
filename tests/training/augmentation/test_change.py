"""Copies are drawn from seed, photograph and number, between what is asked for."""

from __future__ import annotations

from dataclasses import asdict, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.training.augmentation.change import Change, drawn
from neopain_gui.training.augmentation.ranges import Augmentation

PRINTED = Augmentation()
BETWEEN = {
    "rotation": (-30, 30),
    "shear": (-0.15, 0.15),
    "across": (-0.2, 0.2),
    "down": (-0.2, 0.2),
    "zoom_across": (0.7, 1.5),
    "zoom_down": (0.7, 1.5),
    "mirrored": (0, 1),
    "brightness": (0.5, 1.1),
}


@given(st.integers(0, 2**31 - 1), st.text(max_size=64), st.integers(1, 1000))
def test_every_copy_lies_between(seed, photograph, number):
    change = drawn(PRINTED, seed, photograph, number)
    for name, (low, high) in BETWEEN.items():
        assert low <= getattr(change, name) <= high
    assert change == drawn(PRINTED, seed, photograph, number)


def test_copies_are_spread_evenly_and_independently():
    changes = [drawn(PRINTED, 0, "photograph", number) for number in range(1, 4001)]
    table = np.array([list(asdict(change).values()) for change in changes], float)
    for column, entry in zip(table.T, fields(Change), strict=True):
        low, high = BETWEEN[entry.name]
        share = (column - low) / (high - low)
        assert share.mean() == pytest.approx(0.5, abs=0.03)
        if entry.name != "mirrored":
            assert share.std() == pytest.approx(1 / np.sqrt(12), abs=0.01)
            assert share.min() < 0.01
            assert share.max() > 0.99
    between = np.corrcoef(table.T) - np.eye(len(BETWEEN))
    assert np.abs(between).max() < 0.06, "width and height are stretched each by itself"


def test_seed_photograph_and_number_each_make_another_copy():
    changes = {
        drawn(PRINTED, seed, name, number) for seed in (0, 1) for name in "ab" for number in (1, 2)
    }
    assert len(changes) == 8


def test_a_copy_never_changes():
    """Runs that were begun go on with the very copies that they began with."""
    assert drawn(PRINTED, 0, "a", 1) == Change(
        rotation=23.309289330245015,
        shear=-0.1025035834448372,
        across=-0.0056979740474206175,
        down=0.14800743501549468,
        zoom_across=0.753011300523132,
        zoom_down=0.7185837231522617,
        mirrored=True,
        brightness=0.6932620281442746,
    )


def test_nothing_asked_for_is_nothing_done():
    still = Augmentation(
        rotation=0.0,
        shear=0.0,
        shift_across=0.0,
        shift_down=0.0,
        brightness=(1.0, 1.0),
        zoom=(1.0, 1.0),
        flip=False,
    )
    assert drawn(still, 3, "photograph", 7) == Change()
