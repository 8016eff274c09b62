"""A ring around whatever has the keyboard, wherever the keyboard has been used to get there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

WIDTH = 2
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class FocusRing(QFocusFrame):
    """Lies over the control that has the focus; the pointer does not know of it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def follow(self, widget: QWidget, reason: Qt.FocusReason) -> None:
        """Go to a control that has just got the focus, or away where the pointer gave it."""
        if widget.window() is not self._window or widget is self._window:
            return
        if reason in _BY_KEYBOARD:
            self.setWidget(widget)
        elif reason == Qt.FocusReason.MouseFocusReason:
            self.setWidget(None)  # type: ignore[arg-type] # Qt takes none

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.rect().adjusted(WIDTH + 1, WIDTH + 1, -WIDTH - 1, -WIDTH - 1)
        self.setMask(QRegion(self.rect()) - QRegion(inside))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = QApplication.palette()
        # two colours: seen on the window's ground and on any photograph
        for inset, wide, colour in ((2.5, 1, palette.base()), (1.0, WIDTH, palette.accent())):
            painter.setPen(QPen(colour.color(), wide))
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()
