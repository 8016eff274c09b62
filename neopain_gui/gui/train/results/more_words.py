"""Calibration, thresholds, subgroups, people and comparisons as people read them. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from neopain_gui.gui.train.results.fold_words import (
    UNDEFINED,
    ends,
    number,
    number_with,
    share,
    share_with,
)
from neopain_gui.gui.widgets.shown_words import Table
from neopain_gui.training.evaluation import BesidePeople, Paired, RunEvaluation
from neopain_gui.training.evaluation.bootstrap import Bounds
from neopain_gui.training.evaluation.calibration import Calibration
from neopain_gui.training.evaluation.subgroups import FIGURES as SUBGROUP_FIGURES

NO_INNER = (
    "Not chosen: there are no predictions on inner validation, and nothing is chosen on what is "
    "tested."
)
_AUC = {"auc": "AUC"}


def calibration_table(found: RunEvaluation) -> Table:
    """Return how class scores relate to how often pain is, also with temperatures."""
    columns = [("as it is", found.calibration)]
    if found.tempered is not None:
        columns.append(("with temperature", found.tempered.calibration))
    lines = [_calibration(one) for _, one in columns]
    names = list(lines[0])
    return Table(
        heads=("figure", *(name for name, _ in columns)),
        rows=tuple((name, *(line[name] for line in lines)) for name in names),
    )


def _calibration(found: Calibration) -> dict[str, str]:
    return {
        "calibration error, 15 bins of equal widths": share(found.error_equal_widths),
        "calibration error, 15 bins of equal counts": share(found.error_equal_counts),
        "Brier score (0 is best)": number_with(found.brier_bounds),
        "skill over the share of pain (1 is best)": number(found.brier.skill),
        "intercept (0 is best)": number_with(found.intercept),
        "slope (1 is best; below, scores are too extreme)": number_with(found.slope),
        "calibration in the large (0 is best)": number(found.in_the_large),
    }


def temperature_words(found: RunEvaluation) -> str:
    """Say which temperatures inner validation chose."""
    if found.tempered is None:
        return NO_INNER
    known = [one for one in found.tempered.by_fold.values() if math.isfinite(one)]
    if not known:
        return "No temperature could be chosen: inner validation has one class in every fold."
    left = len(found.tempered.by_fold) - len(known)
    without = f" In {left} of the folds none could be chosen, so 1 stands." if left else ""
    return (
        f"The temperature was chosen on inner validation, fold by fold: {min(known):.2f} to "
        f"{max(known):.2f}, in the middle {median(known):.2f}. Above 1 the scores were too "
        f"extreme.{without}"
    )


def threshold_table(found: RunEvaluation) -> Table:
    """Return what is achieved from 0.5 on, and with thresholds that inner validation chose."""
    rows = [("0.5 for every fold", "0.500", *_at(found.table.pooled))]
    for one in found.thresholds:
        known = [cut for cut in one.by_fold.values() if math.isfinite(cut)]
        cuts = f"{min(known):.3f} to {max(known):.3f}" if known else "0.500 (none chosen)"
        rows.append((one.rule.name, cuts, *_at(one.table.pooled)))
    heads = ("chosen by", "pain from a class score of", "sensitivity", "specificity", "accuracy")
    return Table(heads=heads, rows=tuple(rows))


def _at(pooled: Mapping[str, Bounds]) -> tuple[str, ...]:
    return tuple(share_with(pooled[name]) for name in ("sensitivity", "specificity", "accuracy"))


def subgroup_table(found: RunEvaluation) -> Table:
    """Return figures by data set, sex and stimulus."""
    figures = [_AUC.get(name, name) for name in SUBGROUP_FIGURES]
    return Table(
        heads=("photographs with", "photographs", "neonates", "of them pain", *figures),
        rows=tuple(
            (
                f"{one.by}: {one.name}",
                *(str(one.photographs), str(one.neonates), str(one.pain)),
                *(share_with(one.figures[name]) for name in SUBGROUP_FIGURES),
            )
            for one in found.subgroups
        ),
    )


def people_table(groups: Sequence[BesidePeople]) -> Table:
    """Return people's own scores beside the classifier's on the same photographs."""
    rows = []
    for one in groups:
        who = f"{one.group} ({one.people} on {one.photographs} photographs)"
        for name, (people, classifier, difference) in one.figures.items():
            rows.append(
                (
                    who,
                    _AUC.get(name, name),
                    share_with(people),
                    share_with(classifier),
                    difference_words(difference),
                )
            )
            who = ""
    heads = ("people", "figure", "one of them, on average", "the classifier", "difference")
    return Table(heads=heads, rows=tuple(rows))


def difference_words(one: Bounds) -> str:
    """Return a difference of shares in percentage points, with its sign and interval."""
    if math.isnan(one.value):
        return UNDEFINED
    reach = "" if math.isnan(one.low) else f" ({_points(one.low)} to {_points(one.high)})"
    return f"{_points(one.value)}{reach} points"


def _points(value: float) -> str:
    return f"{100 * value:+.1f}".replace("-", "−")


def paired_table(figures: Sequence[Paired], names: tuple[str, str]) -> Table:
    """Return the differences of two trainings, the first less the second."""
    rows = []
    for one in figures:
        if one.figure == "Brier score":
            values = (number(one.first), number(one.second), number_with(one.difference))
        else:
            words = difference_words(one.difference)
            values = (share(one.first), share(one.second), words)
        figure = "AUC within folds" if one.figure == "AUC" else one.figure
        rows.append((figure, *values, p_words(one.p)))
    heads = ("figure", *names, "difference, with its 95 % interval", "p")
    return Table(heads=heads, rows=tuple(rows))


def p_words(p: float) -> str:
    """Return a p value as people write it."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def auc_words(found: RunEvaluation) -> str:
    """Say what the two areas are, and Obuchowski's interval."""
    low, high = found.auc_obuchowski
    by_formula = (
        ""
        if math.isnan(low)
        else f" Obuchowski's formula for photographs of one neonate gives {share(low)} to "
        f"{share(high)}."
    )
    within = found.table.pooled["auc"]
    reach = "" if math.isnan(within.low) else f" ({ends(within)})"
    return (
        f"The curve puts the scores of all folds' networks in one order.{by_formula} Over the "
        f"pairs that one network has judged, the AUC is {share(within.value)}{reach}."
    )
