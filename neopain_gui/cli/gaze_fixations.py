"""What ``neopain gaze`` says of fixations and quality when it is asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from neopain_gui.cli.console import err, out, plain
from neopain_gui.cli.options import OUT_FILE, sides_of
from neopain_gui.errors import InputError
from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.percentages import percent
from neopain_gui.reports.frames import frame_csv

if TYPE_CHECKING:
    from neopain_gui.gaze import Recording
    from neopain_gui.gaze.fixations import Viewing

Fixations = Annotated[
    str | None,
    typer.Option(help="Find fixations: ivt (Tobii's defaults), idt (60 ms, 0.5°) or exported."),
]
Quality = Annotated[
    bool, typer.Option("--quality", help="Say how good the samples of each participant are.")
]
OutTable = Annotated[
    Path | None,
    OUT_FILE(help="CSV that the fixations, or the quality by trial, go to."),
]
ScreenMm = Annotated[
    str | None,
    typer.Option(
        "--screen-mm", help="WIDTHxHEIGHT of the screen in millimetres; a TX300's by default."
    ),
]
Distance = Annotated[
    float | None,
    typer.Option(help="Of the eyes from the screen, mm, where the file does not say it; or 650."),
]


def check(fixations: str | None, quality: bool, file: Path | None) -> None:
    """Refuse what cannot be meant, before a long file is read."""
    from neopain_gui.gaze.fixations import FILTERS

    if fixations is not None and fixations not in FILTERS:
        raise InputError(f"'{fixations}' is no filter", remedy=f"choose {', '.join(FILTERS)}")
    if file is not None and (fixations is not None) == quality:
        raise InputError(
            "--out takes one table", remedy="give it with --fixations or with --quality"
        )


def check_json(quality: bool, file: Path | None) -> None:
    """Refuse tables beside JSON: what goes to standard output is one object."""
    if quality or file is not None:
        raise InputError(
            "--json prints one object and no table", remedy="leave out --quality and --out"
        )


def viewing_of(recording: Recording, screen_mm: str | None, distance: float | None) -> Viewing:
    """Return where eyes and screen were, as far as the recording and the options say it."""
    from neopain_gui.gaze.fixations import TX300

    usual = TX300
    millimetres = usual.screen_mm
    try:
        if screen_mm is not None:
            millimetres = sides_of(screen_mm)
        return replace(
            usual,
            screen_px=recording.screen_size or usual.screen_px,
            screen_mm=millimetres,
            distance_mm=usual.distance_mm if distance is None else distance,
        )
    except ValueError:
        raise InputError(
            "the screen's size or the distance is none",
            remedy="write them like --screen-mm 509x286 --distance 650",
        ) from None


Viewed = Sequence[tuple["Recording", "Viewing"]]
"""Recordings, and where eyes and screen were."""


def say_more(viewed: Viewed, fixations: str | None, quality: bool, file: Path | None) -> None:
    """Print fixations and quality by participant, and write the whole table."""
    from neopain_gui.gaze.import_preview.file_report import joined

    table = None
    if fixations is not None:
        parts = [found(recording, fixations, viewing) for recording, viewing in viewed]
        table = joined(parts)
        _print_fixations(table, [recording for recording, _ in viewed])
    if quality:
        table = joined([_print_quality(*each) for each in viewed])
    if file is not None and table is not None:
        write_bytes_atomic(file, frame_csv(table).encode())
        out.print(f"{len(table)} rows in {file.name}", markup=False)


def found(recording: Recording, name: str, viewing: Viewing) -> Any:
    """Return a recording's fixations, by a filter or as the exporter has them.

    Raises
    ------
    InputError
        It has none of what they are found in.
    """
    from neopain_gui.gaze.fixations import FILTERS, find_fixations

    if name == "exported":
        if not len(recording.fixations):
            raise InputError(
                "the program that exported this recording left no fixations in it",
                remedy="find them: --fixations ivt or --fixations idt",
            )
        return recording.fixations
    if not len(recording.table):
        raise InputError(
            "this recording has no samples to find fixations in",
            remedy="take those it has: --fixations exported",
        )
    return find_fixations(recording.samples, FILTERS[name](), viewing)


def _print_fixations(table_of: Any, recordings: Sequence[Recording]) -> None:
    from neopain_gui.gaze.import_preview.on_picture import fixations_on_pictures, picture_sizes

    heads = ("participant", "fixations", "at stimuli", "on them", "median ms", "seconds")
    table = Table(*heads, box=None)
    sizes = picture_sizes(recordings)
    for name, part in table_of.groupby(table_of["participant"].astype(str), sort=False):
        lasting = part["duration_ms"]
        shown = int((part["stimulus"].astype(str) != "").sum())
        on_them = fixations_on_pictures(part, sizes)
        median, whole = f"{lasting.median():.0f}", f"{lasting.sum() / 1000:.1f}"
        within = "unknown" if on_them is None else str(on_them)
        table.add_row(plain(str(name)), str(len(part)), str(shown), within, median, whole)
    out.print(table)


def _print_quality(recording: Recording, viewing: Viewing) -> Any:
    from neopain_gui.gaze.fixations import left_out, quality

    if not len(recording.table):
        raise InputError(
            "this recording has fixations only: how good its samples were is not in it",
            remedy="export it again with all samples",
        )
    people = quality(recording.samples, viewing)
    columns = ("samples", "valid", "as Studio", "lost", "precision")
    table = Table("participant", *columns, box=None)
    for row in people.to_dict("records"):
        shares = [percent(row[f"{name}_share"], ".1f") for name in ("valid", "studio", "lost")]
        precise = row["precision_deg"]
        known = "unknown" if precise != precise else f"{precise:.2f}°"
        table.add_row(plain(row["participant"]), str(row["samples"]), *shares, known)
    out.print(table)
    for row in left_out(people).to_dict("records"):
        err.print(plain(f"{row['participant']} left out: {row['why']}"), style="yellow")
    return quality(recording.samples, viewing, by="trial")
