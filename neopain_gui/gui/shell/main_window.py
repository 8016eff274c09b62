"""The window: docks around the centre, one bar of messages, one line of status."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMargins, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import faults
from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.browser.browser_panel import BrowserPanel
from neopain_gui.gui.browser.place import PLACE as STUDY
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.place.place import Place
from neopain_gui.gui.shell import alone
from neopain_gui.gui.shell.commands import photograph_commands, study_commands, upkeep_commands
from neopain_gui.gui.shell.commands.actions import Actions
from neopain_gui.gui.shell.commands.command_list import commands_of, held_keys
from neopain_gui.gui.shell.commands.conditions import Conditions
from neopain_gui.gui.shell.docks import Docks
from neopain_gui.gui.shell.job_messages import JobMessages
from neopain_gui.gui.shell.keyboard.keys import Keys
from neopain_gui.gui.shell.keyboard.panel_cycle import Panels
from neopain_gui.gui.shell.leaving import Leaving
from neopain_gui.gui.shell.placement import StayOnScreen, first_place
from neopain_gui.gui.shell.places import PLACES
from neopain_gui.gui.shell.recent_menu import RecentMenu
from neopain_gui.gui.shell.start_page import StartPage
from neopain_gui.gui.shell.status_line import StatusLine
from neopain_gui.gui.shell.toolbar import make_toolbar
from neopain_gui.gui.shell.workspace import Workspace
from neopain_gui.gui.state.face_box_loss import tell_before
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.bar_stack import BarStack
from neopain_gui.gui.widgets.questions import ask_discard

if TYPE_CHECKING:
    from neopain_gui.gui.shell.commands.command_palette import CommandPalette

_STATE_VERSION = 1
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
SMALLEST = (800, 420)
"""Pixels of the window's inside: beside the frame and the system's bar on 1366 × 768 at 150 %."""


class MainWindow(QMainWindow):
    """Everything that a person sees.

    Parameters
    ----------
    session : Session
        The state that all panels share.
    jobs : Jobs
        The work in the background.
    settings : Settings
        What was remembered.
    places : sequence of Place
        Its tabs, views and docks.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        settings: Settings,
        places: Sequence[Place] = PLACES,
    ) -> None:
        super().__init__()
        self.session, self.jobs, self.settings = session, jobs, settings
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setMinimumSize(*SMALLEST)
        self._keys = Keys(self)
        self._panels = Panels(self)
        self.leaving = Leaving(self, session, jobs)
        self._places = places
        of_places = {name: one for place in places for name, one in place.conditions.items()}
        session.study_changed.connect(partial(photograph_commands.find_missing, self))
        self.actions_table = Actions(self, commands_of(places), Conditions(self, of_places))
        self._keys.use(self.actions_table.commands)
        self._build_centre()
        self._build_docks()
        self._build_bars()
        self._placed = False
        self._on_screen = StayOnScreen(self)
        self._default_state = self.saveState(_STATE_VERSION)
        self._keys.prepare()
        self._connect()
        self._restore()
        self._study_changed()

    # -- building ----------------------------------------------------------------------------
    def _build_centre(self) -> None:
        self.start = StartPage(self.actions_table.by_id, lambda: self.settings.recent)
        self.workspace = Workspace(self.session, self.jobs, self._places)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.workspace)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        self.messages = BarStack(centre)
        for front in (self.pages, self.workspace):
            front.currentChanged.connect(lambda *_: self.messages.place_soon())

    def _build_docks(self) -> None:
        self._docks = Docks(self, self.session, self.jobs, self._places)
        self.workspace.filling.connect(self._docks.fill)
        self.docks: Mapping[str, QDockWidget] = self._docks.by_place
        self.browser = cast(BrowserPanel, self._docks.panel(STUDY.id))

    def _build_bars(self) -> None:
        menus = self.actions_table.fill_menu_bar(self.menuBar())
        self._recent_menu = RecentMenu(self.settings, self)
        self._recent_menu.chosen.connect(self.open_study)
        self._recent_menu.cleared.connect(self._clear_recent)
        menus["File"].insertMenu(self.actions_table.by_id["open_demo"], self._recent_menu)
        self.toolbar = make_toolbar(self.actions_table)
        self.addToolBar(self.toolbar)
        self.status = StatusLine(self.session, self.jobs)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.status, 1)

    def _connect(self) -> None:
        session, jobs = self.session, self.jobs
        session.study_changed.connect(self._study_changed)
        session.problem.connect(self.show_error)
        session.notice.connect(lambda text: self.messages.say("info", text))
        session.warning.connect(lambda text: self.messages.say("warning", text))
        session.told.connect(self.messages.tell)
        session.edits.may_discard = partial(ask_discard, self)
        session.upkeep.asks_removal = partial(upkeep_commands.ask, self)
        tell_before(session, self.actions_table.by_id)
        session.settled.connect(self.messages.settle)
        session.images_changed.connect(self.messages.drop_past)
        JobMessages(session, jobs, self.messages)
        for signal in (
            session.images_changed,
            session.looked_through,
            session.image_selected,
            session.shown_model_changed,
            session.results_changed,
            session.edits.undo_stack.indexChanged,
            jobs.changed,
        ):
            signal.connect(self.actions_table.refresh)
        session.edits.undo_stack.undoTextChanged.connect(self._name_undo)
        session.edits.undo_stack.redoTextChanged.connect(self._name_undo)
        self.workspace.view_changed.connect(self.actions_table.check)
        for dock in self.docks.values():
            dock.toggleViewAction().toggled.connect(self.actions_table.check)
        self.actions_table.check()
        self.start.dropped.connect(self.take_dropped)
        self.start.study_chosen.connect(self.open_study)
        self.start.recent_cleared.connect(self._clear_recent)
        self.browser.dropped.connect(self.take_dropped)
        self.browser.add_wanted.connect(self.actions_table.by_id["add_folder"].trigger)
        self.browser.remove_wanted.connect(self.actions_table.by_id["remove_photographs"].trigger)

    # -- what is said ------------------------------------------------------------------------
    def show_error(self, error: object) -> None:
        """Tell about something that failed."""
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self.messages.say("error", sentence, details=details)

    def show_fault(self, sentence: str, details: str) -> None:
        """Tell about something nobody expected."""
        self.messages.say("error", sentence, details=details)

    def say_research_only(self) -> None:
        """Show the notice of the first start."""
        from neopain_gui.gui.shell import first_words

        first_words.say_research_only(self.messages, self.settings)

    def _name_undo(self) -> None:
        edits, table = self.session.edits, self.actions_table.by_id
        for name, text in (("undo", edits.undo_text), ("redo", edits.redo_text)):
            plain = text.replace("&", "&&")  # a region may be called anything
            table[name].setText(f"&{name.capitalize()} {plain}".rstrip())

    # -- study and pages ---------------------------------------------------------------------
    def _study_changed(self) -> None:
        study = self.session.study
        self.messages.leave_study()
        self.jobs.leave_study(study)
        self._leave_pages()
        self.setWindowTitle(f"{study.name_and_folder} — NeoPain" if study else "NeoPain")
        self.show_home()
        if study is None:
            self.start.refresh()
            self.start.first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif study.why_read_only:
            self.messages.say("warning", study.why_read_only)
        self.actions_table.refresh()

    def _leave_pages(self) -> None:
        """Remove what was begun for another study, such as an import that was looked at."""
        for page in self.pages.findChildren(QWidget, options=_DIRECT):
            stays = page in (self.start, self.workspace) or getattr(page, "of_program", False)
            if self.pages.indexOf(page) >= 0 and not stays:
                self.pages.removeWidget(page)
                page.deleteLater()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the centre; docks belong to a study, and never to a page ``alone``."""
        page = alone.instead_of(self, page)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._docks.show(alone.beside(self, page))
        self.actions_table.refresh()

    def leave_page(self, page: QWidget) -> None:
        """Remove a page for good and go back to the study, or to the start."""
        self.pages.removeWidget(page)
        page.deleteLater()
        self.show_home()

    def show_home(self) -> None:
        """Bring the open study to the centre, or the start where none is open."""
        self.show_page(self.workspace if self.session.study else self.start)
        if self.session.study is not None:  # not wherever the button that was pressed left it
            self.browser.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def in_importer(self) -> bool:
        """True while a page that imports something is in front."""
        return self.pages.currentWidget() is not self.workspace or self.workspace.importing

    def _clear_recent(self) -> None:
        self.settings.clear_recent()
        self.start.refresh()

    # -- what commands may touch -------------------------------------------------------------
    @property
    def widget(self) -> QWidget:
        """The window itself."""
        return self

    def action(self, command: str) -> QAction:
        """Return a command as Qt knows it."""
        return self.actions_table.by_id[command]

    def go(self, place: str) -> QWidget:
        """Bring a tab or a view to the front and return its panel; docks stay as they are."""
        return self._docks.panel(place) if place in self.docks else self.workspace.go(place)

    def visit(self, place: str) -> None:
        """Go to a tab with the keyboard, from whatever page is in front."""
        self.show_study()
        self.workspace.visit(place)

    def toggle(self, place: str) -> None:
        """Show a view, or the first one again where it is shown already."""
        self.workspace.toggle_view(place)

    @property
    def view(self) -> str:
        """The view that fills the tab Inspect."""
        return self.workspace.view

    def step_tab(self, by: int) -> None:
        """Go to the next tab, or with −1 to the one before."""
        self.show_study()
        self.workspace.step(by)

    def step_view(self, by: int) -> None:
        """Go to the next view of the tab in front."""
        self.workspace.step_view(by)

    def step_panel(self, by: int) -> None:
        """Bring the keyboard to the next panel."""
        self._panels.step(by)

    @property
    def picture(self) -> QWidget | None:
        """What the tab in front shows; None while another page is there."""
        return self.workspace.picture if self.pages.currentWidget() is self.workspace else None

    def show_study(self) -> None:
        """Bring the open study to the centre."""
        self.show_page(self.workspace)

    def open_study(self, path: Path) -> None:
        """Open a study, or say why not."""
        study_commands.open_path(self, path)

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Take what was dropped: a study is opened, photographs are looked at."""
        photograph_commands.take_dropped(self, paths)

    def may_leave(self, what: str, again: Callable[[], object]) -> bool:
        """Ask, where work is under way, whether to leave it."""
        return self.leaving.may(what, again)

    @cached_property
    def palette_of_commands(self) -> CommandPalette:
        """The line in which commands are found; made when it is first wanted."""
        from neopain_gui.gui.shell.commands.command_palette import CommandPalette

        return CommandPalette(self.actions_table, self)

    def find_command(self) -> None:
        """Open the line in which commands are found."""
        self.palette_of_commands.open()

    def show_shortcuts(self) -> None:
        """Show the sheet of shortcuts."""
        from neopain_gui.gui.shell.help_pages import ShortcutSheet

        ShortcutSheet(self.actions_table.commands, held_keys(self._places), self).show()

    # -- place on the screen -----------------------------------------------------------------
    def _restore(self) -> None:
        if not self.restoreGeometry(self.settings.geometry):
            self.settings.forget("window/geometry")
            room = self.screen().availableGeometry()
            self.setGeometry(first_place(room, QMargins()))
        if not self.restoreState(self.settings.state, _STATE_VERSION):
            self.settings.forget("window/state")
            self.restoreState(self._default_state, _STATE_VERSION)

    def reset_panels(self) -> None:
        """Put every panel back where it was in the beginning."""
        self.restoreState(self._default_state, _STATE_VERSION)
        self._docks.reset(self.width())
        self.show_page(self.pages.currentWidget() or self.start)

    def keep(self) -> None:
        """Remember place and panels as they are with a study open."""
        self._docks.show(True)
        self._docks.part()
        self.settings.keep_window(self.saveGeometry(), self.saveState(_STATE_VERSION))
        self.settings.sync()

    # -- events ------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and not self._placed:
            self._placed = True
            self._on_screen.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._docks.follow(event.size().width())
        if "palette_of_commands" in vars(self):
            self.palette_of_commands.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_table.check()
            self._on_screen.begin()
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if accept_copy(event):
            self.take_dropped(dropped_paths(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.leaving.may("close the window", self.close):
            event.ignore()
            return
        self.keep()
        self._keys.remove()
        self.jobs.close()
        self.hide()  # what was removed is removed for good now, which may take a moment
        self.session.close_study()
        super().closeEvent(event)
