"""What a command may touch of the window, whoever the window is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QStackedWidget, QWidget

from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.bar_stack import BarStack


class Window(Protocol):
    """The window as commands see it.

    Attributes
    ----------
    session : Session
        The state that all panels share.
    jobs : Jobs
        The work in the background.
    settings : Settings
        What is remembered between two starts.
    messages : BarStack
        What is said.
    pages : QStackedWidget
        The start, the open study, an import that is being looked at.
    docks : Mapping of str to QDockWidget
        The docks by their places.
    """

    session: Session
    jobs: Jobs
    settings: Settings
    messages: BarStack
    pages: QStackedWidget
    docks: Mapping[str, QDockWidget]

    @property
    def widget(self) -> QWidget:
        """The window itself: what dialogs stand before."""
        ...

    def action(self, command: str) -> QAction:
        """Return a command as Qt knows it."""
        ...

    # -- places ------------------------------------------------------------------------------
    def go(self, place: str) -> QWidget:
        """Bring a tab or a view to the front and return its panel; docks stay as they are."""
        ...

    def visit(self, place: str) -> None:
        """Go to a tab with the keyboard, from whatever page is in front."""
        ...

    def toggle(self, place: str) -> None:
        """Show a view of a tab, or that tab's first view again where it is shown already."""
        ...

    @property
    def view(self) -> str:
        """The view that fills the first tab: the id of a place."""
        ...

    def step_tab(self, by: int) -> None:
        """Go to the next tab, or with −1 to the one before."""
        ...

    def step_view(self, by: int) -> None:
        """Go to the next view of the tab in front."""
        ...

    def step_panel(self, by: int) -> None:
        """Bring the keyboard to the next panel."""
        ...

    def reset_panels(self) -> None:
        """Put every dock back where it was in the beginning."""
        ...

    @property
    def picture(self) -> QWidget | None:
        """What the page in front shows, for copying."""
        ...

    # -- pages and studies -------------------------------------------------------------------
    def show_page(self, page: QWidget) -> None:
        """Bring a page to the centre."""
        ...

    def show_study(self) -> None:
        """Bring the open study to the centre."""
        ...

    def show_home(self) -> None:
        """Bring the open study to the centre, or the start where none is open."""
        ...

    def leave_page(self, page: QWidget) -> None:
        """Remove a page for good and go back to the study, or to the start."""
        ...

    def may_leave(self, what: str, again: Callable[[], object]) -> bool:
        """Ask, where work is under way, whether to leave it: see ``Leaving.may``."""
        ...

    def open_study(self, path: Path) -> None:
        """Open a study, or say why not."""
        ...

    def find_command(self) -> None:
        """Open the line in which commands are found."""
        ...

    def show_shortcuts(self) -> None:
        """Show the sheet of shortcuts."""
        ...

    def close(self) -> bool:
        """Close the window, if the person agrees."""
        ...
