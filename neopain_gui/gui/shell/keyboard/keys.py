"""Keys that are no commands, and where keys without Ctrl act at all.

The arrows step, Space shows the photograph, B blinks. Single letters, digits and signs act only
where the photograph is in sight: typed past a field, they would label it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
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
    QPushButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from shiboken6 import isValid

from neopain_gui.gui.base.own_keys import OWN_ARROWS
from neopain_gui.gui.place.command import Command
from neopain_gui.gui.shell.commands import context_menus
from neopain_gui.gui.shell.keyboard import undo_keys, wheel
from neopain_gui.gui.shell.keyboard.focus_ring import BY_KEYBOARD, FocusRing
from neopain_gui.gui.widgets import targets
from neopain_gui.gui.widgets.focus import bring_to_front

if TYPE_CHECKING:
    from neopain_gui.gui.shell.frame import Frame

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
_OWN_ALL = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QTableView, QTreeView)
_OWN_F2 = (QTableView, QTreeView)
_OWN_SPACE = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)
_PRESSED = (QPushButton, QToolButton)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_LETTERS = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)
_OWN_DIGITS = (QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenu)


_Type = QEvent.Type
_WATCHED = frozenset(
    {
        _Type.ApplicationDeactivate,
        _Type.ContextMenu,
        _Type.FocusIn,
        _Type.KeyPress,
        _Type.KeyRelease,
        _Type.MouseButtonPress,
        _Type.Polish,
        _Type.ShortcutOverride,
        _Type.Wheel,
    }
)
_UNTIL_PAINTED = _WATCHED | {_Type.Paint}
_WITH = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def _letters(commands: Sequence[Command]) -> dict[int, Command]:
    """Return the commands that a letter, a digit or a sign carries out, by its key."""
    keys = (
        (QKeySequence(key)[0], command)  # type: ignore[index] # PySide leaves it out of its stubs
        for command in commands
        for key in command.keys
    )
    return {
        key.key(): command
        for key, command in keys
        if not key.keyboardModifiers() & _WITH
        and key.key() < Qt.Key.Key_Escape  # the keys that type nothing begin with it
        and command.seen != "anywhere"
    }


def _prepare(control: QObject) -> None:
    """Let a control that is about to be shown be large enough to hit, and the wheel pass it."""
    wheel.takes_no_focus(control)
    targets.large_enough(control)


class Keys(QObject):
    """Watches the keyboard while the window is in front; whatever needs a key keeps it.

    The whole program is watched once the window has been painted for the first time. Before that
    nobody can press a key, and with the first event that comes into Python from a widget that Qt
    made for itself half of Qt's classes come too, which takes a tenth of the start.
    """

    def __init__(self, window: Frame) -> None:
        super().__init__(window.widget)
        self._window = window
        self._letters: dict[int, Command] = {}
        self._ring = FocusRing(window.widget)
        self._gone_to: int | None = None
        self._watched = _UNTIL_PAINTED
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._watch_all)
        window.widget.installEventFilter(self)

    @property
    def watching(self) -> bool:
        """Whether the whole program is watched: keys act from then on."""
        return self._watched is _WATCHED and not self._soon.isActive()

    def use(self, commands: Sequence[Command]) -> None:
        """Know which letters carry out a command."""
        self._letters = _letters(commands)

    def prepare(self) -> None:
        """Do for every control that is there what is done for later ones before they are shown."""
        for widget in self._window.widget.findChildren(QWidget):
            _prepare(widget)

    def _begin(self) -> None:
        """Watch the whole program, not the window alone."""
        self._watched = _WATCHED
        self._window.widget.removeEventFilter(self)
        self._soon.start()

    def _watch_all(self) -> None:
        self.prepare()  # what was shown meanwhile
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @property
    def ring(self) -> FocusRing:
        """The ring; Qt makes it a child of what it lies in and deletes it with that."""
        if not isValid(self._ring):
            self._ring = FocusRing(self._window.widget)
        return self._ring

    def remove(self) -> None:
        """Stop watching."""
        self.ring.setWidget(None)  # type: ignore[arg-type] # before what it lies over is deleted
        self._soon.stop()
        self._window.widget.removeEventFilter(self)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: C901 - kinds of events in turn
        kind = event.type()
        if kind not in self._watched:  # nearly all: every event of the program comes by here
            return False
        if kind == _Type.Paint:
            self._begin()
            return False
        if kind in (_Type.KeyPress, _Type.MouseButtonPress):
            self.ring.keyboard_used = kind == _Type.KeyPress
        if kind == _Type.MouseButtonPress and self._window.widget.isVisible():
            self._went(watched, event)
        if kind in (_Type.KeyPress, _Type.KeyRelease):
            return self._key(watched, event)
        if kind == _Type.Polish:
            _prepare(watched)
        elif kind == _Type.Wheel:
            return wheel.left_alone(watched, event)
        elif kind == _Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return undo_keys.for_the_study(event) or self._keep_letter(event)
        elif kind == _Type.FocusIn and isinstance(watched, QWidget):
            reason = event.reason()  # type: ignore[attr-defined]
            self.ring.follow(watched, reason)
            if reason in BY_KEYBOARD and self._window.widget.isVisible():
                bring_to_front(watched)  # Tab and Alt lead into panels behind others, too
                self._went(watched, event)
        elif kind == _Type.ContextMenu:
            return context_menus.offer(self._window.actions_table, watched, event)
        elif kind == _Type.ApplicationDeactivate:
            self._window.session.overlay.hide(False)
            self._window.workspace.blink(False)
        return False

    def _key(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not self._window.widget.isActiveWindow():
            return False
        focus = QApplication.focusWidget()
        if watched is not (focus or self._window.widget) or QApplication.activePopupWidget():
            return False
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in _ENTER and isinstance(focus, _PRESSED):
            if event.type() == _Type.KeyPress and not event.isAutoRepeat():
                focus.click()  # Qt itself presses buttons with Space alone
            return True
        if self._window.session.study is None or not plain:
            return False
        if event.key() == Qt.Key.Key_Space:
            return self._space(event, focus)
        if event.key() == Qt.Key.Key_B:
            return self._blink(event, focus)
        return event.type() == _Type.KeyPress and self._press(event.key(), focus)

    def _keep_letter(self, event: QKeyEvent) -> bool:
        """Let a letter be nobody's shortcut where the photograph is out of sight."""
        if event.key() == Qt.Key.Key_F2:
            self._lend_f2()
        command = self._letters.get(event.key())
        if command is None or not self._window.widget.isActiveWindow():
            return False
        if event.modifiers() & _WITH or self.acts(command.seen):
            return False
        event.accept()  # Qt asks whether somebody wants it as a letter: yes
        return True

    def _lend_f2(self) -> None:
        """Leave F2 to the table or tree that has the focus: two takers would get nothing."""
        own = isinstance(QApplication.focusWidget(), _OWN_F2)
        edit = self._window.actions_table.by_id["edit_photographs"]
        edit.setShortcuts([] if own else [QKeySequence("F2")])

    def acts(self, seen: str) -> bool:
        """Return whether a letter that changes what is seen acts now.

        Parameters
        ----------
        seen : str
            ``photograph``: the Inspect tab is in front; ``photographs``: it is, or the small
            pictures are being used.
        """
        window, focus = self._window, QApplication.focusWidget()
        if window.pages.currentWidget() is not window.workspace:
            return False
        if isinstance(focus, _OWN_ALL):
            return False
        if window.workspace.inspect_in_front:
            return True
        return seen == "photographs" and self._chooses_photographs(focus)

    def _chooses_photographs(self, focus: QWidget | None) -> bool:
        """Return whether the small pictures were gone to in this tab, and not clicked away from.

        They keep the focus when a click beside them misses a field: what is then typed is not
        meant for them.
        """
        window = self._window
        gone_to = self._gone_to == window.workspace.currentIndex()
        return focus is window.browser.view and gone_to and not window.workspace.importing

    def _went(self, watched: QObject, event: QEvent) -> None:
        """Remember in which tab the person went to the small pictures; None if elsewhere since."""
        browser, here = self._window.browser, self._window.workspace.currentIndex()
        if isinstance(event, QMouseEvent):
            at = browser.mapFromGlobal(event.globalPosition().toPoint())
            inside = browser.isVisible() and browser.rect().contains(at)
            self._gone_to = here if inside else None
        elif watched is browser.view:
            self._gone_to = here

    def _space(self, event: QKeyEvent, focus: QObject | None) -> bool:
        if isinstance(focus, _OWN_SPACE):
            return False
        if event.type() == _Type.KeyPress and not self.acts("photograph"):
            return False
        if not event.isAutoRepeat():
            self._window.session.overlay.hide(event.type() == _Type.KeyPress)
        return True

    def _blink(self, event: QKeyEvent, focus: QObject | None) -> bool:
        if isinstance(focus, _OWN_LETTERS):
            return False
        if event.isAutoRepeat():
            return self._window.workspace.panes_in_front
        return self._window.workspace.blink(event.type() == _Type.KeyPress)

    def _press(self, key: int, focus: QObject | None) -> bool:
        session = self._window.session
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_6 and not isinstance(focus, _OWN_DIGITS):
            return self.acts("photograph") and self._show_nth(key - Qt.Key.Key_1)
        own = isinstance(focus, _OWN_ARROWS) or (focus and focus.property(OWN_ARROWS))
        if own or self._window.in_importer:
            return False
        if key == Qt.Key.Key_Down:
            session.next_image()
        elif key == Qt.Key.Key_Up:
            session.previous_image()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.acts("photograph"):
            from neopain_gui.gui.state.depth import step_depth

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
