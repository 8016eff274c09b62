"""Files that the system hands to the program: as it is started, and while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

_TOGETHER_MS = 100
"""What is opened together arrives one by one, within this time."""


class Application(QApplication):
    """The application; macOS tells it, and not the command line, which files were opened.

    Attributes
    ----------
    without_fonts : bool
        Whether the system has none and NeoPain brought its own.

    Signals
    -------
    opened(paths: list of Path)
    """

    opened = Signal(object)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self.without_fonts = False
        self._paths: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        self._soon.timeout.connect(self._tell)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            self._paths.append(Path(event.file()))
            self._soon.start()
            return True
        return super().event(event)

    def _tell(self) -> None:
        paths, self._paths = self._paths, []
        self.opened.emit(paths)
