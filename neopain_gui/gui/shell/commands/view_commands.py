"""Commands for getting about: tabs, views, panels, the filter, the size and colours of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from neopain_gui.gui.base import text_size, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.shell.keyboard.panel_cycle import Panels, bring_to_front
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gui.shell.main_window import MainWindow


class ViewCommands:
    """Carries them out on the window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._panels = Panels(window)

    # -- tabs, views, panels -----------------------------------------------------------------
    def _go(self, tab: int) -> None:
        workspace = self._window.workspace
        self._window.show_page(workspace)
        workspace.setCurrentIndex(tab % workspace.count())
        workspace.take_focus()

    def go_inspect(self) -> None:
        self._go(0)

    def go_trust(self) -> None:
        self._go(1)

    def go_gaze(self) -> None:
        self._go(2)

    def go_compare(self) -> None:
        self._go(3)

    def next_tab(self) -> None:
        self._go(self._window.workspace.currentIndex() + 1)

    def previous_tab(self) -> None:
        self._go(self._window.workspace.currentIndex() - 1)

    def next_view(self) -> None:
        self._window.workspace.step_view(1)

    def previous_view(self) -> None:
        self._window.workspace.step_view(-1)

    def next_panel(self) -> None:
        self._panels.step(1)

    def previous_panel(self) -> None:
        self._panels.step(-1)

    def filter_photographs(self) -> None:
        line = self._window.browser.line
        bring_to_front(line)
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def _chooser(self, name: str) -> None:
        """Bring the keyboard to a list of Details."""
        workspace = self._window.workspace
        self._window.show_page(workspace)
        choosers = workspace.details.fill().choosers  # type: ignore[attr-defined]
        bring_to_front(choosers)
        getattr(choosers, name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_classifier(self) -> None:
        self._chooser("classifier")

    def choose_method(self) -> None:
        self._chooser("method")

    # -- panels of the window ----------------------------------------------------------------
    def _panel(self, name: str) -> None:
        dock = self._window.docks[name]
        dock.setVisible(dock.isHidden())

    def panel_study(self) -> None:
        self._panel("study")

    def panel_details(self) -> None:
        self._panel("details")

    def panel_jobs(self) -> None:
        self._panel("jobs")

    def panels_back(self) -> None:
        self._window.reset_panels()

    def follow_panels(self) -> None:
        """Check the commands of the panels that are there, now and whenever that changes."""
        for name, dock in self._window.docks.items():
            action = self._window.actions_table.by_id[f"panel_{name}"]
            action.setChecked(not dock.isHidden())
            dock.toggleViewAction().toggled.connect(action.setChecked)

    # -- how it looks ------------------------------------------------------------------------
    def full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _scheme(self, name: str) -> None:
        self._window.settings.scheme = name
        theme.apply_scheme(name)
        self.check_scheme()

    def check_scheme(self) -> None:
        """Check the colour scheme that is used."""
        chosen = self._window.settings.scheme
        for name in theme.SCHEMES:
            self._window.actions_table.by_id[f"scheme_{name}"].setChecked(name == chosen)

    def scheme_system(self) -> None:
        self._scheme("system")

    def scheme_light(self) -> None:
        self._scheme("light")

    def scheme_dark(self) -> None:
        self._scheme("dark")

    def text_larger(self) -> None:
        self._text(text_size.stepped(self._window.settings.text_size, 1))

    def text_smaller(self) -> None:
        self._text(text_size.stepped(self._window.settings.text_size, -1))

    def text_usual(self) -> None:
        self._text(text_size.USUAL)

    def _text(self, size: int) -> None:
        self._window.settings.text_size = text_size.apply(size)
        said = f"Text at {percent(self._window.settings.text_size / 100)} of the usual size."
        self._window.session.tell(Message(level="info", text=said, topic="text size"))
