"""Where a stimulus was on the screen, and where people looked meanwhile: what a person checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.gaze.import_preview.on_picture import Points, inside, likely_reason
from neopain_gui.gaze.trials import Place, place_in
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    import pandas as pd

    from neopain_gui.gaze.recordings import Recording
    from neopain_gui.gaze.recordings.sample_table import SampleTable

_EACH, _MOST = 150, 3000
"""Rows of a stimulus that are kept of one recording and of one file: where gaze is can be seen."""
MOST_OUTSIDE = 0.5
"""Share of gaze outside the photograph above which its place is doubted."""
_OFF = 0.02
"""Share by which a place's proportions may differ from the photograph's."""
_MEDIA = (
    "media_x", "media_y", "media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height",
    "media_width", "media_height",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """Some rows of a file while one stimulus was shown.

    Attributes
    ----------
    samples : DataFrame
        Spread evenly over each recording; of fixations where the file has no samples.
    whole : bool
        Whether these are samples.
    """

    samples: pd.DataFrame
    whole: bool

    @property
    def known(self) -> bool:
        """Whether the file says where the stimulus was."""
        if self.whole:
            return self.place((1, 1)) is not None
        return bool(self.samples["media_x"].notna().any())

    def place(self, size: tuple[int, int]) -> Place | None:
        """Return where a photograph of (height, width) was; None where the file does not say it."""
        return place_in(self.samples, size) if self.whole else None

    @property
    def points(self) -> Points:
        """Where people looked, x and y in pixels of the screen, shape (n, 2)."""
        names = ("gaze_x", "gaze_y") if self.whole else ("x", "y")
        found: Points = self.samples[list(names)].to_numpy(np.float64)
        return found[np.isfinite(found).all(axis=1)]


class Collector:
    """Gathers a few rows of each stimulus while a file is read."""

    def __init__(self) -> None:
        self._rows: dict[str, list[pd.DataFrame]] = {}
        self._whole = True

    def see(self, part: Recording) -> None:
        """Take some of a recording's rows."""
        self._whole = len(part.table) > 0
        if self._whole:
            self._see_samples(part.table)
            return
        wanted = [name for name in ("x", "y", *_MEDIA) if name in part.fixations.columns]
        for stimulus, some in part.fixations.groupby("stimulus", sort=False, observed=True):
            kept = self._rows.setdefault(str(stimulus), [])
            if sum(map(len, kept)) < _MOST:
                kept.append(some[wanted].iloc[:: _stride(len(some))].astype(np.float64))

    def _see_samples(self, samples: SampleTable) -> None:
        import pandas as pd

        spans: dict[str, list[slice]] = {}
        for rows, (_, _, stimulus) in samples.runs():
            spans.setdefault(stimulus, []).append(rows)
        for stimulus, own in spans.items():
            kept = self._rows.setdefault(stimulus, [])
            if sum(map(len, kept)) >= _MOST:
                continue
            wanted = [np.arange(rows.start, rows.stop) for rows in own]
            every = np.concatenate(wanted)
            columns = samples.take(every[:: _stride(len(every))], ("gaze_x", "gaze_y", *_MEDIA))
            kept.append(pd.DataFrame(columns))

    def shown(self) -> dict[str, Shown]:
        """Return what there is of each stimulus."""
        import pandas as pd

        return {
            stimulus: Shown(samples=pd.concat(parts, ignore_index=True), whole=self._whole)
            for stimulus, parts in self._rows.items()
        }


def _stride(count: int) -> int:
    """Return every how many rows one is kept."""
    return max(1, count // _EACH)


def points_of(shown: Sequence[Shown]) -> Points:
    """Return where people looked in several files, shape (n, 2)."""
    return np.concatenate([np.empty((0, 2)), *(one.points for one in shown)])


def share_outside(place: Place, points: Points) -> float:
    """Return the share of points (n, 2) that are not in a place; 0 where there is none."""
    if not len(points):
        return 0.0
    return 1 - float(inside(place, points).mean())


def doubts(
    place: Place,
    photograph: tuple[int, int],
    points: Points,
    screen: tuple[int, int] | None = None,
) -> tuple[str, ...]:
    """Say what speaks against a place of a photograph on the screen.

    Parameters
    ----------
    place : tuple of float
        Left, top, width and height, pixels of the screen.
    photograph : tuple of int
        (height, width).
    points : ndarray of float64, shape (n, 2)
        Where people looked.
    screen : tuple of int, optional
        (width, height).

    Returns
    -------
    tuple of str
        Sentences; none where nothing does.
    """
    left, top, width, height = place
    said = []
    fitting = width * photograph[0] / photograph[1]
    if abs(height - fitting) > max(1.5, _OFF * fitting):
        said.append(
            f"The proportions differ from the photograph's ({photograph[1]} × {photograph[0]}): "
            f"a width of {width:.0f} goes with a height of {fitting:.0f} pixels."
        )
    outside = share_outside(place, points)
    if outside == 1:
        said.append(
            "None of the gaze is on the photograph, so it will be left out: "
            f"{likely_reason(points, screen)}."
        )
    elif outside > MOST_OUTSIDE:
        said.append(f"{percent(outside)} of the gaze falls outside the photograph.")
    beyond = left < 0 or top < 0
    if screen is not None:
        beyond = beyond or left + width > screen[0] + 1 or top + height > screen[1] + 1
    if beyond:
        size = "" if screen is None else f" of {screen[0]} × {screen[1]} pixels"
        said.append(f"The photograph reaches beyond the screen{size}.")
    return tuple(said)
