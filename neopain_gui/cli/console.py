"""The application that commands are added to, and how they speak to the terminal."""

from __future__ import annotations

import codecs
import io
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from neopain_gui import __version__
from neopain_gui.errors import InputError
from neopain_gui.jobs import Job, JobMessage, PassedOver, Reached, Said
from neopain_gui.percentages import percent
from neopain_gui.pipeline.out_of_date_words import sentences

if TYPE_CHECKING:
    from neopain_gui.pipeline.out_of_date import OutOfDate
    from neopain_gui.study import Study

NOTICE = "Research use only. Not a medical device."

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

app = typer.Typer(
    name="neopain",
    help=f"Compare what people and neural networks look at when they judge neonatal pain. {NOTICE}",
    epilog="Without a command, or with the path of a study, the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


_SPELLED = {
    **{"×": "x", "–": "-", "−": "-", "—": "-", "…": "...", "·": "|", "→": "->", "←": "<-"},
    **{"’": "'", "‘": "'", "“": '"', "”": '"', "≥": ">=", "≤": "<=", "≈": "~", "±": "+-"},
    **{"σ": "sigma", "τ": "tau", "ρ": "rho", "δ": "delta", "°": " degrees", "µ": "u"},
    **{"━": "-", "╸": "-", "╺": "-"},
}
_ERRORS = "neopain"
_NO_NAME = re.compile(r"(\S{60})\S{200,}?([^\w\s]*)(?!\S)")


def spell_out() -> None:
    """Let the terminal spell what its character set has not: Windows' cp1252, plain ASCII."""
    codecs.register_error(_ERRORS, _spelled)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_spelling, error.object[error.start : error.end])), error.end


def _spelling(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return _SPELLED.get(letter) or bare or "?"


def plain(text: str) -> str:
    """Escape what a file calls things: brackets are rich's markup, control characters nobody's."""
    return escape(_printable(text))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def cut(text: str) -> str:
    """Cut words that are longer than any file's name: a cell of a table may hold anything."""
    return _NO_NAME.sub(r"\1…\2", text)


def complain(text: str) -> None:
    """Print what went wrong, in one line whatever somebody has typed or a file holds."""
    err.print(_printable(cut(text)), style="red", markup=False, soft_wrap=True)


def warn(text: str) -> None:
    """Print what should be looked at, in one line however long it is."""
    err.print(plain(cut(text)), style="yellow", soft_wrap=True)


def print_json(content: Any) -> None:
    """Print JSON for another program; what is undefined, for which JSON has no number, is null."""
    print(json.dumps(_without_nan(content), ensure_ascii=False, indent=2))  # noqa: T201


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def open_study(path: Path) -> Study:
    """Open a study for writing, if that can be, and say what was put in order."""
    from neopain_gui.study import Study

    study = Study.open(path)
    for sentence in study.remarks:
        warn(sentence)
    return study


def opened_to_write(path: Path) -> Study:
    """Open a study that is to be changed, and say what was put in order.

    Raises
    ------
    InputError
        It can only be read.
    """
    opened = open_study(path)
    if opened.read_only:
        why = str(opened.why_read_only)
        opened.close()
        raise InputError(why.removesuffix("."))
    return opened


_LINES = 10


class ConsoleJob:
    """A job that draws a progress bar on the terminal's error stream."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=1.0)
        self._reached = Reached()
        self._said = 0

    def check(self) -> None:
        """Ctrl+C stops; nothing to ask here."""

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Move the bar."""
        share = self._reached.at(done, total)
        self._bar.update(self._task, completed=share)
        if text:
            self._bar.update(self._task, description=text)
        if not self._bar.console.is_terminal:
            self._in_lines(share, text)

    def _in_lines(self, share: float, text: str) -> None:
        """Where no bar can move, say a line for each tenth: nobody waits minutes in silence."""
        tenth = int(share * _LINES + 1e-9)
        if self._said < tenth < _LINES:
            self._said = tenth
            what = f" {plain(text)}" if text else ""
            self._bar.console.print(f"{percent(tenth / _LINES)}{what}", soft_wrap=True)

    def partial(self, message: JobMessage) -> None:
        """Say what was passed over; the rest is written to files."""
        match message:
            case PassedOver():
                self._say(f"{message.what} left out: {message.why}")
            case Said():
                self._say(message.text)

    def _say(self, text: str) -> None:
        self._bar.console.print(text, style="yellow", markup=False)


@contextmanager
def progress() -> Iterator[Job]:
    """Show how far a job is, for as long as it takes."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        job = ConsoleJob(bar)
        yield job
        job.progress(1.0, 1.0)  # work that had less to do than it reckoned ends at its end, too


def say_out_of_date(found: Sequence[OutOfDate]) -> None:
    """Say which maps do not follow from the study as it is now, and what makes them again."""
    from neopain_gui.pipeline.out_of_date import of_raters, to_make

    for sentence in sentences(found):
        err.print(sentence, style="yellow", markup=False)
    groups, networks = to_make(found)
    if groups:
        err.print("'neopain gaze-maps STUDY' makes maps of groups again.", style="yellow")
    if of_raters(found):
        err.print("'neopain annotation-maps STUDY' makes raters' maps again.", style="yellow")
    if networks:
        err.print("'neopain run STUDY --out DIR' computes classifiers' maps again.", style="yellow")


def _version(show: bool) -> None:
    if show:
        out.print(f"NeoPain {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass
