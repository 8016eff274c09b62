"""Fixations on areas, few enough to count; places against matplotlib's polygons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.faces.regions import FEATURES, face_regions
from neopain_gui.gaze.fixations import (
    ELSEWHERE,
    IVT,
    area_statistics,
    find_fixations,
    name_areas,
    onsets,
    transition_matrix,
    transitions,
)
from neopain_gui.geometry import Box

from .walks import FLAT, samples


def square(left, top, side):
    return [
        np.array([(left, top), (left + side, top), (left + side, top + side), (left, top + side)])
    ]


AREAS = {"S1": {"large": square(0, 0, 100), "small": square(20, 20, 20), "far": square(200, 0, 50)}}
IN = {"large": (80.0, 80.0), "small": (30.0, 30.0), "far": (220.0, 20.0), ELSEWHERE: (150.0, 150.0)}


def looked_at(names, durations=None, stimulus="S1", participant="P01", begin=0):
    """Fixations on areas, 100 ms each, with 20 ms between."""
    durations = durations or [100.0] * len(names)
    starts = begin + 1000 * (np.cumsum([0.0, *durations])[:-1] + 20 * np.arange(len(names)))
    return pd.DataFrame(
        {
            "start_us": starts.astype("int64"),
            "participant": participant,
            "recording": "R01",
            "stimulus": stimulus,
            "index": np.arange(1, len(names) + 1),
            "duration_ms": durations,
            "x": 0.0,
            "y": 0.0,
            "media_x": [IN[name][0] for name in names],
            "media_y": [IN[name][1] for name in names],
        }
    )


def test_the_smallest_area_has_the_fixation():
    names = ["large", "small", "far", ELSEWHERE]
    assert name_areas(looked_at(names), AREAS).tolist() == names
    twice = {"S1": {"first": square(0, 0, 100), "second": square(0, 0, 100)}}
    assert set(name_areas(looked_at(["large", "small"]), twice)) == {"first"}


def test_outlines_are_measured_from_the_middle_of_a_pixel_and_gaze_from_its_corner():
    # the outline is on the middles of pixels 200 and 250: from 200.5 to 250.5
    frame = looked_at(["far"] * 4).assign(media_x=[200.4, 200.6, 250.4, 250.6])
    assert name_areas(frame, AREAS).tolist() == [ELSEWHERE, "far", "far", ELSEWHERE]


def test_what_is_nowhere_or_on_another_picture_is_in_no_area():
    frame = looked_at(["large", "large"])
    frame.loc[0, ["media_x", "media_y"]] = np.nan
    assert name_areas(frame, AREAS).tolist() == [ELSEWHERE, "large"]
    assert name_areas(frame.assign(stimulus="S2"), AREAS).tolist() == ["", ""]
    assert len(area_statistics(frame.assign(stimulus="S2"), AREAS)) == 0


def test_numbers_and_times_of_each_area():
    frame = looked_at(["large", "small", "small", ELSEWHERE], [100.0, 200.0, 60.0, 40.0])
    onset = pd.DataFrame(
        {"participant": ["P01"], "recording": ["R01"], "stimulus": ["S1"], "onset_us": [-50_000]}
    )
    table = area_statistics(frame, AREAS, onset).set_index("area")
    assert table.index.tolist() == ["large", "small", "far", ELSEWHERE]
    assert table["fixations"].tolist() == [1, 2, 0, 1]
    assert table["total_ms"].tolist() == [100, 260, 0, 40]
    assert table["time_share"].tolist() == [0.25, 0.65, 0, 0.1]
    small, far = table.loc["small"], table.loc["far"]
    assert small[["mean_ms", "first_fixation_ms", "first_duration_ms"]].tolist() == [130, 170, 200]
    assert far[["mean_ms", "first_fixation_ms", "first_duration_ms"]].isna().all()
    assert area_statistics(frame, AREAS)["first_fixation_ms"].tolist()[:2] == [0, 120]


def test_a_trial_without_fixations_has_rows_of_nothing():
    onset = pd.DataFrame(
        {"participant": ["P09"], "recording": ["R01"], "stimulus": ["S1"], "onset_us": [0]}
    )
    table = area_statistics(looked_at([]), AREAS, onset)
    assert table["participant"].tolist() == ["P09"] * 4
    assert table["fixations"].tolist() == [0] * 4
    assert table["time_share"].isna().all()


def test_what_follows_what_is_counted_within_a_trial():
    first = looked_at(["large", "small", "large", "small", "small"])
    second = looked_at(["far", "large"], participant="P02")
    skipped = looked_at(["far", "small", "far"], participant="P03").assign(index=[1, 3, 4])
    table = transitions(pd.concat([second, first, skipped]), AREAS)
    found = {
        (row.participant, row.source, row.target): row.count_
        for row in table.rename(columns={"count": "count_"}).itertuples()
    }
    assert found == {
        ("P01", "large", "small"): 2,
        ("P01", "small", "large"): 1,
        ("P01", "small", "small"): 1,
        ("P02", "far", "large"): 1,
        ("P03", "small", "far"): 1,
    }
    matrix = transition_matrix(table, ["large", "small", "far"])
    assert matrix.tolist() == [[0, 2, 0], [1, 1, 1], [1, 0, 0]]
    assert transition_matrix(table, ["far", "large"]).tolist() == [[0, 1], [0, 0]]


def test_from_samples_to_areas():
    # shown at (100, 200), half as wide and a quarter as high: (500, 500) is (200, 75) on it
    frame = samples([500] * 10 + [700] * 10, stimulus=[""] * 3 + ["S1"] * 17)
    areas = {"S1": {"one": square(190, 65, 20)}}
    fixations = find_fixations(frame, IVT(), FLAT)
    table = area_statistics(fixations, areas, onsets(frame)).set_index("area")
    assert onsets(frame)["onset_us"].tolist() == [30_000]
    assert list(onsets(frame)) == ["participant", "recording", "stimulus", "onset_us"]
    assert table["fixations"].tolist() == [1, 1]
    assert table["first_fixation_ms"].tolist() == [0, 80]


def test_the_features_of_a_face_are_areas():
    landmarks = ((80, 80), (120, 80), (100, 96), (89, 111), (111, 111))
    box = Box(left=50, top=30, right=150, bottom=140)
    face = Face(box=box, source=FaceSource.MANUAL, landmarks=landmarks)
    areas = {"S1": face_regions(face).outlines}
    frame = looked_at(["large"] * 3).assign(media_x=[80, 100, 5.0], media_y=[80, 111, 5.0])
    assert name_areas(frame, areas).tolist() == ["eyes", "mouth", ELSEWHERE]
    assert area_statistics(frame, areas)["area"].tolist() == [*FEATURES, ELSEWHERE]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=3, max_size=9),
    st.integers(0, 2**32 - 1),
)
def test_inside_is_what_another_library_calls_inside(corners, seed):
    outline = np.array(corners)
    middle = outline.mean(axis=0)
    # around its middle, so that it does not cross itself: then all rules are one
    outline = outline[np.argsort(np.arctan2(*(outline - middle).T))]
    x, y = np.random.default_rng(seed).uniform(-10, 110, (2, 50))
    frame = looked_at(["large"] * 50).assign(media_x=x + 0.5, media_y=y + 0.5)
    ours = name_areas(frame, {"S1": {"area": [outline]}}).to_numpy() == "area"
    points = np.column_stack((x, y))
    clear = [Outline(outline).contains_points(points, radius=r) for r in (-1e-6, 1e-6)]
    certain = clear[0] == clear[1]
    np.testing.assert_array_equal(ours[certain], clear[0][certain])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(list(IN)), max_size=20))
def test_nothing_is_counted_twice_or_lost(names):
    frame = looked_at(names)
    table, pairs = area_statistics(frame, AREAS), transitions(frame, AREAS)
    assert table["fixations"].sum() == len(names)
    assert table["total_ms"].sum() == frame["duration_ms"].sum()
    assert table["time_share"].sum() == pytest.approx(min(len(names), 1))
    assert pairs["count"].sum() == max(len(names) - 1, 0)


def test_nothing_gives_empty_tables_with_their_types():
    for make in (area_statistics, transitions):
        empty, whole = (make(looked_at(names), AREAS) for names in ([], ["large", "small"]))
        assert len(empty) == 0
        pd.testing.assert_series_equal(empty.dtypes, whole.dtypes)
    pd.testing.assert_series_equal(onsets(samples([])).dtypes, onsets(samples([500])).dtypes)


@pytest.mark.parametrize("outline", [[(0, 0), (1, 1)], [(0, 0), (1, 1), (np.nan, 0)], [1, 2, 3]])
def test_what_is_no_area_is_refused(outline):
    with pytest.raises(ValueError, match="three points"):
        name_areas(looked_at(["far"]), {"S1": {"a": [outline]}})
    with pytest.raises(ValueError, match="elsewhere"):
        name_areas(looked_at(["far"]), {"S1": {ELSEWHERE: square(0, 0, 1)}})
