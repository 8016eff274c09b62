"""Where the window and its panels go: inside the screen, and beside or behind each other."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from neopain_gui.gui.base import theme

NARROW = 1100
"""Below so many pixels across, both panels at the sides would leave the middle no room."""

_FIRST = QSize(1440, 900)
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_SIDES = (320, 280)


def first_place(available: QRect, frame: QMargins) -> QRect:
    """Return where the window's inside goes when nothing is remembered: in the middle."""
    size = _FIRST.grownBy(frame).boundedTo(available.size())
    whole = QRect(QPoint(0, 0), size)
    whole.moveCenter(available.center())
    return inside(whole.marginsRemoved(frame), available, frame)


def inside(place: QRect, available: QRect, frame: QMargins) -> QRect:
    """Return where a window goes so that its frame, too, lies on the screen.

    Parameters
    ----------
    place : QRect
        Where its inside would be.
    available : QRect
        The screen without the system's bars.
    frame : QMargins
        How far the frame reaches beyond the inside.
    """
    whole = place.marginsAdded(frame)
    whole.setSize(whole.size().boundedTo(available.size()))
    whole.moveLeft(max(available.left(), min(whole.left(), available.right() + 1 - whole.width())))
    whole.moveTop(max(available.top(), min(whole.top(), available.bottom() + 1 - whole.height())))
    return whole.marginsRemoved(frame)


class StayOnScreen:
    """Keeps a window and its frame on the screen when it appears or leaves full screen.

    The window manager puts the frame around it some time after that, later on a busy computer.
    Until there is a frame it looks again, and gives up where there is none.
    """

    EVERY_MS = 100
    PATIENCE_MS = 5000

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._left = 0
        self._timer = QTimer(window)
        self._timer.setInterval(self.EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Look as soon as what is going on is done, and until there is a frame."""
        self._left = self.PATIENCE_MS // self.EVERY_MS
        self._timer.start()
        QTimer.singleShot(0, self._window, self._look)

    def frame(self) -> QMargins:
        """Return how far the frame reaches beyond the window's inside; nothing before it is there.

        The system is asked: a widget remembers the frame that it had before full screen.
        """
        handle = self._window.windowHandle()
        return handle.frameMargins() if handle else QMargins()

    def _look(self) -> None:
        window, frame = self._window, self.frame()
        self._left -= 1
        if self._left <= 0 or not frame.isNull() or window.isMaximized() or window.isFullScreen():
            self._timer.stop()
        if window.isMaximized() or window.isFullScreen():
            return
        place = inside(window.geometry(), window.screen().availableGeometry(), frame)
        if place != window.geometry():
            window.setGeometry(place)


class Sides:
    """The panels at both sides; in a narrow window they lie behind each other on the left.

    What a person has moved elsewhere or taken out of the window stays where it is.
    """

    def __init__(self, window: QMainWindow, left: QDockWidget, right: QDockWidget) -> None:
        self._window, self._left, self._right = window, left, right
        self.together = False

    def reset(self) -> None:
        """Give both panels their usual width; they lie at both sides now."""
        self.together = False
        self._window.resizeDocks([self._left, self._right], list(_SIDES), Qt.Orientation.Horizontal)

    def follow(self, width: int) -> None:
        """Put the panels where they go at a width of the window."""
        if width < NARROW and not self.together:
            self._join()
        elif width >= NARROW and self.together:
            self.part()

    def _join(self) -> None:
        window, left, right = self._window, self._left, self._right
        usual = window.dockWidgetArea(left) == _LEFT and window.dockWidgetArea(right) == _RIGHT
        if not usual or left.isFloating() or right.isFloating():
            return
        hidden = right.isHidden()
        window.tabifyDockWidget(left, right)
        right.setHidden(hidden)
        left.raise_()
        window.resizeDocks([left], [_SIDES[0]], Qt.Orientation.Horizontal)
        self.together = True

    def part(self) -> None:
        """Put the panels at both sides again, if they are behind each other."""
        if not self.together:
            return
        self.together = False
        window, left, right = self._window, self._left, self._right
        if right.isFloating() or window.dockWidgetArea(right) != _LEFT:
            return  # a person has moved it
        hidden = right.isHidden()
        window.addDockWidget(_RIGHT, right)
        right.setHidden(hidden)
        window.resizeDocks([left, right], list(_SIDES), Qt.Orientation.Horizontal)


def room_for_dialog(parent: QWidget) -> QSize:
    """Return how large a dialog may be: its frame, too, stays on the screen."""
    return parent.screen().availableSize() - QSize(6 * theme.SPACE, 8 * theme.SPACE)
