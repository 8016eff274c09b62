"""Doing something in a thread while the window is painted and nothing else may happen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_ASKED_MS = 10


def while_painting(work: Callable[[], None]) -> None:
    """Do something in a thread and wait for it; the window is painted, and holds what is typed.

    What it raises is raised here.
    """
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        work()
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(work)
        loop, asking = QEventLoop(), QTimer()
        asking.timeout.connect(lambda: loop.quit() if done.done() else None)
        asking.start(_ASKED_MS)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            done.result()
        finally:
            QGuiApplication.restoreOverrideCursor()
