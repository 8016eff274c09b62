from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from neopain_gui.masks import cluster, cluster_labels, smooth


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
        assert centre == pytest.approx(mean, rel=1e-6, abs=1e-40)


@pytest.mark.parametrize("distinct", [1, 2, 3, 4, 5])
def test_no_more_scores_than_clusters_stay_as_they_are(distinct: int) -> None:
    scores = (np.arange(64, dtype=np.float32).reshape(8, 8) % distinct) * np.float32(0.1)
    np.testing.assert_array_equal(cluster(scores, 5), scores)


@pytest.mark.parametrize("shape", [0.3, 2.0])
@pytest.mark.parametrize("clusters", [2, 5, 12])
def test_labels_name_the_clusters_from_the_lowest_mean(shape: float, clusters: int) -> None:
    scores = np.random.default_rng(7).gamma(shape, 1.0, (90, 80)).astype(np.float32)
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


def test_fewer_scores_than_clusters_are_named_in_their_order() -> None:
    means, labels = cluster_labels(np.array([[3.0, 1.0], [2.0, 1.0]], np.float32), 5)
    assert means.tolist() == [1, 2, 3]
    assert labels.tolist() == [[2, 0], [1, 0]]
