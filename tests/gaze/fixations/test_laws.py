"""What holds for any gaze."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.gaze.fixations import IDT, IVT, find_fixations, number_fixations
from neopain_gui.gaze.fixations.segments import JITTER

from .walks import FLAT, samples, walk

ABOUT = "neopain_gui.gaze.fixations"

FILTERS = st.sampled_from([IVT(), IDT(), IVT(fill_ms=0, merge_ms=0), IDT(fill_ms=0)])
STEPS = st.sampled_from([3333, 8333, 16_667, 20_000])


@st.composite
def gaze(draw):
    """Gaze that rests, jumps, drifts, is lost, with one eye or two, on a clock that jitters."""
    step = draw(STEPS)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pieces = []
    for _ in range(draw(st.integers(1, 6))):
        count = draw(st.integers(1, 60))
        place, drift = rng.uniform(100, 900, 2), rng.normal(0, draw(st.sampled_from([0, 1])), 2)
        piece = place + np.arange(count)[:, None] * drift + rng.normal(0, 1, (count, 2))
        piece[rng.random(count) < draw(st.sampled_from([0, 0.05, 0.9]))] = np.nan
        pieces.append(piece)
    x, y = np.concatenate(pieces).T
    frame = samples(x, y, time_us=np.arange(len(x)) * step + rng.integers(-1, 2, len(x)))
    frame["right_valid"] &= rng.random(len(x)) < draw(st.sampled_from([1, 0.9]))
    frame["stimulus"] = np.where(rng.random() < 0.5, "S1", np.where(x.cumsum() > 5e3, "S1", "S2"))
    return frame, step


@settings(max_examples=80, deadline=None)
@given(gaze(), FILTERS)
def test_fixations_are_long_enough_apart_and_somewhere(made, how):
    frame, step = made
    table = find_fixations(frame, how, FLAT)
    assert (table["duration_ms"] >= how.shortest_ms - 2 * JITTER * step / 1000).all()
    ends = table["start_us"] + table["duration_ms"] * 1000
    assert (table["start_us"].to_numpy()[1:] >= ends.to_numpy()[:-1] - 1e-3).all()
    assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
    assert table["index"].tolist() == list(range(1, len(table) + 1))
    numbers = number_fixations(frame, how, FLAT)
    assert numbers.max(initial=0) == len(table)


@settings(max_examples=40, deadline=None)
@given(gaze(), FILTERS, st.integers(-(10**9), 10**9), st.randoms(use_true_random=False))
def test_another_clock_another_order_and_a_mirror_change_nothing(made, how, shift, random):
    frame, _ = made
    usual = find_fixations(frame, how, FLAT)
    later = find_fixations(frame.assign(time_us=frame["time_us"] + shift), how, FLAT)
    pd.testing.assert_frame_equal(later.assign(start_us=later["start_us"] - shift), usual)
    order = list(range(len(frame)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(find_fixations(frame.iloc[order], how, FLAT), usual)
    mirrored = find_fixations(frame.assign(gaze_x=1000 - frame["gaze_x"]), how, FLAT)
    names = ["start_us", "duration_ms", "y"]
    pd.testing.assert_frame_equal(mirrored[names], usual[names])
    np.testing.assert_allclose(1000 - mirrored["x"], usual["x"])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2, 8), st.integers(2, 8)), min_size=2, max_size=8),
    st.lists(st.integers(150, 600), min_size=8, max_size=8),
    st.integers(0, 1000),
)
@pytest.mark.parametrize("how", [IVT(), IDT()])
def test_twice_the_rate_hardly_changes_anything(how, places, lasting, seed):
    apart = [place for at, place in enumerate(places) if not at or place != places[at - 1]]
    spots, times = [(100 * x, 100 * y) for x, y in apart], lasting[: len(apart)]
    tables = []
    for step in (4, 8):
        x, y = walk(spots, times, step_ms=step, noise=0.1, seed=seed)
        tables.append(find_fixations(samples(x, y, step_us=step * 1000), how, FLAT))
    fine, coarse = tables
    assert len(fine) == len(coarse) == len(apart)
    assert np.abs(fine["start_us"] - coarse["start_us"]).max() <= 16_000
    assert np.abs(fine["duration_ms"] - coarse["duration_ms"]).max() <= 24
    np.testing.assert_allclose(fine[["x", "y"]], coarse[["x", "y"]], atol=8)
