"""Likeness of maps, sensitivity, agreement of methods: against scipy, scikit-learn and by hand."""

import math

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics.pairwise import cosine_similarity

from neopain_gui.faithfulness.methods_agree import above_chance, method_agreement
from neopain_gui.faithfulness.sensitivity import noisy, sensitivity
from neopain_gui.faithfulness.similarity import MEASURES, MaskedMap, likeness
from neopain_gui.masks import MaskSettings

ABOUT = "neopain_gui.faithfulness"

SETTINGS = MaskSettings()


def hill(x, y, spread=6.0, side=48):
    rows, columns = np.mgrid[:side, :side]
    return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * spread**2)).astype(np.float32)


def masked(values):
    return MaskedMap.of(values, SETTINGS)


def test_the_measures_are_those_of_scipy_and_scikit_learn():
    rng = np.random.default_rng(0)
    a, b = rng.random((2, 48, 48)).astype(np.float32)
    found = likeness(masked(a), masked(b))
    assert found.spearman == pytest.approx(spearmanr(a.ravel(), b.ravel()).statistic, abs=1e-6)
    expected = cosine_similarity(a.reshape(1, -1), b.reshape(1, -1))[0, 0]
    assert found.cosine == pytest.approx(expected, abs=1e-6)
    p, q = masked(a).mask.mean(), masked(b).mask.mean()
    assert found.mask_chance == pytest.approx(p * q + (1 - p) * (1 - q))
    assert found.mask_overlap == pytest.approx((masked(a).mask == masked(b).mask).mean())


def test_a_map_is_like_itself_whatever_its_scale():
    one = hill(20, 25)
    for factor in (1e-6, 1.0, 1e5):
        found = likeness(masked(one), masked(one * np.float32(factor)))
        for name in ("cosine", "spearman", "ssim", "mask_cosine", "mask_overlap"):
            assert getattr(found, name) == pytest.approx(1.0, abs=1e-5), name


def test_maps_apart_are_less_alike_the_further_they_are():
    first = masked(hill(14, 24))
    values = [likeness(first, masked(hill(x, 24))) for x in (14, 20, 30, 40)]
    for name in ("cosine", "spearman", "ssim", "mask_cosine", "mask_overlap"):
        series = [getattr(value, name) for value in values]
        assert series == sorted(series, reverse=True), name


def test_an_empty_map_is_not_scored():
    found = likeness(masked(np.zeros((48, 48))), masked(hill(20, 20)))
    assert all(math.isnan(getattr(found, n)) for n in ("cosine", "spearman", "ssim", "mask_cosine"))


# Sensitivity


CROP = np.random.default_rng(2).integers(0, 256, (24, 24, 3), np.uint8)


def test_a_map_that_never_changes_has_no_sensitivity():
    found = sensitivity(lambda crops, job: [np.full((24, 24), 3.0)] * len(crops), CROP)
    assert (found.maximum, found.mean) == (0.0, 0.0)


def test_the_change_is_relative_to_the_map():
    """The red channel as a map: its change is the noise itself."""

    def red(crops, job):
        return [crop[..., 0].astype(float) * 7 for crop in crops]

    found = sensitivity(red, CROP, radius=9, samples=5, seed=3)
    base = CROP[..., 0].astype(float)
    lengths = [
        np.linalg.norm(other[..., 0].astype(float) - base) / np.linalg.norm(base)
        for other in noisy(CROP, radius=9, samples=5, seed=3)
    ]
    assert found.maximum == pytest.approx(max(lengths))
    assert found.mean == pytest.approx(np.mean(lengths))
    assert found.maximum >= found.mean > 0


def test_noise_keeps_to_its_radius_and_fills_it():
    others = np.array(noisy(np.full((40, 40, 3), 128, np.uint8), radius=5, samples=4, seed=0))
    changes = others.astype(int) - 128
    assert (changes.min(), changes.max()) == (-5, 5)
    counts = np.bincount(changes.ravel() + 5)
    assert counts.min() > 0.85 * counts.mean()  # uniform
    assert not np.array_equal(others[0], others[1])
    clipped = np.array(noisy(np.full((40, 40, 3), 253, np.uint8), radius=5, samples=2, seed=0))
    assert clipped.max() == 255
    assert clipped.min() == 248


def test_the_sensitivity_of_an_empty_map_is_undefined():
    found = sensitivity(lambda crops, job: [np.zeros((24, 24))] * len(crops), CROP)
    assert math.isnan(found.maximum)
    assert math.isnan(found.mean)


@pytest.mark.parametrize("changed", [{"radius": 0}, {"radius": 300}, {"samples": 0}])
def test_noise_that_cannot_be_drawn_is_refused(changed):
    with pytest.raises(ValueError, match="noise needs"):
        sensitivity(lambda crops, job: [], CROP, **changed)


# Agreement of methods


def test_methods_that_say_the_same_agree_and_beat_other_photographs():
    places = [(12, 12), (36, 14), (14, 36), (34, 36)]
    maps = [
        {
            "one": masked(hill(*p)),
            "same": masked(2 * hill(*p)),
            "far": masked(hill(p[1], 48 - p[0])),
        }
        for p in places
    ]
    pairs = {(p.method_a, p.method_b): p for p in method_agreement(maps)}
    assert list(pairs) == [("one", "same"), ("one", "far"), ("same", "far")]
    alike = pairs["one", "same"]
    assert set(alike.measures) == set(MEASURES)
    assert alike.measures["cosine"].value == pytest.approx(1.0)
    assert alike.measures["cosine"].n == 4
    assert above_chance(alike, "cosine") > 0.5
    assert above_chance(alike, "mask_overlap") > 0.1
    assert pairs["one", "far"].measures["cosine"].value < 0.7


def test_one_photograph_has_no_other_to_compare_with():
    (pair,) = method_agreement([{"a": masked(hill(9, 9)), "b": masked(hill(12, 9))}])
    assert all(math.isnan(mean.value) for mean in pair.shuffled.values())
    assert math.isnan(above_chance(pair, "cosine"))
    assert method_agreement([]) == []


def test_an_empty_map_is_counted_and_left_out():
    maps = [{"a": masked(hill(9, 9)), "b": masked(b)} for b in (hill(9, 9), np.zeros((48, 48)))]
    (pair,) = method_agreement(maps)
    assert pair.measures["cosine"].n == 1
    assert pair.measures["cosine"].undefined == 1
