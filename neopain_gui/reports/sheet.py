"""A table of one observation a row: as CSV, and with others as a workbook.

Both depend on their arguments alone: a workbook's clock is stopped.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from neopain_gui.reports.cells import plain, tidy_table

Cell = str | int | float | bool | None

MOST_ROWS = 1_048_575
"""Rows of a spreadsheet, without the header."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SMALL = 1e-5
_WIDEST = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table.

    Attributes
    ----------
    name : str
        Of its file without the ending, and of its sheet in a workbook; at most 31 characters.
    says : str
        What stands in it, for people.
    header : tuple of str
        Names of the columns.
    rows : tuple of tuple
        Text, whole numbers, numbers, truth values; None and NaN where there is nothing.
    exact : bool
        Whether every number is a p-value, written with all its digits; else those whose column is
        called so.
    decimals : int, optional
        With how many every number is written; six by default, and the digits of very small ones.
    in_workbook : bool
        Whether a workbook has it too; points of outlines are read by programs, not by people.
    """

    name: str
    says: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    exact: bool = False
    decimals: int | None = None
    in_workbook: bool = True


Columns = Mapping[str, str | Callable[[Any], object]]
"""Columns of a table, each with what stands in it: an attribute, dots between, or a function."""


def sheet_of(name: str, says: str, records: Iterable[Any], columns: Columns) -> Sheet:
    """Return a table of one record a row.

    Text that is empty is an empty cell; of several names they stand in one, with semicolons.
    """
    get = [attrgetter(one) if isinstance(one, str) else one for one in columns.values()]
    return Sheet(
        name=name,
        says=says,
        header=tuple(columns),
        rows=tuple(tuple(_cell(one(record)) for one in get) for record in records),
    )


def interval_columns(prefix: str, of: str) -> dict[str, str]:
    """Return the columns of an interval: its ends, standard deviation, degrees of freedom."""
    return {f"{prefix}{what}": f"{of}.{what}" for what in ("low", "high", "sd", "df")}


def _cell(value: object) -> Cell:
    if isinstance(value, tuple | list):
        value = "; ".join(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value) or None


def sheet_csv(sheet: Sheet) -> str:
    """Return a table as CSV.

    Six decimals, six digits of what is smaller than 0.00001; p-values with all the digits that
    they are computed with, because corrections multiply what is cut off.
    """
    if sheet.decimals is not None:
        return tidy_table(sheet.header, sheet.rows, sheet.decimals)
    exact = [sheet.exact or is_p(name) for name in sheet.header]
    return tidy_table(
        sheet.header,
        ([_written(cell, p) for cell, p in zip(row, exact, strict=True)] for row in sheet.rows),
    )


def is_p(column: str) -> bool:
    """Return whether p-values stand in a column.

    >>> [is_p(name) for name in ("p", "chance_p_holm", "shapiro_p_pain", "placed_by", "sample")]
    [True, True, True, False, False]
    """
    return "p" in column.split("_")


def _written(cell: Cell, exact: bool) -> Cell:
    if not isinstance(cell, float) or math.isnan(cell):
        return cell
    if exact:
        return repr(cell)
    return f"{cell:.6g}" if 0 < cell < _SMALL else cell


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return tables as one XLSX workbook, its first sheet a list of them.

    Text is stored as text, whatever it begins with. A table that is longer than a spreadsheet is
    named, not cut: its CSV file has it whole.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    contents = Sheet(
        name="contents",
        says="",
        header=("sheet", "rows", "what stands in it"),
        rows=tuple((one.name, len(one.rows), _where(one)) for one in sheets),
    )
    for sheet in (contents, *sheets):
        if sheet.in_workbook and len(sheet.rows) <= MOST_ROWS:
            _fill(book.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def _where(sheet: Sheet) -> str:
    if not sheet.in_workbook:
        return f"{sheet.says} In {sheet.name}.csv alone."
    if len(sheet.rows) <= MOST_ROWS:
        return sheet.says
    return f"{sheet.says} Too long for a spreadsheet: it is in {sheet.name}.csv."


def _fill(page: object, sheet: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for row, values in enumerate((sheet.header, *sheet.rows), start=1):
        for column, value in enumerate(values, start=1):
            if value is None or (isinstance(value, float) and math.isnan(value)):
                continue
            cell = page.cell(row=row, column=column)  # type: ignore[attr-defined]
            if isinstance(value, str):
                cell.value, cell.data_type = plain(value), "s"
            else:
                cell.value = value
            if row == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "A2"  # type: ignore[attr-defined]
    for column, name in enumerate(sheet.header, start=1):
        letters = max([len(name), *(len(str(row[column - 1])) for row in sheet.rows[:200]
                                    if isinstance(row[column - 1], str))])  # fmt: skip
        page.column_dimensions[get_column_letter(column)].width = min(_WIDEST, letters + 2)  # type: ignore[attr-defined]


def _without_clock(book: bytes) -> bytes:
    """Pack a workbook again with one date everywhere."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
