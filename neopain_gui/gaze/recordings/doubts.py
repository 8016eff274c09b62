"""What speaks against a recording's being what it was taken for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.sample_table import SampleTable

SLOWEST_HZ = 15.0
"""Eye trackers take at least 25 samples a second; people make about 3 fixations."""
ONE_PIXEL = 2.0
"""Pixels within which gaze that is a share of the screen lies; eyes that rest move by more."""


def doubts(samples: SampleTable, layout: Layout, rate_hz: float | None) -> tuple[str, ...]:
    """Say where rows seem to be fixations, and where shares of the screen were taken for pixels."""
    said = []
    if rate_hz is not None and rate_hz < SLOWEST_HZ and len(samples) > 2:
        said.append(
            f"{rate_hz:.1f} rows a second are too few for an eye tracker's samples: these rows may "
            "be fixations."
        )
    if layout.gaze == "px":
        known = near = 0
        for x, y in samples.parts("gaze_x", "gaze_y"):
            gaze = np.stack([x, y])[:, np.isfinite(x) & np.isfinite(y)]
            known += gaze.shape[1]
            near += int((np.abs(gaze) <= ONE_PIXEL).sum())
        if known > 2 and near / (2 * known) > 0.95:
            said.append(
                "All gaze lies within 2 pixels of the screen's corner: x and y seem to be shares "
                "of the screen, not pixels."
            )
    return tuple(said)


def several_screens(sizes: Iterable[tuple[int, int] | None]) -> tuple[str, ...]:
    """Say where recordings of a file had screens of different sizes; each keeps its own."""
    known = sorted({size for size in sizes if size is not None})
    if len(known) < 2:
        return ()
    said = ", ".join(f"{width} × {height}" for width, height in known)
    return (
        f"Its recordings were made on screens of different sizes, {said} pixels: each keeps its "
        "own.",
    )
