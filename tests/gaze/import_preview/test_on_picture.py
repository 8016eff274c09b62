"""How much of the gaze is on screen and photograph, and why none may be."""

import numpy as np
import pytest

from neopain_gui.gaze.import_preview.on_picture import likely_reason, looked_at
from neopain_gui.gaze.trials import COLUMNS, FIXATIONS, SAMPLES, CutTrial

SCREEN = (1280, 1024)
SIZE = (233, 320)
PLACE = (400.0, 300.0, 640.0, 466.0)


def trial(points, holds=SAMPLES, place=PLACE):
    names = COLUMNS[holds]
    values = np.full((len(points), len(names)), np.nan, np.float32)
    axes = ("gaze_x", "gaze_y") if holds == SAMPLES else ("media_x", "media_y")
    for axis, name in enumerate(axes):
        values[:, names.index(name)] = [point[axis] for point in points]
    return CutTrial(
        participant="Maria", recording="1", start_us=0, stimulus="a.bmp", holds=holds,
        place=place, values=values,
    )  # fmt: skip


def test_samples_are_counted_on_screen_and_photograph():
    points = [(400, 300), (1039.9, 765.9), (1040, 400), (1281, 1024), (1282, 5), (np.nan, 5)]
    assert looked_at(trial(points), SIZE, SCREEN) == {"seen": 5, "inside": 2, "on_screen": 3}


def test_a_screen_one_pixel_too_large_is_the_screen():
    assert looked_at(trial([(1280.5, 1024.5)]), SIZE, SCREEN)["on_screen"] == 1


def test_fixations_on_the_photograph_need_no_place():
    found = looked_at(trial([(0, 0), (319, 232), (320, 5)], FIXATIONS, None), SIZE, None)
    assert found == {"seen": 3, "inside": 2, "on_screen": None}


def test_without_any_eye_nothing_is_said():
    assert "outside" not in looked_at(trial([(np.nan, np.nan)]), SIZE, SCREEN)


@pytest.mark.parametrize(
    ("points", "screen", "said"),
    [
        ([(0.2, 0.4), (0.9, 1.1)], SCREEN, "probably shares of the screen, not pixels"),
        ([(1900, 1000), (1500, 1030)], SCREEN, "beyond the screen of 1280 × 1024 pixels too"),
        ([(100, 80), (250, 200)], SCREEN, "elsewhere, or gaze is in millimetres"),
        ([(100, 80), (1250, 1000)], SCREEN, "the photograph was probably elsewhere on the screen"),
        ([(100, 80)], None, "the photograph was probably elsewhere on the screen"),
    ],
)
def test_the_likely_reason(points, screen, said):
    assert said in likely_reason(np.array(points, float), screen)
