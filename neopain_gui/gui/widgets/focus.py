"""Where the keyboard can go, and bringing what it goes to in sight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QScrollArea, QWidget

_BESIDE = 8


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
