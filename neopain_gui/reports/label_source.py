"""Which label a table is of: every table that splits by a label, or prints one, says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from neopain_gui.findings.comparison import DATA_SET_LABEL
from neopain_gui.reports.sheet import Sheet
from neopain_gui.reports.shown_table import ShownTable

SOURCE = "label_source"
"""Name of the column."""
_LABEL = "label"
_BY_CLASS = frozenset(
    {
        *("table3", "table3_means", "table3_counts", "table4", "table4_means", "table4_counts"),
        *("table5", "baselines", "baselines_photographs", "further_measures", "classifiers"),
        "relations",
    }
)
"""Tables whose numbers follow from labels, without a column for one."""
_SHOWN = frozenset(
    {
        *("table3", "table3_pairs", "table4", "table4_pairs", "table5", "table5_tests"),
        *("table5_paired", "table5_sizes", "baselines", "regions", "regions_means"),
        *("region_ranks", "classifiers", "contours", "maps", "fixations", "relations"),
    }
)


def with_label_source(sheets: Iterable[Sheet], source: str) -> list[Sheet]:
    """Return tables with a column that says whose label counts, where they have to do with one.

    Parameters
    ----------
    sheets : iterable of Sheet
        Any tables.
    source : str
        See :attr:`~neopain_gui.findings.comparison.Comparison.label_source`.
    """
    return [_with_column(one, source) for one in sheets]


def shown_with_label_source(tables: Iterable[ShownTable], source: str) -> list[ShownTable]:
    """Return tables that people read with a note where another label than the data set's counts."""
    if source == DATA_SET_LABEL:
        return list(tables)
    note = f"Pain and no pain: by {source}, not by the data set’s."
    return [replace(one, notes=(*one.notes, note)) if one.name in _SHOWN else one for one in tables]


def _with_column(sheet: Sheet, source: str) -> Sheet:
    if _LABEL in sheet.header:
        place = sheet.header.index(_LABEL) + 1
    elif sheet.name in _BY_CLASS:
        place = len(sheet.header)
    else:
        return sheet
    return replace(
        sheet,
        header=(*sheet.header[:place], SOURCE, *sheet.header[place:]),
        rows=tuple((*row[:place], source, *row[place:]) for row in sheet.rows),
    )
