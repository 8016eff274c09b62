"""Whether two trials are the same gaze: one recording in two files, or under two names."""

from __future__ import annotations

import numpy as np

from neopain_gui.gaze.trials import COLUMNS, SAMPLES, Values

_FEWEST = {SAMPLES: 20}
_FEWEST_FIXATIONS = 3
"""So many places from which two people do not look alike by chance."""
_MOVES = 1.0
"""Pixels: gaze that rests at one place is no fingerprint."""
_TIME_MS, _PLACE = 5.0, 0.5
"""What another rounding of the same file may change: milliseconds and pixels."""


def same_gaze(one: Values, other: Values, holds: str) -> bool:
    """Return whether the arrays of two trials are of the same gaze, but for rounding.

    Eyes are never at the same places at the same moments twice: this is one recording.

    Parameters
    ----------
    one, other : ndarray of float32, shape (n, c)
        See :data:`~neopain_gui.gaze.trials.COLUMNS`; the last columns may be lacking.
    holds : {"samples", "fixations"}
        What they are.
    """
    if len(one) != len(other):
        return False
    columns = COLUMNS[holds]
    times = columns.index("time_ms")
    if not np.allclose(one[:, times], other[:, times], rtol=0, atol=_TIME_MS):
        return False
    for axes in (
        (("gaze_x", "gaze_y"),) if holds == SAMPLES else (("x", "y"), ("media_x", "media_y"))
    ):
        at = [columns.index(name) for name in axes]
        a, b = one[:, at], other[:, at]
        there = np.isfinite(a).all(axis=1)
        if there.sum() < _FEWEST.get(holds, _FEWEST_FIXATIONS):
            continue
        if np.ptp(a[there], axis=0).max() < _MOVES:
            continue
        return bool(np.allclose(a, b, rtol=0, atol=_PLACE, equal_nan=True))
    return False
