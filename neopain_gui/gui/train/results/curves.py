"""The curves of what a training achieves. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from neopain_gui.gui.train.results.fold_words import share_with
from neopain_gui.gui.widgets.shown_words import Line
from neopain_gui.training.evaluation import RunEvaluation
from neopain_gui.training.evaluation.calibration import Calibration

LOWEST_BENEFIT = -0.15
"""Where the decision curve is cut off below: beyond, acting on it does more harm than good."""


def roc_lines(found: RunEvaluation) -> list[Line]:
    """Return the ROC curve, with its band where there is one, and that of chance."""
    curve = found.roc
    known = bool(np.isfinite(curve.low).all())
    drawn = Line(
        name=f"AUC {share_with(found.auc_all_pairs)}",
        across=_plain(curve.false_alarms),
        up=_plain(curve.sensitivity),
        low=_plain(curve.low) if known else (),
        high=_plain(curve.high) if known else (),
        between=_plain(curve.grid) if known else (),
    )
    return [drawn, Line(name="by chance", across=(0.0, 1.0), up=(0.0, 1.0))]


def reliability_lines(found: RunEvaluation) -> list[Line]:
    """Return the reliability diagram, also with temperatures, and that of perfect scores."""
    made = [_reliability("as it is", found.calibration)]
    if found.tempered is not None:
        made.append(_reliability("with temperature", found.tempered.calibration))
    return [*made, Line(name="perfect", across=(0.0, 1.0), up=(0.0, 1.0))]


def _reliability(name: str, found: Calibration) -> Line:
    bins = found.bins
    return Line(
        name=name,
        across=_plain(one.predicted for one in bins),
        up=_plain(one.observed for one in bins),
        low=_plain(one.low for one in bins),
        high=_plain(one.high for one in bins),
        marks=True,
    )


def decision_lines(found: RunEvaluation) -> list[Line]:
    """Return net benefit of the classifier, of acting on everybody and on nobody."""
    curve = found.decision
    at = _plain(curve.threshold)
    known = bool(np.isfinite(curve.low).all())
    return [
        Line(
            name="acting on the classifier",
            across=at,
            up=_plain(curve.classifier),
            low=_plain(curve.low) if known else (),
            high=_plain(curve.high) if known else (),
        ),
        Line(name="acting on every photograph", across=at, up=_plain(curve.everybody)),
        Line(name="acting on none", across=(0.0, 1.0), up=(0.0, 0.0)),
    ]


def decision_ends(found: RunEvaluation) -> tuple[float, float]:
    """Return where the axis of net benefit ends."""
    best = max(float(found.decision.everybody.max()), float(found.decision.classifier.max()))
    return LOWEST_BENEFIT, max(0.1, best) + 0.05


def _plain(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
