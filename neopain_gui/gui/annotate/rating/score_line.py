"""A line on which a score of 0 to 10 is given, with numbers or without."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.people.scores import HIGHEST

_MARGIN = 14
_TICK = 5
_HANDLE = 7
_DECIMALS = 1


class ScoreLine(QWidget):
    """A visual analogue line; with numbers it is a slider. Without an answer there is no mark.

    Parameters
    ----------
    numbers : bool
        Whether it has ticks and numbers, and the score is a whole number; else it has tenths.

    Signals
    -------
    given(score: float)
        A person put the mark somewhere.
    """

    given = Signal(float)

    def __init__(self, *, numbers: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers, self._step = numbers, 1.0 if numbers else 0.1
        self._score: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_ARROWS, True)
        self.setAccessibleName("Pain, from 0 (none) to 10 (the worst)")
        self.setToolTip("Click or drag on the line; left and right move the mark")
        self.show_score(None)

    @property
    def score(self) -> float | None:
        """Where the mark is; None where there is none."""
        return self._score

    def show_score(self, score: float | None) -> None:
        """Put the mark somewhere, or nowhere, without telling anybody."""
        self._score = score
        said = "no answer yet" if score is None else f"{score:g}" if self._numbers else "marked"
        self.setAccessibleDescription(said)
        self.update()

    def _give(self, score: float) -> None:
        rounded = round(score) if self._numbers else round(score, _DECIMALS)
        self.given.emit(float(min(HIGHEST, max(0.0, rounded))))

    # -- pointer and keys ------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._give(self._score_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._give(self._score_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -self._step, Qt.Key.Key_Right: self._step}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._give((HIGHEST / 2 if self._score is None else self._score) + by)

    def _score_at(self, x: float) -> float:
        return HIGHEST * (x - _MARGIN) / max(1, self.width() - 2 * _MARGIN)

    def _x_of(self, score: float) -> float:
        return _MARGIN + score / HIGHEST * (self.width() - 2 * _MARGIN)

    # -- drawing -------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(240, 2 * _HANDLE + 2 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = _HANDLE + 2.5
        painter.setPen(QPen(palette.windowText().color(), 1.5))
        painter.drawLine(QPointF(_MARGIN, y), QPointF(self.width() - _MARGIN, y))
        below = self.fontMetrics().height() + y + _TICK
        if self._numbers:
            for number in range(int(HIGHEST) + 1):
                x = self._x_of(number)
                painter.drawLine(QPointF(x, y), QPointF(x, y + _TICK))
                place = QRectF(x - _MARGIN, y + _TICK, 2 * _MARGIN, below - y)
                painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, str(number))
        else:
            for score, word, where in (
                (0.0, "no pain", Qt.AlignmentFlag.AlignLeft),
                (HIGHEST, "worst pain", Qt.AlignmentFlag.AlignRight),
            ):
                x = self._x_of(score)
                painter.drawLine(QPointF(x, y - _TICK), QPointF(x, y + _TICK))
                painter.drawText(QRectF(0, y + _TICK, self.width(), below - y), where, word)
        if self._score is not None:
            painter.setPen(QPen(palette.windowText().color(), 1))
            painter.setBrush(palette.highlight() if self.isEnabled() else palette.mid())
            painter.drawEllipse(QPointF(self._x_of(self._score), y), _HANDLE, _HANDLE)
        painter.end()
