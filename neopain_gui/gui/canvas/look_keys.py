"""Looking closer by keyboard, on a picture whose keys are not the window's commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.gui.canvas.canvas import Canvas

HOW_TO_LOOK = "Page Up and Page Down, or the wheel, zoom; F shows all, 0 is 100 %."
HOW_TO_PAN = "Drag it, or use the arrow keys, to see another part."
_STEP = 1.25
_PART = 0.1
"""How much of the view an arrow key moves it by."""
_ZOOMS = {Qt.Key.Key_PageUp: _STEP, Qt.Key.Key_PageDown: 1 / _STEP}
_SIGNS = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Equal: _STEP, Qt.Key.Key_Minus: 1 / _STEP}
_ARROWS = {
    Qt.Key.Key_Left: (-_PART, 0.0),
    Qt.Key.Key_Right: (_PART, 0.0),
    Qt.Key.Key_Up: (0.0, -_PART),
    Qt.Key.Key_Down: (0.0, _PART),
}
_NOT_PLAIN = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class LookedAt(Canvas):
    """A canvas that keys zoom and move; arrow keys, + and − are a movable box's if there is one.

    The keys are the canvas's own and not watched from beside it: a filter written in Python is
    asked while the canvas is taken apart, which ends the program.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(OWN_ARROWS, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        movable = self.box_keys.at_once
        zooms = _ZOOMS if movable else _ZOOMS | _SIGNS
        if event.modifiers() & _NOT_PLAIN:
            super().keyPressEvent(event)
        elif key in zooms:
            self.zoom_by(zooms[key])
        elif key in _ARROWS and not movable:
            self.pan(*_ARROWS[key])
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_0:
            self.actual_size()
        else:
            super().keyPressEvent(event)
