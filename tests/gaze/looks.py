"""Looks for recordings in tests: eyes that rest at one point of a picture."""

from __future__ import annotations

import numpy as np

from neopain_gui.demo.prolab_writer import Look

PLACE = (465.0, 369.0, 80.0, 60.0)  # twice as large as the study's photographs, off the middle


def look(
    stimulus: str,
    point: tuple[float, float] = (10.0, 20.0),
    *,
    participant: str = "Maria Silva",
    recording: str = "Maria 1",
    start_us: int = 1_000_000,
    seconds: float = 1.0,
    rate_hz: int = 100,
    lost: float = 0.0,
    place: tuple[float, float, float, float] = PLACE,
    original: tuple[int, int] = (40, 30),
) -> Look:
    """Eyes at ``point`` of the picture, in its own pixels; the first ``lost`` of the time away."""
    count = round(seconds * rate_hz)
    on_screen = [place[axis] + point[axis] * place[2 + axis] / original[axis] for axis in range(2)]
    eye = np.tile(np.array(on_screen), (count, 1))
    eye[: round(lost * count)] = np.nan
    return Look(
        participant=participant,
        recording=recording,
        stimulus=stimulus,
        place=place,
        original=original,
        time_us=start_us + np.arange(count) * (1_000_000 // rate_hz),
        left=eye,
        right=eye.copy(),
        distance_mm=np.full(count, 650.0),
        pupil_mm=np.full(count, 3.0),
    )
