"""Annotations of other programs: what taking them in would do, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.exchange.whose import Whose
from neopain_gui.gui.annotate.intake_page import (
    Found,
    IntakePage,
    Words,
    sentences_list,
    text_label,
)
from neopain_gui.gui.base.plain import breakable, literal
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.pipeline.annotation.exchange.into import Brought, Row
    from neopain_gui.study import Study

_WORDS = Words(
    title="Import annotations",
    about="Files of labelme, COCO, QuPath (GeoJSON), CVAT and iBUG (.pts), masks (PNG in a folder "
    "called like the photograph), and tables of ratings (CSV). Photographs are recognised by their "
    "content, then by their name. Nothing is taken in before you say so.",
    topic="import annotations",
    kind="annotations",
    files="Annotations",
    filters="Annotations (*.json *.geojson *.xml *.pts *.png *.csv);;All files (*)",
    folder="Folder of annotations",
    reading="Read annotations",
)
_HEADS = ("Photograph", "Recognised", "Gets", "From", "Rater", "Round")


class ImportAnnotationsPage(IntakePage):
    """Files of other programs, whose they are, and what each photograph gets."""

    found: Brought | None

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, jobs, _WORDS, parent)
        self._refused: list[Path] = []  # looked at again when it is said whose they are

    def _arrange(self, outer: QVBoxLayout) -> None:
        self.whose = Whose(self._session)
        self.whose.changed.connect(self.look)
        outer.addWidget(self.whose)
        outer.addWidget(self.bar)
        self.heading = text_label("")
        outer.addWidget(self.heading)
        self.table = _table()
        outer.addWidget(self.table, 3)
        self.notes = sentences_list("What differs, and what is left out")
        outer.addWidget(self.notes, 2)
        self.replacing = QCheckBox("Where they differ, let the &files count")
        self.replacing.toggled.connect(self.look)
        outer.addWidget(self.replacing)

    # -- looking -----------------------------------------------------------------------------
    def look(self) -> None:
        """Look at what was chosen again, as it is decided now; at what was refused, too."""
        if files := self._refused or self.files:
            self._look(files)

    def _look(self, files: list[Path]) -> None:
        study = self._session.study
        if study is not None:
            asked = {
                "study": study,
                "rater": self.whose.rater,
                "round_": self.whose.round,
                "landmarks": self.whose.landmarks,
                "replacing": self.replacing.isChecked(),
            }
            self._read(look, files, asked)

    def _looked(self, files: list[Path], found: Found) -> None:
        self._refused = []
        super()._looked(files, found)

    def _failed(self, files: list[Path], error: object) -> None:
        self._refused = files
        super()._failed(files, error)

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

    # -- taking in ---------------------------------------------------------------------------
    def _take_in(self) -> None:
        from neopain_gui.pipeline.annotation.exchange.taking import Taking

        study, found = self._session.study, self.found
        if study is None or found is None:
            return
        kept = self._session.edits.edit(
            f"importing annotations from {', '.join(one.name for one in self.files)}",
            False,
            True,
            Taking(study, found).put,
            changed=self._tell,
            said=f"Imported: {' '.join(found.sentences)}".replace(" to take in", "", 1),
        )
        if kept:
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
