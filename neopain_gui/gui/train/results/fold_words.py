"""Tables 1 and 2 as people read them. Knows no Qt."""

from __future__ import annotations

import math

from neopain_gui.counted import counted, matching
from neopain_gui.gui.widgets.shown_words import Table
from neopain_gui.percentages import percent
from neopain_gui.training.evaluation import FoldTable, RunEvaluation
from neopain_gui.training.evaluation.bootstrap import Bounds
from neopain_gui.training.evaluation.fold_table import FIGURES

UNDEFINED, NO_INTERVAL = "undefined", "none"
HEADS = {
    "accuracy": "accuracy",
    "precision": "precision",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "f1": "F1 score",
    "balanced_accuracy": "balanced accuracy",
    "auc": "AUC",
}
"""Heads of the columns, shorter than those of the card."""
MEAN, POOLED, INTERVAL = "mean ± SD", "pooled", "95 % interval"


def share(value: float) -> str:
    """Return a share with one decimal, as the dissertation's tables have it."""
    return UNDEFINED if math.isnan(value) else percent(value, ".1f")


def number(value: float) -> str:
    """Return a figure that is no share."""
    return UNDEFINED if math.isnan(value) else f"{value:.3f}".replace("-", "−")


def ends(one: Bounds) -> str:
    """Return an interval of a share; why there is none is told below the table."""
    return NO_INTERVAL if math.isnan(one.low) else f"{share(one.low)} to {share(one.high)}"


def without_interval(table: FoldTable) -> str:
    """Say which figures have no interval, and why; a sentence a reason."""
    reasons: dict[str, list[str]] = {}
    for name, head in HEADS.items():
        if math.isnan(table.pooled[name].low):
            reasons.setdefault(table.pooled[name].why, []).append(head)
    return " ".join(
        f"No interval of {', '.join(heads)}: {why}." for why, heads in reasons.items() if why
    )


def share_with(one: Bounds) -> str:
    """Return a share with its interval."""
    value = share(one.value)
    return value if math.isnan(one.low) else f"{value} ({share(one.low)} to {share(one.high)})"


def number_with(one: Bounds) -> str:
    """Return a figure that is no share with its interval."""
    value = number(one.value)
    return value if math.isnan(one.low) else f"{value} ({number(one.low)} to {number(one.high)})"


def fold_rows(table: FoldTable) -> Table:
    """Return a row a fold, then mean ± population standard deviation, pooled, and its interval."""
    assert list(HEADS) == list(FIGURES)
    counts = ("photographs", "neonates", "tp", "fn", "fp", "tn")
    rows = [
        (
            str(row.fold),
            *(share(row.figures[name]) for name in FIGURES),
            *(str(getattr(row, name)) for name in counts),
        )
        for row in table.rows
    ]
    whole = table.pooled["accuracy"]
    sums = (str(sum(getattr(row, name) for row in table.rows)) for name in counts[2:])
    blank = ("",) * len(counts)
    rows += [
        (MEAN, *(_mean(table, name) for name in FIGURES), *blank),
        (
            *(POOLED, *(share(table.pooled[name].value) for name in FIGURES)),
            *(str(whole.photographs), str(whole.neonates), *sums),
        ),
        (INTERVAL, *(ends(table.pooled[name]) for name in FIGURES), *blank),
    ]
    heads = ("fold", *HEADS.values(), "photographs", "neonates", "TP", "FN", "FP", "TN")
    return Table(heads=heads, rows=tuple(rows))


def _mean(table: FoldTable, name: str) -> str:
    if math.isnan(table.mean[name]):
        return UNDEFINED
    return f"{100 * table.mean[name]:.1f} ± {percent(table.sd[name], '.1f')}"


def in_short(found: RunEvaluation, *, chosen_on_test: bool = False) -> str:
    """Say in words that need no statistics what was recognised and what was not.

    Parameters
    ----------
    found : RunEvaluation
    chosen_on_test : bool
        Whether what is tested also chose the weights.
    """
    rows = found.table.rows
    tp, fn, fp, tn = (sum(getattr(row, name) for row in rows) for name in ("tp", "fn", "fp", "tn"))
    neonates = found.table.pooled["accuracy"].neonates
    some = found.predictions
    # where neonates are drawn again and again, a photograph is judged in several folds
    seen = "had not seen the neonate"
    if chosen_on_test:
        seen = "had not learnt from the neonate, but was chosen on it"
    one = "photograph" if len(set(some.image.tolist())) == len(some) else "judgement"
    found_pain = f"{tp} {matching(tp, 'was', 'were')} recognised as pain"
    false_alarms = f"{fp} {matching(fp, 'was', 'were')} taken for pain"
    return (
        f"Of {counted(tp + fn, one)} labelled pain, {found_pain}; of {counted(fp + tn, one)} "
        f"labelled no pain, {false_alarms}. Each was judged by a network that {seen}; there are "
        f"{counted(neonates, 'neonate')}."
    )
