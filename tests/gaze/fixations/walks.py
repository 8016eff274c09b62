"""Samples of gaze made by hand: places, and how long each is looked at."""

import numpy as np
import pandas as pd

from neopain_gui.gaze.fixations import Viewing

FLAT = Viewing(screen_px=(1000, 1000), screen_mm=(1000.0, 1000.0), distance_mm=600.0)
"""A pixel is a millimetre; the middle of the screen is at (500, 500)."""


def samples(x, y=None, *, step_us=10_000, time_us=None, **columns):
    """A frame as a recording has it; by default one sample each 10 ms, at half the height."""
    x = np.asarray(x, float)
    y = np.full(len(x), 500.0) if y is None else np.asarray(y, float)
    seen = np.isfinite(x)
    made = {
        "time_us": np.arange(len(x)) * step_us if time_us is None else time_us,
        "participant": "P01",
        "recording": "R01",
        "stimulus": "S1",
        "gaze_x": x,
        "gaze_y": y,
        "left_valid": seen,
        "right_valid": seen,
        "distance_mm": np.nan,
        "eye_movement": "",
        "eye_movement_index": np.nan,
        "eye_movement_ms": np.nan,
        "fixation_x": np.nan,
        "fixation_y": np.nan,
        "media_pos_x": 100.0,
        "media_pos_y": 200.0,
        "media_shown_width": 400.0,
        "media_shown_height": 400.0,
        "media_width": 200.0,
        "media_height": 100.0,
        "media_x": (x - 100) / 2,
        "media_y": (y - 200) / 4,
    }
    frame = pd.DataFrame(made | columns)
    return frame.astype({"time_us": "int64"})


def walk(places, lasting, *, step_ms=4, move_ms=24, noise=0.0, seed=0):
    """x, y of eyes that rest at places for so many milliseconds, and move between on lines."""
    rng = np.random.default_rng(seed)
    knots, at, now = [], [], 0
    for place, ms in zip(places, lasting, strict=True):
        knots += [now, now + ms]
        at += [place, place]
        now += ms + move_ms
    time = np.arange(0, knots[-1], step_ms)
    at = np.array(at, float)
    made = np.stack([np.interp(time, knots, at[:, axis]) for axis in (0, 1)])
    return made + rng.normal(0, noise, made.shape)
