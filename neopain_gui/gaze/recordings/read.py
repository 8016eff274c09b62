"""Reading an eye tracker's export: all of it, or one recording after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings import recognised, xlsx
from neopain_gui.gaze.recordings.columns import READ
from neopain_gui.gaze.recordings.finish import Parts, finish
from neopain_gui.gaze.recordings.formats import find_layout
from neopain_gui.gaze.recordings.found import Found
from neopain_gui.gaze.recordings.mapping import MAP, ColumnMapping, columns_of, layout_of
from neopain_gui.gaze.recordings.recording import Recording
from neopain_gui.gaze.recordings.running import by_recording
from neopain_gui.gaze.recordings.samples import PAPER_SCREEN, Part, split
from neopain_gui.gaze.recordings.table import Piece, Table
from neopain_gui.gaze.recordings.text import Lines, decode_head, read_head
from neopain_gui.jobs import NULL_JOB, Job

MOST_RETURNS = 1000
"""How often recordings may come back in a file that is read one by one."""


def read_recording(
    path: Path | str,
    job: Job = NULL_JOB,
    *,
    keep_names: bool = False,
    screen_size: tuple[int, int] | None = None,
    mapping: ColumnMapping | None = None,
) -> Recording:
    """Read a whole export; of a large one see :func:`iter_recordings`.

    Parameters
    ----------
    path : Path or str
        Tab-separated text, CSV, an EyeLink ASC file or a spreadsheet (XLSX).
    job : Job, optional
        Told of progress; asked whether to stop, before every piece.
    keep_names : bool, optional
        Keep the file's names of participants and recordings; else P01, P02, … and R01, R02, … A
        participant without a name is called like the file then.
    screen_size : tuple of int, optional
        (width, height) in pixels, for files that do not say it. An SDK dump needs it; without it
        the dissertation's 1280 × 1024 is taken, and the dialect's guesses say so.
    mapping : ColumnMapping, optional
        Which column holds what, for a table of no program that is known.

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
    found, lines = _open(Path(path), job, keep_names, screen_size, mapping)
    parts = Parts()
    for piece in _pieces(found, lines):
        parts.add(_part(found, piece))
    return finish(found, parts, job)


def iter_recordings(
    path: Path | str,
    job: Job = NULL_JOB,
    *,
    keep_names: bool = False,
    screen_size: tuple[int, int] | None = None,
    mapping: ColumnMapping | None = None,
) -> Iterator[Recording]:
    """Read an export one recording of one participant after the other, in the file's order.

    Only one is in memory at a time. Pseudonyms are the same over the whole file. The decimal mark
    and the clock's unit are decided by the file's first rows; a cell that does not fit further down
    is an error, a step that does not fit a warning. A recording that comes back after another one
    is yielded again, and has a warning.

    Parameters
    ----------
    path, job, keep_names, screen_size, mapping
        As for :func:`read_recording`.

    Yields
    ------
    Recording
        Of one participant and one recording. Warnings, guesses and device are those of the file as
        far as it was read.

    Raises
    ------
    InputError
        As for :func:`read_recording`, when the reading gets there; also where recordings come back
        so often that rows of several are mixed.
    Cancelled
        The job was stopped.
    """
    found, lines = _open(Path(path), job, keep_names, screen_size, mapping)
    parts = Parts()
    present: tuple[str, str] | None = None
    done: set[tuple[str, str]] = set()
    returns = 0
    for piece in _pieces(found, lines):
        for key, run in _runs(piece):
            if present is not None and key != present:
                yield finish(found, parts, job)
                done.add(present)
                parts = Parts()
                found.warnings = [one for one in found.warnings if one != BACK]
                if key in done:
                    found.warnings.append(BACK)
                    returns += 1
            if returns > MOST_RETURNS:
                raise InputError(
                    "rows of several recordings are mixed, so they cannot be read one by one",
                    file=found.path,
                    place=f"line {run.lines[0]}",
                    remedy="sort the rows by participant, recording and time",
                )
            present = key
            parts.add(_part(found, run))
    yield finish(found, parts, job)


BACK = "An earlier part of this recording stands further up in the file, before another recording."


def _open(
    path: Path,
    job: Job,
    keep_names: bool,
    screen_size: tuple[int, int] | None,
    mapping: ColumnMapping | None,
) -> tuple[Found, Lines | xlsx.SheetLines]:
    start = read_head(path)
    if mapping is None and (known := recognised.by_bytes(path, start)) is not None:
        raise known.refusal(path)
    is_sheet = start.startswith(xlsx.ZIP)
    head = xlsx.read_head(path) if is_sheet else decode_head(path, start)
    layout = find_layout(head) if mapping is None else layout_of(head, mapping)
    if layout is None and (known := recognised.by_columns(head)) is not None:
        raise known.refusal(path)
    if layout is None:
        raise InputError(
            "this is no export of an eye tracker that NeoPain knows",
            file=path,
            remedy=f"these are read: {READ}; {columns_of(head)}",
            command=f"these are read: {READ}; {columns_of(head, MAP)}",
        )
    found = Found(
        path=path,
        layout=layout,
        keep_names=keep_names,
        table=Table(path=path, layout=layout),
        encoding=layout.encoding,
        given_screen=screen_size,
    )
    if is_sheet:
        width = len(layout.headers) if layout.rewrite is None else 0  # it knows how long rows are
        return found, xlsx.SheetLines(path, layout.header_line, width, job)
    return found, Lines(path, layout.encoding, layout.header_line, layout.quoted, job)


def _pieces(found: Found, lines: Lines | xlsx.SheetLines) -> Iterator[Piece]:
    for line, text in lines:
        found.encoding = lines.encoding
        piece = found.table.piece(line, text)
        found.look(piece)
        if piece.rows:
            yield piece


def _part(found: Found, piece: Piece) -> Part:
    layout = found.layout
    keys = [key for key, _ in by_recording(piece)] if found.screens else []
    size = found.screen_of(keys) or found.given_screen or PAPER_SCREEN
    return found.take(split(piece, layout, None if layout.gaze == "px" else size))


def _runs(piece: Piece) -> Iterator[tuple[tuple[str, str], Piece]]:
    """Yield the stretches of rows of one participant's recording, and whose they are."""
    who = piece.words("participant"), piece.words("recording")
    change = np.flatnonzero((np.diff(who[0].codes) != 0) | (np.diff(who[1].codes) != 0)) + 1
    for start, stop in zip([0, *change], [*change, piece.rows], strict=True):
        run = piece[slice(int(start), int(stop))]
        a, b = (words.values[words.codes[start]] for words in who)
        yield (a, b), run
