"""What is being drawn, on the photograph itself: the list of names may be out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas

_IN = theme.SPACE // 2


class NameTag(PlainLabel):
    """A line in the canvas's upper left corner; the pointer goes through it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__("", canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setContentsMargins(2 * _IN, _IN, 2 * _IN, _IN)
        self.move(theme.SPACE, theme.SPACE)
        self.hide()

    def say(self, tool: str, region: str) -> None:
        """Name the tool and the region that it draws; nothing where either is missing."""
        self.setText(f"{tool}: {region}")
        self.adjustSize()
        self.setVisible(bool(tool and region))
