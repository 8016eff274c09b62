"""The window as the shell's own parts see it: more than a command may touch."""

from __future__ import annotations

from typing import Protocol

from neopain_gui.gui.browser.browser_panel import BrowserPanel
from neopain_gui.gui.place.window import Window
from neopain_gui.gui.shell.commands.actions import Actions
from neopain_gui.gui.shell.workspace import Workspace


class Frame(Window, Protocol):
    """What keys and the way from panel to panel need of the window.

    Attributes
    ----------
    workspace : Workspace
        The tabs.
    browser : BrowserPanel
        The small pictures.
    actions_table : Actions
        The commands.
    """

    workspace: Workspace
    browser: BrowserPanel
    actions_table: Actions

    @property
    def in_importer(self) -> bool:
        """True while a page that imports something is in front."""
        ...
