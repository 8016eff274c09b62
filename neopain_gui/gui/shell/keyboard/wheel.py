"""The wheel scrolls: it changes no value, unless the person has gone to its control before.

Sliders, fields of numbers and lists take the wheel wherever the pointer happens to be, so that
scrolling past them would change what is measured. One rule for the whole program, also for the
editors in tables' cells and for dialogs: a control without the focus leaves the wheel to what
lies around it, and the wheel gives no focus. A closed list never takes it: after a choice the
focus stays in it, and the next turn is meant for the panel.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QTabBar,
    QWidget,
)

_CONTROLS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)


def takes_no_focus(widget: QObject) -> None:
    """Let the wheel give a widget no focus; for every widget before it is first shown."""
    if isinstance(widget, QWidget) and widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def left_alone(watched: QObject, event: QEvent) -> bool:
    """Return whether a control must not have this turn of the wheel; what is around it has it."""
    if not isinstance(watched, _CONTROLS) or isinstance(watched, QScrollBar):
        return False
    focus = QApplication.focusWidget()
    gone_to = focus is not None and (focus is watched or watched.isAncestorOf(focus))
    if gone_to and not isinstance(watched, QComboBox):
        return False
    event.ignore()  # Qt hands it to the parent
    return True
