"""A line in the colour of warnings, also after the colours of the window have changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable


class WarningLabel(PlainLabel):
    """Words that stand out; it is not there without any."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self._colour()
        self.warn(text)

    def warn(self, text: str) -> None:
        """Say something, or nothing."""
        self.setText(breakable(text))
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette, wanted = self.palette(), theme.level_colour("warning")
        if palette.color(self.foregroundRole()) != wanted:
            palette.setColor(self.foregroundRole(), wanted)
            self.setPalette(palette)
