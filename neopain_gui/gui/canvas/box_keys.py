"""The face box by keyboard: a box without a pointer, moved and sized before it is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.gui.canvas.face_box import FaceBox
from neopain_gui.gui.canvas.stage import Stage

HOW_TO_DRAW = "Drag a rectangle around the face, or press Enter and use the arrow keys."
HOW_TO_MOVE = (
    "Arrow keys move the box, with Shift by ten pixels; + and − change its size. "
    "Enter keeps it, Esc does not."
)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FAR = 10
_FINER = 50
"""A press of + or - changes each side by this part of the box."""
_NO_LETTERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class BoxKeys(QObject):
    """Watches the keys on a canvas: Enter while drawing takes the box in hand.

    Nothing is changed before Enter is pressed again; Esc, or going elsewhere, puts the box back.
    Where the box is all that a picture is for, :attr:`at_once` makes each press a change.

    Parameters
    ----------
    canvas : QWidget
        Whose keys they are.
    stage : Stage
        Where a box is being drawn.
    box : FaceBox
        What is moved and sized.
    leave_drawing : callable
        Ends drawing with the pointer.

    Signals
    -------
    changed()
        The keyboard took the box in hand, or let it go.
    """

    changed = Signal()

    def __init__(
        self, canvas: QWidget, stage: Stage, box: FaceBox, leave_drawing: Callable[[], None]
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._stage, self._box = canvas, stage, box
        self._leave_drawing, self._on = leave_drawing, False
        self.at_once = False
        canvas.installEventFilter(self)

    @property
    def busy(self) -> bool:
        """True while the keyboard holds the box."""
        return self._on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._mine(event):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._mine(event) and self._press(event)
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self.leave()
        return False

    def _mine(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _NO_LETTERS:
            return False
        if self._stage.drawing:
            return event.key() in _ENTER
        if self.at_once:
            return event.key() in (*_ARROWS, *_SIZES)
        return self._on and event.key() in (*_ARROWS, *_SIZES, *_ENTER, Qt.Key.Key_Escape)

    def _press(self, event: QKeyEvent) -> bool:
        key, box = Qt.Key(event.key()), self._box
        if self._stage.drawing:
            self._begin()
        elif key in _ENTER:
            self._keep()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif self.at_once:
            box.take(box.rectangle)
            self._change(event, key)
            box.let_go()
        else:
            self._change(event, key)
        return True

    def _change(self, event: QKeyEvent, key: Qt.Key) -> None:
        box = self._box
        if key in _ARROWS:
            far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            across, down = _ARROWS[key]
            box.nudge(far * across, far * down)
        else:
            shorter = min(box.rectangle.width(), box.rectangle.height())
            finest = 1 if self.at_once else max(1, round(shorter / _FINER))
            box.grow(_SIZES[key] * finest)

    def _begin(self) -> None:
        self._leave_drawing()
        self._box.take(_in_the_middle(self._stage))
        self._set(True)

    def _keep(self) -> None:
        self._set(False)
        self._box.let_go()

    def leave(self) -> None:
        """Put the box back, if the keyboard holds it."""
        if self._on:
            self._set(False)
            self._box.put_back()

    def _set(self, on: bool) -> None:
        self._on = on
        self._canvas.setProperty(OWN_ARROWS, on)
        self.changed.emit()


def _in_the_middle(stage: Stage) -> QRectF:
    """Return a square in the middle of what is in sight of the photograph."""
    seen = stage.viewRect() & QRectF(0, 0, *stage.limits)
    side = float(round(min(seen.width(), seen.height()) / 2))
    left, top = seen.center().x() - side / 2, seen.center().y() - side / 2
    return QRectF(float(round(left)), float(round(top)), side, side)
