"""Reading an eye tracker's export: piece by piece, into one :class:`Recording`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.columns import TEXT, find_columns
from neopain_gui.gaze.recordings.finish import Gathered, finish
from neopain_gui.gaze.recordings.numbers import FARTHEST, LARGEST, count_marks, numbers
from neopain_gui.gaze.recordings.records import Recording
from neopain_gui.gaze.recordings.samples import NORMALISED, PAPER_SCREEN, Piece, split
from neopain_gui.gaze.recordings.text import (
    Layout,
    Watched,
    encodings,
    find_layout,
    open_text,
    unknown,
)
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    import pandas as pd

ROWS = 50_000
"""Rows of the table that are converted at a time."""


def read_recording(
    path: Path | str,
    job: Job = NULL_JOB,
    *,
    keep_names: bool = False,
    screen_size: tuple[int, int] | None = None,
) -> Recording:
    """Read an export of Tobii Studio, Tobii Pro Lab or a dump of the TX300's SDK.

    Parameters
    ----------
    path : Path or str
        Tab-separated text or CSV.
    job : Job, optional
        Told of progress; asked whether to stop, before every piece.
    keep_names : bool, optional
        Keep the file's names of participants and recordings; else P01, P02, … and R01, R02, …
    screen_size : tuple of int, optional
        (width, height) in pixels, for files that do not say it. An SDK dump needs it; without it
        the dissertation's 1280 × 1024 is taken, and the dialect's guesses say so.

    Returns
    -------
    Recording
        Columns with personal data are named in it and not kept.

    Raises
    ------
    InputError
        The file is missing, damaged, of another format, lacks columns or rows, or has a cell that
        cannot stand where it does.
    Cancelled
        The job was stopped.
    """
    path = Path(path)
    tried = encodings(path)
    for encoding in tried:
        try:
            layout = find_layout(path, encoding)
            return _read(path, layout, job, keep_names, screen_size)
        except UnicodeError as error:
            if encoding == tried[-1]:
                raise InputError(
                    f"this file's text is not in the encoding that it begins with ({encoding})",
                    file=path,
                    remedy="export the recording again",
                ) from error
    raise unknown(path)


def _read(
    path: Path, layout: Layout, job: Job, keep_names: bool, screen_size: tuple[int, int] | None
) -> Recording:
    places = _places(path, layout)
    size = (screen_size or PAPER_SCREEN) if layout.dialect == NORMALISED else None
    gathered = Gathered(path=path, layout=layout, places=places, given_screen=screen_size)
    for cells in _pieces(path, layout, places, job):
        if gathered.mark is None:
            points, commas = count_marks(cells[[r for r in places if r not in TEXT]])
            if points or commas:
                gathered.mark = "," if commas > points else "."
        gathered.look(cells)
        samples, events = split(_piece(path, layout, places, cells, gathered.mark or "."), size)
        gathered.samples.append(samples)
        gathered.events.append(events)
    return finish(gathered, keep_names)


def _places(path: Path, layout: Layout) -> dict[str, int]:
    """Return the index of each role's column; without what the dialect needs there is no table."""
    found: dict[str, int] = {}
    for role, at in find_columns(layout.headers).items():
        places = (at,) if isinstance(at, int) else at
        first = layout.headers[places[0]]
        if sum(layout.headers[place] == first for place in places) > 1:
            raise InputError(
                f"the column '{first.text}' is there {len(places)} times",
                file=path,
                place=f"line {layout.header_line}",
                remedy="export the recording again, with each column once",
            )
        found[role] = places[0]
    pairs = ("gaze_x", "gaze_y"), ("left_x", "left_y"), ("right_x", "right_y")
    whole = any(x in found and y in found for x, y in pairs)
    lacking = [] if {"clock", "fine_clock"} & set(found) else ["a time stamp"]
    if not whole and "index" not in found:
        lacking.append("gaze points in screen pixels, X and Y")
    if lacking:
        raise InputError(
            f"this {layout.dialect} export has no column for {' and none for '.join(lacking)}",
            file=path,
            place=f"line {layout.header_line}",
            remedy="export it again with these columns",
        )
    return found


def _pieces(path: Path, layout: Layout, places: dict[str, int], job: Job) -> Iterator[pd.DataFrame]:
    """Yield the table's rows by role as text; the index is each row's line."""
    import csv

    import pandas as pd

    by_place = {place: role for role, place in places.items()}
    with open_text(path, layout.encoding) as file:
        for _ in range(layout.header_line):
            file.readline()
        line = layout.header_line + 1
        watched = Watched(file, path, layout.header_line, job)
        try:
            with pd.read_csv(  # type: ignore[call-overload]
                watched,
                sep=layout.delimiter,
                header=None,
                names=range(len(layout.headers)),
                usecols=sorted(by_place),
                index_col=False,
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
                chunksize=ROWS,
            ) as chunks:
                for chunk in chunks:
                    cells = chunk.rename(columns=by_place).fillna("")
                    cells.index = pd.RangeIndex(line, line + len(cells))
                    line += len(cells)
                    yield cells[(cells != "").any(axis=1)]
        except pd.errors.EmptyDataError:
            return
        except pd.errors.ParserError as error:
            raise InputError(
                "this table cannot be taken apart into cells",
                file=path,
                place=f"after line {line - 1}",
                remedy="export the recording again",
            ) from error


def _piece(
    path: Path, layout: Layout, places: dict[str, int], cells: pd.DataFrame, mark: str
) -> Piece:
    text, values = {}, {}
    for role, place in places.items():
        if role in TEXT:
            text[role] = cells[role].str.strip()
            continue
        limit = LARGEST if "clock" in role else FARTHEST * 1000 if role == "duration" else FARTHEST
        column = layout.headers[place].text
        values[role] = numbers(cells[role], mark, limit=limit, file=path, column=column)
    untimed = cells.index[~_any_finite(values)] if len(cells) else []
    if len(untimed):
        column = layout.headers[places.get("clock", places.get("fine_clock", 0))].text
        raise InputError(
            "this row has no time",
            file=path,
            place=f"line {untimed[0]}, column '{column}'",
            remedy="export the recording again, or remove this row",
        )
    return Piece(text, values, len(cells))


def _any_finite(values: dict[str, Any]) -> Any:
    import numpy as np

    clocks = [values[role] for role in ("clock", "fine_clock") if role in values]
    return np.isfinite(np.stack(clocks)).any(axis=0)
