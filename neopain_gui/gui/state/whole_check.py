"""What the whole look at a study found, once it has ended beside the first pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from neopain_gui.study import Study

_ASKED = 50
"""Milliseconds."""


class WholeCheck(QObject):
    """Waits for the end of the look at an open study, without keeping the window waiting.

    Signals
    -------
    ended(study: Study)
        It is over; :attr:`Study.damage` says what was found. Once for each study.
    """

    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self._timer = QTimer(self, interval=_ASKED)
        self._timer.timeout.connect(self._ask)

    def at(self, study: Study | None) -> None:
        """Wait for another study's, or for none."""
        self._study = study
        if study is None:
            self._timer.stop()
        else:
            self._timer.start(0 if study.looked_through else _ASKED)

    def _ask(self) -> None:
        study = self._study
        if study is not None and study.looked_through:
            self.at(None)
            self.ended.emit(study)
