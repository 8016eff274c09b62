"""How the files of an import were read, in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from neopain_gui.counted import matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.gaze.import_preview.importing import FileFound, RecordingsPreview
    from neopain_gui.gaze.recordings import Dialect

UNITS = {"us": "\u00b5s"}
DELIMITERS = {"\t": "tabs", ";": "semicolons", ",": "commas"}


def report_of(found: RecordingsPreview, more: Sequence[str] = ()) -> str:
    """Return the dialect report of files as HTML: what each is, what was guessed, what is left.

    ``more`` are further sentences, which come first.
    """
    said = "".join(f"<p>{escape(warning)}</p>" for warning in (*more, *found.warnings))
    return said + "".join(_file(file) for file in found.files)


def _clock(dialect: Dialect) -> str:
    """Return the clock's column with its unit, which newer exports write in the column's name."""
    unit = UNITS.get(dialect.clock_unit, dialect.clock_unit)
    named = f"[{unit}]" in dialect.clock.replace("\u03bc", "\u00b5")  # Greek letter, micro sign
    return dialect.clock if named else f"{dialect.clock} ({unit})"


def _file(file: FileFound) -> str:
    dialect = file.dialect
    size = None if file.screen_guessed else file.screen_size
    mark = "decimal comma" if dialect.decimal_mark == "," else "decimal point"
    facts = [
        dialect.name,
        f"{dialect.encoding}, {DELIMITERS.get(dialect.delimiter, 'columns')}, {mark}",
        f"clock: {_clock(dialect)}",
        "rate unknown" if file.rate_hz is None else f"{file.rate_hz:.0f} Hz",
        f"screen {size[0]} × {size[1]}" if size else "screen not in the file",
        file.device or "eye tracker not named",
    ]
    if file.fixations:
        word = matching(file.fixations, "fixation", "fixations")
        facts.append(f"{file.fixations:,} exported {word}")
    lines = [f"<b>{escape(file.file.name)}</b>: {escape('; '.join(facts))}."]
    lines += [f"Guessed: {escape(guess)}." for guess in dialect.guesses]
    lines += [escape(warning) for warning in file.warnings]
    if file.personal:
        names = ", ".join(file.personal)
        lines.append(f"Personal data that is not kept: {escape(names)}.")
    return f"<p style='margin: 0 0 6px 0'>{'<br>'.join(lines)}</p>"
