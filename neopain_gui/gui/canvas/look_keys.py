"""Looking closer by keyboard, on a picture whose keys are not the window's commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

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


class LookKeys(QObject):
    """Zooms and moves a canvas; arrow keys, + and − are a movable box's where there is one."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.setProperty(OWN_ARROWS, True)
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.modifiers() & _NOT_PLAIN:
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        key, canvas = Qt.Key(event.key()), self._canvas
        zooms = _ZOOMS if canvas.box_keys.at_once else _ZOOMS | _SIGNS
        arrows = {} if canvas.box_keys.at_once else _ARROWS
        if key not in (*zooms, *arrows, Qt.Key.Key_F, Qt.Key.Key_0):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif key in zooms:
            canvas.zoom_by(zooms[key])
        elif key in arrows:
            canvas.pan(*arrows[key])
        elif key == Qt.Key.Key_F:
            canvas.fit()
        else:
            canvas.actual_size()
        return True
