"""I-DT against pymovements; skipped where that is not installed (dependency group ``oracles``).

pymovements takes the sample with which the dispersion becomes too large into the fixation, and
looks for the next one after it. Where saccades last several samples, as here, that is all.
"""

import numpy as np
import pytest

from neopain_gui.gaze.fixations import IDT, find_fixations

from .walks import FLAT, samples, walk

ABOUT = "neopain_gui.gaze.fixations"

STEP_MS = 4


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_the_same_fixations_as_pymovements(seed):
    detection = pytest.importorskip("pymovements.events.detection")
    rng = np.random.default_rng(seed)
    places = np.cumsum(rng.choice([-90, 90], (30, 2)), axis=0) % 700 + 150
    x, y = walk(places, rng.integers(100, 500, 30), step_ms=STEP_MS, noise=0.3, seed=seed)
    degrees = np.degrees(np.arctan((np.column_stack((x, y)) - 500) / 600))
    theirs = detection.idt(
        degrees,
        timesteps=np.arange(len(x)) * STEP_MS,
        minimum_duration=60,
        dispersion_threshold=0.5,
    ).frame
    ours = find_fixations(samples(x, y, step_us=STEP_MS * 1000), IDT(), FLAT)
    starts = ours["start_us"].to_numpy() // 1000
    ends = starts + ours["duration_ms"].to_numpy() - STEP_MS
    assert len(ours) >= 25
    np.testing.assert_array_equal(starts, theirs["onset"].to_numpy())
    assert set(np.unique(theirs["offset"].to_numpy() - ends)) <= {0, STEP_MS}
