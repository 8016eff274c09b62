"""A recording as a TX300's SDK writes it: gaze as shares of a screen whose size it does not say."""

from __future__ import annotations

from pathlib import Path

_EYE = ("EyePos3dx", "EyePos3dy", "EyePos3dz", "GazePos2dx", "GazePos2dy", "PupilDm", "Validity")
_STEP_US = 3_333


def write_sdk_dump(path: Path, gaze: tuple[float, float], samples: int = 300) -> Path:
    """Write one second of gaze that rests at one place, both eyes found."""
    head = ["Time", *(f"{side}{name}" for side in "LR" for name in _EYE), "RelTimestamp"]
    eye = ["0.0", "0.0", "600.0", f"{gaze[0]:.4f}", f"{gaze[1]:.4f}", "3.5", "0"]
    rows = [
        [str(2_640_808_332 + at * _STEP_US), *eye, *eye, f"{at * _STEP_US / 1000:.4f}"]
        for at in range(samples)
    ]
    path.write_text("".join("\t".join(row) + "\n" for row in (head, *rows)))
    return path
