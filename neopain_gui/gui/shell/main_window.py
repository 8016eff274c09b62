"""The window: docks around the centre, one bar of messages, one line of status."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMargins, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.browser.browser_panel import BrowserPanel
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.jobs_panel.jobs_panel import JobsPanel
from neopain_gui.gui.shell.commands.actions import Actions
from neopain_gui.gui.shell.commands.command_palette import CommandPalette
from neopain_gui.gui.shell.commands.conditions import conditions, why_not
from neopain_gui.gui.shell.commands.handlers import Commands
from neopain_gui.gui.shell.help_pages import RESEARCH_ONLY
from neopain_gui.gui.shell.job_messages import JobMessages
from neopain_gui.gui.shell.keyboard.keys import Keys
from neopain_gui.gui.shell.leaving import Leaving
from neopain_gui.gui.shell.placement import Sides, StayOnScreen, first_place
from neopain_gui.gui.shell.start_page import StartPage
from neopain_gui.gui.shell.status_line import StatusLine
from neopain_gui.gui.shell.workspace import Workspace
from neopain_gui.gui.state.face_box_loss import tell_before
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.bar_stack import BarStack
from neopain_gui.gui.widgets.questions import ask_discard
from neopain_gui.gui.widgets.targets import DockTitle

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
    """

    def __init__(self, session: Session, jobs: Jobs, settings: Settings) -> None:
        super().__init__()
        self.session, self.jobs, self.settings = session, jobs, settings
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setMinimumSize(*SMALLEST)
        self._keys = Keys(self)
        self.leaving = Leaving(self, session, jobs)
        self.commands = Commands(self)
        self.actions_table = Actions(
            self,
            self.commands.handlers(),
            conditions(session, jobs),
            lambda name: why_not(name, session),
        )
        self._build_centre()
        self._build_docks()
        self._build_bars()
        self._docks_shown = True
        self._placed = False
        self._on_screen = StayOnScreen(self)
        self._wanted: dict[str, bool] = {}
        self._default_state = self.saveState(_STATE_VERSION)
        self._keys.prepare()
        self._connect()
        self._restore()
        self._study_changed()

    # -- building ----------------------------------------------------------------------------
    def _build_centre(self) -> None:
        self.start = StartPage(self.actions_table.by_id, lambda: self.settings.recent)
        self.workspace = Workspace(self.session, self.jobs)
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
        self.palette_of_commands = CommandPalette(self.actions_table, self)

    def _build_docks(self) -> None:
        self.browser = BrowserPanel(self.session, self.jobs)
        self.jobs_panel = JobsPanel(self.jobs)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.docks = {
            "study": self._dock("study", "Study", self.browser, left),
            "details": self._dock("details", "Details", self.workspace.details, right),
            "jobs": self._dock(
                "jobs", "Jobs", self.jobs_panel, Qt.DockWidgetArea.BottomDockWidgetArea
            ),
        }
        bottom_left, bottom_right = Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner
        self.setCorner(bottom_left, left)
        self.setCorner(bottom_right, right)
        self.docks["jobs"].hide()
        self._sides = Sides(self, self.docks["study"], self.docks["details"])
        self._sides.reset()
        self.setTabPosition(left, QTabWidget.TabPosition.North)
        self.resizeDocks([self.docks["jobs"]], [160], Qt.Orientation.Vertical)

    def _dock(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{name}")
        dock.setAccessibleName(title)
        dock.setWidget(panel)
        dock.setTitleBarWidget(DockTitle(dock))
        self.addDockWidget(area, dock)
        return dock

    def _build_bars(self) -> None:
        menus = self.actions_table.fill_menu_bar(self.menuBar())
        self._recent_menu = QMenu("&Recent studies", self)
        self._recent_menu.setIcon(theme.icon("recent"))
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        menus["File"].insertMenu(self.actions_table.by_id["open_demo"], self._recent_menu)
        self.toolbar = QToolBar("Commands")
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(20, 20))
        self.actions_table.fill_toolbar(self.toolbar)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.toolbar.addWidget(space)
        find = QToolButton()
        find.setDefaultAction(self.actions_table.by_id["find_command"])
        find.setText("Find a command")
        find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        find.setAccessibleName("Find a command")
        self.toolbar.addWidget(find)
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
        session.may_discard = partial(ask_discard, self)
        tell_before(session, self.actions_table.by_id)
        session.settled.connect(self.messages.settle)
        session.images_changed.connect(self.messages.look_again)
        JobMessages(session, jobs, self.messages)
        for signal in (
            session.images_changed,
            session.image_selected,
            session.shown_model_changed,
            session.results_changed,
            session.undo_stack.indexChanged,
            jobs.changed,
        ):
            signal.connect(self.actions_table.refresh)
        session.undo_stack.undoTextChanged.connect(self._name_undo)
        session.undo_stack.redoTextChanged.connect(self._name_undo)
        self.workspace.view_changed.connect(self.commands.check_views)
        self.commands.view.follow_panels()
        self.commands.view.check_scheme()
        self.commands.export.check_decimal_comma()
        self.start.dropped.connect(self.commands.photographs.take_dropped)
        self.start.study_chosen.connect(self.commands.open_path)
        self.start.recent_cleared.connect(self.commands.clear_recent)
        self.browser.dropped.connect(self.commands.photographs.take_dropped)
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
        """Show the notice of the first start; it stays until it is closed."""
        if not self.settings.notice_read:
            bar = self.messages.tell(
                Message(
                    level="warning",
                    text=f"{RESEARCH_ONLY} Scores and maps describe a classifier, "
                    "never a child's state.",
                    action=("Understood", lambda: setattr(self.settings, "notice_read", True)),
                    of_study=False,
                )
            )
            bar.setObjectName("research-only")

    def say_what_is_not_kept(self) -> None:
        """Say once where the home is full or may not be written to; the window works without."""
        if why := self.settings.why_not_kept():
            self.messages.tell(
                Message(
                    level="warning",
                    text="Settings and the list of recent studies cannot be kept "
                    f"({why}). Studies are not concerned.",
                    details=str(self.settings.path.parent),
                    of_study=False,
                )
            )

    def _name_undo(self) -> None:
        stack, table = self.session.undo_stack, self.actions_table.by_id
        for name, text in (("undo", stack.undoText()), ("redo", stack.redoText())):
            plain = text.replace("&", "&&")  # a region may be called anything
            table[name].setText(f"&{name.capitalize()} {plain}".rstrip())

    # -- study and pages ---------------------------------------------------------------------
    def _study_changed(self) -> None:
        study = self.session.study
        self.messages.leave_study()
        self.jobs.leave_study(study)
        self._leave_pages()
        self.setWindowTitle(f"{study.name} — NeoPain" if study else "NeoPain")
        if study is None:
            self.show_page(self.start)
            self.start.refresh()
            self.start.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_page(self.workspace)
            self.browser.view.setFocus(Qt.FocusReason.OtherFocusReason)  # arrows step at once
            if study.why_read_only:
                self.messages.say("warning", study.why_read_only)
        self.actions_table.refresh()

    def _leave_pages(self) -> None:
        """Remove what was begun for another study, such as an import that was looked at."""
        for page in self.pages.findChildren(QWidget, options=_DIRECT):
            if self.pages.indexOf(page) >= 0 and page not in (self.start, self.workspace):
                self.pages.removeWidget(page)
                page.deleteLater()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the centre; the docks belong to an open study."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        open_study = self.session.study is not None
        self._show_docks(open_study)
        self.toolbar.setVisible(open_study)

    def _show_docks(self, show: bool) -> None:
        """Hide the panels, or show again those that were there when they were hidden."""
        if show == self._docks_shown:
            return
        self._docks_shown = show
        for name, dock in self.docks.items():
            if show:
                dock.setVisible(self._wanted[name])
            else:
                self._wanted[name] = not dock.isHidden()
                dock.hide()

    def leave_page(self, page: QWidget) -> None:
        """Remove a page for good and go back to the study, or to the start."""
        self.pages.removeWidget(page)
        page.deleteLater()
        self.show_page(self.workspace if self.session.study else self.start)
        if self.session.study is not None:  # not wherever the button that was pressed left it
            self.browser.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def in_importer(self) -> bool:
        """True while a page that imports something is in front."""
        return self.pages.currentWidget() is not self.workspace or self.workspace.importing

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.settings.recent:
            action = self._recent_menu.addAction(
                f"{path.stem} in {path.parent.name}".replace("&", "&&")
            )
            action.setToolTip(literal(str(path)))
            action.triggered.connect(self._opener(path))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction("None yet").setEnabled(False)
            return
        self._recent_menu.addSeparator()
        self._recent_menu.addAction("Clear this list", self.commands.clear_recent)

    def _opener(self, path: Path) -> Callable[[], None]:
        return lambda: self.commands.open_path(path)

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
        self._sides.reset()
        self._sides.follow(self.width())
        self._docks_shown = True
        self.show_page(self.pages.currentWidget() or self.start)

    def keep(self) -> None:
        """Remember place and panels as they are with a study open."""
        self._show_docks(True)
        self._sides.part()
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
        self._sides.follow(event.size().width())
        self.palette_of_commands.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_table.by_id["full_screen"].setChecked(self.isFullScreen())
            self._on_screen.begin()
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if accept_copy(event):
            self.commands.photographs.take_dropped(dropped_paths(event))

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
