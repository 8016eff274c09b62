"""Starting the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.gui.base.settings import Settings
    from neopain_gui.gui.jobs.orders import EngineLike
    from neopain_gui.gui.shell.main_window import MainWindow

_SWITCH_SECONDS = 0.0005
_SETTLED_MS = 2000
NO_DISPLAY = 3
"""Exit code when there is no display to open a window on."""


def without_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether Qt would abort: a Linux session with nothing to draw on."""
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def main(study: Path | None = None, *, demo: bool = False) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    study : Path, optional
        Opened once the window is there.
    demo : bool
        Whether to open the demo study.

    Returns
    -------
    int
        The exit code: 0, or 3 without a display.
    """
    if without_display(sys.platform, os.environ):
        print(  # noqa: T201 - there is no window to say it in
            "There is no display to open a window on: run 'make demo-headless' instead, "
            "or 'neopain --help' for the commands that need none.",
            file=sys.stderr,
        )
        return NO_DISPLAY
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QImageReader
    from PySide6.QtWidgets import QApplication

    from neopain_gui.gui.base import text_size, theme
    from neopain_gui.gui.base.faults import Boundary
    from neopain_gui.gui.base.settings import Settings

    application = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(application, QApplication):
        raise RuntimeError("an application without widgets is running")
    application.setApplicationName("NeoPain")
    application.setStyle("Fusion")
    QImageReader.setAllocationLimit(256)
    settings = Settings()
    text_size.apply(settings.text_size)
    theme.apply_scheme(settings.scheme)
    theme.follow_system()
    application.setWindowIcon(theme.application_icon())
    from neopain_gui.gui.shell import first_words

    window = make_window(settings)
    boundary = Boundary(window.show_fault)
    boundary.install()
    window.show()
    window.say_research_only()
    QTimer.singleShot(
        0, window, lambda: first_words.say_what_is_not_kept(window.messages, settings)
    )
    if study is not None:
        QTimer.singleShot(0, window, lambda: window.open_study(study))
    elif demo:
        QTimer.singleShot(0, window, window.action("open_demo").trigger)
    try:
        return int(application.exec())
    finally:
        boundary.remove()


def make_window(settings: Settings) -> MainWindow:
    """Make the window, and let nothing hold it up that Python does by itself."""
    from PySide6.QtCore import QTimer

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.state.session import Session

    # A thread that computes lets the window's go on after this long, not after 5 ms each time.
    sys.setswitchinterval(_SWITCH_SECONDS)
    window = MainWindow(Session(), Jobs(make_engine), settings)
    # What was made until the panels are there stays: going through all of it in search of
    # garbage would halt the window for 50 ms, again and again.
    window.session.study_changed.connect(lambda: QTimer.singleShot(_SETTLED_MS, gc.freeze))
    return window


def make_engine() -> EngineLike:
    """Make the engine when the first job needs it."""
    from neopain_gui.engine import Engine

    return Engine()
