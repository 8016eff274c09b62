"""Commands of the menu Help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from neopain_gui import locations

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window


def find_command(window: Window) -> None:
    window.find_command()


def show_shortcuts(window: Window) -> None:
    window.show_shortcuts()


def about(window: Window) -> None:
    from neopain_gui.gui.shell.help_pages import About

    About(window.widget).show()


def user_guide(_window: Window) -> None:
    page = locations.resources() / "help" / "guide.html"
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
