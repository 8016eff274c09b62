"""What Qt says by itself: passed on to the terminal, counted, and explained where it ends all."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from neopain_gui.crashes.report import warned_of

_COUNTED = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg)


class QtMessages:
    """Listens to Qt.

    Parameters
    ----------
    cannot_start : callable
        Explains why Qt ends the program, and ends it in its stead; called as long as
        :attr:`starting` is true.
    """

    def __init__(self, cannot_start: Callable[[], object]) -> None:
        self._cannot_start = cannot_start
        self.starting = True

    def install(self) -> None:
        """Begin to listen."""
        qInstallMessageHandler(self._heard)

    def remove(self) -> None:
        """Let Qt speak for itself again."""
        qInstallMessageHandler(None)

    def _heard(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind == QtMsgType.QtFatalMsg and self.starting:
            self._cannot_start()
        if kind in _COUNTED:
            warned_of[context.category or "default"] += 1
        if sys.stderr is not None and not (self.starting and _is_about_plugins(text)):
            sys.stderr.write(f"{text}\n")


def _is_about_plugins(text: str) -> bool:
    """Say whether Qt tells how it looked for a display: what comes of it is said in a sentence."""
    return "platform plugin" in text or "could not connect to display" in text
