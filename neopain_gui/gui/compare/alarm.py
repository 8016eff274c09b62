"""The red line above all numbers that say nothing about real neonates."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.reports.cautions import alarms


class Alarm(PlainLabel):
    """Says that maps of demo weights stand here for real photographs; else it is not there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName("What these numbers do not say")
        self.setWordWrap(True)
        self._colour()
        self.hide()

    def show_for(self, cautions: Sequence[str]) -> None:
        """Take what stands in red out of a comparison's cautions."""
        text = " ".join(alarms(cautions))
        self.setText(text)
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = self.palette()
        palette.setColor(self.foregroundRole(), theme.level_colour("error"))
        self.setPalette(palette)
        self.setFont(theme.strong_font(self.font()))
