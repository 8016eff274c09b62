"""Nothing to click is smaller than 24 pixels (WCAG 2.2, 2.5.8)."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QLineEdit,
    QScrollBar,
    QSizePolicy,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

SMALLEST = 24
_CLICKED = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractSlider)
_WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


def large_enough(watched: QObject) -> None:
    """Give a control that is about to be shown the size that a hand needs."""
    if not isinstance(watched, _CLICKED) or isinstance(watched, QScrollBar):
        return
    around = watched.parentWidget()
    if isinstance(around, _WHOLE) or watched.objectName().startswith("qt_"):
        return  # part of another control
    if watched.minimumHeight() < SMALLEST <= watched.maximumHeight():
        watched.setMinimumHeight(SMALLEST)
    fixed = watched.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
    # a least width that is set takes the place of the fixed one: a layout would squeeze it
    wide = fixed and watched.sizeHint().width() >= SMALLEST
    button = isinstance(watched, QAbstractButton) and not wide
    if button and watched.minimumWidth() < SMALLEST <= watched.maximumWidth():
        watched.setMinimumWidth(SMALLEST)


class _TabBar(QTabBar):
    def tabSizeHint(self, index: int) -> QSize:
        return super().tabSizeHint(index).expandedTo(QSize(SMALLEST, SMALLEST + 2))


class Tabs(QTabWidget):
    """Tabs that are high enough to be hit, and never scrolled out of sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabBar(_TabBar(self))
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)


class DockTitle(QWidget):
    """A panel's name, and the buttons that take it out of the window and hide it."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        name = dock.windowTitle()
        title = PlainLabel(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(title, 1)
        self.out = _button("panes", f"Take {name} out of the window, or put it back")
        self.out.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self.close_button = _button("close", f"Hide {name}")
        self.close_button.clicked.connect(dock.close)
        row.addWidget(self.out)
        row.addWidget(self.close_button)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, SMALLEST)


def _button(icon: str, what: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setIconSize(QSize(14, 14))
    button.setAutoRaise(True)
    button.setToolTip(literal(what))
    button.setAccessibleName(what)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the View menu does the same by keyboard
    button.setFixedSize(SMALLEST, SMALLEST)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button
