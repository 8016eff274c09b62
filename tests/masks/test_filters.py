from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage
from sklearn.cluster import KMeans

from neopain_gui.masks import cluster, cluster_labels, smooth


def _inertia(scores: np.ndarray, clustered: np.ndarray) -> float:
    return float(((scores.astype(np.float64) - clustered.astype(np.float64)) ** 2).sum())


def _score_maps() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    spots = np.maximum(cv2.resize(random.normal(size=(14, 14)), (224, 224)), 0)
    outlier = random.random((224, 224))
    outlier[0, 0] = 1e4
    return {
        "integrated gradients": random.gamma(0.5, 1, (224, 224)),
        "gradcam": spots,
        "gradcam 120": np.maximum(cv2.resize(random.normal(size=(12, 12)), (120, 120)), 0),
        "heavy tail": np.abs(random.standard_cauchy((120, 120))),
        "log-normal": random.lognormal(0, 3, (120, 120)),
        "one outlier": outlier,
        "few pixels": random.random((7, 9)),
    }


@pytest.mark.parametrize("name", _score_maps())
def test_inertia_is_no_higher_than_scikit_learns(name: str) -> None:
    scores = _score_maps()[name].astype(np.float32)
    clustered = cluster(scores, 5)
    peer = KMeans(5, n_init=10, random_state=0).fit(scores.reshape(-1, 1).astype(np.float64))
    assert _inertia(scores, clustered) <= 1.001 * peer.inertia_
    assert len(np.unique(clustered)) == 5


def _optimum_by_trying_all(scores: np.ndarray, clusters: int) -> float:
    """Try every way to cut the ordered scores into intervals."""
    ordered = np.sort(scores, axis=None).astype(np.float64)

    def best(start: int, left: int) -> float:
        if left == 1:
            rest = ordered[start:]
            return float(((rest - rest.mean()) ** 2).sum()) if rest.size else np.inf
        return min(
            float(((ordered[start:stop] - ordered[start:stop].mean()) ** 2).sum())
            + best(stop, left - 1)
            for stop in range(start + 1, ordered.size - left + 2)
        )

    return best(0, clusters)


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


@pytest.mark.parametrize("clusters", [2, 5, 8])
@pytest.mark.parametrize("shape", ["even", "skewed", "log-normal", "heavy tail", "scales"])
def test_many_scores_come_close_to_the_optimum(shape: str, clusters: int) -> None:
    random = np.random.default_rng(9)
    scores = {
        "even": random.random((25, 32)),
        "skewed": random.gamma(0.5, 1, (25, 32)),
        "log-normal": random.lognormal(0, 2, (25, 32)),
        "heavy tail": np.abs(random.standard_cauchy((25, 32))),
        "scales": 10 ** random.uniform(-3, 3, (25, 32)),
    }[shape].astype(np.float32)
    assert _inertia(scores, cluster(scores, clusters)) <= 1.001 * _optimum(scores, clusters)


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(np.float32, (3, 3), elements=st.integers(0, 40).map(float)),
    st.integers(1, 4),
)
def test_small_maps_reach_the_optimum(scores: np.ndarray, clusters: int) -> None:
    expected = _optimum_by_trying_all(scores, clusters)
    assert _inertia(scores, cluster(scores, clusters)) == pytest.approx(expected, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(
        np.float32,
        hnp.array_shapes(min_dims=2, max_dims=2, max_side=25),
        elements=st.floats(0, 2**70, width=32),
    ),
    st.integers(1, 8),
)
def test_clusters_are_intervals_and_pixels_take_their_mean(
    scores: np.ndarray, clusters: int
) -> None:
    clustered = cluster(scores, clusters)
    assert clustered.dtype == np.float32
    assert clustered.shape == scores.shape
    centres = np.unique(clustered)
    assert len(centres) <= min(clusters, len(np.unique(scores)))
    order = np.argsort(scores, axis=None, kind="stable")
    assert (np.diff(clustered.ravel()[order]) >= 0).all()
    for centre in centres:
        mean = scores[clustered == centre].astype(np.float64).mean()
        # Sums over all scores cannot resolve means far below the largest of them.
        assert centre == pytest.approx(mean, rel=1e-5, abs=1e-9 * float(scores.max()) + 1e-40)


@pytest.mark.parametrize("distinct", [1, 2, 3, 4, 5])
def test_no_more_scores_than_clusters_stay_as_they_are(distinct: int) -> None:
    scores = (np.arange(64, dtype=np.float32).reshape(8, 8) % distinct) * np.float32(0.1)
    np.testing.assert_array_equal(cluster(scores, 5), scores)


@pytest.mark.parametrize("name", _score_maps())
@pytest.mark.parametrize("clusters", [2, 5, 12])
def test_labels_name_the_clusters_from_the_lowest_mean(name: str, clusters: int) -> None:
    scores = _score_maps()[name].astype(np.float32)
    means, labels = cluster_labels(scores, clusters)
    assert (np.diff(means) > 0).all()
    np.testing.assert_array_equal(np.unique(labels), np.arange(clusters))
    for label in range(clusters):
        inside = scores[labels == label].astype(np.float64)
        assert means[label] == pytest.approx(inside.mean(), rel=1e-5)
    np.testing.assert_array_equal(means[labels], cluster(scores, clusters))


def test_known_clusters_by_hand() -> None:
    scores = np.array([[0, 1, 10, 11, 12, 30]], dtype=np.float32)
    np.testing.assert_array_equal(cluster(scores, 3), [[0.5, 0.5, 11, 11, 11, 30]])


def test_the_same_map_gives_the_same_clusters_whatever_the_pixels_order() -> None:
    scores = np.random.default_rng(2).gamma(1, 1, (60, 60)).astype(np.float32)
    clustered = cluster(scores)
    np.testing.assert_array_equal(cluster(scores[::-1].T), clustered[::-1].T)


@pytest.mark.parametrize("clusters", [0, -1])
def test_impossible_number_of_clusters(clusters: int) -> None:
    with pytest.raises(ValueError, match="at least one cluster"):
        cluster(np.ones((2, 2), np.float32), clusters)


def test_smoothing_is_the_gaussian_of_its_formula() -> None:
    scores = np.random.default_rng(3).random((40, 30)).astype(np.float32)
    offset = np.arange(-5, 6)
    kernel = np.exp(-(offset**2) / (2 * 2.0**2))
    kernel /= kernel.sum()
    expected = scores.astype(np.float64)
    for axis in (0, 1):
        # SciPy's "mirror" is OpenCV's BORDER_REFLECT_101.
        expected = ndimage.correlate1d(expected, kernel, axis=axis, mode="mirror")
    np.testing.assert_allclose(smooth(scores), expected, atol=1e-6)


def test_smoothing_keeps_maps_smaller_than_the_kernel_finite() -> None:
    np.testing.assert_allclose(smooth(np.full((3, 2), 7, np.float32)), 7, rtol=1e-6)


@pytest.mark.parametrize(("size", "sigma"), [(10, 2.0), (0, 2.0), (11, 0.0), (11, float("nan"))])
def test_impossible_kernels(size: int, sigma: float) -> None:
    with pytest.raises(ValueError, match="odd size"):
        smooth(np.ones((9, 9), np.float32), size, sigma)


@pytest.mark.parametrize(
    "scores",
    [
        np.zeros((0, 3)),
        np.zeros(4),
        np.zeros((2, 2, 3)),
        np.array([[0, np.nan]]),
        np.array([[np.inf, 1]]),
    ],
)
def test_what_is_no_map_is_refused(scores: np.ndarray) -> None:
    with pytest.raises(ValueError, match="map"):
        cluster(scores)
    with pytest.raises(ValueError, match="map"):
        smooth(scores)


@pytest.mark.parametrize("clusters", [5, 64])
def test_scores_over_many_magnitudes_still_make_clusters(clusters):
    scores = np.geomspace(1e-30, 1e30, 4096).astype(np.float32).reshape(64, 64)
    with np.errstate(all="raise", under="ignore"):
        clustered = cluster(scores, clusters)
    assert np.isfinite(clustered).all()
    assert 2 <= np.unique(clustered).size <= clusters
