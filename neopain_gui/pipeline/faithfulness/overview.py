"""The summary as people read it: one line a method, mean and interval in each cell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from neopain_gui.attribution.methods import METHODS
from neopain_gui.faithfulness.randomisation import verdict
from neopain_gui.pipeline.faithfulness.findings import (
    RANDOM_SPEARMAN,
    SECONDS,
    Findings,
    SummaryRow,
)
from neopain_gui.pipeline.faithfulness.measures import CHANGED_PIXELS, DIFFERING_REGIONS

_CHANCE = "chance: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the overview.

    Attributes
    ----------
    title : str
        For people.
    measure : str
        Of the summary.
    """

    title: str
    measure: str


NEONATES = "neonates"
TABLES = {
    "Where the relevance lies": (
        Column(title="inside the regions", measure=f"share ({DIFFERING_REGIONS})"),
        Column(title="their area", measure=f"area ({DIFFERING_REGIONS})"),
        Column(title="inside / area", measure=f"gain ({DIFFERING_REGIONS})"),
        Column(title="changed pixels: inside / area", measure=f"gain ({CHANGED_PIXELS})"),
        Column(title="τ, regions at rest", measure="tau_share (at rest)"),
        Column(title="τ, regions blurred", measure="tau_share (blurred)"),
    ),
    "What the classifier has to do with it": (
        Column(title="deletion AUC ↓", measure="deletion_auc"),
        Column(title="insertion AUC ↑", measure="insertion_auc"),
        Column(title="noise: largest change", measure="sensitivity_maximum"),
        Column(title="nothing learnt: Spearman", measure=RANDOM_SPEARMAN),
        Column(title="seconds a map", measure=SECONDS),
    ),
}
"""What each table of the overview shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One table of the methods on one classifier.

    Attributes
    ----------
    classifier : str
    title : str
        What the table is about.
    columns : tuple of str
        How many neonates, then what was measured.
    lines : tuple of tuple of str
        The method's title, then a cell for each column.
    """

    classifier: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def overviews(findings: Findings, *, seed: int = 0, intervals: bool = True) -> list[Overview]:
    """Return the tables of each classifier: methods first, then controls, then chance."""
    summary = findings.summary(seed)
    found = []
    for name in dict.fromkeys(row.classifier for row in summary):
        cells = {(r.method, r.measure): r for r in summary if r.classifier == name}
        for title, wanted in TABLES.items():
            columns = [c for c in wanted if any(measure == c.measure for _, measure in cells)]
            measures = {column.measure for column in columns}
            methods = dict.fromkeys(method for method, m in cells if m in measures)
            if columns:
                rows = [
                    (method, [cells.get((method, column.measure)) for column in columns])
                    for method in sorted(methods, key=_place)
                ]
                found.append(
                    Overview(
                        classifier=name,
                        title=title,
                        columns=(NEONATES, *(column.title for column in columns)),
                        lines=tuple(
                            (_title(method), _counts(row), *(_cell(c, intervals) for c in row))
                            for method, row in rows
                        ),
                    )
                )
    return found


def markdown(overview: Overview) -> str:
    """Return an overview as a Markdown table."""
    header = ["method", *overview.columns]
    rule = ["---", *["---:"] * len(overview.columns)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (header, rule, *overview.lines))


def _place(method: str) -> int:
    known = METHODS.get(method)
    if known is None:
        return 2
    return 1 if known.control else 0


def _title(method: str) -> str:
    known = METHODS.get(method)
    if known is None:
        return f"{_CHANCE}{method}"
    return f"control: {known.title}" if known.control else known.title


def _counts(row: list[SummaryRow | None]) -> str:
    """Return how many neonates the cells are means of; two numbers where some are of fewer."""
    counts = {cell.n + cell.undefined for cell in row if cell and cell.measure != SECONDS}
    return "–".join(map(str, sorted({min(counts), max(counts)}))) if counts else ""


def _cell(row: SummaryRow | None, intervals: bool) -> str:
    if row is None:
        return ""
    if math.isnan(row.mean):
        return "undefined"
    text = f"{row.mean:.2f}"
    if intervals and not math.isnan(row.low):
        low, high = f"{row.low:.2f}", f"{row.high:.2f}"
        text += "" if low == high else f" [{low}, {high}]"
    if row.undefined:
        text += f", {row.undefined} undefined"
    flag = verdict(row.mean) if row.measure == RANDOM_SPEARMAN else ""
    return f"{text} ({flag})" if flag else text


def unchanged(rows: Iterable[SummaryRow]) -> list[tuple[str, str, str]]:
    """Return classifier, method and verdict where a map does not follow what was learnt."""
    return [
        (row.classifier, row.method, verdict(row.mean))
        for row in rows
        if row.measure == RANDOM_SPEARMAN and verdict(row.mean)
    ]
