import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, stats

from neopain_gui.agreement.statistics import Statistic, cluster_permutation
from neopain_gui.errors import InputError


def noise(rng: np.random.Generator, n: int, size: int = 32) -> np.ndarray:
    made: np.ndarray = ndimage.gaussian_filter(rng.normal(size=(n, size, size)), (0, 2, 2))
    return made / made.std()


def plain_tfce(heights: np.ndarray) -> np.ndarray:
    """As the paper says it, step by step."""
    made, step = np.zeros_like(heights), heights.max() / 100
    for level in range(1, 101):
        labels, count = ndimage.label(heights >= level * step * (1 - 1e-12), np.ones((3, 3)))
        for one in range(1, count + 1):
            inside = labels == one
            made[inside] += math.sqrt(inside.sum()) * (level * step) ** 2 * step
    return made


def test_t_and_enhancement_by_hand() -> None:
    rng = np.random.default_rng(0)
    a, b = noise(rng, 8, 12), noise(rng, 8, 12)
    found = cluster_permutation(a, b)
    assert found.t == pytest.approx(stats.ttest_rel(a, b).statistic, rel=1e-9)
    by_hand = plain_tfce(np.maximum(found.t, 0)) - plain_tfce(np.maximum(-found.t, 0))
    assert found.statistic == pytest.approx(by_hand, rel=1e-9)
    assert (found.permutations, found.exact) == (128, True)


def test_five_in_a_hundred_studies_without_effect() -> None:
    """1,000 studies of smooth noise, 10 neonates; 32 × 32 and TFCE in benchmarks."""
    rng = np.random.default_rng(12)
    found = [
        cluster_permutation(
            noise(rng, 10, 16),
            noise(rng, 10, 16),
            statistic=Statistic.MASS,
            permutations=59,
            seed=i,
        ).smallest_p
        for i in range(1000)
    ]
    assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=0.015)


def test_a_planted_difference_is_found_where_it_is() -> None:
    rng = np.random.default_rng(4)
    a, b = noise(rng, 10), noise(rng, 10)
    a[:, 6:16, 6:16] += 4.0
    b[:, 20:30, 20:30] += 4.0
    found = cluster_permutation(a, b)
    assert found.p[12, 12] <= 0.05
    assert found.p[26, 26] <= 0.05
    assert found.p[3, 28] > 0.05
    assert found.clusters[12, 12] != found.clusters[26, 26]
    assert (found.clusters[found.p > 0.05] == 0).all()


def test_several_rows_of_a_neonate_are_one() -> None:
    rng = np.random.default_rng(5)
    a, b = noise(rng, 14, 10), noise(rng, 14, 10)
    whose = [f"N{i // 2}" for i in range(14)]
    twice = cluster_permutation(a, b, whose)
    means = cluster_permutation(a.reshape(7, 2, 10, 10).mean(1), b.reshape(7, 2, 10, 10).mean(1))
    assert twice.neonates == 7
    assert twice.p == pytest.approx(means.p)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(list(Statistic)))
def test_laws(seed: int, statistic: Statistic) -> None:
    rng = np.random.default_rng(seed)
    a, b = noise(rng, 6, 8), noise(rng, 6, 8)
    found = cluster_permutation(a, b, statistic=statistic)
    turned = cluster_permutation(b, a, statistic=statistic)
    assert turned.statistic == pytest.approx(-found.statistic)
    assert turned.p == pytest.approx(found.p)
    larger = cluster_permutation(a * 1000, b * 1000, statistic=statistic)
    assert larger.p == pytest.approx(found.p)
    assert found.p.min() >= 1 / found.permutations
    assert (found.p <= 1).all()


def test_nothing_to_find_and_bad_input() -> None:
    same = np.ones((8, 5, 5))
    nothing = cluster_permutation(same, same)
    assert (nothing.p == 1).all()
    assert not nothing.clusters.any()
    always = cluster_permutation(same * 2, same)
    assert always.smallest_p == pytest.approx(1 / 128)
    with pytest.raises(InputError, match="needs two"):
        cluster_permutation(same[:1], same[:1])
    with pytest.raises(ValueError, match="no pairs"):
        cluster_permutation(same, same[:3])
    with pytest.raises(ValueError, match="not finite"):
        cluster_permutation(same * np.nan, same)
