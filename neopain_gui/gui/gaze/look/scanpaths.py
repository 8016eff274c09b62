"""Scanpaths over the photograph: fixations sized by duration, in order, and where the eyes are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from neopain_gui.gui.gaze.look.scanpath_data import Path

_LONG_MS = 1000.0
_LONG_RADIUS = 22.0
"""A fixation of a second has this radius, device-independent pixels; area goes with duration."""
_NUMBERED = 3
"""Up to so many participants their fixations are numbered; of more nobody could read them."""
_DARK = QColor(0, 0, 0, 170)


def radius_of(duration_ms: float) -> float:
    """Return a fixation's radius in device-independent pixels: its area goes with its duration.

    >>> radius_of(1000.0) / radius_of(250.0)
    2.0
    """
    return float(_LONG_RADIUS * np.sqrt(max(duration_ms, 0.0) / _LONG_MS))


class Scanpaths(pg.GraphicsObject):
    """Fixations, the lines between them, and a dot per participant while it plays."""

    def __init__(self) -> None:
        super().__init__()
        self._area = QRectF()
        self._paths: tuple[Path, ...] = ()
        self._colours: Mapping[str, QColor] = {}
        self._until: float | None = None
        self.setZValue(30)

    def set_photograph(self, width: int, height: int) -> None:
        """Reach over a photograph of this size, and over what was looked at beside it."""
        self.prepareGeometryChange()
        self._area = QRectF(-width, -height, 3 * width, 3 * height)

    def show_paths(self, paths: Sequence[Path], colours: Mapping[str, QColor]) -> None:
        """Draw these looks; a colour for each participant."""
        self._paths, self._colours = tuple(paths), colours
        self.update()

    def show_until(self, ms: float | None) -> None:
        """Draw what has happened until a time, and where the eyes are then; None draws all."""
        self._until = ms
        self.update()

    @property
    def paths(self) -> tuple[Path, ...]:
        """What is drawn."""
        return self._paths

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        # Sizes are the screen's, places the photograph's: so the painter leaves its transform.
        to_screen = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dense = painter.device().devicePixelRatioF()
        for path in self._paths:
            colour = self._colours.get(path.participant, QColor(255, 255, 255))
            points = [to_screen.map(QPointF(x, y)) for x, y in self._shown(path)[:, 2:]]
            self._draw_lines(painter, points, colour, dense)
            self._draw_fixations(painter, path, points, colour, dense)
        if self._until is not None:
            for path in self._paths:
                place = path.at(self._until)
                if place is not None:
                    colour = self._colours.get(path.participant, QColor(255, 255, 255))
                    self._dot(painter, to_screen.map(QPointF(*place)), colour, dense)

    def _shown(self, path: Path) -> np.ndarray:
        if self._until is None:
            return path.fixations
        return path.fixations[path.fixations[:, 0] <= self._until]

    def _draw_lines(
        self, painter: QPainter, points: Sequence[QPointF], colour: QColor, dense: float
    ) -> None:
        inks = [(_DARK, 3.0), (colour, 1.4)]
        if len(self._paths) > _NUMBERED:  # many lines would hide the photograph and each other
            faint = QColor(colour)
            faint.setAlpha(90)
            inks = [(faint, 1.0)]
        for ink, width in inks:
            painter.setPen(QPen(ink, width * dense))
            painter.drawPolyline(list(points))

    def _draw_fixations(
        self,
        painter: QPainter,
        path: Path,
        points: Sequence[QPointF],
        colour: QColor,
        dense: float,
    ) -> None:
        fill = QColor(colour)
        fill.setAlpha(110 if len(self._paths) <= _NUMBERED else 70)
        font = QFont(painter.font())
        font.setPixelSize(round(11 * dense))
        font.setBold(True)
        painter.setFont(font)
        for number, (point, row) in enumerate(zip(points, path.fixations, strict=False), start=1):
            lasted = row[1]
            if self._until is not None:
                lasted = min(lasted, max(0.0, self._until - row[0]))
            radius = radius_of(lasted) * dense
            painter.setPen(QPen(_DARK, 2.6 * dense))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(point, radius, radius)
            painter.setPen(QPen(colour, 1.4 * dense))
            painter.setBrush(fill)
            painter.drawEllipse(point, radius, radius)
            if len(self._paths) <= _NUMBERED:
                side = 24 * dense
                box = QRectF(point.x() - side / 2, point.y() - side / 2, side, side)
                for shift in (QPointF(dense, dense), QPointF(0, 0)):
                    painter.setPen(QColor(0, 0, 0) if shift.x() else QColor(255, 255, 255))
                    painter.drawText(
                        box.translated(shift), Qt.AlignmentFlag.AlignCenter, str(number)
                    )

    @staticmethod
    def _dot(painter: QPainter, point: QPointF, colour: QColor, dense: float) -> None:
        painter.setPen(QPen(QColor(255, 255, 255), 2 * dense))
        painter.setBrush(colour)
        painter.drawEllipse(point, 5 * dense, 5 * dense)
