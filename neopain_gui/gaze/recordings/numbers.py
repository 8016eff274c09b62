"""Cells as numbers: decimal mark, missing values, and what is no number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 2.0**53
"""The largest clock that a float64 holds exactly, in its own unit: 285 years in microseconds."""

Array = NDArray[np.float64]

MISSING = ["", "nan", "NaN", "NAN", "na", "NA", "-"]
"""Cells that say there is no number."""

FARTHEST = 1e6
"""Pixels or millimetres from zero; no screen, distance or duration is anywhere near."""


def count_marks(cells: pd.DataFrame) -> tuple[int, int]:
    """Return how many numbers are written with a point and how many with a comma."""
    points = commas = 0
    for name in cells.columns:
        column = cells[name]
        points += int(column.str.fullmatch(r"\s*-?\d*\.\d+(?:[eE][-+]?\d+)?\s*").sum())
        commas += int(column.str.fullmatch(r"\s*-?\d*,\d+(?:[eE][-+]?\d+)?\s*").sum())
    return points, commas


def numbers(
    cells: pd.Series[str], mark: str, *, limit: float, file: Path, column: str
) -> NDArray[np.float64]:
    """Return a column's cells as float64; NaN where they are empty.

    Parameters
    ----------
    cells : pandas.Series of str
        Its index is the line of each cell.
    mark : str
        The decimal mark.
    limit : float
        The largest absolute value that means something.
    file, column
        For messages.

    Raises
    ------
    InputError
        A cell holds text, infinity, or a number beyond the limit.
    """
    import pandas as pd

    text = cells.str.strip()
    text = text.mask(text.str.casefold().isin([one.casefold() for one in MISSING]), "nan")
    if mark == ",":  # the other mark must not be a number: it may be meant as 1.000
        text = text.str.translate({ord(","): ".", ord("."): ","})
    values = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64)
    wrong = np.isnan(values) & (text != "nan").to_numpy()
    with np.errstate(invalid="ignore"):
        wrong |= np.abs(values) > limit
    if wrong.any():
        at = int(wrong.argmax())
        shown = cells.iloc[at].strip()
        shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
        raise InputError(
            f"'{shown}' is no number that can stand here",
            file=file,
            place=f"line {cells.index[at]}, column '{column}'",
            remedy="export the recording again, or mend this cell",
        )
    return values
