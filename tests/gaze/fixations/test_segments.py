"""How long a sample lasts, by each recording's own clock."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from neopain_gui.gaze.fixations.segments import (
    _HOLE,
    BREAK_MS,
    Segment,
    in_order,
    intervals_us,
    segments,
    until_next_us,
)

A, B = [0, 10_000, 20_000, 60_000, 70_000], [0, 20_000, 41_000]
"""100 Hz with a hole, and 50 Hz with a clock that is not even."""


def samples(*recordings):
    """Return the samples of (participant, recording, times), one recording after the other."""
    rows = [(who, name, time) for who, name, times in recordings for time in times]
    return pd.DataFrame(rows, columns=["participant", "recording", "time_us"])


def test_each_recording_has_its_own_interval():
    made = samples(("P1", "a", A), ("P1", "b", B), ("P2", "a", [5]))
    assert intervals_us(made).tolist() == [10_000] * 5 + [20_500] * 3 + [1000]
    assert intervals_us(samples(("P1", "a", A))).tolist() == [10_000] * 5


def test_a_sample_lasts_until_the_next_of_its_recording_and_not_through_a_hole():
    made = samples(("P1", "a", A), ("P1", "b", B), ("P2", "a", [5]))
    assert until_next_us(made).tolist() == [
        *(10_000, 10_000, 10_000, 10_000, 10_000),
        *(20_000, 21_000, 20_500),
        1000,
    ]


@pytest.mark.parametrize(("more", "lasts"), [(0, _HOLE * 10_000), (1, 10_000)])
def test_how_long_a_step_may_be_before_it_is_a_hole(more, lasts):
    last = 50_000 + round(_HOLE * 10_000) + more
    made = samples(("P1", "a", [*range(0, 60_000, 10_000), last]))
    assert until_next_us(made)[5] == lasts


def test_samples_are_put_in_the_order_of_each_recordings_clock():
    made = samples(("P1", "a", [0, 20, 10]), ("P2", "a", [5, 4]))
    assert np.arange(5)[in_order(made)].tolist() == [0, 2, 1, 4, 3]
    assert in_order(samples(("P1", "a", [0, 10, 10]), ("P1", "b", [0]))) == slice(None)
    there_and_back = samples(("P1", "a", [0]), ("P1", "b", [0]), ("P1", "a", [9]))
    assert np.arange(3)[in_order(there_and_back)].tolist() == [0, 2, 1]


def test_a_step_half_as_long_again_as_the_usual_counts():
    made = samples(("P1", "a", [0, 10_000, 20_000, 35_000, 50_001]))
    assert intervals_us(made)[0] == pytest.approx(35_000 / 3)


def test_samples_of_one_moment_are_no_step():
    made = samples(("P1", "a", [0, 0, 0, 10_000, 10_000, 10_000, 20_000]))
    assert intervals_us(made).tolist() == [10_000] * 7
    assert until_next_us(made).tolist() == [0, 0, 10_000, 0, 0, 10_000, 10_000]


def test_recordings_of_one_name_are_of_different_people():
    people = [("P1", "a"), ("P1", "b"), ("P2", "a"), ("P3", "a"), ("P3", "b"), ("P4", "b")]
    steps = [1000 * (place + 1) for place in range(len(people))]
    made = samples(*((*one, [0, step]) for one, step in zip(people, steps, strict=True)))
    assert intervals_us(made).tolist() == np.repeat(steps, 2).tolist()


@pytest.mark.parametrize(("more", "parts"), [(0, 1), (1, 2)])
def test_a_step_longer_than_the_longest_parts_two_stretches(more, parts):
    made = samples(("P1", "a", [0, round(BREAK_MS * 1000) + more])).assign(
        stimulus="S1", gaze_x=1.0, gaze_y=1.0, distance_mm=600.0, left_valid=1, right_valid=1
    )
    assert len(list(segments(made))) == parts


@pytest.mark.parametrize(("known", "kept"), [(0, False), (1, True), (3, True)])
def test_directions_count_where_some_are_known(known, kept):
    made = samples(("P1", "a", [0, 10_000, 20_000])).assign(
        stimulus="S1", gaze_x=1.0, gaze_y=1.0, distance_mm=600.0, left_valid=1, right_valid=1
    )
    for axis in "xyz":
        made[f"direction_{axis}"] = [1.0] * known + [np.nan] * (3 - known)
    (found,) = segments(made)
    assert (found.looks is not None) is kept


def _with_eyes(eyes):
    """Return samples 10 ms apart whose x steps by 100 wherever an eye is lost."""
    eyes = np.array(eyes)
    x = np.arange(len(eyes)) + 100.0 * (eyes == 1)
    return Segment(
        rows=slice(0, len(eyes)),
        ms=np.arange(len(eyes)) * 10.0,
        x=np.where(eyes, x, np.nan),
        y=np.where(eyes, x, np.nan),
        eyes=eyes,
        distance_mm=np.full(len(eyes), 600.0),
        interval_ms=10.0,
        looks=None,
    )


@pytest.mark.parametrize(
    ("eyes", "longest_ms", "expected"),
    [
        ([2, 1, 1, 2], 30, [0, 1, 2, 3]),  # from the last with both to the next with both
        ([2, 1, 1, 2], 29, [0, 101, 102, 3]),
        ([1, 1, 2, 2], 99, [100, 101, 2, 3]),  # nothing before it
        ([2, 2, 1, 1], 99, [0, 1, 102, 103]),  # nothing after it
        ([2, 1, 0, 2], 30, [0, 101, 52, 3]),  # on a line from the one eye to both
        ([0, 1, 2, 2], 99, [np.nan, 101, 2, 3]),
    ],
)
def test_a_moment_of_one_eye_is_a_gap_between_two_of_both(eyes, longest_ms, expected):
    x, y = _with_eyes(eyes).steady(longest_ms)
    np.testing.assert_allclose(x, expected)
    np.testing.assert_allclose(y, expected)
