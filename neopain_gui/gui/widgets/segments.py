"""Buttons of which the pressed ones can be told at a glance, in light and in dark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from neopain_gui.gui.base.plain import literal

_RADIUS = 2


class Segment(QToolButton):
    """A tool button that takes the highlight's colours while it is pressed in."""

    def __init__(
        self, text: str, tip: str, *, checkable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(literal(tip))
        self.setAccessibleName(text.replace("&", ""))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.isChecked() and self.isEnabled()):
            super().paintEvent(event)
            return
        # Painted flat: the style's gradient on the highlight takes the text's contrast away.
        palette, place = self.palette(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(palette.highlight())
        edge = palette.windowText() if self.hasFocus() else palette.highlight()
        painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1.0))
        painter.drawRoundedRect(place, _RADIUS, _RADIUS)
        painter.setPen(palette.highlightedText().color())
        how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(self.rect(), how, self.text())
        painter.end()
