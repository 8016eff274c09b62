"""Annotations of other programs: what taking them in would do, before it is done."""

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
    QHeaderView,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.exchange.whose import Whose
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.pipeline.annotation.exchange.into import Brought, Row
    from neopain_gui.study import Study

_TOPIC = "import annotations"
_KIND = "annotations"
_FILES = "Annotations (*.json *.geojson *.xml *.pts *.png *.csv);;All files (*)"
_HEADS = ("Photograph", "Recognised", "Gets", "From", "Rater", "Round")


class ImportAnnotationsPage(QWidget):
    """Files of other programs, whose they are, and what each photograph gets.

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
        self._refused: list[Path] = []  # looked at again when it is said whose they are
        self.found: Brought | None = None
        self._task: Task | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        title = PlainLabel("Import annotations")
        title.setFont(theme.heading_font(self.font()))
        outer.addWidget(title)
        outer.addWidget(
            _text(
                "Files of labelme, COCO, QuPath (GeoJSON), CVAT and iBUG (.pts), masks (PNG in a "
                "folder called like the photograph), and tables of ratings (CSV). Photographs are "
                "recognised by their content, then by their name. Nothing is taken in before you "
                "say so."
            )
        )
        outer.addLayout(self._choosing())
        self.whose = Whose(session)
        self.whose.changed.connect(self.look)
        outer.addWidget(self.whose)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        self.bar.hide()
        outer.addWidget(self.bar)
        self.heading = _text("")
        outer.addWidget(self.heading)
        self.table = _table()
        outer.addWidget(self.table, 3)
        self.notes = QListWidget()
        self.notes.setWordWrap(True)
        self.notes.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.notes.setAccessibleName("What differs, and what is left out")
        outer.addWidget(self.notes, 2)
        self.replacing = QCheckBox("Where they differ, let the &files count")
        self.replacing.toggled.connect(self.look)
        outer.addWidget(self.replacing)
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
        self.chosen = PlainLabel()
        for widget in (self.add_files, self.add_folder, self.chosen):
            row.addWidget(widget)
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
        """Ask for files."""
        self.open_files(file_dialogs.files(self, _KIND, "Annotations", _FILES))

    def choose_folder(self) -> None:
        """Ask for a folder of files."""
        folder = file_dialogs.folder(self, _KIND, "Folder of annotations")
        if folder is not None:
            self.open_files([folder])

    def open_files(self, files: Sequence[Path]) -> None:
        """Look at more files and folders."""
        new = [one for one in files if one not in self.files]
        if new:
            self._look(self.files + new)

    def look(self) -> None:
        """Look at what was chosen again, as it is decided now."""
        if files := self._refused or self.files:
            self._look(files)

    def _look(self, files: list[Path]) -> None:
        study = self._session.study
        if study is None:
            return
        if self._task is not None:
            self._task.cancel()
        self._session.settle(_TOPIC)
        self._task = self._jobs.local(
            look,
            title="Read annotations",
            kwargs={
                "study": study,
                "files": files,
                "rater": self.whose.rater,
                "round_": self.whose.round,
                "landmarks": self.whose.landmarks,
                "replacing": self.replacing.isChecked(),
            },
            repeatable=False,
            visible=False,
            on_done=partial(self._looked, files),
            on_failed=partial(self._failed, files),
        )
        self.bar.show()
        self.button.setEnabled(False)
        self._task.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.bar.hide()
            self._refresh()

    def _looked(self, files: list[Path], found: Brought) -> None:
        self.files, self._refused = files, []
        self._show(found)

    def _failed(self, files: list[Path], error: object) -> None:
        """Say what is wrong with what was added; what was there before stays."""
        self._refused = files
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(Message(level="error", text=sentence, details=details, topic=_TOPIC))

    # -- showing -----------------------------------------------------------------------------
    def _show(self, found: Brought | None) -> None:
        self.found = found
        self.chosen.setText(counted(len(self.files), "file or folder", "files or folders"))
        self.chosen.setVisible(bool(self.files))
        _fill(self.table, found.rows if found is not None else ())
        notes = (*found.conflicts, *found.left_out) if found is not None else ()
        self.notes.clear()
        self.notes.addItems([breakable(one) for one in notes])
        self.notes.setVisible(bool(notes))
        self.table.setVisible(found is not None)
        self.replacing.setVisible(bool(found is not None and found.conflicts))
        self.heading.setText(breakable(self._words(found)))
        self._refresh()

    def _words(self, found: Brought | None) -> str:
        if found is None:
            return ""
        said = " ".join(found.sentences)
        if found.conflicts:
            differ = counted(len(found.conflicts), "annotation differs", "annotations differ")
            counts = "the files count" if self.replacing.isChecked() else "the study’s stay"
            said += f" Where {differ}, {counts}."
        return said + (" There is nothing to take in." if found.changes_nothing else "")

    def _refresh(self) -> None:
        usable = self.found is not None and not self.found.changes_nothing
        self.button.setEnabled(usable and self._task is None and self._session.editable)

    # -- taking in ---------------------------------------------------------------------------
    def _take_in(self) -> None:
        from neopain_gui.pipeline.annotation.exchange.taking import Taking

        study, found = self._session.study, self.found
        if study is None or found is None:
            return
        kept = self._session.edits.edit(
            f"importing annotations of {', '.join(one.name for one in self.files)}",
            False,
            True,
            Taking(study, found).put,
            changed=self._tell,
            said=f"Imported: {' '.join(found.sentences)}",
        )
        if kept:
            self.closed.emit()

    def _tell(self) -> None:
        """Tell of rounds and answers, and of raters and scores."""
        self._session.annotations_changed.emit()
        self._session.gaze_changed.emit()

    def _leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.closed.emit()


def look(
    study: Study,
    files: Sequence[Path],
    rater: str,
    round_: str,
    landmarks: str,
    replacing: bool,
    job: Job = NULL_JOB,
) -> Brought:
    """Say what taking files in would do."""
    from neopain_gui.pipeline.annotation.exchange.into import look_at

    return look_at(
        study,
        files,
        rater=rater,
        round_=round_,
        landmarks=landmarks,
        replacing=replacing,
        job=job,
    )


def _text(text: str) -> QLabel:
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    return label


def _table() -> QTableWidget:
    made = QTableWidget(0, len(_HEADS))
    made.setHorizontalHeaderLabels(_HEADS)
    made.setAccessibleName("What each photograph gets")
    made.verticalHeader().hide()
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setTabKeyNavigation(False)
    header = made.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    return made


def _fill(table: QTableWidget, rows: Sequence[Row]) -> None:
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        cells = (row.photograph, row.how, row.brings, row.file, row.rater, row.round)
        for column, cell in enumerate(cells):
            item = QTableWidgetItem(cell)
            item.setToolTip(literal(cell))
            table.setItem(place, column, item)
