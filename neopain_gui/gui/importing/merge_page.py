"""Putting another study and the open one together: what would be, before it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.importing.destination import StudyDestination
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.study import MergePlan, Study

_TOPIC = "merge"


class MergePage(QWidget):
    """What putting two studies together would do, and what has to be decided.

    Parameters
    ----------
    session, jobs
        Shared; the open study is one of the two.
    other : Path
        The other study.

    Signals
    -------
    merged(path: Path)
        The new study is there.
    closed()
        The page is no longer wanted.
    """

    merged = Signal(object)
    closed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, other: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._other = session, jobs, other
        self._plan: MergePlan | None = None
        self._task: Task | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        title = PlainLabel("Merge with another study")
        title.setFont(theme.heading_font(self.font()))
        outer.addWidget(title)
        self.summary = _text(f"Reading {other.name}…")
        outer.addWidget(self.summary)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        outer.addWidget(self.bar)
        outer.addLayout(self._decisions())
        self.heading = _text("")
        outer.addWidget(self.heading)
        self.differences = QListWidget()
        self.differences.setWordWrap(True)
        self.differences.setAccessibleName("What of the study that counts less does not come along")
        outer.addWidget(self.differences, 1)
        name = session.study.name if session.study else "study"
        self.where = StudyDestination(f"{name} and {other.stem}")
        self.where.changed.connect(self._refresh)
        outer.addWidget(self.where)
        outer.addLayout(self._footer())
        self.closed.connect(lambda: session.settle(_TOPIC))

    def _decisions(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * theme.SPACE)
        here, there = self._session.study.name if self._session.study else "", self._other.stem
        if here == there:
            here, there = f"{here} (the open study)", f"{there} (the other study)"
        self.counts = _choice("Which study counts where they differ", form)
        self.counts.addItem(here, True)
        self.counts.addItem(there, False)
        self.neonates = _choice("Neonates with the same name", form)
        self.participants = _choice("Participants with the same pseudonym", form)
        for box, kind in ((self.neonates, "child"), (self.participants, "person")):
            box.addItem("please decide", None)
            box.addItem(f"are the same {kind}", True)
            box.addItem(f"are not the same {kind}: keep them apart", False)
        self._form = form
        self._asked = {"neonates": False, "participants": False}
        self._show_questions()
        for box in (self.counts, self.neonates, self.participants):
            box.currentIndexChanged.connect(self.begin)
        return form

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.copy = QCheckBox("Copy all photographs into it")
        row.addWidget(self.copy)
        row.addStretch(1)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self.cancel)
        self.button = QPushButton("Make the new study")
        self.button.setDefault(True)
        self.button.setProperty(KEEP_CLEAR, True)
        self.button.setEnabled(False)
        self.button.clicked.connect(self._merge)
        row.addWidget(self.button)
        return row

    # -- looking -----------------------------------------------------------------------------
    def begin(self) -> None:
        """Work out in a thread what would be done, as it is decided now."""
        if self._task is not None:
            self._task.cancel()
        self._run(
            self._jobs.local(
                plan,
                title=f"Read {self._other.name}",
                kwargs={**self._studies(), **self._decided()},
                repeatable=False,
                visible=False,
                on_done=self._show_plan,
                on_failed=self._failed,
            )
        )

    def _studies(self) -> dict[str, object]:
        return {
            "study": self._session.study,
            "other": self._other,
            "open_counts": bool(self.counts.currentData()),
        }

    def _decided(self) -> dict[str, bool | None]:
        return {
            "same_neonates": self.neonates.currentData(),
            "same_participants": self.participants.currentData(),
        }

    def _run(self, task: Task) -> None:
        self._task = task
        self.bar.show()
        self._refresh()
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.bar.hide()
            self._refresh()

    def _failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(Message(level="error", text=sentence, details=details, topic=_TOPIC))
        if self._plan is None:
            self.summary.setText(f"{self._other.name} cannot be merged.")

    def _show_plan(self, found: object) -> None:
        from neopain_gui.study import MergePlan

        if not isinstance(found, MergePlan):
            return
        self._plan = found
        here, there = self.counts.currentText(), self._less()
        new = len(found.images) - len(found.shared)
        self.summary.setText(
            f"{found.of_first + new} photographs: {found.of_first} of {here}, {new} that only "
            f"{there} has; {len(found.shared)} are in both. Both studies stay as they are."
        )
        self._asked["neonates"] |= bool(found.unclear_neonates)
        self._asked["participants"] |= bool(found.unclear_participants)
        self.neonates.setToolTip(literal(", ".join(found.unclear_neonates)))
        self._show_questions()
        self.differences.clear()
        self.differences.addItems(
            [
                breakable(text).replace("the second study", there).replace("the first study", here)
                .replace("the second", there)
                for text in found.left_out
            ]
        )  # fmt: skip
        self.differences.setVisible(bool(found.left_out))
        self.heading.setText(
            f"Where the two differ, {here} counts:" if found.left_out else "Nothing is left out."
        )
        self._refresh()

    def _less(self) -> str:
        return self.counts.itemText(1 - self.counts.currentIndex())

    def _show_questions(self) -> None:
        """Ask only what has to be decided; once asked it can be changed."""
        self._form.setRowVisible(self.neonates, self._asked["neonates"])
        self._form.setRowVisible(self.participants, self._asked["participants"])

    def _refresh(self) -> None:
        plan = self._plan
        clear = plan is not None and not (plan.unclear_neonates or plan.unclear_participants)
        self.button.setEnabled(clear and self._task is None and self.where.usable)

    # -- merging -----------------------------------------------------------------------------
    def _merge(self) -> None:
        self._run(
            self._jobs.disk(
                merge,
                title="Merge two studies",
                kwargs={
                    **self._studies(),
                    **self._decided(),
                    "path": self.where.path,
                    "copy": self.copy.isChecked(),
                },
                repeatable=False,
                on_done=self._done,
                on_failed=self._failed,
            )
        )

    def _done(self, path: object) -> None:
        self.merged.emit(path)
        self.closed.emit()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.closed.emit()


def plan(
    study: Study,
    other: Path,
    open_counts: bool,
    same_neonates: bool | None,
    same_participants: bool | None,
    job: Job = NULL_JOB,
) -> MergePlan:
    """Say what putting the open study and another together would do."""
    from neopain_gui.pipeline.settings.differing import with_settings
    from neopain_gui.study import Study, plan_merge

    with Study.open(other, read_only=True) as opened:
        pair = (study, opened) if open_counts else (opened, study)
        found = plan_merge(*pair, same_neonates=same_neonates, same_participants=same_participants)
        return with_settings(found, *pair)


def merge(
    study: Study,
    other: Path,
    open_counts: bool,
    same_neonates: bool | None,
    same_participants: bool | None,
    path: Path,
    copy: bool,
    job: Job = NULL_JOB,
) -> Path:
    """Make a new study of the open one and another; both stay as they are."""
    from neopain_gui.study import Study, merge_studies, plan_merge

    with Study.open(other, read_only=True) as opened:
        pair = (study, opened) if open_counts else (opened, study)
        found = plan_merge(*pair, same_neonates=same_neonates, same_participants=same_participants)
        return merge_studies(*pair, found, path, copy=copy, job=job)


def _text(text: str) -> QLabel:
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    return label


def _choice(name: str, form: QFormLayout) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    form.addRow(name, box)
    return box
