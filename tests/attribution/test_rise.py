from itertools import islice

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from neopain_gui.attribution import rise
from neopain_gui.attribution.rise import random_masks
from tests.attribution.recipes import linear, photographs


def paper_masks(count, size, cells, shown, seed):
    """Cells enlarged with SciPy, pixel centres aligned, edges continued; then shifted."""
    generator = np.random.default_rng(seed)
    step = -(-size // cells)
    factor = (cells + 1) * step / cells
    for _ in range(count):
        grid = generator.random((cells, cells)) < shown
        top, left = generator.integers(step), generator.integers(step)
        rows, columns = (
            (np.arange(start, start + size) + 0.5) / factor - 0.5 for start in (top, left)
        )
        places = np.meshgrid(rows, columns, indexing="ij")
        yield map_coordinates(grid.astype(float), places, order=1, mode="nearest")


def test_masks_agree_with_scipy():
    found = list(islice(random_masks((30, 30), 4, 0.4, seed=3), 5))
    for mask, expected in zip(found, paper_masks(5, 30, 4, 0.4, 3), strict=True):
        assert mask.shape == (30, 30)
        np.testing.assert_allclose(mask, expected, atol=1e-5)


def test_masks_leave_the_share_that_is_asked_for_everywhere():
    """In the mean of many, whatever the pixel: no place is favoured."""
    masks = np.stack(list(islice(random_masks((24, 36), 5, 0.3, seed=1), 6000)))
    assert masks.min() >= 0
    assert masks.max() <= 1
    np.testing.assert_allclose(masks.mean(axis=0), 0.3, atol=0.03)


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    image = photographs(n_cnn, 1, seed=3)[0]
    fill = np.full_like(image, 0.2)
    masks = np.stack(list(paper_masks(25, 120, 5, 0.6, seed=9)))
    copies = fill + masks[..., None] * (image - fill)
    scores = n_cnn(copies.astype(np.float32)).numpy()[:, 1].astype(np.float64)
    left = (scores[:, None, None] * masks).sum(axis=0) / masks.sum(axis=0)
    expected = np.maximum(left - scores.mean(), 0)
    found = rise(n_cnn, image[None], fill, target=1, masks=25, cells=5, shown=0.6, seed=9)
    assert expected.any()
    np.testing.assert_allclose(found[0], expected, atol=1e-3 * expected.max())


def test_it_converges_to_what_a_linear_score_must_give():
    """E[F | λ left] − E[F] = Σ w cov(M, Mλ) / E[Mλ], here from SciPy's masks."""
    weights = np.zeros((16, 2), np.float32)
    weights[[0, 5, 10, 15], 0] = [3, 2, 1, -4]
    masks = np.array(list(paper_masks(20000, 4, 4, 0.5, seed=77))).reshape(20000, 16)
    covariance = np.cov(masks, rowvar=False, ddof=0)
    expected = np.maximum(covariance @ weights[:, 0] / masks.mean(axis=0), 0).reshape(4, 4)
    few, many = (
        rise(
            linear(weights),
            np.ones((1, 4, 4, 1)),
            0.0,
            target=0,
            masks=count,
            cells=4,
            seed=1,
            score="logit",
        )[0]
        for count in (200, 30000)
    )
    assert np.abs(many - expected).max() < 0.05 * expected.max()
    assert np.abs(few - expected).max() > np.abs(many - expected).max()
    assert many[3, 3] == 0


def test_a_map_is_that_of_the_first_masks_whatever_follows(small):
    """Chunks of 1400 pictures of 8 × 9 pixels; the order of the sums does not matter either."""
    image = np.random.default_rng(2).normal(0, 1, (1, 8, 9, 3)).astype(np.float32)
    options = {"target": 0, "cells": 3, "seed": 4}
    grown = []
    whole = rise(
        small,
        image,
        0.0,
        masks=3000,
        watch=lambda _number, values: grown.append(values.copy()),
        **options,
    )
    assert len(grown) == 3
    np.testing.assert_array_equal(grown[-1], whole[0])
    first = rise(small, image, 0.0, masks=1400, **options)
    np.testing.assert_allclose(grown[0], first[0], atol=1e-7)
    masks = np.stack(list(islice(random_masks((8, 9), 3, 0.5, 4), 1400)))[::-1]
    scores = small(masks[..., None] * image).numpy()[:, 0].astype(np.float64)
    left = np.tensordot(scores, masks.astype(np.float64), axes=1) / masks.sum(axis=0)
    np.testing.assert_allclose(first[0], np.maximum(left - scores.mean(), 0), atol=1e-6)


def test_scores_that_differ_by_rounding_make_no_map():
    weights = np.zeros((16, 2), np.float32)
    weights[:, 0] = 1e-8
    image = np.ones((1, 4, 4, 1), np.float32)
    assert not rise(linear(weights), image, 0.0, masks=50, cells=3, score="logit").any()


def test_a_single_mask_says_nothing_and_a_pixel_never_left_is_no_division_by_zero():
    weights = np.ones((16, 2), np.float32)
    image = np.ones((1, 4, 4, 1), np.float32)
    assert not rise(linear(weights), image, 0.0, target=0, masks=1, score="logit").any()
    found = rise(linear(weights), image, 0.0, target=0, masks=3, cells=2, shown=0.01, score="logit")
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    "change", [{"masks": 0}, {"cells": 0}, {"shown": 0.0}, {"shown": 1.0}, {"fill": np.inf}]
)
def test_what_does_not_fit_is_refused(small, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        rise(small, np.zeros((1, 8, 9, 3)), **{"fill": 0.0, **change})
