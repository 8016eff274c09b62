"""The data dictionary: a table of what stands in every column of other tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neopain_gui.reports.column_kinds import TEXT, Column, named
from neopain_gui.reports.columns import COMMON, NAME, OWN
from neopain_gui.reports.sheet import Cell, Sheet


def column(table: str, name: str) -> Column | None:
    """Return what a column of a table holds; None where nobody has said."""
    return OWN.get(table, {}).get(name) or COMMON.get(name)


def is_text(table: str, name: str) -> bool:
    """Return whether names stand in a column, so that a point in a cell is part of one."""
    said = column(table, name)
    return said is not None and not said.unit and said.range == TEXT


def dictionary_sheet(
    tables: Sequence[tuple[str, Sequence[str]]], others: Mapping[str, str] | None = None
) -> Sheet:
    """Return what every column of some tables holds.

    Parameters
    ----------
    tables : sequence of (str, sequence of str)
        Each table's name and its columns; before a slash what it is a table of, where tables of
        two kinds have one name.
    others : Mapping of str to str
        What is said of columns that the study's own words name: extraction models, attributes.
    """
    header = ("file", "column", "unit", "range", "meaning")
    rows: list[tuple[Cell, ...]] = []
    for table, columns in (*tables, (NAME, header)):
        for name in columns:
            said = column(table, name) or named((others or {}).get(name, ""))
            rows.append((f"{table.rpartition('/')[2]}.csv", name, *said))
    return Sheet(
        name=NAME,
        says="What every column of every table holds: unit, range, meaning.",
        header=header,
        rows=tuple(rows),
    )


def dictionary_of(sheets: Sequence[Sheet], models: Sequence[str]) -> Sheet:
    """Return the dictionary of a report's tables, of which some have extraction models as columns.

    Parameters
    ----------
    sheets : sequence of Sheet
        All tables but this one.
    models : sequence of str
        Names of the extraction models.
    """
    said = {name: f"p with the extraction model {name}." for name in models}
    return dictionary_sheet([(one.name, one.header) for one in sheets], said)
