"""Figures of a training: ROC curve, reliability, decision curve, learning curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from neopain_gui.percentages import percent
from neopain_gui.reports.drawing import DARK, GREY, HAIR, NO_PAIN, NOTICE, PAIN, Drawing, font
from neopain_gui.reports.evaluation.run_facts import Epoch
from neopain_gui.training.evaluation.bootstrap import Bounds
from neopain_gui.training.evaluation.calibration import Calibration
from neopain_gui.training.evaluation.run_evaluation import RunEvaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SQUARE = (86 / 25.4, 92 / 25.4)
_WIDE = (180 / 25.4, 80 / 25.4)


def figures(
    evaluation: RunEvaluation, curves: Mapping[int, Sequence[Epoch]]
) -> dict[str, tuple[str, Drawing]]:
    """Return each figure's title and what draws it, by the name of its file."""
    made: dict[str, tuple[str, Drawing]] = {
        "roc": ("ROC curve", lambda: draw_roc(evaluation)),
        "reliability": ("Reliability", lambda: draw_reliability(evaluation)),
        "decision_curve": ("Decision curve", lambda: draw_decision(evaluation)),
    }
    if any(curves.values()):
        made["learning_curves"] = ("Learning curves", lambda: draw_curves(curves))
    return made


def draw_roc(evaluation: RunEvaluation) -> Figure:
    """Draw the ROC curve with its band over neonates."""
    figure, axes = _blank("ROC curve", _SQUARE)
    curve = evaluation.roc
    axes.plot([0, 1], [0, 1], color=HAIR, lw=0.7, dashes=(4, 2))
    if np.isfinite(curve.low).all():
        axes.fill_between(curve.grid, curve.low, curve.high, color=PAIN, alpha=0.2, lw=0)
    axes.plot(curve.false_alarms, curve.sensitivity, color=PAIN, lw=1.1)
    _ends(axes, "false alarms (1 − specificity)", "sensitivity, of pain")
    _note(figure, f"AUC {_share(evaluation.auc_all_pairs)}; band: 95 %, over neonates")
    return figure


def draw_reliability(evaluation: RunEvaluation) -> Figure:
    """Draw the reliability diagram, and with temperatures where there are some."""
    figure, axes = _blank("Reliability", _SQUARE)
    axes.plot([0, 1], [0, 1], color=HAIR, lw=0.7, dashes=(4, 2))
    _reliability(axes, evaluation.calibration, PAIN, "o")
    note = "As it is (●)"
    if evaluation.tempered is not None:
        _reliability(axes, evaluation.tempered.calibration, NO_PAIN, "s")
        note += ", with temperature (■)"
    _ends(axes, "mean class score of pain", "share of pain")
    _note(figure, f"{note}; 10 bins of equal counts, Wilson’s 95 %")
    return figure


def _reliability(axes: Axes, found: Calibration, colour: str, mark: str) -> None:
    at = [one.predicted for one in found.bins]
    share = [one.observed for one in found.bins]
    reach = [
        [one.observed - one.low for one in found.bins],
        [one.high - one.observed for one in found.bins],
    ]
    axes.errorbar(
        at, share, yerr=np.maximum(reach, 0), color=colour, lw=0.9, marker=mark, ms=3,
        elinewidth=0.6,
    )  # fmt: skip


def draw_decision(evaluation: RunEvaluation) -> Figure:
    """Draw net benefit against the threshold."""
    figure, axes = _blank("Decision curve", _SQUARE)
    curve = evaluation.decision
    if np.isfinite(curve.low).all():
        axes.fill_between(curve.threshold, curve.low, curve.high, color=PAIN, alpha=0.2, lw=0)
    axes.axhline(0, color=HAIR, lw=0.7)
    axes.plot(curve.threshold, curve.everybody, color=GREY, lw=0.8, dashes=(4, 2))
    axes.plot(curve.threshold, curve.classifier, color=PAIN, lw=1.1)
    top = float(curve.everybody.max(initial=0.0))
    axes.set_ylim(-0.15, max(0.1, top, float(curve.classifier.max())) + 0.05)
    _axis_words(axes, "threshold on the class score", "net benefit, found pains per photograph")
    axes.set_xlim(0, 1)
    _note(figure, "Line: classifier, with 95 % over neonates; dashed: acting on every photograph")
    return figure


def draw_curves(curves: Mapping[int, Sequence[Epoch]]) -> Figure:
    """Draw the loss of every fold, epoch by epoch, and its accuracy on inner validation."""
    from matplotlib.ticker import MaxNLocator

    figure, left = _blank("Learning curves", _WIDE, 121)
    right = _plain(figure.add_subplot(122))
    for rows in curves.values():
        at = [row.epoch for row in rows]
        left.plot(at, [row.loss for row in rows], color=GREY, lw=0.6, dashes=(2, 1.5))
        left.plot(at, [row.val_loss for row in rows], color=PAIN, lw=0.8)
        right.plot(at, [row.val_accuracy for row in rows], color=PAIN, lw=0.8)
        for one in (a.epoch for a, b in zip(rows[1:], rows, strict=False) if a.phase != b.phase):
            for axes in (left, right):
                axes.axvline(one - 0.5, color=HAIR, lw=0.5)
    _axis_words(left, "epoch", "loss")
    _axis_words(right, "epoch", "accuracy")
    right.set_ylim(0, 1)
    for axes in (left, right):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _note(figure, "A line a fold: on what chooses the epoch; dashed: on what is trained on; "
          "upright: fine-tuning begins")  # fmt: skip
    return figure


def _blank(title: str, size: tuple[float, float], place: int = 111) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=size)
    high = figure.get_figheight()
    figure.subplots_adjust(
        left=0.56 / size[0], right=0.965, top=1 - 0.3 / high, bottom=0.72 / high, wspace=0.25
    )
    figure.text(0.02, 1 - 0.08 / high, title, va="top", fontproperties=font(True, 9), color=DARK)
    return figure, _plain(figure.add_subplot(place))


def _plain(axes: Axes) -> Axes:
    axes.tick_params(length=2, width=0.5, color=GREY, pad=2)
    for name, spine in axes.spines.items():
        spine.set(linewidth=0.5, color=HAIR, visible=name not in ("top", "right"))
    return axes


def _axis_words(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across, fontproperties=font(False, 7), color=DARK)
    axes.set_ylabel(up, fontproperties=font(False, 7), color=DARK)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(fontproperties=font(False, 7), color=GREY)


def _ends(axes: Axes, across: str, up: str) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    _axis_words(axes, across, up)


def _note(figure: Figure, text: str) -> None:
    high = figure.get_figheight()
    for line, at in ((text, 0.22), (NOTICE, 0.08)):
        figure.text(0.02, at / high, line, fontproperties=font(False, 6), color=GREY)


def _share(one: Bounds) -> str:
    value = percent(one.value, ".1f")
    if np.isnan(one.low):
        return value
    return f"{value} ({percent(one.low, '.1f')} to {percent(one.high, '.1f')})"
