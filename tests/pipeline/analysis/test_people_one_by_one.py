"""What is made of people one by one is, to the last bit, what is made of all of them at once."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.agreement.measures import MEASURES
from neopain_gui.findings.people import Bound
from neopain_gui.jobs import NULL_JOB
from neopain_gui.masks import contour_mask, threshold
from neopain_gui.pipeline.analysis import ceiling
from neopain_gui.pipeline.eye_tracking import group_maps
from neopain_gui.pipeline.eye_tracking.group_maps import TrialMaps

ABOUT = "neopain_gui.pipeline.analysis"

ABOUT = "neopain_gui.pipeline.analysis"
SIZE = (23, 31)
FACE = (slice(4, 20), slice(5, 30))
C = 0.1


def noise(number, seed=0):
    return (np.random.default_rng((seed, number)).random(SIZE) ** 3 * 900).astype(np.float32)


class Made:
    """Trials whose maps are noise; a trial is a number."""

    def __init__(self, seed):
        self._seed = seed

    of_person = TrialMaps.of_person

    def of(self, trial):
        return noise(trial, self._seed), trial


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.integers(1, 9))
def test_a_persons_looks_are_averaged_as_a_stack_of_them(seed, looks):
    before = [noise(number, seed) for number in range(looks)]
    found, fixations = Made(seed).of_person(list(range(looks)))
    np.testing.assert_array_equal(found, np.stack(before).mean(axis=0))
    assert found.dtype == np.float32
    assert fixations == sum(range(looks))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.integers(3, 12), st.booleans())
def test_a_ceiling_is_that_of_all_maps_at_once(seed, count, twice):
    own = {f"P{n}": [n, n + 50] if twice and n == 1 else [n] for n in range(count)}
    found = {}
    people = ceiling._People(Made(seed), own, C, FACE)
    for bound, who, counts in people.compared(NULL_JOB):
        found[bound, who] = [np.atleast_1d(one.from_counts(counts)) for one in of_counts()]
    each = np.stack(
        [np.stack([noise(n, seed) for n in some]).mean(axis=0) for some in own.values()]
    )
    expected = dict(at_once(each, list(own)))
    assert found.keys() == expected.keys()
    for key, pairs in expected.items():
        values = [np.array([value(measure, *pair) for pair in pairs]) for measure in of_counts()]
        np.testing.assert_array_equal(found[key], values)


def of_counts():
    return [one for one in MEASURES if one.from_counts is not None]


def value(measure, a, b):
    counts = ceiling._counted([ceiling._pair(a, b)])
    return float(np.atleast_1d(measure.from_counts(counts))[0])


def at_once(each, who):
    """Yield who is compared with whom, and the masks, as it was done with all maps in memory."""
    total = each.sum(axis=0, dtype=np.float64)

    def mask(values):
        return contour_mask(values.clip(min=0).astype(np.float32), C)[FACE]

    everybody = mask(total / len(each))
    for name, mine in zip(who, each.astype(np.float64), strict=True):
        yield (
            (Bound.ONE_AND_REST, name),
            [(mask(mine), mask((total - mine) / (len(each) - 1)))],
        )
        yield (Bound.ONE_AND_ALL, name), [(mask(mine), everybody)]
    if len(each) > ceiling.FEWEST:
        halves = []
        for half in ceiling._halvings(len(each)):
            one = each[half].sum(axis=0, dtype=np.float64)
            rest = (total - one) / (len(each) - len(half))
            halves.append((mask(one / len(half)), mask(rest)))
        yield (Bound.HALVES, ""), halves
        yield (Bound.HALF_AND_ALL, ""), [(h, everybody) for two in halves for h in two]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 90), st.integers(1, 90), st.floats(-2, 3))
def test_the_threshold_is_numpys_mean_and_deviation(seed, height, width, c):
    values = np.random.default_rng(seed).random((height, width), np.float32) * 1e4
    wide = values.astype(np.float64)
    expected = float(np.float32(wide.mean() + c * wide.std()))
    found = threshold(values, c)
    assert found == expected or (found is None and math.isclose(values.min(), values.max()))


@pytest.mark.parametrize(("most", "made"), [(1 << 20, 3), (3 * 4 * 8 * 9 - 1, 6)])
def test_maps_that_together_are_too_large_are_made_again(monkeypatch, most, made):
    calls = []
    monkeypatch.setattr(group_maps, "MOST_KEPT", most)
    monkeypatch.setattr(
        group_maps, "fixation_map", lambda *_, **__: calls.append(1) or np.ones((8, 9), np.float32)
    )
    fixations = SimpleNamespace(find=lambda *_: None, of=lambda *_: np.ones((2, 4)))
    image = SimpleNamespace(height=8, width=9)
    maps = TrialMaps(None, image, SimpleNamespace(measure=None, radius_px=9.0), fixations)
    trials = [SimpleNamespace(key=str(number), place=None) for number in range(3)]
    maps.prepare(trials)
    for _ in range(2):
        for trial in trials:
            assert maps.of(trial)[1] == 2
    assert len(calls) == made
