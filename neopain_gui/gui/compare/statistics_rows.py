"""What the statistics say, as text in rows. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.agreement.effect_sizes import Interval
    from neopain_gui.pipeline.analysis import Analysis, PairSummary

Table = tuple[Sequence[str], list[list[str]]]


class Page(StrEnum):
    """The tables that can be chosen."""

    TABLE_5 = "Pain against no pain (Table 5)"
    PAIRED = "Paired and corrected, with effect sizes"
    BASELINES = "Compared with chance, other faces and people"
    FEATURES = "Features of the face"


EXPLAINED = {
    Page.TABLE_5: (
        "As in section 4.2.2 of the dissertation: Student's t-test where Shapiro and Wilk's test "
        "finds both classes compatible with a normal distribution, otherwise Mann and Whitney's U. "
        "It treats all photographs as if they were of different neonates, and does not correct for "
        "the number of tests."
    ),
    Page.PAIRED: (
        "Each neonate's photographs with and without pain belong together, so their differences "
        "are "
        "tested. Holm's and Benjamini and Hochberg's corrections allow for the number of tests. "
        "Intervals are 95 % bootstrap intervals over neonates."
    ),
    Page.BASELINES: (
        "Same photograph: agreement after all faces are brought to one size, so that they can be "
        "compared. Other photographs: with the other model's masks of other photographs. Average "
        "face: with the region that the other model marks on faces in general. If the agreement on "
        "the same photograph is no higher than these, it shows where faces are, not what this "
        "photograph shows. People: one participant compared with the rest of the group."
    ),
    Page.FEATURES: (
        "Relevance inside each feature, compared with an even map (1 is even); in brackets the "
        "rank. "
        "Features are placed by {sources}."
    ),
}


def table_of(analysis: Analysis, page: Page, metric: str) -> Table:
    """Return the heads and the rows of a page."""
    if page is Page.FEATURES:
        return _features(analysis)
    pairs = [one for one in analysis.pairs if one.metric == metric]
    if page is Page.TABLE_5:
        return _with_chance(("Test", "p"), [_table_5(one) for one in pairs], pairs)
    if page is Page.PAIRED:
        tests = ("Hedges' g", "Test", "p", "p (Holm)", "p (Benjamini–Hochberg)")
        return _with_chance(tests, [_paired(one) for one in pairs], pairs)
    heads: Sequence[str] = (
        "Pair",
        "Mean",
        "Chance",
        "Same photograph",
        "Other photographs",
        "p",
        "Average face",
        "People",
    )
    return heads, [_baselines(one, analysis) for one in pairs]


def explanation(analysis: Analysis, page: Page) -> str:
    """Return the sentence that belongs under a page."""
    sources = " and ".join(analysis.region_sources) or "nothing"
    return EXPLAINED[page].format(sources=sources)


def _with_chance(
    tests: Sequence[str], rows: list[list[str]], pairs: Sequence[PairSummary]
) -> Table:
    """Put the chance level, where a measure has one, between the means and their tests."""
    heads = ("Pair", "Pain", "No pain")
    if all(math.isnan(one.chance) for one in pairs):
        return (*heads, *tests), rows
    place = len(heads)
    beside = [
        [*row[:place], _n(one.chance), *row[place:]] for row, one in zip(rows, pairs, strict=True)
    ]
    return (*heads, "Chance", *tests), beside


def _name(one: PairSummary) -> str:
    return f"{one.model_a} · {one.model_b}"


def _table_5(one: PairSummary) -> list[str]:
    test = one.independent.why or str(one.independent.test)
    return [_name(one), _n(one.pain.value), _n(one.no_pain.value), test, _p(one.independent.p)]


def _paired(one: PairSummary) -> list[str]:
    return [
        _name(one),
        _interval(one.pain),
        _interval(one.no_pain),
        _interval(one.hedges),
        one.paired.why or str(one.paired.test),
        _p(one.paired.p),
        _p(one.paired_p_holm),
        _p(one.paired_p_bh),
    ]


def _baselines(one: PairSummary, analysis: Analysis) -> list[str]:
    people = [
        f"{_n(found.value.value)} ({found.group})"
        for found in analysis.ceilings
        if found.metric == one.metric and found.group in (one.model_a, one.model_b)
    ]
    return [
        _name(one),
        _interval(one.all_images),
        _n(one.chance),
        _n(one.own),
        _n(one.shuffled),
        _p(one.beyond_shuffled.p),
        _n(one.mean_map),
        ", ".join(people) or "–",
    ]


def _features(analysis: Analysis) -> Table:
    features = list(dict.fromkeys(row.region for row in analysis.regions))
    heads = ("Extraction model", *(feature.capitalize() for feature in features))
    rows = []
    for model in dict.fromkeys(row.model for row in analysis.regions):
        cells = {
            row.region: _ranked(row.density, row.rank)
            for row in analysis.regions
            if (row.model, row.label) == (model, "all")
        }
        rows.append([model, *(cells[feature] for feature in features)])
    return heads, rows


def _ranked(density: float, rank: float) -> str:
    """Return a density with its rank; regions of one's own have none."""
    return _n(density, 2) if math.isnan(rank) else f"{_n(density, 2)} ({_n(rank, 0)})"


def _n(value: float, digits: int = 3) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def _p(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _interval(found: Interval) -> str:
    if math.isnan(found.value):
        return "–"
    return f"{found.value:.3f} [{_n(found.low)}, {_n(found.high)}]"
