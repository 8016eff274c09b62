"""The bar of buttons below the menus."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from neopain_gui.gui.shell.commands.actions import Actions


def make_toolbar(actions: Actions) -> QToolBar:
    """Make the bar: the commands that have a button, and on the right the way to all others."""
    bar = QToolBar("Commands")
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    actions.fill_toolbar(bar)
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    find = QToolButton()
    find.setDefaultAction(actions.by_id["find_command"])
    find.setText("Find a command")
    find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    find.setAccessibleName("Find a command")
    bar.addWidget(find)
    return bar
