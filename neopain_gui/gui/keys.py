"""Keys that are no commands: stepping with the arrows, Space to see the photograph, B to blink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)

if TYPE_CHECKING:
    from neopain_gui.gui.main_window import MainWindow

_OWN_ARROWS = (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_OWN_SPACE = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)
_OWN_LETTERS = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)
_OWN_DIGITS = (QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)


class Keys(QObject):
    """Watches the keyboard while the window is in front; whatever needs a key keeps it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def remove(self) -> None:
        """Stop watching."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ApplicationDeactivate:
            self._window.session.hide_overlay(False)
            self._window.workspace.blink(False)
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or not self._window.isActiveWindow():
            return False
        focus = QApplication.focusWidget()
        if watched is not (focus or self._window) or QApplication.activePopupWidget():
            return False
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if self._window.session.study is None or not plain:
            return False
        if event.key() == Qt.Key.Key_Space:
            return self._space(event, focus)
        if event.key() == Qt.Key.Key_B:
            return self._blink(event, focus)
        return kind == QEvent.Type.KeyPress and self._press(event.key(), focus)

    def _space(self, event: QKeyEvent, focus: QObject | None) -> bool:
        if isinstance(focus, _OWN_SPACE):
            return False
        if not event.isAutoRepeat():
            self._window.session.hide_overlay(event.type() == QEvent.Type.KeyPress)
        return True

    def _blink(self, event: QKeyEvent, focus: QObject | None) -> bool:
        if isinstance(focus, _OWN_LETTERS):
            return False
        if event.isAutoRepeat():
            return self._window.workspace.panes_in_front
        return self._window.workspace.blink(event.type() == QEvent.Type.KeyPress)

    def _press(self, key: int, focus: QObject | None) -> bool:
        session = self._window.session
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_6 and not isinstance(focus, _OWN_DIGITS):
            return self._show_nth(key - Qt.Key.Key_1)
        if isinstance(focus, _OWN_ARROWS):
            return False
        if key == Qt.Key.Key_Down:
            session.next_image()
        elif key == Qt.Key.Key_Up:
            session.previous_image()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            from neopain_gui.gui.inspector.names import step_depth

            step_depth(session, -1 if key == Qt.Key.Key_Left else 1)
        else:
            return False
        return True

    def _show_nth(self, place: int) -> bool:
        from neopain_gui.pipeline.compare import default_models

        study = self._window.session.study
        models = sorted(default_models(study)) if study is not None else []
        if place < len(models):
            self._window.session.show_model(models[place].name)
        return True
