"""Known maps are drawn over photographs as an eye tracker does, and read back."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from scipy.stats import pearsonr, spearmanr

from neopain_gui.demo.phantoms.phantom import study_phantoms
from neopain_gui.gaze.heatmaps.palette import unmix


def _known(size, seed, kernel=14):
    random = np.random.default_rng(seed)
    height, width = size
    points = np.zeros(size)
    rows = random.normal(height / 2, height / 7, 30).clip(0, height - 1).astype(int)
    columns = random.normal(width / 2, width / 7, 30).clip(0, width - 1).astype(int)
    np.add.at(points, (rows, columns), random.gamma(2, 1, 30))
    spread = gaussian_filter(points, kernel)
    return spread / spread.max()


def _draw(relevance, background, opacity, fade):
    """Green by yellow to red, written apart from the program's own table; clear where little."""
    scale = np.clip((relevance - fade) / (1 - fade), 0, 1)
    red = np.interp(scale, [0, 0.5, 1], [0, 255, 255])
    green = np.interp(scale, [0, 0.5, 1], [255, 255, 0])
    colour = np.stack([red, green, np.zeros_like(red)], axis=-1)
    alpha = opacity * np.clip(relevance / fade, 0, 1)[..., None]
    return np.rint((1 - alpha) * background + alpha * colour).astype(np.uint8)


@pytest.fixture(scope="module")
def photographs():
    return [phantom.image for _, phantom in study_phantoms(2)][:2]


@pytest.mark.parametrize("opacity", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("fade", [0.1, 0.25])
def test_round_trip_over_a_photograph(photographs, opacity, fade):
    for seed, photograph in enumerate(photographs):
        known = _known(photograph.shape[:2], seed)
        picture = _draw(known, photograph, opacity, fade)
        found = unmix(picture, [np.zeros_like(photograph), photograph])
        assert found.background == 1
        assert pearsonr(found.relevance.ravel(), known.ravel()).statistic >= 0.95
        coloured = known > 0.1
        assert spearmanr(found.relevance[coloured], known[coloured]).statistic >= 0.95
        assert found.residual < 0.01


def test_the_grey_of_the_paper_is_worse(photographs):
    known = _known(photographs[0].shape[:2], 5)
    picture = _draw(known, photographs[0], 0.7, 0.2)
    grey = picture @ np.array([0.299, 0.587, 0.114])
    found = unmix(picture, [photographs[0]])
    better = pearsonr(found.relevance.ravel(), known.ravel()).statistic
    assert better > pearsonr(grey.ravel(), known.ravel()).statistic + 0.2


def test_the_photograph_alone_is_no_relevance(photographs):
    found = unmix(photographs[0], [photographs[0]])
    assert not found.relevance.any()
    assert found.residual == 0


def test_a_picture_of_other_colours_is_not_explained(photographs):
    picture = photographs[0].copy()
    picture[40:90, 40:90] = (40, 60, 250)
    assert unmix(picture, [photographs[0]]).residual > 0.1


def test_one_pixel_of_a_known_mixture():
    """Half yellow over grey 100: (0.5·100 + 0.5·255, same, 0.5·100)."""
    background = np.full((1, 1, 3), 100, np.uint8)
    found = unmix(np.array([[[178, 178, 50]]], np.uint8), [background])
    assert found.opacity[0, 0] == pytest.approx(0.5, abs=0.01)
    # all the opacity that there is, and the middle of the scale: 0.25 + 0.75 · 0.5
    assert found.relevance[0, 0] == pytest.approx(0.625, abs=0.01)


def test_backgrounds_must_fit():
    picture = np.zeros((3, 4, 3), np.uint8)
    with pytest.raises(ValueError, match="shape"):
        unmix(picture, [np.zeros((4, 3, 3), np.uint8)])
    with pytest.raises(ValueError, match="background"):
        unmix(picture, [])
