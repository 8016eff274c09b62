"""Going from panel to panel by keyboard: each remembers where in it the person was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QScrollArea, QWidget

if TYPE_CHECKING:
    from neopain_gui.gui.shell.main_window import MainWindow

_BESIDE = 8


class Panels:
    """The parts of the window, in the order of reading."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._last: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()

    def parts(self) -> list[QWidget]:
        """Return what can be gone to now."""
        window, page = self._window, self._window.pages.currentWidget()
        centre = [page]
        if page is window.workspace:
            centre = list(window.workspace.parts)
        wanted = [window.browser, *centre, window.docks["details"], window.docks["jobs"]]
        return [part for part in wanted if part is not None and _first(part) is not None]

    def step(self, by: int) -> None:
        """Bring the keyboard to the next part, or with −1 to the one before."""
        parts, focus = self.parts(), QApplication.focusWidget()
        if not parts:
            return
        here = [p for p, part in enumerate(parts) if focus and part.isAncestorOf(focus)]
        if here and focus is not None:
            self._last[parts[here[0]]] = focus
            place = here[0] + by
        else:
            place = 0 if by > 0 else -1
        self.enter(parts[place % len(parts)])

    def enter(self, part: QWidget) -> None:
        """Bring the keyboard to a part: to where it was there, else to its first control."""
        bring_to_front(part)
        last = self._last.get(part)
        target = last if last is not None and reachable(last) else self._begin(part)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _begin(self, part: QWidget) -> QWidget | None:
        grid = self._window.browser.view
        return grid if part is self._window.browser and reachable(grid) else _first(part)


def bring_to_front(widget: QWidget) -> None:
    """Have a control in sight: its panel before those that lie over it, and scrolled to it."""
    step: QWidget | None = widget
    while step is not None and not isinstance(step, QDockWidget):
        step = step.parentWidget()
        if isinstance(step, QScrollArea):  # Qt itself scrolls for the Tab key alone
            step.ensureWidgetVisible(widget, _BESIDE, _BESIDE)
    if step is not None:
        step.show()
        step.raise_()


def reachable(widget: QWidget) -> bool:
    """Return whether the keyboard can go to a control now."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled()


def controls_in(part: QWidget) -> Iterator[QWidget]:
    """Walk through the controls of a part, in the order of the Tab key."""
    step: QWidget | None = part
    while step is not None:
        if (step is part or part.isAncestorOf(step)) and reachable(step):
            yield step
        step = step.nextInFocusChain()
        if step is part:
            return


def _first(part: QWidget) -> QWidget | None:
    """Return its first control; the area that scrolls it only where there is none in it."""
    found = list(controls_in(part)) if part.isVisible() else []
    return next((one for one in found if not isinstance(one, QScrollArea)), next(iter(found), None))
