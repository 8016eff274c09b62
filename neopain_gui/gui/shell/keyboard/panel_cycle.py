"""Going from panel to panel by keyboard: each remembers where in it the person was."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from neopain_gui.gui.browser.place import PLACE as BROWSER_PLACE
from neopain_gui.gui.widgets.focus import bring_to_front, controls_in, reachable

if TYPE_CHECKING:
    from neopain_gui.gui.shell.frame import Frame


BROWSER = BROWSER_PLACE.id


class Panels:
    """The parts of the window, in the order of reading."""

    def __init__(self, window: Frame) -> None:
        self._window = window
        self._last: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()

    def parts(self) -> list[QWidget]:
        """Return what can be gone to now."""
        window, page = self._window, self._window.pages.currentWidget()
        centre = [page]
        if page is window.workspace:
            centre = list(window.workspace.parts)
        others = [dock for place, dock in window.docks.items() if place != BROWSER]
        wanted = [window.browser, *centre, *others]
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


def _first(part: QWidget) -> QWidget | None:
    """Return its first control; the area that scrolls it only where there is none in it."""
    found = list(controls_in(part)) if part.isVisible() else []
    return next((one for one in found if not isinstance(one, QScrollArea)), next(iter(found), None))
