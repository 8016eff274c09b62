"""Grey against palette, on rendered heatmaps and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.stats import spearmanr
from sklearn.metrics import jaccard_score

from neopain_gui.demo.phantoms.phantom import study_phantoms
from neopain_gui.gaze import read_heatmap
from neopain_gui.gaze.heatmaps.readings import Readings, compare_readings
from neopain_gui.masks import contour_mask
from tests.gaze.screens import draw_heat, heat

SIZE = (233, 320)
WHOLE = (0, 0, 320, 233)


@pytest.fixture(scope="module")
def photograph():
    return next(iter(study_phantoms(1)))[1].image


def both(path, pixels, photograph):
    Image.fromarray(pixels).save(path)
    return [
        read_heatmap(path, photograph_size=SIZE, mode=mode, photograph=photograph)
        for mode in ("paper", "palette")
    ]


def test_over_a_photograph_they_disagree(tmp_path, photograph):
    picture = draw_heat(heat(SIZE, WHOLE, 1), photograph, 0.7)
    paper, palette = both(tmp_path / "a.png", picture, photograph)
    found = compare_readings(paper, palette)
    masks = [contour_mask(each, 0.1) for each in (paper, palette)]
    assert found.shared == pytest.approx(jaccard_score(*(mask.ravel() for mask in masks)))
    drawn = palette > 0
    assert found.rank == pytest.approx(spearmanr(paper[drawn], palette[drawn]).statistic)
    assert not found.rises
    assert not found.agree
    assert f"have {100 * found.shared:.0f} % of the area" in found.warning
    assert "grey falls again where relevance is higher" in found.warning


def test_a_green_heatmap_on_black_is_read_alike(tmp_path):
    """Up to a third of the scale only: from there to yellow luma rises, and black is 0."""
    relevance = heat(SIZE, WHOLE, 1) / 3
    picture = np.zeros((*SIZE, 3), np.uint8)
    picture[..., 1] = np.rint(255 * np.clip(relevance / 0.3, 0, 1))
    paper, palette = both(tmp_path / "a.png", picture, None)
    found = compare_readings(paper, palette)
    assert found.agree
    assert found.rises
    assert found.rank > 0.99
    assert found.warning == ""


def test_a_grey_that_rises_with_relevance_is_seen_to(tmp_path):
    ramp = np.linspace(0, 1, 4000, dtype=np.float32).reshape(40, 100)
    assert compare_readings(ramp**2, ramp).rises
    assert not compare_readings(1 - ramp, ramp).rises
    hill = np.minimum(ramp, 1.4 - ramp)
    assert not compare_readings(hill, ramp).rises
    assert compare_readings(1 - ramp, ramp).rank == pytest.approx(-1)


def test_without_a_heatmap_there_is_nothing_to_share():
    nothing = np.zeros((4, 5), np.float32)
    found = compare_readings(nothing, nothing)
    assert np.isnan(found.shared)
    assert np.isnan(found.rank)
    assert "no heatmap is drawn" in found.warning


def test_the_share_by_hand():
    one, other = np.zeros((2, 1, 10), np.float32)
    one[0, :4], other[0, 2:6] = 1, 1
    assert compare_readings(one, other).shared == pytest.approx(2 / 6)
    assert Readings(shared=0.8, rank=0.0, rises=False).agree
    with pytest.raises(ValueError, match="shapes differ"):
        compare_readings(one, other.T)
