"""A study's agreement as tables: on each photograph, and the means of Tables 3 and 4.

The report, the export of tables and a script's data frames are all made here. An undefined value
is an empty cell, never a number; beside it stands why, or how many there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from neopain_gui.agreement import partners
from neopain_gui.agreement.intervals import Interval, mean_over_neonates
from neopain_gui.agreement.measures import COUNTED, FAMILY, MEASURES, OVERLAP, measure_of
from neopain_gui.dataset.face_image import FaceImage, PainLabel, neonates_of
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.bands import BY_CHANCE, band
from neopain_gui.reports.cells import text as safe
from neopain_gui.reports.chance import pairs_above_chance
from neopain_gui.reports.sheet import Cell, Sheet

TABLES = {PainLabel.PAIN: "table3", PainLabel.NO_PAIN: "table4"}
"""Tables 3 and 4 of the dissertation."""
_WIDE = tuple(one.id for one in MEASURES if one.from_counts is not None and not one.follows_from)
"""Those that have a column of their own on each photograph."""
_PRINTED = 4
"""Decimals of the matrices and of what they rest on, as the dissertation's figures are kept."""


def _whose(image: FaceImage) -> tuple[Cell, Cell, Cell]:
    return (
        image.id,
        image.neonate.id if image.neonate else None,
        str(image.label) if image.label else None,
    )


def _on_photographs(compared: Comparison) -> Iterator[tuple[int, int]]:
    """Yield row and place of every pair that was compared on a photograph."""
    for row, place in zip(*np.nonzero(compared.table.compared), strict=True):
        yield int(row), int(place)


def results_sheet(compared: Comparison, metrics: Sequence[str] = COUNTED) -> Sheet:
    """Return some metrics of every pair on every photograph; those of counts of pixels by default.

    ``chance`` is what independent masks of the same coverages give by the metric.
    """
    table = compared.table
    values = {metric: table.values(metric) for metric in metrics}
    chance = {metric: table.chance(metric) for metric in metrics}
    covered = (table.values("coverage_a"), table.values("coverage_b"))
    rows: list[tuple[Cell, ...]] = []
    for row, place in _on_photographs(compared):
        image, pair = compared.images[row], table.pairs[place]
        flag = ""
        if any(math.isnan(values[metric][row, place]) for metric in metrics):
            flag = table.pair(row, place).flag
        rows += [
            (
                *_whose(image),
                *pair,
                metric,
                float(value := values[metric][row, place]),
                float(chance[metric][row, place]),
                float(covered[0][row, place]),
                float(covered[1][row, place]),
                flag if math.isnan(value) else None,
                image.file,
            )
            for metric in metrics
        ]
    return Sheet(
        name="results",
        says="Every metric of contour masks that follows from counts of pixels, of every pair of "
        "extraction models on every photograph.",
        header=(
            *("image", "neonate", "label", "model_a", "model_b", "metric", "value", "chance"),
            *("coverage_a", "coverage_b", "undefined_because", "file"),
        ),
        rows=tuple(rows),
    )


def per_image_sheet(compared: Comparison) -> Sheet:
    """Return every pair on every photograph in one row, a column for each measure.

    Those that follow from counts and from no other measure, chance behind the overlap, whose it
    is, and both coverages.
    """
    table = compared.table
    columns = {}
    for name in _WIDE:
        columns[name] = table.values(name)
        if name == OVERLAP:
            columns["chance"] = table.values("chance_overlap")
    columns |= {name: table.values(name) for name in ("coverage_a", "coverage_b")}
    return Sheet(
        name="agreement_per_image",
        says="Every pair of extraction models on every photograph, a column for each measure.",
        header=(
            *("image", "neonate", "label", "model_a", "model_b"),
            *columns,
            *("undefined_because", "file"),
        ),
        rows=tuple(
            (
                *_whose(compared.images[row]),
                *table.pairs[place],
                *(float(values[row, place]) for values in columns.values()),
                table.pair(row, place).flag or None,
                compared.images[row].file,
            )
            for row, place in _on_photographs(compared)
        ),
    )


class _Mean(NamedTuple):
    """What is known of a pair by a measure on the photographs of one class.

    Attributes
    ----------
    found : Interval
        Its mean.
    undefined : int
        Photographs on which it was compared and is not in the mean.
    chance : float
        The mean chance level of the overlap over the same photographs; NaN of other measures.
    """

    found: Interval
    undefined: int
    chance: float


def _class_means(compared: Comparison, label: PainLabel) -> Callable[[str, str, str], _Mean]:
    """Return what works out a mean: of a measure and two models, in either order."""
    table = compared.table
    rows = [row for row, image in enumerate(compared.images) if image.label is label]
    neonates = neonates_of([compared.images[row] for row in rows])
    places = {frozenset(pair): place for place, pair in enumerate(table.pairs)}
    seen, chances = table.compared[rows].sum(axis=0), table.values("chance_overlap")[rows]
    values = {metric: table.values(metric)[rows] for metric in FAMILY}

    def mean_of(metric: str, one: str, other: str) -> _Mean:
        place = places[frozenset((one, other))]
        mine = values[metric][:, place]
        found = mean_over_neonates(mine, neonates, within=measure_of(metric).range)
        known = chances[np.isfinite(mine), place]
        chance = float(known.mean()) if metric == OVERLAP and known.size else math.nan
        return _Mean(found, int(seen[place]) - found.n, chance)

    return mean_of


def means_matrix_sheet(compared: Comparison, label: PainLabel) -> Sheet:
    """Return the means of one class as Tables 3 and 4 print them: a matrix for each measure.

    1 on the diagonal; :func:`counts_sheet` says what each of the others rests on.
    """
    mean_of, names = _class_means(compared, label), [model.name for model in compared.models]
    return Sheet(
        name=f"{TABLES[label]}_means",
        says=f"Mean agreement on photographs of {label}, as the dissertation prints it.",
        header=("metric", "extraction_model", *map(safe, names)),
        rows=tuple(
            (
                metric,
                row,
                *(1.0 if row == one else mean_of(metric, row, one).found.value for one in names),
            )
            for metric in FAMILY
            for row in names
        ),
        decimals=_PRINTED,
    )


def counts_sheet(compared: Comparison, label: PainLabel) -> Sheet:
    """Return what each mean of :func:`means_matrix_sheet` rests on.

    Mean, standard deviation (divided by n less 1) and the ends of the 95 % interval over
    neonates, its degrees of freedom, photographs and neonates in the mean, undefined left out of
    it, and chance, the mean chance level of the overlap over the same photographs.
    """
    mean_of, names = _class_means(compared, label), [model.name for model in compared.models]
    rows: list[tuple[Cell, ...]] = []
    for metric in FAMILY:
        for one, other in combinations(names, 2):
            found, undefined, chance = mean_of(metric, one, other)
            rows.append(
                (
                    *(metric, one, other),
                    *(found.value, found.sd, found.low, found.high),
                    None if math.isnan(found.df) else round(found.df),
                    *(found.n, found.neonates, undefined, chance),
                )
            )
    return Sheet(
        name=f"{TABLES[label]}_counts",
        says=f"What the mean agreement on photographs of {label} rests on.",
        header=(
            *("metric", "model_a", "model_b", "mean", "sd", "low", "high", "df", "photographs"),
            *("neonates", "undefined", "chance"),
        ),
        rows=tuple(rows),
        decimals=_PRINTED,
    )


def means_sheet(findings: Analysis, label: PainLabel) -> Sheet:
    """Return the means of one class, each pair from either side: Table 3 or 4.

    ``best`` marks the partners with which a row's model agrees most; ``band`` is 4.2.2's word,
    or says that the pair overlaps by no more than chance gives.
    """
    compared = findings.comparison
    chosen = np.array([image.label is label for image in compared.images], bool)
    there = dict(zip(compared.table.pairs, compared.table.compared[chosen].T, strict=True))
    best = best_partners(findings, label)
    above = pairs_above_chance(compared, label)
    rows: list[tuple[Cell, ...]] = []
    for metric in COUNTED:
        by_pair = {
            frozenset((one.model_a, one.model_b)): one
            for one in findings.pairs
            if one.metric == metric
        }
        for model in compared.table.models:
            for partner in compared.table.models:
                one = by_pair.get(frozenset((model, partner)))
                if one is None:
                    continue
                mean, n = class_mean(one, label)
                seen = int(there[one.model_a, one.model_b].sum())
                rows.append(
                    (
                        metric,
                        model,
                        partner,
                        mean.value,
                        mean.low,
                        mean.high,
                        mean.sd,
                        mean.df,
                        n,
                        mean.neonates,
                        seen - n,
                        int(chosen.sum()) - seen,
                        band(metric, mean.value)
                        if (one.model_a, one.model_b) in above
                        else BY_CHANCE,
                        partner in best[metric, model],
                    )
                )
    return Sheet(
        name=TABLES[label],
        says=f"Mean agreement on photographs of {label}; intervals of 95 % over neonates.",
        header=(
            *("metric", "model", "partner", "mean", "low", "high", "sd", "df", "photographs"),
            *("neonates", "undefined", "not_compared", "band", "best_partner_of_model"),
        ),
        rows=tuple(rows),
    )


def class_mean(pair: PairSummary, label: PainLabel) -> tuple[Interval, int]:
    """Return a pair's mean on one class, with its interval, and of how many photographs."""
    return (pair.pain, pair.n_pain) if label is PainLabel.PAIN else (pair.no_pain, pair.n_no_pain)


def best_partners(findings: Analysis, label: PainLabel) -> dict[tuple[str, str], frozenset[str]]:
    """Return with whom each model agrees most on one class, by metric and model."""
    compared = findings.comparison
    rows = [row for row, image in enumerate(compared.images) if image.label is label]
    above = pairs_above_chance(compared, label)
    return {
        (metric, model): best
        for metric in compared.table.measures
        for model, best in partners.best_partners(compared.table, metric, rows, above).items()
    }
