"""The classifier's scores of both classes as two bars with their figures."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from neopain_gui.dataset.records import PainLabel
from neopain_gui.gui import theme

_BAR = 8
_GAP = 8
_CLASSES = (PainLabel.PAIN, PainLabel.NO_PAIN)


class Scores(QWidget):
    """Word, bar and figure for pain and for no pain; the predicted class is the heavier one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Class scores")
        self.setToolTip("The classifier's scores of both classes. Scores, not a diagnosis.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._scores: dict[str, float] = {}

    def set_scores(self, scores: Mapping[str, float] | None) -> None:
        """Show scores in [0, 1] by class; None shows dashes."""
        self._scores = {str(name): float(score) for name, score in (scores or {}).items()}
        text = ", ".join(f"{name} {score:.2f}" for name, score in self._scores.items())
        self.setAccessibleDescription(text or "not computed yet")
        self.update()

    @property
    def predicted(self) -> str:
        """The class with the larger score; empty while there is none."""
        return max(self._scores, key=lambda name: self._scores[name]) if self._scores else ""

    def sizeHint(self) -> QSize:
        return QSize(180, 2 * self._line() + 4)

    def _line(self) -> int:
        return self.fontMetrics().height() + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        heavy = theme.strong_font(self.font())
        painter.setFont(heavy)
        word = max(painter.fontMetrics().horizontalAdvance(str(name)) for name in _CLASSES) + _GAP
        figure = painter.fontMetrics().horizontalAdvance("0.00") + _GAP
        for row, label in enumerate(_CLASSES):
            name = str(label)
            top = row * self._line() + 2
            height = self._line()
            painter.setFont(heavy if name == self.predicted else QFont(self.font()))
            painter.setPen(self.palette().windowText().color())
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, word, height), middle, name)
            bar = QRectF(word, top + (height - _BAR) / 2, self.width() - word - figure, _BAR)
            painter.fillRect(bar, theme.hairline(self.palette()))
            score = self._scores.get(name)
            if score is not None:
                filled = QRectF(bar)
                filled.setWidth(bar.width() * min(1.0, max(0.0, score)))
                painter.fillRect(filled, theme.label_colour(name))
            right = QRectF(self.width() - figure, top, figure, height)
            text = "–" if score is None else f"{score:.2f}"
            painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, text)
        painter.end()
