"""What raters said on other machines: what taking it in would do, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.pipeline.rounds.collecting import Collection
    from neopain_gui.study import Study

_TOPIC = "collect rounds"
_KIND = "rounds"
_FILES = "Raters’ files (ratings-*.json);;All files (*)"


class CollectPage(QWidget):
    """Files and folders of raters, what they bring, and where they differ from the study.

    Parameters
    ----------
    session, jobs
        Shared; the open study takes in what they say.

    Signals
    -------
    closed()
        The page is no longer wanted.
    """

    closed = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.files: list[Path] = []
        self.found: Collection | None = None
        self._task: Task | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        title = PlainLabel("Collect rounds")
        title.setFont(theme.heading_font(self.font()))
        outer.addWidget(title)
        outer.addWidget(
            _text(
                "Files of raters (ratings-….json), or the folders of rounds that were made for "
                "other machines. Nothing is taken in before you say so."
            )
        )
        outer.addLayout(self._choosing())
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        self.bar.hide()
        outer.addWidget(self.bar)
        self.brings = _list("What the files bring")
        outer.addWidget(self.brings, 1)
        self.heading = _text("")
        outer.addWidget(self.heading)
        self.conflicts = _list("Answers that differ")
        outer.addWidget(self.conflicts, 2)
        self.theirs = QCheckBox("Where they differ, let the &files’ answers count")
        self.theirs.toggled.connect(self.look)
        outer.addWidget(self.theirs)
        outer.addLayout(self._footer())
        self.closed.connect(lambda: session.settle(_TOPIC))
        self._show(None)

    def _choosing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.add_files = QPushButton("&Add files…")
        self.add_files.clicked.connect(self.choose_files)
        self.add_folder = QPushButton("Add a f&older…")
        self.add_folder.clicked.connect(self.choose_folder)
        for button in (self.add_files, self.add_folder):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._leave)
        row.addWidget(self.cancel)
        self.button = QPushButton("&Take in")
        self.button.setDefault(True)
        self.button.setProperty(KEEP_CLEAR, True)
        self.button.clicked.connect(self._take_in)
        row.addWidget(self.button)
        return row

    # -- choosing ----------------------------------------------------------------------------
    def choose_files(self) -> None:
        """Ask for files of raters."""
        self.open_files(file_dialogs.files(self, _KIND, "Files of raters", _FILES))

    def choose_folder(self) -> None:
        """Ask for the folder of a round."""
        folder = file_dialogs.folder(self, _KIND, "Folder of a round (its name ends in .neopain)")
        if folder is not None:
            self.open_files([folder])

    def open_files(self, files: Sequence[Path]) -> None:
        """Look at more files and folders."""
        new = [one for one in files if one not in self.files]
        if new:
            self._look(self.files + new)

    def look(self) -> None:
        """Look at what was chosen again, as it is decided now."""
        if self.files:
            self._look(self.files)

    def _look(self, files: list[Path]) -> None:
        study = self._session.study
        if study is None:
            return
        if self._task is not None:
            self._task.cancel()
        self._session.settle(_TOPIC)
        self._task = self._jobs.local(
            look,
            title="Read what raters said",
            kwargs={"study": study, "files": files, "theirs": self.theirs.isChecked()},
            repeatable=False,
            visible=False,
            on_done=partial(self._looked, files),
            on_failed=self._failed,
        )
        self.bar.show()
        self.button.setEnabled(False)
        self._task.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.bar.hide()
            self._refresh()

    def _looked(self, files: list[Path], found: Collection) -> None:
        self.files = files
        self._show(found)

    def _failed(self, error: object) -> None:
        """Say what is wrong with what was added; what was there before stays."""
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(Message(level="error", text=sentence, details=details, topic=_TOPIC))

    # -- showing -----------------------------------------------------------------------------
    def _show(self, found: Collection | None) -> None:
        self.found = found
        self.brings.clear()
        self.conflicts.clear()
        sentences = found.sentences if found is not None else ()
        differing = found.conflicts if found is not None else ()
        self.brings.addItems([breakable(one) for one in sentences])
        self.conflicts.addItems([breakable(one.sentence) for one in differing])
        for widget in (self.conflicts, self.theirs):
            widget.setVisible(bool(differing))
        count = counted(len(differing), "turn differs", "turns differ")
        if found is None:
            self.heading.setText("")
        elif differing:
            whose = "the files’ answers" if self.theirs.isChecked() else "the study’s answers stay"
            counts = " count" if self.theirs.isChecked() else ""
            self.heading.setText(f"{count} from what the study says; {whose}{counts}:")
        elif found.changes_nothing:
            self.heading.setText("The study knows all of it already.")
        else:
            self.heading.setText("Nothing differs from what the study says.")
        self._refresh()

    def _refresh(self) -> None:
        usable = self.found is not None and not self.found.changes_nothing
        self.button.setEnabled(usable and self._task is None and self._session.editable)

    # -- taking in ---------------------------------------------------------------------------
    def _take_in(self) -> None:
        from neopain_gui.pipeline.rounds.collecting import take_in

        study, found = self._session.study, self.found
        if study is None or found is None:
            return
        names = ", ".join(one.name for one in self.files)
        kept = self._session.edits.edit(
            f"collecting {names}",
            found.before,
            found.after,
            partial(take_in, study),
            changed=self._tell,
            said=f"Collected: {' '.join(found.sentences)}",
        )
        if kept:
            self.closed.emit()

    def _tell(self) -> None:
        """Tell of answers, and of the scores among them."""
        self._session.annotations_changed.emit()
        self._session.gaze_changed.emit()

    def _leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.closed.emit()


def look(study: Study, files: Sequence[Path], theirs: bool, job: Job = NULL_JOB) -> Collection:
    """Say what taking files in would do."""
    from neopain_gui.pipeline.rounds.collecting import look_at

    return look_at(study, files, theirs=theirs)


def _text(text: str) -> QLabel:
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    return label


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setWordWrap(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setAccessibleName(name)
    return made
