"""Phantoms are put on a screen, a heatmap is drawn over them, and they are found again."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from neopain_gui.demo.phantoms.phantom import study_phantoms
from neopain_gui.errors import Cancelled
from neopain_gui.gaze.heatmaps.placing import (
    LEAST_SCORE,
    find_photograph,
    fitting_height,
    same_proportions,
)
from tests.gaze.screens import draw_heat, heat, show


@pytest.fixture(scope="module")
def photographs():
    return [phantom.image for _, phantom in study_phantoms(2)]


def a_place(photograph, scale, seed, size=(1024, 1280)):
    random = np.random.default_rng(seed)
    width, height = (round(scale * side) for side in photograph.shape[1::-1])
    left = int(random.integers(0, size[1] - width + 1))
    return left, int(random.integers(0, size[0] - height + 1)), width, height


def off_by(found, place):
    left, top, width, height = place
    wanted = (left, top, left + width, top + height)
    return np.abs(np.subtract(found.box.as_tuple(), wanted)).max()


@pytest.mark.parametrize(
    ("scale", "opacity", "grey"),
    [(0.7, 0.6, 128), (1.0, 0.9, 0), (1.37, 0.7, 255), (2.0, 1.0, 128), (2.9, 0.8, 0)],
)
def test_a_phantom_is_found_under_its_heatmap(photographs, scale, opacity, grey):
    seed = round(100 * scale)
    photograph = photographs[seed % len(photographs)]
    place = a_place(photograph, scale, seed)
    screen = show(photograph, place, grey=grey)
    picture = draw_heat(heat((1024, 1280), place, seed), screen, opacity)
    found = find_photograph(picture, photograph)
    assert off_by(found, place) <= 1
    assert found.problem == ""
    assert found.score > LEAST_SCORE + 0.05
    other = photographs[(seed + 1) % len(photographs)]
    wrong = find_photograph(picture, other)
    assert wrong.score < LEAST_SCORE
    assert "was not found" in wrong.problem


def test_a_photograph_is_found_in_a_compressed_picture():
    photograph = np.asarray(Image.fromarray(data.astronaut()).resize((320, 240)))
    place = (210, 333, 500, 375)
    picture = draw_heat(heat((1024, 1280), place, 4), show(photograph, place), 0.7)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=75)
    found = find_photograph(np.asarray(Image.open(stream)), photograph)
    assert off_by(found, place) <= 2
    assert found.problem == ""


def test_twice_on_the_screen_is_open(photographs):
    photograph = photographs[0]
    picture = show(photograph, (20, 30, 400, 291))
    picture[600:891, 700:1100] = picture[30:321, 20:420]
    assert "may be in two places" in find_photograph(picture, photograph).problem


def test_a_photograph_that_fills_the_height_is_found(photographs):
    height, width = photographs[1].shape[:2]
    place = (40, 0, round(width * 400 / height), 400)
    picture = show(photographs[1], place, size=(400, 700))
    assert off_by(find_photograph(picture, photographs[1]), place) <= 1


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_empty_screen_has_no_photograph(photographs, grey):
    found = find_photograph(np.full((500, 700, 3), grey, np.uint8), photographs[0])
    assert found.score < 0.1
    assert found.problem


def test_noise_is_no_photograph(photographs):
    noise = np.random.default_rng(0).integers(0, 255, (500, 700, 3), np.uint8)
    assert find_photograph(noise, photographs[0]).problem


def test_a_photograph_without_edges_or_too_large_to_be_shown_is_not_looked_for(photographs):
    screen = np.zeros((300, 300, 3), np.uint8)
    assert find_photograph(screen, np.full((100, 100, 3), 90, np.uint8)) is None
    assert find_photograph(screen[:5, :5], photographs[0]) is None


def test_it_can_be_stopped(photographs):
    class Stopped:
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        find_photograph(np.zeros((300, 300, 3), np.uint8), photographs[0], Stopped())


def test_proportions_may_differ_by_rounding_only():
    assert same_proportions((233, 320), (233, 320))
    assert same_proportions((160, 220), (233, 320))
    assert same_proportions((466, 641), (233, 320))
    assert not same_proportions((1024, 1280), (233, 320))
    assert fitting_height(641, (233, 320)) == 467
    assert fitting_height(1, (1, 320)) == 1
