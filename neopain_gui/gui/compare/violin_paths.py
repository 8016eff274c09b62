"""Split violins as lines to draw: one unit across for each pair, the measure upwards."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from neopain_gui.gui.compare.distributions import Half, Violin, lanes

REACH = 0.42
"""How far the widest place of a violin lies from its middle."""

_NEAR, _FAR = 0.05, 0.30
_ALONE = 0.26


def side_of(violin: Violin, half: Half) -> int:
    """Return −1 for the half on the left, pain, and 1 for that on the right."""
    return -1 if half is violin.pain else 1


def shapes(violins: Iterable[tuple[int, Violin]], *, pain: bool) -> QPainterPath:
    """Return the outlines of one class's halves; pairs with too few values have none."""
    path = QPainterPath()
    for place, violin in violins:
        half = violin.pain if pain else violin.rest
        if not half.levels.size:
            continue
        across = place + side_of(violin, half) * REACH * half.widths / violin.widest
        points = [QPointF(place, half.levels[0])]
        points += [QPointF(x, y) for x, y in zip(across, half.levels, strict=True)]
        points.append(QPointF(place, half.levels[-1]))
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    return path


def quartile_lines(
    violins: Iterable[tuple[int, Violin]], *, pain: bool
) -> tuple[QPainterPath, QPainterPath]:
    """Return the medians and the other two quartiles of one class's halves."""
    medians, others = QPainterPath(), QPainterPath()
    for place, violin in violins:
        half = violin.pain if pain else violin.rest
        if not half.levels.size:
            continue
        for rank, value in enumerate(half.quartiles):
            reach = REACH * half.width_at(float(value)) / violin.widest
            path = medians if rank == 1 else others
            path.moveTo(place, value)
            path.lineTo(place + side_of(violin, half) * reach, value)
    return medians, others


def points(place: int, violin: Violin, half: Half, nearest: float) -> NDArray[np.float64]:
    """Return where a half's points lie, float64 (n, 2).

    ``nearest`` is the difference of two values that would be drawn on each other.
    """
    outermost = _FAR if half.levels.size else _ALONE
    aside = _NEAR + (outermost - _NEAR) * lanes(half.values, nearest)
    return np.column_stack((place + side_of(violin, half) * aside, half.values))
