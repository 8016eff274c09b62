"""Tidy data frames, such as fixations and their statistics, as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.reports.cells import text, tidy_table

if TYPE_CHECKING:
    import pandas as pd


def frame_csv(frame: pd.DataFrame) -> str:
    """Return a data frame as CSV, without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns of text, whole numbers, numbers (six decimals) or truth values; NaN and None are
        empty cells, and no text is taken for a formula.
    """
    columns = []
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if column.dtype.kind in "iufb":
            columns.append(column.to_numpy().tolist())
        else:
            columns.append([None if one != one else one for one in column.tolist()])
    return tidy_table([text(str(name)) for name in frame.columns], zip(*columns, strict=True))
