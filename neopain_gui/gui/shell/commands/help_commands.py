"""Commands of the menu Help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from neopain_gui import locations
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.messages import Action, Message

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window
    from neopain_gui.registration.outcome import Outcome


def find_command(window: Window) -> None:
    window.find_command()


def show_shortcuts(window: Window) -> None:
    window.show_shortcuts()


def about(window: Window) -> None:
    from neopain_gui.gui.shell.help_pages import About

    About(window.widget).show()


def about_computer(window: Window) -> None:
    from neopain_gui.gui.shell.about_computer import AboutComputer

    AboutComputer(window.widget).show()


def fault_reports(window: Window) -> None:
    from neopain_gui.gui.shell.crash_dialog import CrashDialog

    CrashDialog(window.widget).show()


def register(window: Window) -> None:
    """Let a study open by double-click, and say what was put where."""
    from neopain_gui import registration

    _say_outcome(window, registration.register, undo=("Take it back", partial(unregister, window)))


def unregister(window: Window) -> None:
    """Take back what registering did."""
    from neopain_gui import registration

    _say_outcome(window, registration.unregister)


def _say_outcome(window: Window, action: Callable[[], Outcome], undo: Action | None = None) -> None:
    try:
        outcome = action()
    except NeoPainError as error:
        window.session.problem.emit(error)
        return
    window.messages.tell(
        Message(
            level="warning" if outcome.remarks else "success",
            text=" ".join((outcome.text, *outcome.remarks)),
            details="\n".join(outcome.places),
            action=undo if outcome.places else None,
            topic="registered",
            of_study=False,
        )
    )


def user_guide(_window: Window) -> None:
    page = locations.resources() / "help" / "guide.html"
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
