"""Both filters on samples that are few enough to reckon by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from neopain_gui.gaze.fixations import IDT, IVT, Exported, find_fixations, number_fixations

from .walks import FLAT, samples

ABOUT = "neopain_gui.gaze.fixations"

NAN = float("nan")


def found(frame, how):
    table = find_fixations(frame, how, FLAT)
    columns = (table["start_us"] // 1000, table["duration_ms"].round(3), table["x"].round(3))
    return list(zip(*columns, strict=True))


def test_a_jump_parts_two_fixations_and_takes_one_sample_of_each():
    # 100 px at 600 mm are 9.5°, over the 20 ms from one sample before to one after: 473°/s.
    frame = samples([500] * 10 + [600] * 10)
    assert found(frame, IVT()) == [(0, 90, 500), (110, 90, 600)]
    table = find_fixations(frame, IVT(), FLAT)
    assert table["index"].tolist() == [1, 2]
    assert table["media_x"].tolist() == [200, 250]  # (x − 100) · 200/400
    assert table["media_y"].tolist() == [75, 75]  # (500 − 200) · 100/400
    numbers = number_fixations(frame, IVT(), FLAT)
    assert numbers.tolist() == [1] * 9 + [0] * 2 + [2] * 9


def test_a_window_of_one_step_lies_before_its_sample():
    # at 50 Hz: only the sample after the jump is fast, and the last one is not lost
    frame = samples([500] * 5 + [600] * 5, step_us=20_000)
    assert found(frame, IVT()) == [(0, 100, 500), (120, 80, 600)]


def test_short_fixations_are_discarded():
    frame = samples([500] * 10 + [600] * 7 + [700] * 10)
    # of the seven, one at either end is fast: 50 ms
    assert [x for _, _, x in found(frame, IVT())] == [500, 700]
    assert [x for _, _, x in found(frame, IVT(shortest_ms=50))] == [500, 600, 700]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (IVT(), [(0, 220)]),
        (IVT(merge_ms=40), [(0, 220)]),
        (IVT(merge_ms=39), [(0, 90), (130, 90)]),
        (IVT(merge_ms=30), [(0, 90), (130, 90)]),
        (IVT(merge_deg=0.3), [(0, 90), (130, 90)]),
    ],
)
def test_neighbours_near_in_time_and_place_are_merged(how, expected):
    # 40 ms between the end of one and the beginning of the other; 4 px are 0.38°
    frame = samples([500] * 10 + [540] * 2 + [504] * 10)
    assert [(start, ms) for start, ms, _ in found(frame, how)] == expected


@pytest.mark.parametrize(
    ("lost", "how", "expected"),
    [
        (6, IVT(), [(0, 260)]),  # 70 ms from the last sample before to the first after
        (6, IVT(fill_ms=70, merge_ms=0), [(0, 260)]),
        (6, IVT(fill_ms=69, merge_ms=0), [(0, 100), (160, 100)]),
        (6, IVT(fill_ms=0, merge_ms=0), [(0, 100), (160, 100)]),
        (12, IVT(), [(0, 100), (220, 100)]),
        (6, IDT(), [(0, 260)]),
        (6, IDT(fill_ms=0), [(0, 100), (160, 100)]),
    ],
)
def test_only_short_gaps_are_filled(lost, how, expected):
    frame = samples([500] * 10 + [NAN] * lost + [500] * 10)
    assert [(start, ms) for start, ms, _ in found(frame, how)] == expected


def test_missing_rows_are_no_fixation():
    frame = samples(
        [500] * 20, time_us=[*range(0, 100_000, 10_000), *range(300_000, 400_000, 10_000)]
    )
    assert found(frame, IVT(merge_ms=0)) == [(0, 100, 500), (300, 100, 500)]
    assert found(frame, IDT()) == [(0, 100, 500), (300, 100, 500)]


def test_the_mean_does_not_jump_when_one_eye_is_lost_for_a_moment():
    x = np.full(21, 500.0)
    x[10] = 560
    frame = samples(x)
    frame.loc[10, "right_valid"] = False
    assert found(frame, IVT()) == [(0, 210, 500)]
    assert len(found(frame.assign(right_valid=True), IVT())) == 2


@pytest.mark.parametrize("how", [IVT(), IDT()])
@pytest.mark.parametrize("column", ["participant", "recording", "stimulus"])
def test_nothing_reaches_from_one_trial_to_the_next(how, column):
    frame = samples([500] * 20)
    frame.loc[10:, column] = "other"
    assert [(start, ms) for start, ms, _ in found(frame, how)] == [(0, 100), (100, 100)]
    index = find_fixations(frame, how, FLAT)["index"].tolist()
    assert index == ([1, 2] if column == "stimulus" else [1, 1])


@pytest.mark.parametrize("how", [IVT(), IDT()])
def test_each_recording_has_its_own_rate_and_may_be_mixed_with_others(how):
    slow, fast = samples([500] * 10, step_us=20_000), samples([500] * 50, step_us=4_000)
    mixed = pd.concat([slow, fast.assign(recording="R02")]).sort_values("time_us", kind="stable")
    table = find_fixations(mixed, how, FLAT)
    assert table["recording"].tolist() == ["R01", "R02"]
    assert table["duration_ms"].tolist() == [200, 200]
    assert (number_fixations(mixed, how, FLAT) > 0).all()


def test_dispersion_is_range_across_plus_range_down():
    # 3 px are 0.29° and 6 px 0.57°, seen from 600 mm
    x = [500] * 6 + [503] * 3 + [506] * 3
    assert found(samples(x), IDT()) == [(0, 90, 501)]
    y = [500, 503] * 6
    assert found(samples([500] * 12, y), IDT()) == [(0, 120, 500)]
    assert found(samples([500, 503] * 6, y), IDT()) == []
    assert found(samples([500, 503] * 6, y), IDT(dispersion_deg=0.58)) == [(0, 120, 501.5)]


def test_degrees_follow_from_the_distance_that_the_recording_says():
    frame = samples([500] * 6 + [506] * 6)
    assert len(found(frame, IDT(shortest_ms=100))) == 0
    assert len(found(frame.assign(distance_mm=1200.0), IDT(shortest_ms=100))) == 1


def test_the_exporters_own_are_taken_as_they_are():
    frame = samples([500] * 10 + [600] * 10)
    frame["eye_movement"] = ["Fixation"] * 8 + ["Saccade"] * 4 + ["Fixation"] * 8
    frame["eye_movement_index"] = [3.0] * 8 + [1.0] * 4 + [4.0] * 8
    frame["eye_movement_ms"] = [77.0] * 8 + [40.0] * 4 + [NAN] * 8
    frame["fixation_x"] = [501.0] * 8 + [NAN] * 12
    frame["fixation_y"] = [499.0] * 8 + [NAN] * 12
    table = find_fixations(frame, Exported(), FLAT)
    assert table["duration_ms"].tolist() == [77, 80]
    frame["eye_movement_ms"] = [0.0] * 8 + [NAN] * 12  # nothing lasts no time
    assert find_fixations(frame, Exported(), FLAT)["duration_ms"].tolist() == [80, 80]
    assert table["x"].tolist() == [501, 600]
    assert number_fixations(frame, Exported(), FLAT).tolist() == [1] * 8 + [0] * 4 + [2] * 8


def test_a_place_on_the_picture_is_taken_over_where_the_file_says_only_that():
    frame = samples([500] * 10, media_pos_x=NAN, media_pos_y=NAN)
    table = find_fixations(frame, IVT(), FLAT)
    assert (table["media_x"][0], table["media_y"][0]) == (200, 75)


@pytest.mark.parametrize("how", [IVT(), IDT(), Exported()])
@pytest.mark.parametrize("x", [[], [NAN] * 30, [500]])
def test_where_there_is_nothing_the_table_is_empty_and_has_its_types(how, x):
    table = find_fixations(samples(x), how, FLAT)
    whole = find_fixations(samples([500] * 10), IVT(), FLAT)
    assert len(table) == 0
    pd.testing.assert_series_equal(table.dtypes, whole.dtypes)


@pytest.mark.parametrize("how", [IVT(), IDT()])
def test_compact_types_give_the_same(how):
    frame = samples([500] * 10 + [600] * 10)
    numbers = frame.select_dtypes("float64").columns
    text = ["participant", "recording", "stimulus", "eye_movement"]
    compact = frame.astype(dict.fromkeys(numbers, "float32") | dict.fromkeys(text, "category"))
    pd.testing.assert_frame_equal(
        find_fixations(compact, how, FLAT), find_fixations(frame, how, FLAT)
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: IVT(window_ms=0),
        lambda: IVT(fill_ms=-1),
        lambda: IVT(merge_deg=NAN),
        lambda: IVT(threshold_deg_s=NAN),
        lambda: IDT(dispersion_deg=0),
        lambda: IDT(shortest_ms=float("inf")),
        lambda: replace(FLAT, distance_mm=0.0),
        lambda: replace(FLAT, screen_mm=(NAN, 1.0)),
    ],
)
def test_settings_that_mean_nothing_are_refused(make):
    with pytest.raises(ValueError, match="positive"):
        make()


@pytest.mark.parametrize("how", [IVT(), IDT()])
def test_numbers_go_on_from_recording_to_recording_and_gaps_have_none(how):
    still, jump = samples([500] * 20), samples([500] * 10 + [NAN] * 12 + [600] * 10)
    away = samples([NAN] * 20)
    frame = pd.concat(
        [
            away.assign(recording="R01"),
            still.assign(recording="R02"),
            jump.assign(recording="R03"),
        ],
        ignore_index=True,
    )
    numbers = number_fixations(frame, how, FLAT)
    assert numbers.tolist() == [0] * 20 + [1] * 20 + [2] * 10 + [0] * 12 + [3] * 10


def test_a_merged_fixation_is_compared_by_the_middle_of_all_of_it():
    # 4 px are 0.38°: the third is so near the second, but not the middle of the first two
    frame = samples([500] * 30 + [540] * 2 + [504] * 10 + [540] * 2 + [508] * 10)
    how = IVT(merge_deg=0.42)
    assert [(start, ms) for start, ms, _ in found(frame, how)] == [(0, 410), (450, 90)]
    assert len(found(frame.iloc[30:], how)) == 1


@pytest.mark.parametrize(("distance", "count"), [(600.0, 2), (1200.0, 1)])
def test_how_near_fixations_are_follows_from_the_recordings_distance(distance, count):
    frame = samples([500] * 10 + [540] * 2 + [504] * 10, distance_mm=distance)
    assert len(found(frame, IVT(merge_deg=0.3))) == count


def test_a_window_moves_on_by_one_sample():
    assert found(samples([300] + [500] * 12), IDT()) == [(10, 120, 500)]
    assert found(samples([300, 400] + [500] * 12), IDT()) == [(20, 120, 500)]


def test_degrees_are_smaller_away_from_the_middle_of_the_screen():
    # 6 px are 0.57° in the middle and 0.39° at 100 px from either edge
    how = IDT(dispersion_deg=0.45)
    assert found(samples([497, 503] * 6), how) == []
    for x in ([94, 100] * 6, [900, 906] * 6):
        assert len(found(samples(x), how)) == 1
        assert len(found(samples([500] * 12, x), how)) == 1
