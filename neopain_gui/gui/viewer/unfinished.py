"""The word on the photograph that what lies over it is not finished."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base import theme
from neopain_gui.percentages import percent

_INSIDE = 10
_BESIDE = 12


class Unfinished(QWidget):
    """A dark label in the upper left corner of its parent; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.hide()

    def say(self, share: float | None) -> None:
        """Say how far the computing is, in [0, 1]; None where that is not known."""
        done = "" if share is None else f" {percent(share)}"
        self.text = f"Unfinished map · computing…{done}"
        self.setAccessibleName(self.text)
        self.resize(self.sizeHint())
        self.move(_BESIDE, _BESIDE)
        self.show()
        self.update()

    def nothing(self) -> None:
        """Say nothing."""
        self.text = ""
        self.hide()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance("Unfinished map · computing… 100 %") + 2 * _INSIDE + 6
        return QSize(width, metrics.height() + _INSIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 20, 215))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setFont(theme.strong_font(self.font()))
        painter.setPen(QColor(255, 255, 255))
        inside = QRectF(self.rect()).adjusted(_INSIDE, 0, 0, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self.text)
        painter.end()
