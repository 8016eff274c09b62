"""What the statistics say, as text in rows. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from neopain_gui.dataset.records import PainLabel
from neopain_gui.reports.chance import BesideChance, beside_chance

if TYPE_CHECKING:
    from neopain_gui.agreement.intervals import Interval
    from neopain_gui.pipeline.analysis import Analysis, PairSummary

_BOUNDS = ("half and half", "half and all")
"""Of the people of a group among themselves: the lower and the upper bound of agreement with it."""

Chances = dict[tuple[str, str], BesideChance]


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows.

    Attributes
    ----------
    heads : sequence of str
        Of the columns.
    rows : list of list of str
        What stands in the cells.
    by_chance : frozenset of (int, int)
        Row and column of the means that are not above what chance gives their photographs.
    """

    heads: Sequence[str]
    rows: list[list[str]]
    by_chance: frozenset[tuple[int, int]] = frozenset()


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
        "tested. Holm's and Benjamini and Hochberg's corrections allow for the number of tests of "
        "the family{family}. Intervals are of 95 % over neonates."
    ),
    Page.BASELINES: (
        "Same photograph: agreement after all faces are brought to one size, so that they can be "
        "compared. Other neonates: with the other model's masks of photographs of other neonates "
        "of the same class; p by exchange of neonates, after Holm within the family{family}. "
        "Average face: with the region that the other model marks on faces in general. If the "
        "agreement on the same photograph is no higher than these, it shows where faces are, not "
        "what this photograph shows. People: between one half of the "
        "group and the other, and between a half and the whole group."
    ),
    Page.FEATURES: (
        "Relevance inside each feature, compared with an even map (1 is even); in brackets the "
        "rank. "
        "Features are placed by {sources}."
    ),
}

_GREY = (
    "Grey: the two models’ masks overlap by no more than independent masks of the same sizes "
    "would (chance)."
)


def table_of(analysis: Analysis, page: Page, metric: str) -> Table:
    """Return the heads and the rows of a page."""
    if page is Page.FEATURES:
        return _features(analysis)
    pairs = [one for one in analysis.pairs if one.metric == metric]
    if page is Page.BASELINES:
        heads = ("Pair", "Mean", "Chance", "Same photograph", "Other neonates", "p (Holm)",
                 "Average face", "People")  # fmt: skip
        everywhere = beside_chance(analysis.comparison)
        means = {1: (everywhere, [one.all_images.value for one in pairs])}
        return Table(heads, [_baselines(one, analysis) for one in pairs], _grey(pairs, means))
    chances = [
        beside_chance(analysis.comparison, label) for label in (PainLabel.PAIN, PainLabel.NO_PAIN)
    ]
    means = {
        1: (chances[0], [one.pain.value for one in pairs]),
        2: (chances[1], [one.no_pain.value for one in pairs]),
    }
    if page is Page.TABLE_5:
        tests: Sequence[str] = ("Test", "p")
        rows = [_table_5(one, *chances) for one in pairs]
    else:
        tests = ("Hedges' g", "Test", "p", "p (Holm)", "p (Benjamini–Hochberg)")
        rows = [_paired(one, *chances) for one in pairs]
    return Table(("Pair", "Pain", "No pain", *tests), rows, _grey(pairs, means))


def _grey(
    pairs: Sequence[PairSummary], means: dict[int, tuple[Chances, list[float]]]
) -> frozenset[tuple[int, int]]:
    """Return where a mean stands on no more than chance; an undefined one says nothing."""
    return frozenset(
        (row, column)
        for column, (chances, values) in means.items()
        for row, (one, value) in enumerate(zip(pairs, values, strict=True))
        if not math.isnan(value) and not chances[one.model_a, one.model_b].above
    )


def explanation(analysis: Analysis, page: Page) -> str:
    """Return the sentence that belongs under a page."""
    sources = " and ".join(analysis.region_sources) or "nothing"
    family = next((one.family for one in analysis.pairs if one.family), "")
    said = EXPLAINED[page].format(sources=sources, family=f" ({family})" if family else "")
    return said if page is Page.FEATURES else f"{said} {_GREY}"


def _with_chance(text: str, one: PairSummary, chances: Chances) -> str:
    """Put the chance level of the same photographs beside an overlap."""
    chance = chances[one.model_a, one.model_b].chance
    alone = one.metric != "overlap" or math.isnan(chance) or text == _n(math.nan)
    return text if alone else f"{text}, chance {chance:.3f}"


def _name(one: PairSummary) -> str:
    return f"{one.model_a} · {one.model_b}"


def _table_5(one: PairSummary, pain: Chances, no_pain: Chances) -> list[str]:
    return [
        _name(one),
        _with_chance(_n(one.pain.value), one, pain),
        _with_chance(_n(one.no_pain.value), one, no_pain),
        one.independent.why or str(one.independent.test),
        _p(one.independent.p),
    ]


def _paired(one: PairSummary, pain: Chances, no_pain: Chances) -> list[str]:
    return [
        _name(one),
        _with_chance(_interval(one.pain), one, pain),
        _with_chance(_interval(one.no_pain), one, no_pain),
        _interval(one.hedges),
        one.paired.why or str(one.paired.test),
        _p(one.paired.p),
        _p(one.paired_p_holm),
        _p(one.paired_p_bh),
    ]


def _baselines(one: PairSummary, analysis: Analysis) -> list[str]:
    found = {
        (its.group, str(its.bound)): its.value.value
        for its in analysis.ceilings
        if its.metric == one.metric
    }
    people = [
        f"{' to '.join(_n(found[group, bound]) for bound in _BOUNDS)} ({group})"
        for group in (one.model_a, one.model_b)
        if all((group, bound) in found for bound in _BOUNDS)
    ]
    return [
        _name(one),
        _interval(one.all_images),
        _n(one.chance),
        _n(one.own),
        _n(one.shuffled),
        _p(one.shuffled_p_holm),
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
    return Table(heads, rows)


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
    if math.isnan(found.low):
        return f"{found.value:.3f} [{found.why or '–'}]"
    return f"{found.value:.3f} [{_n(found.low)}, {_n(found.high)}]"
