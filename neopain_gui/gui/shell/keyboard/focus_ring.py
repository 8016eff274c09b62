"""A ring around whatever has the keyboard, wherever the keyboard has been used to get there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

WIDTH = 2
_EDGE = WIDTH + 1
BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ParentChange)


class FocusRing(QFocusFrame):
    """Lies over the control that has the focus; the pointer does not know of it.

    Attributes
    ----------
    keyboard_used : bool
        Whether a key was pressed since the last click: then it shows also where the program
        itself moved the focus.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.keyboard_used = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()  # else the window shows it in its corner, around nothing

    def follow(self, widget: QWidget, reason: Qt.FocusReason) -> None:
        """Go to a control that has just got the focus, or away where no key gave it."""
        if widget.window() is not self._window or widget is self._window:
            return
        other = reason == Qt.FocusReason.OtherFocusReason
        if reason in BY_KEYBOARD or (other and self.keyboard_used):
            self.setWidget(widget)
            self._surround()
        elif reason == Qt.FocusReason.MouseFocusReason or widget is not self.widget():
            self.setWidget(None)  # type: ignore[arg-type] # Qt takes none

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taken = super().eventFilter(watched, event)
        if event.type() in _MOVES:
            self._surround()
        return taken

    def _surround(self) -> None:
        """Lie above the control, where Fusion would have the ring below, and within its parent."""
        self.raise_()
        self.setMask(
            QRegion(self._place) - QRegion(self._place.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))
        )

    @property
    def _place(self) -> QRect:
        """What of it is in its parent: a control that fills it has its ring inside."""
        around = self.parentWidget()
        return self.rect() & around.rect().translated(-self.pos()) if around else self.rect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._surround()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, place = QApplication.palette(), QRectF(self._place)
        # two colours: seen on the window's ground and on any photograph
        for inset, wide, colour in ((2.5, 1, palette.base()), (1.0, WIDTH, palette.accent())):
            painter.setPen(QPen(colour.color(), wide))
            painter.drawRect(place.adjusted(inset, inset, -inset, -inset))
        painter.end()
