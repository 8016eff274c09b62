"""The menu of the studies that were opened last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.shell.recent_places import places


class RecentMenu(QMenu):
    """Filled anew whenever it is opened.

    Signals
    -------
    chosen(path: Path)
    cleared()
    """

    chosen = Signal(object)
    cleared = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__("&Recent studies", parent)
        self._settings = settings
        self.setIcon(theme.icon("recent"))
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show what is remembered now."""
        self.clear()
        paths = self._settings.recent
        for path, place in zip(paths, places(paths), strict=True):
            action = self.addAction(f"{path.stem} in {place}".replace("&", "&&"))
            action.setToolTip(literal(str(path)))
            action.triggered.connect(self._chooser(path))
        if self.isEmpty():
            self.addAction("None yet").setEnabled(False)
            return
        self.addSeparator()
        self.addAction("Clear this list", self.cleared.emit)

    def _chooser(self, path: Path) -> Callable[[], None]:
        return lambda: self.chosen.emit(path)
