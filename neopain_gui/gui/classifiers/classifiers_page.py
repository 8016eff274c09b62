"""The page *Classifiers*: the list of what is there beside what is chosen or looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.classifiers.inventory import Entry, Group, inventory
from neopain_gui.classifiers.set_aside import SetAside, delete, put_back, set_aside
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.drops import WEIGHTS, accept_copy, dropped_paths
from neopain_gui.gui.base.messages import Action, Message
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.classifiers.entry_list import EntryList
from neopain_gui.gui.classifiers.entry_view import EntryView
from neopain_gui.gui.classifiers.file_view import BASE, FileView
from neopain_gui.gui.state.choosing import choose_classifier
from neopain_gui.gui.widgets import file_dialogs, questions
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Page
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.gui.work.on_a_free_lane import on_a_free_lane
from neopain_gui.pipeline.work import BRING_IN_WEIGHTS, LOOK_AT_WEIGHTS
from neopain_gui.training.run_folder import RUN

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.weights_work import LookedAt

_TOPIC = "weight file"
_LOOK = "look at a weight file"
_FILTERS = f"Weight files ({' '.join(f'*{one}' for one in WEIGHTS)} {RUN});;All files (*)"


class ClassifiersPage(QWidget):
    """What there is, and what a file would bring in.

    Signals
    -------
    closed()
        It is to go to the back; what is looked at stays there.

    Attributes
    ----------
    of_program : bool
        It is about no study, so that it stays when another one is opened.
    """

    closed = Signal()
    of_program = True

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._stale = session, jobs, True
        self.setAccessibleName("Classifiers")
        self.setAcceptDrops(True)
        self.list = EntryList()
        self.entry = EntryView(session, jobs)
        self.file = FileView(session, jobs, self._taken)
        self.empty = Empty("search")
        self.waiting = Waiting()
        self.stack = QStackedWidget()
        self._file_page = Page(self.file, across=False)
        for widget in (self.entry, self._file_page, self.empty):
            self.stack.addWidget(widget)
        self._arrange()
        self.list.entry_chosen.connect(self._show_entry)
        self.list.file_chosen.connect(self._show_looked_at)
        self.entry.use_wanted.connect(lambda entry: self._choose(entry.id))
        self.entry.remove_wanted.connect(self._remove)
        self.entry.put_back_wanted.connect(self._put_back)
        self.entry.delete_wanted.connect(self._delete)
        self.file.bring_in_wanted.connect(self._bring_in)
        session.classifiers.changed.connect(self._changed)
        self.refresh()

    def _arrange(self) -> None:
        title = PlainLabel("Classifiers")
        title.setFont(theme.heading_font(self.font()))
        self.look = QPushButton("Look at a file…")
        self.look.setIcon(theme.icon("search"))
        self.look.setToolTip("Say what a weight file is, whoever made it; nothing is done with it")
        self.look.clicked.connect(self._choose_file)
        self.close_button = QPushButton("Close")
        self.close_button.setToolTip("Back to the study; what is looked at stays here  (Esc)")
        self.close_button.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE)
        top.addWidget(title, 1)
        top.addWidget(self.look)
        top.addWidget(self.close_button)
        self.words = PlainLabel(
            "Drop a weight file here, whoever made it, or the folder of a training, to see what it "
            "is before anything is done with it."
        )
        self.words.setWordWrap(True)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([240, 560])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        outer.setSpacing(theme.SPACE)
        outer.addLayout(top)
        outer.addWidget(self.words)
        outer.addWidget(self.waiting)
        outer.addWidget(splitter, 1)
        in_order(self.look, self.close_button, self.list)

    # -- what is there -----------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the folders anew."""
        self._stale = False
        try:
            self.list.show_entries(inventory())
        except NeoPainError as error:
            self._fail(error)

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _taken(self) -> list[str]:
        return [one.id for one in self.list.entries if one.group is not Group.REMOVED]

    def _show_entry(self, entry: Entry) -> None:
        self.entry.show_entry(entry)
        self.stack.setCurrentWidget(self.entry)

    def _show_looked_at(self) -> None:
        there = self.file.looked is not None
        self.stack.setCurrentWidget(self._file_page if there else self.empty)

    # -- looking at a file -------------------------------------------------------------------
    def _choose_file(self) -> None:
        path = file_dialogs.file(self, "weights", "Weight file", _FILTERS)
        if path is not None:  # a folder cannot be chosen beside files, but what lies in it
            self.look_at(path.parent if path.name == RUN else path)

    def look_at(self, path: Path) -> None:
        """Say what a file is."""
        self._session.settle(_TOPIC)
        task = self._jobs.start(
            on_a_free_lane(self._jobs, LOOK_AT_WEIGHTS),
            title=f"Look at {path.name}",
            kwargs={"path": path},
            priority=-10,
            key=_LOOK,
            repeatable=False,
            on_done=partial(self._looked, path),
            on_failed=partial(self._not_looked, path),
        )
        self.waiting.follow(task)

    def _looked(self, path: Path, looked: LookedAt) -> None:
        self.file.show_file(looked)
        self.list.show_file(path.name)
        self._show_looked_at()
        in_order(self.look, self.close_button, self.list, *self.file.fields)

    def _not_looked(self, path: Path, error: BaseException) -> None:
        """Say in the file's place why it is none that can be brought in."""
        self.file.forget()
        sentence, details = faults.describe(error)
        self.empty.say(f"{path.name} cannot be brought in", breakable(sentence))
        self.list.show_file(path.name)
        self._show_looked_at()
        if details:
            self._fail(error)

    # -- bringing in, removing ---------------------------------------------------------------
    def _bring_in(self, asked: dict[str, object]) -> None:
        self._session.settle(_TOPIC)
        self.file.set_busy(True)
        task = self._jobs.start(
            on_a_free_lane(self._jobs, BRING_IN_WEIGHTS),
            title=f"Bring {asked['identity']} in",
            kwargs=asked,
            priority=-10,
            repeatable=False,
            on_done=lambda _copy: self._brought_in(asked),
            on_failed=self._fail,
            on_end=lambda: self.file.set_busy(False),
        )
        self.waiting.follow(task)

    def _brought_in(self, asked: dict[str, object]) -> None:
        identity, base = str(asked["identity"]), asked["kind"] == BASE
        self.file.forget()
        self.list.show_file("")
        self._read_anew()
        self.list.choose(identity, Group.BASES if base else Group.OWN)
        if self.isVisible():  # the button that was pressed is gone: not wherever Qt would go
            self.begin()
        among = "bases of a training" if base else "classifiers"
        action: Action | None = None
        if not base and self._session.study is not None:
            action = ("Explain with it", partial(self._choose, identity))
        self._tell("success", f"{identity} is among the {among} now.", action)

    def _choose(self, identity: str) -> None:
        choose_classifier(self._session, identity)
        self.closed.emit()

    def _remove(self, entry: Entry) -> None:
        taken_out = self._done(partial(set_aside, entry.id))
        if isinstance(taken_out, SetAside):
            self._tell(
                "info",
                f"{entry.title} was removed. Maps that it made stay in their studies.",
                ("Put it back", partial(self._put_back_again, taken_out)),
            )

    def _put_back(self, entry: Entry) -> None:
        if entry.removed is not None:
            self._put_back_again(entry.removed)

    def _put_back_again(self, taken_out: SetAside) -> None:
        self._session.settle(_TOPIC)
        self._done(partial(put_back, taken_out))
        for group in (Group.OWN, Group.BASES, Group.UNREADABLE):
            self.list.choose(taken_out.id, group)

    def _delete(self, entry: Entry) -> None:
        if entry.removed is not None and questions.may_delete(self.window(), entry.title):
            self._session.settle(_TOPIC)
            self._done(partial(delete, entry.removed))

    def _done(self, function: Callable[[], object]) -> object:
        """Do something to the folder of models, and show what it is like then."""
        try:
            return function()
        except NeoPainError as error:
            self._fail(error)
            return None
        finally:
            self._read_anew()
            if self.isVisible():  # the button that was pressed is gone
                self.begin()

    def _read_anew(self) -> None:
        self._session.classifiers.read_now()  # which says that it changed
        if self._stale:
            self.refresh()

    # -- what is said ------------------------------------------------------------------------
    def _tell(self, level: str, text: str, action: Action | None = None) -> None:
        self._session.tell(
            Message(level=level, text=text, action=action, topic=_TOPIC, of_study=False)
        )

    def _fail(self, error: BaseException) -> None:
        sentence, details = faults.describe(error)
        self._session.tell(
            Message(level="error", text=sentence, details=details, topic=_TOPIC, of_study=False)
        )

    # -- dropping ----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if accept_copy(event):
            self.look_at_first(dropped_paths(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Bring the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_at_first(self, paths: list[Path]) -> None:
        """Look at the first of several files, and say that it is the first."""
        self.look_at(paths[0])
        if len(paths) > 1:
            self._tell(
                "info", f"{paths[0].name} is looked at; what was dropped with it was left alone."
            )


def in_order(*widgets: QWidget) -> None:
    """Let the Tab key go from each to the next."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)
