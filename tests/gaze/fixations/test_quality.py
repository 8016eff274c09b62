"""Quality of samples that are few enough to count."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neopain_gui.gaze.fixations import Exported, left_out, quality

from .walks import FLAT, samples

NAN = float("nan")


def one(frame, **rest):
    table = quality(frame, FLAT, **rest)
    assert len(table) == 1
    return table.iloc[0]


def test_one_eye_counts_as_a_sample_and_in_studio_as_half_of_one():
    frame = samples([500] * 8 + [NAN] * 2)
    frame.loc[:2, "left_valid"] = False
    found = one(frame)
    assert (found["samples"], found["expected"]) == (10, 10)
    assert found["valid_share"] == 0.8
    assert found["studio_share"] == pytest.approx(0.65)
    assert found["lost_share"] == 0


def test_rows_that_are_missing_are_lost_and_valid_nowhere():
    # 40 ms are gone from 200 ms: four of twenty
    frame = samples([500] * 20).drop(index=range(8, 12))
    found = one(frame)
    assert (found["samples"], found["expected"]) == (16, 20)
    assert found["lost_share"] == pytest.approx(0.2)
    assert found["valid_share"] == pytest.approx(0.8)


def test_a_rate_that_is_known_tells_what_the_clock_does_not():
    # every second row was dropped: the clock alone looks like 50 Hz
    frame = samples([500] * 20, step_us=20_000)
    assert one(frame)["lost_share"] == 0
    assert one(frame, rate_hz=100)["lost_share"] == pytest.approx(19 / 39)


def test_what_lies_between_two_showings_is_not_lost():
    times = [*range(0, 100_000, 10_000), *range(9_000_000, 9_100_000, 10_000)]
    assert one(samples([500] * 20, time_us=times))["lost_share"] == 0
    frame = samples([500] * 30)
    frame.loc[10:19, "stimulus"] = ""
    assert one(frame)["samples"] == 20


def test_a_recording_without_stimuli_counts_as_a_whole():
    assert one(samples([500] * 5 + [NAN] * 5, stimulus=""))["valid_share"] == 0.5


def test_precision_is_the_root_mean_square_of_steps_within_fixations():
    # steps of 3 px across and 4 px down are 5 px; seen from 600 mm, 0.477°
    x, y = [500, 503] * 10, [500, 504] * 10
    found = one(samples([*x, *[800] * 20], [*y, *[500] * 20]))
    # the first sample's window is half as long, 0.477° in 10 ms: no part of the fixation; nor are
    # the samples beside the jump. That leaves 17 steps of 5 px, and 18 of nothing.
    assert found["precision_px"] == pytest.approx(np.sqrt(17 * 25 / (17 + 18)))
    still = one(samples(x, y))
    assert still["precision_px"] == 5
    assert still["precision_deg"] == pytest.approx(np.degrees(np.arctan(5 / 600)), rel=1e-3)


def test_a_lost_eye_is_no_imprecision():
    frame = samples([500, 500, 500, 540, 540, 500, 500, 500] * 3)
    frame["right_valid"] = [True, True, True, False, False, True, True, True] * 3
    frame["eye_movement"], frame["eye_movement_index"] = "Fixation", 1.0
    assert one(frame, how=Exported())["precision_px"] == 0


def test_without_fixations_precision_is_not_known():
    found = one(samples([NAN] * 10))
    assert np.isnan(found["precision_deg"])
    assert np.isnan(found["precision_px"])
    assert found["valid_share"] == 0


def test_trials_and_participants_are_told_apart():
    first = samples([500] * 10)
    second = samples([500] * 5 + [NAN] * 5, participant="P02")
    other = samples([NAN] * 10, participant="P02", stimulus="S2")
    other["time_us"] += 100_000
    frame = pd.concat([first, second, other], ignore_index=True)
    people = quality(frame, FLAT)
    assert people["participant"].tolist() == ["P01", "P02"]
    assert people["valid_share"].tolist() == [1, 0.25]
    trials = quality(frame, FLAT, by="trial")
    assert trials["valid_share"].tolist() == [1, 0.5, 0]
    assert left_out(people).to_dict("records") == [
        {"participant": "P02", "why": "25 % of the samples are valid, fewer than 70 %"}
    ]
    assert left_out(people, pass_share=0.25).empty
    assert left_out(people, pass_share=0).empty
    assert left_out(people, pass_share=1)["participant"].tolist() == ["P02"]
    holes = people.assign(lost_share=[0.2, 0.051])
    assert left_out(holes)["why"].tolist() == [
        "25 % of the samples are valid, fewer than 70 %; 5.1 % are missing"
    ]
    assert left_out(trials)["stimulus"].tolist() == ["S1", "S2"]


def test_the_rule_of_half_a_sample_for_one_eye_is_stricter():
    frame = samples([500] * 10)
    frame["right_valid"] = False
    table = quality(frame, FLAT)
    assert left_out(table).empty
    assert len(left_out(table, rule="both eyes")) == 1


def test_just_below_the_limit_is_not_rounded_up_to_it():
    frame = samples([500] * 6999 + [NAN] * 3001, step_us=3333)
    assert left_out(quality(frame, FLAT))["why"].tolist() == [
        "69.9 % of the samples are valid, fewer than 70 %"
    ]


@pytest.mark.parametrize("by", ["participant", "trial"])
def test_nothing_gives_an_empty_table_with_its_types(by):
    empty, whole = (quality(samples(x), FLAT, by=by) for x in ([], [500] * 10))
    assert len(empty) == len(left_out(empty)) == 0
    pd.testing.assert_series_equal(empty.dtypes, whole.dtypes)


def test_what_means_nothing_is_refused():
    table = quality(samples([500]), FLAT)
    with pytest.raises(ValueError, match="share"):
        left_out(table, pass_share=70)
    for rate_hz in (0, -60, math.inf, math.nan):
        with pytest.raises(ValueError, match="a rate is positive"):
            quality(samples([500]), FLAT, rate_hz=rate_hz)


def test_of_two_unlike_steps_the_shorter_is_the_usual_one():
    frame = samples([500] * 6, step_us=3333).drop(index=[1, 2, 3, 4])
    frame = pd.concat([frame, samples([500] * 7, step_us=3333).iloc[6:]], ignore_index=True)
    assert one(frame)["expected"] == 7
    assert one(frame)["lost_share"] == pytest.approx(4 / 7)


@settings(max_examples=40, deadline=None)
@example([500.0] * 6, {1, 2, 3, 4}, 3333)
@given(
    st.lists(st.sampled_from([500.0, NAN]), min_size=1, max_size=80),
    st.sets(st.integers(0, 79)),
    st.sampled_from([3333, 16_667]),
)
def test_shares_are_shares(x, dropped, step):
    frame = samples(x, step_us=step)
    frame = frame.drop(index=[row for row in dropped if 0 < row < len(x) - 1])
    found = one(frame)
    shares = found[["valid_share", "studio_share", "lost_share"]].to_numpy(float)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert found["valid_share"] + found["lost_share"] <= 1 + 1e-9
