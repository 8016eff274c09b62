"""k-means is exact: beside scikit-learn, a programme over every score, and whole numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from neopain_gui.masks import cluster, intervals, kmeans


def _inertia(scores: np.ndarray, labels: np.ndarray) -> float:
    """Add up the inertia about each label's own mean."""
    return sum(
        float(((part - part.mean()) ** 2).sum())
        for part in (scores[labels == label] for label in np.unique(labels))
    )


def _inertia_of_clusters(scores: np.ndarray, clusters: int) -> float:
    clustered = cluster(scores, clusters)
    assert np.unique(clustered).size == clusters
    return _inertia(scores.astype(np.float64), clustered)


def _maps_224() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    coarse = random.normal(size=(14, 14))
    return {
        "integrated gradients": random.gamma(0.5, 1, (224, 224)),
        "gradcam": np.maximum(cv2.resize(coarse, (224, 224)), 0),
        "heavy tail": np.abs(random.standard_cauchy((224, 224))),
        "uniform": random.random((224, 224)),
    }


@pytest.mark.parametrize("clusters", [2, 5, 12])
@pytest.mark.parametrize("name", _maps_224())
def test_inertia_is_never_higher_than_scikit_learns(name: str, clusters: int) -> None:
    scores = _maps_224()[name].astype(np.float32)
    peer = KMeans(clusters, n_init=10, random_state=0)
    with threadpool_limits(1):
        labels = peer.fit_predict(scores.reshape(-1, 1).astype(np.float64))
    least = _inertia(scores.astype(np.float64), labels.reshape(scores.shape))
    assert _inertia_of_clusters(scores, clusters) <= least * (1 + 1e-12)


def _optimum(scores: np.ndarray, clusters: int) -> float:
    """Return the least inertia by the textbook's dynamic programme over every single score."""
    ordered = np.sort(scores, axis=None).astype(np.float64)
    count = np.arange(len(ordered) + 1)
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    squares = np.concatenate(([0.0], np.cumsum(ordered**2)))
    least = np.full(len(ordered) + 1, np.inf)
    least[0] = 0.0
    for _ in range(clusters):
        longer = np.full_like(least, np.inf)
        for stop in range(1, len(ordered) + 1):
            start = slice(0, stop)
            inertia = (squares[stop] - squares[start]) - (sums[stop] - sums[start]) ** 2 / (
                stop - count[start]
            )
            longer[stop] = (least[start] + inertia).min()
        least = longer
    return float(least[-1])


@pytest.mark.parametrize("clusters", [2, 5, 8, 31])
@pytest.mark.parametrize(
    "shape", ["even", "skewed", "log-normal", "heavy tail", "scales", "outlier", "ties", "groups"]
)
def test_many_scores_reach_the_optimum(shape: str, clusters: int) -> None:
    random = np.random.default_rng(9)
    outlier = random.random((25, 32))
    outlier[3, 4] = 1e3
    scores = {
        "even": random.random((25, 32)),
        "skewed": random.gamma(0.5, 1, (25, 32)),
        "log-normal": random.lognormal(0, 2, (25, 32)),
        "heavy tail": np.abs(random.standard_cauchy((25, 32))),
        "scales": 10 ** random.uniform(-3, 3, (25, 32)),
        "outlier": outlier,
        "ties": random.integers(0, 200, (25, 32)),
        # The same 20 scores 40 times over, moved: more best clusterings than one.
        "groups": np.add.outer(np.arange(40), random.integers(0, 64, 20) / 256),
    }[shape].astype(np.float32)
    assert _inertia_of_clusters(scores, clusters) == pytest.approx(
        _optimum(scores, clusters), rel=1e-9
    )


def _exact_optimum(scores: list[int], clusters: int) -> Fraction:
    """Return the least inertia of whole numbers by trying all intervals, without rounding."""
    ordered = sorted(scores)
    sums, squares = [0], [0]
    for score in ordered:
        sums.append(sums[-1] + score)
        squares.append(squares[-1] + score * score)

    def inertia(start: int, stop: int) -> Fraction:
        total = sums[stop] - sums[start]
        return squares[stop] - squares[start] - Fraction(total * total, stop - start)

    least: list[Fraction | None] = [Fraction(0)] + [None] * len(ordered)
    for _ in range(clusters):
        longer: list[Fraction | None] = [None] * len(least)
        for stop in range(1, len(least)):
            choices = [
                before + inertia(start, stop)
                for start, before in enumerate(least[:stop])
                if before is not None
            ]
            longer[stop] = min(choices, default=None)
        least = longer
    assert least[-1] is not None
    return least[-1]


def _exact_inertia(scores: list[int], starts: list[int]) -> Fraction:
    ordered = sorted(scores)
    total = Fraction(0)
    for start, stop in pairwise(starts):
        part = ordered[start:stop]
        total += sum(score * score for score in part) - Fraction(sum(part) ** 2, len(part))
    return total


def _best_starts(scores: list[int], clusters: int) -> list[int]:
    ordered = np.sort(np.array(scores, np.float64))
    ordered -= ordered[0]
    places = np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1, [ordered.size]))
    return kmeans.best_starts(ordered, places, clusters).tolist()


@pytest.fixture(params=["few bins", "few bins, nothing kept", "as it is"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the search go through its rounds for a handful of scores, too."""
    if request.param != "as it is":
        monkeypatch.setattr(kmeans, "_BINS", 3)
        monkeypatch.setattr(kmeans, "_BINS_A_CLUSTER", 1)
        monkeypatch.setattr(kmeans, "_AIM", 4)
    if request.param == "few bins, nothing kept":
        monkeypatch.setattr(kmeans, "_KEPT", 0)
    return str(request.param)


# Whole numbers from single steps to what a float32 just resolves, in groups and with ties.
NUMBERS = st.one_of(
    st.lists(st.integers(0, 30), min_size=2, max_size=25),
    st.lists(st.integers(0, 2**24), min_size=2, max_size=25),
    st.lists(
        st.builds(
            lambda group, score: group + score,
            st.sampled_from([0, 1000, 2**23, 2**24 - 2**10]),
            st.integers(0, 40),
        ),
        min_size=2,
        max_size=25,
    ),
    st.lists(st.builds(lambda e, m: m << e, st.integers(0, 60), st.integers(1, 9)), min_size=2),
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(NUMBERS, st.integers(1, 6))
def test_whole_numbers_reach_the_exact_optimum(size: str, scores: list[int], clusters: int) -> None:
    clusters = min(clusters, len(set(scores)))
    starts = _best_starts(scores, clusters)
    assert starts[0] == 0
    assert starts[-1] == len(scores)
    assert len(starts) == clusters + 1
    assert (np.diff(starts) > 0).all()
    best = _exact_optimum(scores, clusters)
    assert _exact_inertia(scores, starts) <= best * (1 + Fraction(1, 10**9))


def _clusterings(ordered: np.ndarray, clusters: int) -> list[tuple[tuple[int, ...], float]]:
    """Return the borders of every clustering of distinct scores, and its inertia."""
    found = []
    for borders in combinations(range(1, ordered.size), clusters - 1):
        parts = np.split(ordered, borders)
        found.append((borders, sum(float(((part - part.mean()) ** 2).sum()) for part in parts)))
    return found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=5, max_size=13, unique=True),
    st.sets(st.integers(1, 12), max_size=5),
    st.integers(2, 5),
)
def test_no_clustering_as_good_as_the_best_known_is_ruled_out(
    scores: list[int], inner: set[int], clusters: int
) -> None:
    ordered = np.sort(np.array(scores, np.float64)) - min(scores)
    places = np.arange(ordered.size + 1)
    edges = np.array([0, *sorted(edge for edge in inner if edge < ordered.size), ordered.size])
    search = kmeans._Search(
        open=np.ones((clusters - 1, edges.size - 1), bool),
        apart=np.zeros((clusters - 1, edges.size - 1)),
        known=np.inf,
    )
    every = _clusterings(ordered, clusters)
    for _ in range(2):
        search = kmeans._narrowed(intervals.Bins.of(ordered, places, edges), search)
        for borders, inertia in every:
            if inertia > search.known:
                continue
            means = [part.mean() for part in np.split(ordered, borders)]
            for number, border in enumerate(borders):
                beside = {
                    int(np.searchsorted(edges, border, side)) - 1 for side in ("left", "right")
                }
                which = number, sorted(beside)
                assert search.open[which].all()
                assert (search.apart[which] >= means[number + 1] - means[number]).all()
        edges, search = kmeans._divided(edges, search)


@pytest.mark.parametrize("cut", [[4.0, 6.0], [4.5, 6.5], [3.5, 5.5]])
def test_the_bound_where_it_is_tight(cut: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    # Two large clusters at 0 and 10, and the border between them inside a bin of two scores:
    # the inertia is 10 Σ|x − c| = 20 below that with the scores at their mean, or nearly.
    monkeypatch.setattr(kmeans, "_DEAR", np.inf)
    ordered = np.concatenate((np.zeros(1000), [2.0], cut, [9.0], np.full(1000, 10.0)))
    places = np.array([0, 1000, 1001, 1002, 1003, 1004, 2004])
    bins = intervals.Bins.of(ordered, places, np.array([0, 1, 2, 4, 5, 6]))
    below, above = ordered[:1002], ordered[1002:]
    search = kmeans._Search(
        open=np.ones((1, 5), bool),
        apart=np.full((1, 5), above.mean() - below.mean()),
        known=float(np.var(below) * below.size + np.var(above) * above.size),
    )
    assert kmeans._narrowed(bins, search).open.tolist()[0][2]


@pytest.mark.parametrize("clusters", [3, 5, 12])
@pytest.mark.parametrize(("far", "times"), [(10, 1), (1e4, 1), (1e4, 7), (1e9, 1), (1e30, 1)])
def test_scores_far_above_the_rest_do_not_hide_the_best_clusters_of_these(
    far: float, times: int, clusters: int
) -> None:
    rest = np.random.default_rng(4).random((1, 3000)).astype(np.float32)
    scores = np.concatenate((rest, np.full((1, times), far, np.float32)), axis=1)
    clustered = cluster(scores, clusters)
    np.testing.assert_array_equal(clustered[:, 3000:], np.float32(far))
    np.testing.assert_array_equal(clustered[:, :3000], cluster(rest, clusters - 1))


@pytest.mark.parametrize("clusters", [4, 7])
def test_narrow_clusters_far_from_each_other(clusters: int) -> None:
    # Neighbouring float32 numbers around 2^20 and around 1: sums over all cannot tell them apart.
    steps = [0, 1, 2, 5, 9, 10, 11, 30, 31, 32, 33, 40, 41]
    numbers = [2**23 + step for step in steps] + [2**3 * step for step in steps]
    scores = np.array([numbers], np.float32)
    np.testing.assert_array_equal(scores[0].astype(int), numbers)
    clustered = cluster(scores, clusters)
    labels = np.unique(clustered[0], return_inverse=True)[1][np.argsort(numbers)]
    starts = [*np.searchsorted(labels, range(clusters)).tolist(), len(numbers)]
    assert _exact_inertia(numbers, starts) == _exact_optimum(numbers, clusters)


def test_scores_of_both_signs_over_many_magnitudes() -> None:
    small = np.geomspace(1e-40, 1e20, 2000)
    scores = np.concatenate((-small, small, [-3e38, 3e38])).astype(np.float32)[None]
    clustered = cluster(scores, 5)
    assert np.isfinite(clustered).all()
    assert np.unique(clustered).size <= 5
    assert clustered.min() == scores.min()
    assert clustered.max() == scores.max()


@pytest.mark.parametrize("offset", [0, 2**20])
def test_inertias_between_any_two_sets_of_edges(offset: int) -> None:
    random = np.random.default_rng(5)
    ordered = np.unique(random.gamma(0.5, 1, 300).astype(np.float16)).astype(np.float64)
    inner = np.sort(random.choice(np.arange(1, ordered.size), 40, replace=False))
    edges = np.concatenate(([0], inner, [ordered.size]))
    bins = intervals.Bins.of(ordered + offset, np.arange(ordered.size + 1), edges)

    def directly(start: int, stop: int) -> float:
        part = ordered[edges[start] : edges[stop]]
        return float(np.var(part) * part.size) if part.size else 0.0

    every = list(range(42))
    for starts, stops in [
        (every, every),
        ([0], every),
        (every, [41]),
        ([3, 4, 9], [12, 20]),
        ([3, 4, 9], [9, 20]),
        ([3, 10, 20, 30], [5, 10, 25, 40]),
        ([30, 31], [2, 5]),
        ([41], [0, 41]),
    ]:
        found = intervals.inertias(bins, np.array(starts), np.array(stops))
        expected = [[directly(start, stop) for stop in stops] for start in starts]
        np.testing.assert_allclose(found, expected, rtol=1e-6 if offset else 1e-10, atol=1e-12)


def test_how_low_and_how_high_means_can_be() -> None:
    ordered = np.array([0.0, 1, 2, 4, 8, 16])
    bins = intervals.Bins.of(ordered, np.arange(7), np.array([0, 2, 3, 6]))
    starts, stops = np.array([0, 1, 2]), np.array([2, 3, 2])
    np.testing.assert_allclose(bins.least_means(starts, stops), [1, 30 / 4, 4])
    np.testing.assert_allclose(bins.greatest_means(starts, stops), [1, 30 / 4, 2])
