"""Command on recordings of gaze: what a file holds and how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from neopain_gui.cli import gaze_fixations as more
from neopain_gui.cli.console import err, out, plain, progress
from neopain_gui.cli.gaze_columns import Columns, mapping_of
from neopain_gui.cli.options import size_of
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gaze import ColumnMapping, Recording

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma"}


def gaze(
    file: Annotated[Path, typer.Argument(help="A recording, as Tobii's programs export it.")],
    screen: Annotated[
        str | None,
        typer.Option(help="Size of the screen, WIDTHxHEIGHT, for files that do not say it."),
    ] = None,
    columns: Columns = None,
    fixations: more.Fixations = None,
    quality: more.Quality = False,
    file_out: more.OutTable = None,
    screen_mm: more.ScreenMm = None,
    distance: more.Distance = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print the report as one JSON object, and nothing else there."),
    ] = False,
) -> None:
    """Say what an eye tracker's export holds and how it was read; its fixations, how good it is."""
    from neopain_gui.gaze import iter_recordings, read_recording

    more.check(fixations, quality, file_out)
    size = size_of(screen) if screen is not None else None
    mapping = mapping_of(columns)
    if as_json:
        more.check_json(quality, file_out)
        out.file.write(_as_json(file, size, mapping, fixations, screen_mm, distance))
        return
    with progress() as job:
        recording = read_recording(file, job, screen_size=size, mapping=mapping)
    table = Table(box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _lines(recording):
        table.add_row(name, plain(value))
    out.print(table)
    for sentence in recording.warnings:
        err.print(sentence, style="yellow", markup=False)
    parts = [recording]
    if recording.several_screens and (fixations is not None or quality):
        parts = list(iter_recordings(file, screen_size=size, mapping=mapping))
    viewed = [(part, more.viewing_of(part, screen_mm, distance)) for part in parts]
    more.say_more(viewed, fixations, quality, file_out)


def _as_json(
    file: Path,
    size: tuple[int, int] | None,
    mapping: ColumnMapping | None,
    fixations: str | None,
    screen_mm: str | None,
    distance: float | None,
) -> str:
    """Return what the file holds as JSON; its warnings are among it."""
    import json

    from neopain_gui.gaze import iter_recordings
    from neopain_gui.gaze.import_preview.file_report import file_report

    def find(part: Recording) -> Any:
        return more.found(part, fixations or "", more.viewing_of(part, screen_mm, distance))

    with progress() as job:
        parts = iter_recordings(file, job, screen_size=size, mapping=mapping)
        report = file_report(parts, find if fixations is not None else None)
    return json.dumps(report, indent=2, allow_nan=False) + "\n"


def _lines(recording: Recording) -> Iterator[tuple[str, str]]:
    from neopain_gui.gaze.import_preview.file_report import file_report

    only = file_report([recording])["recordings"][0]
    dialect, share, rate = recording.dialect, recording.valid_share, recording.rate_hz
    mark = "decimal comma" if dialect.decimal_mark == "," else "decimal point"
    yield "dialect", dialect.name
    yield "text", f"{dialect.encoding}, {DELIMITERS[dialect.delimiter]}, {mark}"
    yield "clock", f"{dialect.clock} ({dialect.clock_unit})"
    if recording.device:
        yield "device", recording.device
    size = recording.screen_size
    yield "screen", f"{size[0]} × {size[1]} pixels" if size else "not in the file"
    yield "participants", f"{len(recording.participants)}: {', '.join(recording.participants)}"
    yield "stimuli", f"{len(recording.stimuli)}: {', '.join(recording.stimuli) or 'none'}"
    yield "samples", str(len(recording.table))
    yield "rate", "unknown" if rate is None else f"{rate:.1f} Hz"
    yield "valid samples", "unknown" if share is None else percent(share, ".1f")
    yield "trials", str(only["trials"])
    if only["inside_screen_share"] is not None and not recording.several_screens:
        yield "gaze inside screen", percent(only["inside_screen_share"], ".1f")
    yield "events", str(len(recording.events))
    yield "exported fixations", str(len(recording.fixations))
    for guess in dialect.guesses or ("nothing",):
        yield "guessed", guess
    yield "personal data left out", ", ".join(recording.personal) or "none"
