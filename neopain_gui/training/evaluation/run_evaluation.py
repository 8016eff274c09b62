"""Everything that a run achieves, as one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neopain_gui.errors import InputError
from neopain_gui.training.evaluation.auc import auc, clustered_auc
from neopain_gui.training.evaluation.beside_people import BesidePeople, Judgement, beside_people
from neopain_gui.training.evaluation.bootstrap import Bounds, Drawn, drawn
from neopain_gui.training.evaluation.by_neonate import NeonateErrors, errors_by_neonate
from neopain_gui.training.evaluation.calibration import (
    Calibration,
    calibration,
    temperatures,
    with_temperatures,
)
from neopain_gui.training.evaluation.confusion import THRESHOLD
from neopain_gui.training.evaluation.decision_curve import DecisionCurve, decision_curve
from neopain_gui.training.evaluation.fold_table import FoldTable, fold_table
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.roc import Roc, roc
from neopain_gui.training.evaluation.subgroups import Subgroup, subgroups
from neopain_gui.training.evaluation.thresholds import RULES, Rule, chosen_by_fold, said_with


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """What is achieved with thresholds that inner validation chose.

    Attributes
    ----------
    rule : Rule
        How they were chosen.
    by_fold : dict of int to float
        Each fold's; NaN where its inner validation has one class, so that 0.5 stands.
    table : FoldTable
        Figures on the photographs held out.
    """

    rule: Rule
    by_fold: dict[int, float]
    table: FoldTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempered:
    """What temperatures that inner validation chose make of the calibration.

    Attributes
    ----------
    by_fold : dict of int to float
        Each fold's temperature; NaN where its inner validation has one class, so that 1 stands.
    calibration : Calibration
        Of the class scores on the photographs held out.
    """

    by_fold: dict[int, float]
    calibration: Calibration


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunEvaluation:
    """All figures of a run; pain is the positive class.

    Attributes
    ----------
    predictions : Predictions
        What they are of.
    table : FoldTable
        Tables 1 and 2, at a class score of 0.5.
    auc_all_pairs : Bounds
        The AUC with scores of all networks in one order.
    auc_obuchowski : (float, float)
        Its interval by the formula of Obuchowski (1997), on the scale of the logit.
    roc : Roc
        The curve of the same.
    calibration : Calibration
        Of the class scores as they are.
    decision : DecisionCurve
        What acting on them is worth.
    errors : tuple of NeonateErrors
        At 0.5.
    subgroups : tuple of Subgroup
        By data set, sex, stimulus, as far as known.
    tempered : Tempered or None
        None without predictions on inner validation.
    thresholds : tuple of AtThreshold
        Likewise empty.
    people : tuple of BesidePeople
        Beside people's own scores; empty where there are none.
    """

    predictions: Predictions
    table: FoldTable
    auc_all_pairs: Bounds
    auc_obuchowski: tuple[float, float]
    roc: Roc
    calibration: Calibration
    decision: DecisionCurve
    errors: tuple[NeonateErrors, ...]
    subgroups: tuple[Subgroup, ...]
    tempered: Tempered | None = None
    thresholds: tuple[AtThreshold, ...] = ()
    people: tuple[BesidePeople, ...] = ()


def evaluation_of(
    predictions: Predictions,
    validation: Predictions | None = None,
    judgements: Sequence[Judgement] = (),
) -> RunEvaluation:
    """Return everything that predictions on neonates held out say.

    Parameters
    ----------
    predictions : Predictions
        Of photographs held out.
    validation : Predictions, optional
        Of the inner validation's photographs, by the network of the same fold; what is chosen is
        chosen on them.
    judgements : sequence of Judgement
        Of people who scored photographs.

    Raises
    ------
    InputError
        All photographs are of one class.
    """
    label, scores = predictions.label, predictions.p_pain
    if label.all() or not label.any():
        only = "pain" if label.any() else "no pain"
        raise InputError(
            f"all photographs that were predicted are labelled {only!r}, so nothing can be told "
            "apart",
            remedy="train with photographs of both classes",
        )
    draws = drawn(predictions)
    said = scores >= THRESHOLD
    return RunEvaluation(
        predictions=predictions,
        table=fold_table(predictions, draws),
        auc_all_pairs=draws.bounds(lambda w: auc(label, scores, w)),
        auc_obuchowski=_obuchowski(predictions, draws),
        roc=roc(label, scores, draws),
        calibration=calibration(predictions, draws),
        decision=decision_curve(label, scores, draws),
        errors=errors_by_neonate(predictions, said),
        subgroups=subgroups(predictions, said),
        tempered=_tempered(predictions, validation, draws),
        thresholds=_at_thresholds(predictions, validation, draws),
        people=beside_people(predictions, said, judgements),
    )


def _obuchowski(predictions: Predictions, draws: Drawn) -> tuple[float, float]:
    found = clustered_auc(predictions.label, predictions.p_pain, predictions.clusters)
    return found.logit_interval(draws.freedom)


def _tempered(
    predictions: Predictions, validation: Predictions | None, draws: Drawn
) -> Tempered | None:
    if validation is None:
        return None
    by_fold = temperatures(validation)
    return Tempered(
        by_fold=by_fold, calibration=calibration(with_temperatures(predictions, by_fold), draws)
    )


def _at_thresholds(
    predictions: Predictions, validation: Predictions | None, draws: Drawn
) -> tuple[AtThreshold, ...]:
    if validation is None:
        return ()
    made = []
    for rule in RULES:
        cuts = chosen_by_fold(validation, rule)
        table = fold_table(predictions, draws, said=said_with(predictions, cuts))
        made.append(AtThreshold(rule=rule, by_fold=cuts, table=table))
    return tuple(made)
