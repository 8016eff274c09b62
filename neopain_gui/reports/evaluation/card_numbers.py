"""Figures of a card as plain JSON types: nothing empty, and what is undefined says why."""

from __future__ import annotations

import math
from typing import Any

from neopain_gui.reports.evaluation.card_text import NO_INNER
from neopain_gui.training.evaluation.beside_people import BesidePeople
from neopain_gui.training.evaluation.bootstrap import Bounds
from neopain_gui.training.evaluation.by_neonate import NeonateErrors
from neopain_gui.training.evaluation.calibration import Calibration
from neopain_gui.training.evaluation.confusion import THRESHOLD
from neopain_gui.training.evaluation.decision_curve import DecisionCurve
from neopain_gui.training.evaluation.fold_table import FIGURES, FoldTable
from neopain_gui.training.evaluation.run_evaluation import RunEvaluation
from neopain_gui.training.evaluation.subgroups import Subgroup

NONE = "none"
UNDEFINED = "undefined"
_SHOWN_THRESHOLDS = (0.1, 0.25, 0.5, 0.75, 0.9)


def number(value: float) -> float | str:
    """Return a number, or that it is undefined."""
    return UNDEFINED if math.isnan(value) else value


def bounds(one: Bounds) -> dict[str, Any]:
    """Return a figure with its interval, or why there is none."""
    made: dict[str, Any] = {"value": number(one.value)}
    if math.isnan(one.low):
        made["no_interval"] = one.why
    else:
        made |= {"low": one.low, "high": one.high}
    return made


def fold_figures(table: FoldTable) -> dict[str, Any]:
    """Return Tables 1 and 2."""
    return {
        "positive_class": str(table.positive),
        "figures": dict(FIGURES),
        "folds": [
            {
                "fold": row.fold,
                "photographs": row.photographs,
                "neonates": row.neonates,
                "confusion": {name: getattr(row, name) for name in ("tp", "fn", "fp", "tn")},
                **{name: number(row.figures[name]) for name in FIGURES},
            }
            for row in table.rows
        ],
        "mean": {name: number(table.mean[name]) for name in FIGURES},
        "population_sd": {name: number(table.sd[name]) for name in FIGURES},
        "pooled": {name: bounds(table.pooled[name]) for name in FIGURES},
    }


def calibration_figures(found: Calibration) -> dict[str, Any]:
    """Return everything about calibration."""
    return {
        "expected_error_15_bins_equal_widths": found.error_equal_widths,
        "expected_error_15_bins_equal_counts": found.error_equal_counts,
        "brier": bounds(found.brier_bounds)
        | {
            name: number(getattr(found.brier, name))
            for name in ("reliability", "resolution", "uncertainty", "within", "skill")
        },
        "intercept": bounds(found.intercept),
        "slope": bounds(found.slope),
        "in_the_large": number(found.in_the_large),
        "reliability_10_bins_equal_counts": [
            {
                "photographs": one.photographs,
                "neonates": one.neonates,
                "mean_score": one.predicted,
                "share_of_pain": one.observed,
                "low": one.low,
                "high": one.high,
            }
            for one in found.bins
        ],
    }


def chosen(evaluation: RunEvaluation) -> dict[str, Any]:
    """Return what inner validation chose: temperatures and thresholds, or why it did not."""
    if evaluation.tempered is None:
        return {"temperature": NO_INNER, "thresholds": NO_INNER}
    return {
        "temperature": {
            "by_fold": {str(k): number(v) for k, v in evaluation.tempered.by_fold.items()},
            "calibration": calibration_figures(evaluation.tempered.calibration),
        },
        "thresholds": [
            {
                "rule": one.rule.name,
                "by_fold": {str(k): number(v) for k, v in one.by_fold.items()},
                "pooled": {name: bounds(one.table.pooled[name]) for name in FIGURES},
            }
            for one in evaluation.thresholds
        ],
    }


def decision_figures(curve: DecisionCurve) -> list[dict[str, Any]]:
    """Return net benefit at some thresholds."""
    made = []
    for at in _SHOWN_THRESHOLDS:
        place = min(range(len(curve.threshold)), key=lambda k: abs(curve.threshold[k] - at))
        made.append(
            {
                "threshold": at,
                "classifier": float(curve.classifier[place]),
                "low": number(float(curve.low[place])),
                "high": number(float(curve.high[place])),
                "everybody": float(curve.everybody[place]),
                "nobody": 0.0,
            }
        )
    return made


def subgroup_figures(groups: tuple[Subgroup, ...]) -> list[dict[str, Any]] | str:
    """Return figures by data set, sex and stimulus."""
    return [
        {
            "by": one.by,
            "name": one.name,
            "photographs": one.photographs,
            "neonates": one.neonates,
            "with_pain": one.pain,
            **{name: bounds(figure) for name, figure in one.figures.items()},
        }
        for one in groups
    ] or "neither data set, sex nor stimulus of any photograph is on record"


def people_figures(groups: tuple[BesidePeople, ...]) -> list[dict[str, Any]] | str:
    """Return people's own scores beside the classifier's."""
    parts = ("people", "classifier", "classifier_less_people")
    return [
        {
            "group": one.group,
            "people": one.people,
            "photographs": one.photographs,
            "neonates": one.neonates,
            **{
                name: dict(zip(parts, map(bounds, three), strict=True))
                for name, three in one.figures.items()
            },
        }
        for one in groups
    ] or "nobody has scored any of these photographs"


def error_figures(errors: tuple[NeonateErrors, ...]) -> list[dict[str, Any]] | str:
    """Return the photographs that were predicted wrong, by their ids alone."""
    return [
        {
            "neonate": one.neonate,
            "data_set": one.dataset or "not on record",
            "folds": list(one.folds),
            "photographs": one.photographs,
            "missed_pain": list(one.missed) or NONE,
            "false_alarms": list(one.false_alarms) or NONE,
        }
        for one in errors
        if one.wrong
    ] or f"no photograph was predicted wrong at a class score of {THRESHOLD}"
