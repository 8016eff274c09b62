"""Angles of lines of sight, against trigonometry by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.gaze.fixations import TX300
from neopain_gui.gaze.fixations.geometry import angle, directions

from .walks import FLAT


def between(first, second, viewing=FLAT, distance=None):
    looks = [
        directions(np.array([x]), np.array([y]), viewing, None if distance is None else distance)
        for (x, y) in (first, second)
    ]
    return float(angle(*looks)[0])


def test_from_the_middle_an_angle_is_an_arc_tangent():
    assert between((500, 500), (600, 500)) == pytest.approx(np.degrees(np.arctan(100 / 600)))
    assert between((200, 500), (800, 500)) == pytest.approx(2 * np.degrees(np.arctan(0.5)))
    # 300 right, 400 down: 500 away
    assert between((500, 500), (800, 900)) == pytest.approx(np.degrees(np.arctan(500 / 600)))


def test_pixels_that_are_wider_than_high_are_not_mistaken_for_squares():
    # 128 px across are 50.9 mm, 128 px down are 35.75 mm, from 650 mm
    middle = (640, 512)
    assert between(middle, (768, 512), TX300) == pytest.approx(np.degrees(np.arctan(50.9 / 650)))
    assert between(middle, (640, 640), TX300) == pytest.approx(np.degrees(np.arctan(35.75 / 650)))


@pytest.mark.parametrize("unknown", [np.nan, 0.0, -1.0, np.inf])
def test_the_recordings_distance_counts_where_it_is_one(unknown):
    near = between((500, 500), (600, 500), distance=np.array([300.0]))
    assert near == pytest.approx(np.degrees(np.arctan(100 / 300)))
    assert between((500, 500), (600, 500), distance=np.array([unknown])) == between(
        (500, 500), (600, 500)
    )


def test_a_degree_in_pixels():
    assert FLAT.pixels_per_degree == pytest.approx(10.472, abs=1e-3)
    assert replace(FLAT, distance_mm=1200.0).pixels_per_degree == pytest.approx(20.944, abs=1e-3)
    wide = replace(FLAT, screen_px=(2000, 700), screen_mm=(500.0, 300.0))
    assert wide.pixels_per_degree == pytest.approx(4 * FLAT.pixels_per_degree)  # across


@given(*[st.floats(-500, 1500)] * 4)
def test_small_and_large_angles_agree_with_the_cosine_rule(x1, y1, x2, y2):
    a, b = np.array([x1 - 500, y1 - 500, 600]), np.array([x2 - 500, y2 - 500, 600])
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    expected = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    assert between((x1, y1), (x2, y2)) == pytest.approx(expected, abs=2e-6)
