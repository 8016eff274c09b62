"""Looking at photographs before they come in: a page, not a chain of dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.dataset import BoxKind, gaps
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable, plain_tip
from neopain_gui.gui.importing import adding
from neopain_gui.gui.importing.destination import StudyDestination
from neopain_gui.gui.importing.fill_selected import FillRow
from neopain_gui.gui.importing.how_to_read import ReadingRow, decided, show_again
from neopain_gui.gui.importing.import_words import about_copies, about_row, became, becomes, summary
from neopain_gui.gui.importing.incoming_pictures import ImportPictures
from neopain_gui.gui.importing.listed import ChangesModel, ListModel, RowsModel, make_table
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets import questions as asking
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.targets import Tabs

_TOPIC, _MOST_REMARKS = "import", 4


class ImportPage(QWidget):
    """What files and folders would bring in.

    Parameters
    ----------
    session, jobs
        Shared.
    sources : sequence of Path
        Folders of photographs, photographs, manifests.
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
        sources: Sequence[Path],
        *,
        new: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._sources, self._new = session, jobs, list(sources), new
        self._called = sources[0].name if len(sources) == 1 else counted(len(sources), "item")
        self._looked: adding.Previewed | None = None
        self._task: Task | None = None
        stem = self._sources[0].stem if len(self._sources) == 1 else ""
        self._pictures = ImportPictures(jobs, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        outer.addLayout(self._heading(stem or "study"))
        outer.addWidget(self._tables(), 1)
        self.detail = PlainLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setAccessibleName("About the chosen row")
        outer.addWidget(self.detail)
        outer.addLayout(self._footer())
        for model in (self.rows, self.changes):
            model.dataChanged.connect(self._count)
        self.closed.connect(lambda: session.settle(_TOPIC))
        self.closed.connect(self._pictures.stop)

    # -- building ----------------------------------------------------------------------------
    def _heading(self, stem: str) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE // 2)
        title = PlainLabel("New study" if self._new else "Add photographs")
        title.setFont(theme.heading_font(self.font()))
        words.addWidget(title)
        # up here, where no bar lies over it
        self.where = StudyDestination(stem, self)
        self.where.setVisible(self._new)
        self.where.changed.connect(self._count)
        words.addWidget(self.where)
        self.summary = PlainLabel(f"Reading {self._called}…")
        self.summary.setAccessibleName("What was found")
        words.addWidget(self.summary)
        self.counts = PlainLabel()
        self.counts.setAccessibleName("What becomes of the files")
        words.addWidget(self.counts)
        # on the page and not on a bar, which would lie over what is to be filled in
        self.remarks = PlainLabel()
        self.remarks.setWordWrap(True)
        self.remarks.setAccessibleName("Please check")
        tint = self.remarks.palette()
        tint.setColor(QPalette.ColorRole.WindowText, theme.level_colour("warning"))
        self.remarks.setPalette(tint)
        self.remarks.hide()
        words.addWidget(self.remarks)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        words.addWidget(self.bar)
        return words

    def _tables(self) -> Tabs:
        self.rows = RowsModel(self._pictures, self)
        self.changes = ChangesModel(self)
        self.there = ListModel(("File", "In the study as"), self)
        self.left_out = ListModel(("File", "Why it is left out", "Perhaps meant"), self)
        self.tabs = Tabs()
        self.tabs.setAccessibleName("What was found")
        on_row = self._show_detail
        self.table = make_table(
            self.rows, "New photographs", (210, 100, 84, 84, 0, 120), stretch=4, on_row=on_row
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.setSpacing(theme.SPACE)
        self.fill = FillRow(self.table, self.rows)
        column.addWidget(self.fill)
        self.reading = ReadingRow()
        self.reading.changed.connect(self._use_boxes)
        self.reading.stretched.connect(self.begin)
        column.addWidget(self.reading)
        column.addWidget(self.table, 1)
        self._pages: list[QWidget] = [page]
        self.changes_table = make_table(
            self.changes, "Photographs that differ", (320,), stretch=1, on_row=on_row
        )
        self._pages.append(self.changes_table)
        for model, name, widths, stretch in (
            (self.there, "Photographs that are there already", (420,), 1),
            (self.left_out, "Files that are left out", (260, 520), 1),
        ):
            table = make_table(model, name, widths, stretch=stretch, on_row=on_row)
            self._pages.append(table)
        for widget in self._pages:
            self.tabs.addTab(widget, "")
        self._name_tabs((0, 0, 0, 0))
        self.tabs.currentChanged.connect(self._show_detail)
        return self.tabs

    def _name_tabs(self, numbers: Sequence[int]) -> None:
        names = ("New", "Changed", "Already there", "Left out")
        for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
            self.tabs.setTabText(place, f"{name} {number}")
            self.tabs.setTabVisible(place, bool(number) or place == 0)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.copy = QCheckBox("Copy the photographs into the stu&dy")
        self.copy.setToolTip(
            "The study can then be moved or given away as one folder; "
            "otherwise it remembers where the photographs are"
        )
        self.copy.toggled.connect(self._count)
        row.addWidget(self.copy)
        self.about_copies = PlainLabel()
        self.about_copies.setWordWrap(True)
        self.about_copies.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row.addWidget(self.about_copies, 1)
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

    # -- looking -----------------------------------------------------------------------------
    def begin(self, stretch: bool = False) -> None:
        """Read everything in a thread, once more where it is to be read in another way."""
        before = None if self._looked is None else self._looked.found.boxes
        self._run(
            self._jobs.local(
                adding.read_preview,
                title=f"Read {self._called}",
                kwargs={
                    "sources": self._sources,
                    "study": None if self._new else self._session.study,
                    "stretch": stretch,
                    "boxes": before,
                },
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
        task.cancelled.connect(self._stopped)
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
        if self._looked is None:
            self.summary.setText(f"{self._called} cannot be imported.")

    def _ended(self) -> None:
        self._task = None
        self.bar.hide()
        self._count()

    def show_preview(self, looked: object) -> None:
        """Show what was found."""
        if not isinstance(looked, adding.Previewed):
            return
        self._pictures.use(looked.found.files, looked.found.stretched)
        show_again(self.rows, looked.incoming.new)
        parts = self._show(looked)
        filled = next((place for place, part in enumerate(parts) if part), 0)
        self.tabs.setCurrentIndex(filled)
        self._count()

    def _use_boxes(self, kind: BoxKind, outside: bool) -> None:
        """Read the face boxes as somebody says; ticks and what was written stay."""
        if self._looked is not None:
            looked = self._looked.with_boxes(kind, outside)
            self._show(looked)
            self.rows.show_boxes(looked.incoming.new)
            self._show_detail()

    def _show(self, looked: adding.Previewed) -> tuple[Sequence[object], ...]:
        """Show everything but the new photographs; return the four parts."""
        self._looked = looked
        incoming = looked.incoming
        self.reading.show_reading(looked.found)
        self.changes.show_rows(incoming.changed)
        self.there.show_rows([(row.image.file, image.id) for row, image in incoming.there])
        self.left_out.show_rows(
            [(left.file, left.reason, ", ".join(left.suggestions)) for left in incoming.left_out]
        )
        parts = (incoming.new, incoming.changed, incoming.there, incoming.left_out)
        self._name_tabs([len(part) for part in parts])
        return parts

    def _show_detail(self, *_rows: object) -> None:
        """Say everything about the row that was chosen, where a cell has no room for it."""
        self.detail.setText(breakable(self._about_row()))

    def _about_row(self) -> str:
        place = self.tabs.currentIndex()
        table = self.table if place == 0 else self._pages[place]
        index = table.currentIndex()  # type: ignore[attr-defined]
        if not index.isValid() or index.row() >= index.model().rowCount():
            return ""
        if place == 0:
            return about_row(self.rows.rows[index.row()])
        model = index.model()
        texts = [str(index.siblingAtColumn(c).data() or "") for c in range(model.columnCount())]
        file, reason, *more = texts
        return f"{file}: {reason}" + (f" (perhaps {more[0]})" if more and more[0] else "") + "."

    def _count(self) -> None:
        chosen, accepted = self.rows.chosen, self.changes.accepted
        named = not self._new or self.where.usable
        something = bool(chosen or accepted)
        asked = self._looked is not None and self._looked.asks
        self.button.setEnabled(something and self._task is None and named and not asked)
        if self._looked is None:
            return
        if chosen or not accepted:
            self.button.setText(f"Import {counted(len(chosen), 'photo&graph')}")
        else:
            self.button.setText(f"Ta&ke {counted(len(accepted), 'change')}")
        self.summary.setText(summary([row.image for row in chosen]) if chosen else "Nothing new.")
        self.counts.setText(self._counted())
        ask = ("Choose what the numbers are before you import.",) if asked else ()
        missing = gaps([row.image for row in chosen])
        self._remark((*self._looked.found.problems, *ask, *missing))
        self.about_copies.setText(about_copies(chosen, self.copy.isChecked()))

    def _remark(self, problems: Sequence[str]) -> None:
        """Say what is to be checked as it is now: what was filled in is no longer missing."""
        more = ("…",) if len(problems) > _MOST_REMARKS else ()
        self.remarks.setText(breakable("\n".join((*problems[:_MOST_REMARKS], *more))))
        self.remarks.setToolTip(plain_tip("\n".join(problems)))
        self.remarks.setVisible(bool(problems))

    def _counted(self) -> str:
        if self._looked is None:
            return ""
        return becomes(changed=len(self._looked.incoming.changed), **self._numbers(self._looked))

    def _numbers(self, looked: adding.Previewed) -> dict[str, int]:
        """Count what is ticked; what is not is left out."""
        incoming, new = looked.incoming, len(self.rows.chosen)
        left_out = len(incoming.left_out) + len(incoming.new) - new
        return {"new": new, "there": len(incoming.there), "left_out": left_out}

    # -- importing ---------------------------------------------------------------------------
    def _import(self) -> None:
        if self._looked is None:
            return
        taken, changed = len(self.changes.accepted), len(self._looked.incoming.changed)
        text = became(taken=taken, kept=changed - taken, **self._numbers(self._looked))
        study = self._session.study
        common: dict[str, Any] = {
            "rows": self.rows.chosen,
            "files": self._looked.found.files,
            "stretched": self._looked.found.stretched,
            "copy": self.copy.isChecked(),
        }
        asked: dict[str, Any] = {
            "repeatable": False,  # this page offers it again as long as it is there
            "on_done": lambda result: self._done(result, text),
            "on_failed": self._failed,
        }
        disk = self._jobs.disk
        if self._new or study is None:
            common |= {"path": self.where.path}
            task = disk(adding.create_study, title="Make the study", kwargs=common, **asked)
        else:
            common |= {"study": study, "accepted": self.changes.accepted}
            task = disk(adding.add_to_study, title="Add photographs", kwargs=common, **asked)
        self._run(task)

    def _done(self, result: object, text: str) -> None:
        if isinstance(result, adding.Added):
            self._remember(result)
        self.imported.emit(result if isinstance(result, Path) else None, text)
        self.closed.emit()

    def _remember(self, added: adding.Added) -> None:
        """Make what was done a step that can be undone."""
        if self._session.study is None:
            return
        if not added.after:
            self._session.upkeep.added_photographs(added.images)
            return
        done = adding.Import(self._session.study, added)
        what = counted(len(added.images) or len(added.after), "photograph")
        self._session.edits.edit(
            f"the import of {what}" if added.images else f"the changes of {what}",
            False,
            True,
            done.write,
            changed=self._session.upkeep.everything_changed,
            loses=lambda there: done.removal.loses(not there),
        )

    @property
    def _decided(self) -> bool:
        """Whether somebody ticked or wrote anything that going would lose."""
        return self._looked is not None and decided(self.rows, self._looked.incoming.new)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        elif not self._decided or asking.may_drop(self.window()):
            self.closed.emit()

    def _stopped(self) -> None:
        """Go where nothing would be lost; else stay, with all that was filled in."""
        if not self._decided:
            self.closed.emit()
