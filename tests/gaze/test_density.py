"""Maps of fixations, against SciPy's filters and distributions and against what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.ndimage import gaussian_filter
from scipy.stats import multivariate_normal, norm

from neopain_gui.gaze.density import (
    GroupMean,
    Measure,
    fixation_map,
    group_map,
    on_photograph,
    pixels_of_degrees,
    sigma_of_radius,
)

SIZE = (60, 80)
MEASURES = list(Measure)


def fixations(count, seed=0, inner=0.0):
    random = np.random.default_rng(seed)
    x = random.uniform(inner, SIZE[1] - inner, count)
    y = random.uniform(inner, SIZE[0] - inner, count)
    return x, y, random.gamma(2.0, 150.0, count) + 60


def spread(x, y, ms, measure="absolute count", sigma=3.0, size=SIZE):
    return fixation_map(x, y, ms, size=size, measure=measure, sigma_px=sigma)


def test_a_fixation_in_the_middle_of_a_pixel_is_a_normal_distribution_there():
    found = spread([20.5], [30.5], [200])
    assert (found.dtype, found.shape) == (np.float32, SIZE)
    columns = np.arange(81)
    along = np.diff(norm.cdf(columns, loc=20.5, scale=3))
    down = np.diff(norm.cdf(np.arange(61), loc=30.5, scale=3))
    np.testing.assert_allclose(found, np.outer(down, along), atol=1e-8)
    # and at its height a density: 1 / (2 π σ²), less what a pixel averages away
    peak = multivariate_normal([0, 0], 9 * np.eye(2)).pdf([0, 0])
    assert found[30, 20] == found.max() == pytest.approx(peak, rel=0.01)


@pytest.mark.parametrize("measure", MEASURES)
def test_it_is_a_histogram_filtered_by_scipy(measure):
    random = np.random.default_rng(3)
    columns, rows = random.integers(0, 80, 40), random.integers(0, 60, 40)
    ms = random.uniform(60, 900, 40)
    weight = {"absolute count": np.ones(40), "absolute duration": ms}.get(measure, ms / ms.sum())
    points = np.zeros(SIZE)
    np.add.at(points, (rows, columns), weight)
    wanted = gaussian_filter(points, 4.0, mode="constant", truncate=8)
    found = spread(columns + 0.5, rows + 0.5, ms, measure, sigma=4.0)
    assert np.abs(found - wanted).max() < 0.01 * wanted.max()


def test_fixations_lie_between_pixels_too():
    """The centre of gravity is where the fixation is, whichever part of a pixel that is."""
    rows, columns = np.mgrid[:60, :80] + 0.5
    for x, y in ((40.0, 30.0), (40.25, 30.9), (40.99, 29.01)):
        found = spread([x], [y], [100]).astype(float)
        assert (found * columns).sum() == pytest.approx(x, abs=1e-4)
        assert (found * rows).sum() == pytest.approx(y, abs=1e-4)


@pytest.mark.parametrize(
    ("measure", "mass"),
    [("absolute count", 30), ("absolute duration", None), ("relative duration", 1)],
)
def test_away_from_the_border_nothing_is_lost(measure, mass):
    x, y, ms = fixations(30, inner=18)
    expected = ms.sum() if mass is None else mass
    assert spread(x, y, ms, measure).sum(dtype=float) == pytest.approx(expected, rel=1e-5)


def test_at_the_border_a_half_is_lost_and_in_the_corner_three_quarters():
    assert spread([0], [30], [100]).sum() == pytest.approx(0.5, rel=1e-5)
    assert spread([0], [0], [100]).sum() == pytest.approx(0.25, rel=1e-5)


def test_fixations_off_the_photograph_are_left_out_and_can_be_counted():
    x = [-0.01, 0, 79.99, 80, 40, 40, np.nan, np.inf, 40]
    y = [30, 0, 59.99, 30, -1, 60, 30, 30, np.nan]
    on = on_photograph(x, y, SIZE)
    assert np.flatnonzero(on).tolist() == [1, 2]
    ms = np.arange(1.0, 10.0)
    for measure in MEASURES:
        np.testing.assert_array_equal(
            spread(x, y, ms, measure), spread([0, 79.99], [0, 59.99], [2, 3], measure)
        )


@pytest.mark.parametrize("measure", MEASURES)
def test_nobody_looked(measure):
    assert not spread([], [], [], measure).any()
    assert not spread([-5], [3], [100], measure).any()
    assert np.isfinite(spread([5], [3], [0], measure)).all()


@given(st.integers(0, 40), st.integers(0, 1000), st.sampled_from(MEASURES))
def test_order_does_not_matter_and_parts_add_up(count, seed, measure):
    x, y, ms = fixations(count, seed)
    whole = spread(x, y, ms, measure)
    assert (whole >= 0).all()
    order = np.random.default_rng(seed).permutation(count)
    np.testing.assert_allclose(spread(x[order], y[order], ms[order], measure), whole, atol=1e-4)
    if measure is Measure.RELATIVE:
        assert whole.sum(dtype=float) <= 1 + 1e-5
        np.testing.assert_allclose(spread(x, y, 7 * ms, measure), whole, atol=1e-7)
        return
    half = count // 2
    parts = spread(x[:half], y[:half], ms[:half], measure)
    parts = parts + spread(x[half:], y[half:], ms[half:], measure)
    np.testing.assert_allclose(parts, whole, atol=1e-4)
    limit = count if measure is Measure.COUNT else ms.sum()
    assert whole.sum(dtype=float) <= limit * (1 + 1e-5)


def test_more_fixations_than_are_taken_at_once():
    x, y, ms = fixations(5000)
    found = spread(x, y, ms, sigma=2.0)
    parts = sum(spread(x[a::5], y[a::5], ms[a::5], sigma=2.0).astype(float) for a in range(5))
    np.testing.assert_allclose(found, parts, rtol=1e-5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration_ms": [-1.0]},
        {"duration_ms": [np.nan]},
        {"duration_ms": [1.0, 2.0]},
        {"size": (0, 5)},
        {"sigma_px": 0.0},
        {"sigma_px": np.inf},
        {"measure": "count"},
        {"x": [[1.0]]},
    ],
)
def test_what_cannot_be_spread_is_refused(wrong):
    given = {
        "x": [1.0], "y": [1.0], "duration_ms": [100.0],
        "size": SIZE, "measure": Measure.COUNT, "sigma_px": 2.0,
    }  # fmt: skip
    with pytest.raises(ValueError, match=r"."):
        fixation_map(**(given | wrong))


def test_the_gaussian_spreads_as_the_spline_does():
    def spline(t):
        return 2 * t**3 - 3 * t**2 + 1

    mass = quad(lambda t: spline(t) * t, 0, 1)[0]
    variance = quad(lambda t: spline(t) * t**3, 0, 1)[0] / (2 * mass)
    assert sigma_of_radius(50) == pytest.approx(50 * np.sqrt(variance))
    assert sigma_of_radius(50) == pytest.approx(17.25, abs=0.01)
    with pytest.raises(ValueError, match="above 0"):
        sigma_of_radius(0)


def test_one_degree_on_the_dissertations_screen():
    """23 inches at 1280 × 1024, seen from 65 cm: about 32 pixels, by hand.

    The diagonal of 584.2 mm has √(1280² + 1024²) = 1639 pixels of 0.3564 mm;
    650 mm · tan 1° = 11.35 mm. A photograph shown twice as large has half as many.
    """
    assert pixels_of_degrees(1, distance_mm=650, pixel_mm=0.3564) == pytest.approx(31.8, abs=0.1)
    assert pixels_of_degrees(1, distance_mm=650, pixel_mm=0.7128) == pytest.approx(15.9, abs=0.1)
    with pytest.raises(ValueError, match="no such angle"):
        pixels_of_degrees(90, distance_mm=650, pixel_mm=0.3)


@pytest.fixture(scope="module")
def maps():
    return {f"P{n}": spread(*fixations(5 + 10 * n, seed=n), Measure.DURATION) for n in range(1, 4)}


def test_the_group_is_the_mean_of_its_participants(maps):
    found = group_map(maps, valid=maps, size=SIZE)
    np.testing.assert_allclose(found.values, np.mean(list(maps.values()), axis=0), rtol=1e-6)
    assert found.participants == ("P1", "P2", "P3")
    assert (found.looked_away, found.left_out) == ((), ())


def test_everybody_twice_is_the_same_group(maps):
    twice = maps | {f"{name} again": each for name, each in maps.items()}
    np.testing.assert_allclose(
        group_map(twice, valid=twice, size=SIZE).values,
        group_map(maps, valid=maps, size=SIZE).values,
        rtol=1e-6,
    )


def test_who_was_recorded_longer_has_no_more_votes():
    """10 fixations left by one participant, 1000 right by another, in relative durations."""
    few = spread([20.0] * 10, [30.0] * 10, [100] * 10, Measure.RELATIVE)
    many = spread([60.0] * 1000, [30.0] * 1000, [100] * 1000, Measure.RELATIVE)
    found = group_map({"a": few, "b": many}, valid="ab", size=SIZE).values
    assert found[:, :40].sum() == pytest.approx(found[:, 40:].sum(), rel=1e-4)


def test_looking_away_counts_as_zeros_and_a_bad_recording_does_not(maps):
    away = maps | {"P4": np.zeros(SIZE, np.float32)}
    found = group_map(away, valid=["P1", "P2", "P4", "P5"], size=SIZE)
    np.testing.assert_allclose(found.values, (maps["P1"] + maps["P2"]) / 4, rtol=1e-6)
    assert found.looked_away == ("P4", "P5")
    assert found.left_out == ("P3",)


def test_nobody_valid_is_refused(maps):
    with pytest.raises(ValueError, match="valid data"):
        group_map(maps, valid=(), size=SIZE)
    with pytest.raises(ValueError, match="size"):
        group_map(maps, valid=maps, size=(60, 81))


def test_people_are_averaged_one_by_one_in_the_order_of_their_names():
    random = np.random.default_rng(3)
    maps = {name: random.random(SIZE, np.float32) * 1e3 for name in ("P10", "P02", "P1")}
    maps["P3"] = np.zeros(SIZE, np.float32)
    mean = GroupMean(SIZE)
    total = np.zeros(SIZE)
    for name in sorted(maps):
        mean.add(name, maps[name])
        total += maps[name]
    found = mean.mean(["P9"])
    np.testing.assert_array_equal(found.values, (total / 4).astype(np.float32))
    assert found.participants == ("P02", "P1", "P10", "P3")
    assert (found.looked_away, found.left_out) == (("P3",), ("P9",))
    one = GroupMean(SIZE)
    one.add("P2", None)
    for name in ("P1", "P2"):
        with pytest.raises(ValueError, match="comes after"):
            one.add(name, None)
    with pytest.raises(ValueError, match="size"):
        one.add("P3", np.zeros((2, 2), np.float32))
