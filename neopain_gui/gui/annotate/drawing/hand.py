"""The hand that draws on a canvas: mouse, touch or pen, given to the tool that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTabletEvent, QWheelEvent

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

_LEFT = Qt.MouseButton.LeftButton
_NOTCH = 120
"""A wheel's notch, in Qt's eighths of a degree."""


class Tool(QObject):
    """What a hand does with the left button; places are the canvas's.

    Attributes
    ----------
    cursor : Qt.CursorShape
        What the pointer looks like.
    """

    cursor = Qt.CursorShape.CrossCursor

    def press(self, _at: QPointF, _pressure: float) -> bool:
        """Begin; False leaves the hand to the canvas, which pans."""
        return False

    def move(self, at: QPointF, pressure: float) -> None:
        """Go on while the button is held."""

    def release(self) -> None:
        """Let go."""

    def double(self, at: QPointF) -> bool:
        """Take a double click; unless it means something, it is a second press."""
        return self.press(at, 1.0)

    def hover(self, at: QPointF | None) -> None:
        """Follow the pointer while no button is held; None where it left."""

    def turn(self, _notches: float) -> bool:
        """Take a turn of the wheel with Shift held; False leaves it to the canvas."""
        return False

    def end(self) -> bool:
        """Drop what is not finished; False if there is nothing."""
        return False

    def finish(self) -> None:
        """End what is under way as if the hand let go: what was drawn is kept."""
        self.release()

    def leave(self) -> None:
        """Another tool is taken."""
        self.end()
        self.hover(None)


class Hand(QObject):
    """Gives what a hand does on a canvas to a tool, before the canvas pans with it.

    The pressure of a pen comes with events of its own, ahead of those of the mouse that Qt makes of
    them; touch comes as the mouse.

    Signals
    -------
    changed()
        It serves somebody else.
    """

    changed = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tool: Tool | None = None
        self._owner: QObject | None = None
        self._held = False
        self._pressure = 1.0
        canvas.viewport().installEventFilter(self)

    @staticmethod
    def of(canvas: Canvas) -> Hand:
        """Return the hand of a canvas: there is no more than one on each."""
        return canvas.findChild(Hand) or Hand(canvas)

    @property
    def tool(self) -> Tool | None:
        """What is in the hand."""
        return self._tool

    def serves(self, owner: QObject) -> bool:
        """Say whether the hand draws for this one; for whoever asks first where nobody has it."""
        if self._owner is None:
            self._owner = owner
        return self._owner is owner

    def serve(self, owner: QObject) -> None:
        """Draw for this one from now on."""
        if self._owner is not owner:
            self.finish()
            self._owner = owner
            self._take(None)
            self.changed.emit()

    def take(self, tool: Tool | None, owner: QObject) -> None:
        """Put a tool into the hand, for whom it serves; None lays it down."""
        if tool is not self._tool and self.serves(owner):
            self._take(tool)

    def _take(self, tool: Tool | None) -> None:
        self.drop()
        if self._tool is not None:
            self._tool.leave()
        self._tool = tool
        if tool is None:
            self._canvas.viewport().unsetCursor()
        else:
            self._canvas.viewport().setCursor(tool.cursor)

    def finish(self) -> None:
        """Keep what is being drawn: another tool, or photograph, is gone to."""
        if self._tool is not None:
            self._held = False
            self._tool.finish()

    def drop(self) -> None:
        """Drop what is not finished: the photograph is another one."""
        self._held, self._pressure = False, 1.0
        if self._tool is not None:
            self._tool.end()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        tool = self._tool
        if tool is None:
            return False
        if isinstance(event, QTabletEvent):
            over = event.type() == QEvent.Type.TabletRelease
            self._pressure = 1.0 if over else event.pressure()
            return False
        if isinstance(event, QWheelEvent):
            by = event.angleDelta().y() or event.angleDelta().x()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return shift and tool.turn(by / _NOTCH)
        if isinstance(event, QMouseEvent):
            return self._mouse(tool, event)
        if event.type() == QEvent.Type.Leave:
            tool.hover(None)
        return False

    def _mouse(self, tool: Tool, event: QMouseEvent) -> bool:
        kind, at = event.type(), self._place(event.position())
        if kind == QEvent.Type.MouseMove:
            if self._held:
                tool.move(at, self._pressure)
            else:
                tool.hover(at)
            return self._held
        if event.button() != _LEFT:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._held = tool.press(at, self._pressure)
            return self._held
        if kind == QEvent.Type.MouseButtonDblClick:
            self._held = tool.double(at)
            return self._held
        if kind == QEvent.Type.MouseButtonRelease and self._held:
            self._held = False
            tool.release()
            return True
        return False

    def _place(self, position: QPointF) -> QPointF:
        """Return a place of the viewport in the canvas's coordinates, to a part of a pixel."""
        inverted, _ = self._canvas.viewportTransform().inverted()
        return self._canvas.stage.mapSceneToView(inverted.map(position))
