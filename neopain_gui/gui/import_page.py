"""Looking at a folder of photographs before it comes in: a page, not a chain of dialogs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui import locations
from neopain_gui.dataset import FaceImage, ImportPreview, compare, new_records, preview
from neopain_gui.gui import faults, theme
from neopain_gui.gui.bars import KEEP_CLEAR
from neopain_gui.gui.import_tables import ListModel, RowsModel, make_table, plural
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.messages import Message
from neopain_gui.gui.session import Session
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.study import Study

_TOPIC = "import"
_NOT_IN_A_NAME = '<>:"/\\|?*'


class ImportPage(QWidget):
    """What a folder or a manifest would bring in.

    Parameters
    ----------
    session, jobs
        Shared.
    source : Path
        A folder of photographs or a manifest.
    new : bool
        Whether to make a study of them; else they are added to the open one.

    Signals
    -------
    imported(study_path: Path or None, text: str)
        Done; the path of the new study, None when they were added to the open one.
    closed()
        The page is no longer wanted.
    """

    imported = Signal(object, str)
    closed = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        source: Path,
        *,
        new: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._source, self._new = session, jobs, source, new
        self._preview: ImportPreview | None = None
        self._task: Task | None = None
        self._place = locations.documents_folder()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        outer.addLayout(self._heading())
        outer.addWidget(self._tables(), 1)
        if new:
            outer.addLayout(self._where())
        outer.addLayout(self._footer())
        self.rows.dataChanged.connect(self._count)
        self.closed.connect(lambda: session.settle(_TOPIC))

    # -- building ----------------------------------------------------------------------------
    def _heading(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE // 2)
        title = QLabel("New study" if self._new else "Add photographs")
        title.setFont(theme.heading_font(self.font()))
        words.addWidget(title)
        self.summary = QLabel(f"Reading {self._source.name}…")
        self.summary.setAccessibleName("What was found")
        words.addWidget(self.summary)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        words.addWidget(self.bar)
        return words

    def _tables(self) -> QTabWidget:
        self.rows = RowsModel(self)
        self.left_out = ListModel(("File", "Why it is left out", "Perhaps meant"), self)
        self.duplicates = ListModel(("The same picture", "Imported as", "Note"), self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("What was found in the folder")
        self.table = make_table(
            self.rows, "Photographs that will be imported", (200, 110, 80, 160), stretch=4
        )
        self.table.setToolTip(
            "Double-click a subject or a label to put it right; all selected rows follow"
        )
        left = make_table(self.left_out, "Files that are left out", (200, 280), stretch=2)
        same = make_table(self.duplicates, "Files with the same content", (300, 180), stretch=2)
        for table, text in ((self.table, "Photographs"), (left, "Left out"), (same, "Duplicates")):
            self.tabs.addTab(table, text)
        return self.tabs

    def _where(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        label = QLabel("Name of the study")
        row.addWidget(label)
        self.name = QLineEdit(self._free_name())
        self.name.setAccessibleName("Name of the study")
        self.name.setMaximumWidth(260)
        self.name.textChanged.connect(self._count)
        label.setBuddy(self.name)
        row.addWidget(self.name)
        self._place_label = QLabel()
        self._place_label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._place_label)
        change = QPushButton("Other folder…")
        change.setToolTip("Choose where the study is kept")
        change.clicked.connect(self._choose_place)
        row.addWidget(change)
        row.addStretch(1)
        self._show_place()
        return row

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.copy = QCheckBox("Copy the photographs into the study")
        self.copy.setToolTip(
            "The study can then be moved or given away as one folder; "
            "otherwise it remembers where the photographs are"
        )
        row.addWidget(self.copy)
        row.addStretch(1)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self.cancel)
        self.button = QPushButton("Import")
        self.button.setDefault(True)
        self.button.setProperty(KEEP_CLEAR, True)
        self.button.setEnabled(False)
        self.button.clicked.connect(self._import)
        row.addWidget(self.button)
        return row

    # -- where it goes -----------------------------------------------------------------------
    def _free_name(self) -> str:
        stem = self._source.stem or "study"
        names = [stem, *(f"{stem} {number}" for number in range(2, 100))]
        return next((n for n in names if not (self._place / f"{n}.neopain").exists()), stem)

    def _show_place(self) -> None:
        self._place_label.setText(f"in {self._place.name or self._place}")
        self._place_label.setToolTip(str(self._place))

    def _choose_place(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where to keep the study", str(self._place))
        if folder:
            self._place = Path(folder)
            self._show_place()

    # -- looking -----------------------------------------------------------------------------
    def begin(self) -> None:
        """Read the folder in a thread."""
        self._run(
            self._jobs.local(
                preview,
                title=f"Read {self._source.name}",
                kwargs={"source": self._source},
                repeatable=False,  # by then this page may be gone
                on_done=self.show_preview,
                on_failed=self._failed,
            )
        )

    def _run(self, task: Task) -> None:
        self._task = task
        self.bar.setRange(0, 0)
        self.bar.show()
        self.button.setEnabled(False)
        task.progressed.connect(self._progressed)
        task.cancelled.connect(self.closed)
        task.ended.connect(self._ended)

    def _progressed(self, done: float, total: float, text: str) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * done / total) if total else 0)

    def _failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            self._session.tell(
                Message(level="error", text=sentence, details=details, topic=f"{_TOPIC}/failed")
            )
        if self._preview is None:
            self.summary.setText(f"{self._source.name} cannot be imported.")

    def _ended(self) -> None:
        self._task = None
        self.bar.hide()
        self._count()

    def show_preview(self, found: object) -> None:
        """Show what was found."""
        if not isinstance(found, ImportPreview):
            return
        self._preview = found
        self.rows.show_rows(found.rows)
        self.left_out.show_rows(
            [(u.file, u.reason, ", ".join(u.suggestions)) for u in found.unmatched]
        )
        self.duplicates.show_rows(
            [(", ".join(d.files), d.kept or "none of them", d.reason) for d in found.duplicates]
        )
        self.tabs.setTabText(0, f"Photographs {len(found.rows)}")
        self.tabs.setTabText(1, f"Left out {len(found.unmatched)}")
        self.tabs.setTabText(2, f"Duplicates {len(found.duplicates)}")
        self.tabs.setTabVisible(1, bool(found.unmatched))
        self.tabs.setTabVisible(2, bool(found.duplicates))
        for place, problem in enumerate(found.problems):
            self._session.tell(
                Message(level="warning", text=problem, topic=f"{_TOPIC}/problem {place}")
            )
        self._count()

    def _count(self) -> None:
        images = [row.image for row in self.rows.rows]
        named = not self._new or self._usable_name()
        self.button.setEnabled(bool(images) and self._task is None and named)
        if self._preview is None:
            return
        self.button.setText(f"Import {plural(len(images), 'photograph')}")
        self.summary.setText(_summary(images))

    def _usable_name(self) -> bool:
        name = self.name.text().strip()
        return bool(name) and not any(letter in name for letter in _NOT_IN_A_NAME)

    # -- importing ---------------------------------------------------------------------------
    def _import(self) -> None:
        if self._preview is None:
            return
        chosen = replace(self._preview, rows=tuple(self.rows.rows))
        study = self._session.study
        present = study.images() if study and not self._new else []
        incoming = compare(chosen, present)
        images = new_records(incoming.new, present)
        common = {"images": images, "files": chosen.files, "copy": self.copy.isChecked()}
        text = f"Imported: {incoming.counts}."
        asked: dict[str, Any] = {
            "repeatable": False,  # this page offers it again as long as it is there
            "on_done": lambda path: self._done(path, text),
            "on_failed": self._failed,
        }
        if self._new:
            path = self._place / f"{self.name.text().strip()}.neopain"
            task = self._jobs.local(
                create_study, title="Make the study", kwargs={"path": path, **common}, **asked
            )
        else:
            task = self._jobs.local(
                add_to_study, title="Add photographs", kwargs={"study": study, **common}, **asked
            )
        self._run(task)

    def _done(self, path: object, text: str) -> None:
        self.imported.emit(path, text)
        self.closed.emit()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self.closed.emit()


def _summary(images: Sequence[FaceImage]) -> str:
    labels = Counter(image.label.value if image.label else "unlabelled" for image in images)
    subjects = {image.neonate.id for image in images if image.neonate}
    without = sum(image.neonate is None for image in images)
    parts = [f"{plural(len(images), 'photograph')} of {plural(len(subjects), 'neonate')}"]
    parts += [
        f"{labels[name]} {name}" for name in ("pain", "no pain", "unlabelled") if labels[name]
    ]
    if without:
        parts.append(f"{without} without a subject")
    return "  ·  ".join(parts)


def create_study(
    path: Path,
    images: Sequence[FaceImage],
    files: Mapping[str, Path],
    copy: bool,
    job: Job = NULL_JOB,
) -> Path:
    """Make a study of photographs; if that fails or is stopped nothing is left behind."""
    from neopain_gui.study import Study

    def fill(study: Study) -> None:
        study.add_images(images, files=files, copy=copy, job=job)

    with Study.create(path, fill=fill) as study:
        return study.path


def add_to_study(
    study: Study,
    images: Sequence[FaceImage],
    files: Mapping[str, Path],
    copy: bool,
    job: Job = NULL_JOB,
) -> None:
    """Add photographs to the open study, all or none."""
    study.add_images(images, files=files, copy=copy, job=job)
