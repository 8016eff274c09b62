"""Training material: right labels, jitter within its bounds, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.classifiers.n_cnn import PREPROCESSING as N_CNN
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.demo.training.phantom_set import (
    JITTER,
    augmented,
    augmented_inputs,
    draw_set,
    jittered,
)
from neopain_gui.errors import Cancelled
from neopain_gui.geometry import Box
from neopain_gui.jobs import NullJob


@pytest.fixture(scope="module")
def pair():
    return draw_set([3, 4], 1)


def test_a_set_is_what_was_drawn(pair):
    assert pair.subjects == ("3", "3", "4", "4")
    assert pair.labels == (PainLabel.NO_PAIN, PainLabel.PAIN) * 2
    phantom = draw(4, PainLabel.PAIN)
    assert np.array_equal(pair.photographs[3], phantom.image)
    assert np.array_equal(pair.crops()[3], phantom.image[phantom.face_box.slices])
    assert pair.targets().tolist() == [[1, 0], [0, 1]] * 2
    part = pair.part([3, 0])
    assert (len(part), part.subjects, part.boxes[0]) == (2, ("4", "3"), phantom.face_box)


@given(st.integers(0, 2**32 - 1))
def test_jitter_stays_within_its_bounds(seed):
    box, size = Box(left=100, top=60, right=200, bottom=180), (233, 320)
    moved = jittered(box, size, np.random.default_rng(seed))
    reach = 1.5 * JITTER  # half a scale and a whole shift
    for side in ("left", "right"):
        assert abs(getattr(moved, side) - getattr(box, side)) <= reach * box.width + 1
    for side in ("top", "bottom"):
        assert abs(getattr(moved, side) - getattr(box, side)) <= reach * box.height + 1


def test_jitter_is_clipped_to_the_photograph():
    box = Box.whole(320, 233)
    for seed in range(20):
        moved = jittered(box, (233, 320), np.random.default_rng(seed))
        assert moved == moved.clipped(320, 233)


def test_augmentation_repeats_with_its_seed_and_changes_without(pair):
    def once(seed):
        return augmented_inputs(pair, [0, 1, 1], N_CNN, np.random.default_rng(seed))

    assert once(1).shape == (3, 120, 120, 3)
    assert np.array_equal(once(1), once(1))
    assert not np.array_equal(once(1), once(2))
    assert not np.array_equal(once(1)[1], once(1)[2])


def test_augmentation_mirrors_about_half_and_keeps_brightness_near():
    ramp = np.repeat(np.arange(50, 178, dtype=np.uint8)[None, :, None], 128, 0).repeat(3, 2)
    box, rng = Box.whole(128, 128), np.random.default_rng(0)
    seen = [augmented(ramp, box, rng) for _ in range(200)]
    mirrored = sum(each[:, 0].mean() > each[:, -1].mean() for each in seen)
    assert 70 <= mirrored <= 130
    assert all(0.8 < each.mean() / ramp.mean() < 1.25 for each in seen)


def test_drawing_stops_when_the_job_is_stopped():
    class Stopped(NullJob):
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        draw_set([1], 1, job=Stopped())
