"""How far raters agree, as tables: of one observation a row, and to be read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from neopain_gui.annotation.agreement.value import Value
from neopain_gui.findings.raters import COEFFICIENTS, Among, RaterRow, RoundAgreement
from neopain_gui.reports.sheet import Sheet, sheet_of
from neopain_gui.reports.shown_table import NOTHING, ShownCell, ShownTable, number, table_of

_HEADS: dict[Among, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "all": (
        "Agreement of all raters",
        (("per_cent",), ("fleiss",), ("alpha_nominal", "alpha_ordinal", "alpha_interval"),
         ("ac1",), ("brennan_prediger",), ("icc_2_1",), ("icc_3_1",), ("kendall_w",),
         ("dice",), ("iou",), ("hausdorff95",), ("points_apart",)),
    ),
    "pair": (
        "Agreement of two raters",
        (("per_cent",), ("cohen",), ("cohen_quadratic",), ("ac1",), ("icc_2_1",), ("bias",),
         ("lower",), ("upper",), ("dice",), ("iou",), ("hausdorff95",), ("points_apart",)),
    ),
    "repeat": (
        "Agreement of a rater with themselves",
        (("per_cent",), ("cohen",), ("cohen_quadratic",), ("ac1",), ("icc_2_1",), ("bias",),
         ("lower",), ("upper",), ("dice",), ("iou",), ("hausdorff95",), ("points_apart",)),
    ),
    "without": (
        "Agreement of the others without a rater",
        (("alpha_nominal", "alpha_ordinal", "alpha_interval"),),
    ),
}  # fmt: skip
"""Titles of the tables to be read, and which coefficients stand in their columns."""
_NAMES: dict[Among, str] = {
    "all": "raters",
    "pair": "raters_pairs",
    "repeat": "raters_repeats",
    "without": "raters_without",
}
_NOTES = (
    "In brackets intervals of 95 % from bootstrap samples of neonates; a dash where a coefficient "
    "does not fit the question or is undefined. What could not be told counts as nothing said. "
    "Krippendorff’s α is nominal of two answers, ordinal of several levels, interval of scores and "
    "totals. Points apart: how far two raters put the same point of the face, in distances between "
    "the eyes, 0 where they agree; point by point of all raters, else of all points together."
)
_DECIMALS = {"hausdorff95": 1, "points_apart": 3}


def rater_sheets(found: Sequence[RoundAgreement]) -> list[Sheet]:
    """Return every coefficient as a table of one a row; nothing where there is none."""
    rows = [row for one in found for row in one.rows]
    if not rows:
        return []
    made = sheet_of(
        "raters",
        "How far raters agree: every coefficient of every question, of all raters, of each two, "
        "of all but one, and of each with themselves where photographs came twice. Intervals of "
        "95 % from bootstrap samples of neonates.",
        rows,
        {
            **{name: name for name in ("round", "instrument", "item")},
            "is_total": "total",
            "question": "title",
            "among": "among",
            "raters": "raters",
            "coefficient": "coefficient",
            "value": "found.value",
            "low": "found.low",
            "high": "found.high",
            "photographs": "found.n",
            "neonates": "found.neonates",
            "not_codable": lambda row: row.not_codable if row.among == "all" else None,
            "samples_undefined": "found.undefined",
            "because": "found.why",
        },
    )
    return [made]


def rater_tables(found: Sequence[RoundAgreement]) -> list[ShownTable]:
    """Return the tables to be read: of all raters, of each two, of each with themselves."""
    return [table for among in _HEADS if (table := _table(found, among)) is not None]


def cell_text(row: RaterRow) -> str:
    """Return a coefficient with its interval as a cell has it."""
    return _text(row.found, _DECIMALS.get(row.coefficient, 2))


def _table(found: Sequence[RoundAgreement], among: Among) -> ShownTable | None:
    title, wanted = _HEADS[among]
    there = {row.coefficient for one in found for row in one.of(among)}
    columns = [one for one in wanted if there & set(one)]
    if not columns:
        return None
    heads = [COEFFICIENTS[one[0]][0] for one in columns]
    names = ["Question"] if among == "all" else ["Question", "Who"]
    sections = tuple(
        (one.round, tuple(_rows(one, among, columns))) for one in found if one.of(among)
    )
    return table_of(
        _NAMES[among], title, (*names, *heads, "Photographs"), sections, notes=(_NOTES,)
    )


def _rows(
    found: RoundAgreement, among: Among, columns: Sequence[tuple[str, ...]]
) -> Iterator[tuple[ShownCell, ...]]:
    by_question: dict[tuple[str, str], dict[str, RaterRow]] = {}
    for row in found.of(among):
        if row.coefficient == "points_apart" and row.item and among != "all":
            continue  # a table of each point for each two raters would be read by nobody
        by_question.setdefault((row.title, row.who), {})[row.coefficient] = row
    for (title, who), rows in by_question.items():
        cells = [ShownCell(text=title)] + ([] if among == "all" else [ShownCell(text=who)])
        for some in columns:
            there = next((rows[one] for one in some if one in rows), None)
            cells.append(
                ShownCell(text=NOTHING)
                if there is None
                else ShownCell(text=cell_text(there), hint=there.found.why)
            )
        cells.append(ShownCell(text=str(max(row.found.n for row in rows.values()))))
        yield tuple(cells)


def _text(value: Value, decimals: int) -> str:
    if math.isnan(value.value) or math.isnan(value.low):
        return number(value.value, decimals)
    ends = f"{number(value.low, decimals)} to {number(value.high, decimals)}"
    return f"{number(value.value, decimals)} ({ends})"
