"""Starting the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui import said_in_a_window
from neopain_gui.gui.base import system_libraries
from neopain_gui.study_opener import folder_of, names_study

if TYPE_CHECKING:
    from neopain_gui.gui.base.settings import Settings
    from neopain_gui.gui.jobs.orders import EngineLike
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.shell.opened_files import Application

_SWITCH_SECONDS = 0.0005
_SETTLED_MS = 2000
NO_DISPLAY = 3
"""Exit code when there is no display to open a window on."""
DESKTOP_ID = "neopain"
"""The program's desktop entry without its ending, and its windows' name for the desktop."""


def without_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether Qt would abort: a Linux session with nothing to draw on."""
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def main(paths: Sequence[Path] = (), *, demo: bool = False) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    paths : sequence of Path
        What was opened with the program: a study, or photographs and folders of them.
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
    paths = [path.absolute() for path in paths]
    if not has_qt():
        return NO_DISPLAY
    if is_open_elsewhere(paths):
        return 0
    from PySide6.QtCore import QTimer

    from neopain_gui.gui.base.faults import Boundary
    from neopain_gui.gui.base.qt_messages import QtMessages
    from neopain_gui.gui.base.settings import Settings

    settings = Settings()
    heard = QtMessages(cannot_start)
    heard.install()
    application = make_application(settings)
    heard.starting = False
    window = make_window(settings)
    boundary = Boundary(window.show_fault)
    boundary.install()
    application.opened.connect(window.take_dropped)
    window.show()
    window.say_research_only()
    QTimer.singleShot(0, window, lambda: say_first_words(window, settings, application))
    if paths:
        QTimer.singleShot(0, window, lambda: window.take_dropped(paths))
    elif demo:
        QTimer.singleShot(0, window, window.action("open_demo").trigger)
    try:
        return int(application.exec())
    finally:
        boundary.remove()
        heard.remove()


def has_qt() -> bool:
    """Load Qt, or say in a window and on the terminal what the system lacks."""
    try:
        from PySide6 import QtGui, QtWidgets  # noqa: F401
    except ModuleNotFoundError:
        raise  # main.py says what to do without the packages
    except ImportError as error:
        explain(system_libraries.no_qt(error))
        return False
    return True


def cannot_start() -> None:
    """Say why Qt can open no window, and end before Qt aborts."""
    explain(system_libraries.no_window(os.environ.get("DISPLAY", "")))
    os._exit(NO_DISPLAY)


def explain(text: str) -> None:
    """Say a sentence on the terminal, and in whatever window the system has."""
    if sys.stderr is not None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201
    said_in_a_window.say(text)


def screen_facts() -> list[tuple[str, str]]:
    """Return what Qt knows of this computer's screens and fonts, without opening a window."""
    if without_display(sys.platform, os.environ):
        return [("Screens", "none: there is no display")]
    from PySide6.QtGui import QGuiApplication

    from neopain_gui.gui.base.qt_facts import qt_facts

    application = QGuiApplication.instance() or QGuiApplication([DESKTOP_ID])
    found = qt_facts()
    del application
    return found


def is_open_elsewhere(paths: Sequence[Path]) -> bool:
    """Bring the window to the front that has the study open; say so, and whether there is one."""
    if len(paths) != 1 or not names_study(paths[0]):
        return False
    from neopain_gui.gui.shell.one_window import brought_to_front

    if not brought_to_front(paths[0]):
        return False
    print(  # noqa: T201 - for whoever has typed it; the window that comes says it too
        f"{folder_of(paths[0]).name} is open already: its window was brought to the front."
    )
    return True


def make_application(settings: Settings) -> Application:
    """Make Qt's application, by the name under which desktops know the program."""
    from PySide6.QtGui import QGuiApplication, QImageReader
    from PySide6.QtWidgets import QApplication

    from neopain_gui.gui.base import fonts, text_size, theme
    from neopain_gui.gui.shell.opened_files import Application

    application = QApplication.instance() or Application([DESKTOP_ID])
    if not isinstance(application, Application):
        raise RuntimeError("another application is running")
    application.setApplicationName("NeoPain")
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    application.setStyle("Fusion")
    application.without_fonts = fonts.bring_own()
    QImageReader.setAllocationLimit(256)
    text_size.apply(settings.text_size)
    theme.apply_scheme(settings.scheme)
    theme.follow_system()
    application.setWindowIcon(theme.application_icon())
    return application


def say_first_words(window: MainWindow, settings: Settings, application: Application) -> None:
    """Say, once the window is there, what a person should know of this machine."""
    from neopain_gui.gui.shell import after_a_fault, first_words

    first_words.say_what_is_not_kept(window.messages, settings)
    first_words.say_what_is_missing(window.messages, fonts=not application.without_fonts)
    after_a_fault.say_what_happened(window)


def make_window(settings: Settings) -> MainWindow:
    """Make the window, and let nothing hold it up that Python does by itself."""
    from PySide6.QtCore import QTimer

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.shell.one_window import OneWindow
    from neopain_gui.gui.state.session import Session

    # A thread that computes lets the window's go on after this long, not after 5 ms each time.
    sys.setswitchinterval(_SWITCH_SECONDS)
    window = MainWindow(Session(), Jobs(make_engine), settings)
    OneWindow(window)
    # What was made until the panels are there stays: going through all of it in search of
    # garbage would halt the window for 50 ms, again and again.
    window.session.study_changed.connect(lambda: QTimer.singleShot(_SETTLED_MS, gc.freeze))
    return window


def make_engine() -> EngineLike:
    """Make the engine when the first job needs it."""
    from neopain_gui.engine import Engine

    return Engine()
