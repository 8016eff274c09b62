"""Ratings as one long table: an answer a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.annotation.answers import Answer, Sitting
from neopain_gui.annotation.round import NOTE
from neopain_gui.annotation.said import Said
from neopain_gui.errors import InputError
from neopain_gui.reports.cells import tidy_table
from neopain_gui.reports.dictionary import dictionary_sheet
from neopain_gui.reports.sheet import sheet_csv

NAME = "ratings"
COLUMNS = (
    *("round", "rater", "group", "photograph", "file", "repeat", "turn", "instrument", "version"),
    *("item", "value", "codable", "text", "seconds", "at"),
)
NEEDED = ("photograph", "instrument", "value")
NOT_TAKEN = frozenset({"group", "turn"})
"""Columns that say what a study knows better: whose group a rater is in, its own order."""
_TRUE, _FALSE = ("true", "1", "yes", ""), ("false", "0", "no")
_FORMULA = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a table says of one turn.

    Attributes
    ----------
    line : int
        Where.
    round, rater : str
        As the table calls them; empty where it does not say.
    photographs : tuple of str
        Its names.
    said : Said
        What it says, of a photograph that has the first of those names.
    """

    line: int
    round: str
    rater: str
    photographs: tuple[str, ...]
    said: Said


def table(
    said: Iterable[Said],
    *,
    names: Mapping[str, str],
    groups: Mapping[str, str],
    turns: Mapping[tuple[str, str, str, int], int],
) -> dict[str, str]:
    """Return the table and its dictionary as CSV, by file name.

    Parameters
    ----------
    said : iterable of Said
        What to write.
    names, groups : Mapping of str to str
        What files of photographs are called, by id; the raters' groups.
    turns : Mapping of (str, str, str, int) to int
        Place of each turn in the rater's order, from 1.
    """
    rows: list[Sequence[str | float | bool | None]] = []
    for one in said:
        key = (one.round, one.rater, one.image_id, one.repeat)
        sitting = one.sitting
        time = (None, None) if sitting is None else (float(sitting.seconds), sitting.at)
        head = (*key[:2], groups.get(one.rater, ""), one.image_id, names[one.image_id])
        head += (one.repeat, turns.get(key))  # type: ignore[assignment]
        rows += [
            (*head, a.instrument, a.version, a.item, _whole(a.value), a.codable, a.text, *time)
            for a in one.answers
        ]
        if not one.answers and sitting is not None:
            rows.append((*head, *(None,) * 6, *time))
    return {
        f"{NAME}.csv": tidy_table(COLUMNS, rows),
        "dictionary.csv": sheet_csv(dictionary_sheet([(NAME, COLUMNS)])),
    }


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() else value


def unused(content: bytes) -> list[str]:
    """Return the columns of a table of ratings that say something which is not taken in."""
    head = content.decode("utf-8-sig", "replace").partition("\n")[0].strip()
    names = next(csv.reader([head], delimiter=_delimiter(head)), [])
    return [one for one in names if one and (one not in COLUMNS or one in NOT_TAKEN)]


def _delimiter(head: str) -> str:
    return ";" if head.count(";") > head.count(",") else ","


def rows_of(content: bytes, path: Path) -> list[Row]:
    """Read a table, also with semicolons and decimal commas.

    Raises
    ------
    InputError
        A column is missing, or a cell cannot be understood.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is no text in UTF-8", file=path) from error
    head = text.partition("\n")[0]
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(head))
    missing = [one for one in NEEDED if one not in (lines.fieldnames or ())]
    if missing:
        raise InputError(
            f"has no column “{missing[0]}”",
            file=path,
            place="line 1",
            remedy=f"a table of ratings has the columns {', '.join(NEEDED)} at least",
        )
    try:
        return [_row(cells, lines.line_num, path) for cells in lines]
    except csv.Error as error:
        raise InputError("is no table that can be read", file=path) from error


def _row(cells: Mapping[str | None, object], line: int, path: Path) -> Row:
    def cell(name: str) -> str:
        found = cells.get(name)
        return found.strip() if isinstance(found, str) else ""

    def wrong(name: str, why: str) -> InputError:
        return InputError(why, file=path, place=f"line {line}, column “{name}”")

    def number(name: str) -> float | None:
        try:
            return float(cell(name).replace(",", ".")) if cell(name) else None
        except ValueError as error:
            raise wrong(name, f"“{cell(name)}” is no number") from error

    repeat, codable = cell("repeat") or "0", cell("codable").lower()
    if repeat not in ("0", "1"):
        raise wrong("repeat", f"“{repeat}” is neither 0 nor 1")
    if codable not in (*_TRUE, *_FALSE):
        raise wrong("codable", f"“{codable}” is neither TRUE nor FALSE")
    photographs = tuple(one for one in (cell("photograph"), cell("file")) if one)
    if not photographs:
        raise wrong("photograph", "no photograph is named")
    turn = {"round": cell("round"), "rater": cell("rater"), "image_id": photographs[0]}
    at = {**turn, "repeat": int(repeat)}
    instrument, text, seconds = cell("instrument"), cell("text"), number("seconds")
    if text.startswith(_FORMULA):
        text = text[1:]
    try:
        answer = Answer(
            **at,  # type: ignore[arg-type]
            instrument=instrument,
            version=cell("version"),
            item=cell("item"),
            value=number("value"),
            codable=instrument == NOTE or codable in _TRUE,
            text=text,
        )
    except ValueError as error:
        raise wrong("value", str(error)) from error
    sitting = None
    try:
        if seconds is not None:
            sitting = Sitting(**at, seconds=seconds, done=True, at=cell("at"))  # type: ignore[arg-type]
    except ValueError as error:
        raise wrong("seconds", str(error)) from error
    return Row(
        line=line,
        round=turn["round"],
        rater=turn["rater"],
        photographs=photographs,
        said=Said(
            **at,  # type: ignore[arg-type]
            answers=(answer,) if instrument and answer.says_something else (),
            sitting=sitting,
        ),
    )
