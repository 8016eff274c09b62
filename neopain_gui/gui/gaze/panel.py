"""The gaze tab: choose a folder of heatmap pictures, see what they are, take them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.bars import KEEP_CLEAR
from neopain_gui.gui.empty import Empty
from neopain_gui.gui.flow import Flow
from neopain_gui.gui.gaze.beside import Beside, read_beside
from neopain_gui.gui.gaze.folder import look_into
from neopain_gui.gui.gaze.places import Places
from neopain_gui.gui.gaze.rows import Row, State, ready, rows_of
from neopain_gui.gui.gaze.side_by_side import SideBySide
from neopain_gui.gui.gaze.table import HeatmapTable
from neopain_gui.gui.inspector.waiting import Waiting

if TYPE_CHECKING:
    from neopain_gui.gaze import HeatmapPreview
    from neopain_gui.geometry import Box
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session
    from neopain_gui.study import Result

_EXAMPLE = (
    "Pictures are put to photographs by their names, for example “{image}__Experts.png”, a "
    "folder “Experts” with “{image}.png”, or the eye tracker's own export names."
)


class GazePanel(QWidget):
    """Importer of heatmap pictures; what it takes in becomes an extraction model per group."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Gaze")
        self.setAcceptDrops(True)
        self._session, self._jobs = session, jobs
        self.folder: Path | None = None
        self.empty = Empty("eye", self)
        self.table = HeatmapTable(self)
        self._places = Places(self.table.pictures, jobs, self)
        self.beside = SideBySide(self)
        self.counts = _text("What was found")
        self.caveat = _text("What to know about this way of reading colours")
        self.choose = QPushButton("Choose another folder…")
        self.mode = QComboBox()
        self.importing = QPushButton("Import")
        self.importing.setProperty(KEEP_CLEAR, True)
        self.waiting = Waiting(self)
        self._arrange()
        self._connect()
        self._leave()

    def _arrange(self) -> None:
        from neopain_gui.gaze import MODES

        self.mode.setAccessibleName("How colours become numbers")
        self.mode.setToolTip("How colours become numbers (3.5)")
        titles = {
            "paper": "paper: grey conversion",
            "palette": "palette: colour scale inverted, photograph taken out",
        }
        for mode in MODES:
            self.mode.addItem(titles.get(mode, mode), mode)
        self._show_caveat()
        for button, tip in (
            (self.choose, "Look for heatmap pictures in another folder"),
            (self.importing, "Import the ticked pictures into the study"),
        ):
            button.setToolTip(tip)
            button.setAccessibleName(button.text())
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.counts, 1)
        top.addWidget(self.choose)
        reading = Flow()
        label = QLabel("Colours read as")
        label.setBuddy(self.mode)
        reading.addWidget(label)
        reading.addWidget(self.mode)
        reading.addStretch()
        reading.addWidget(self.importing)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.beside)
        self.table.setMinimumHeight(96)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([200, 300])
        self.splitter.setChildrenCollapsible(False)
        self._page = QWidget(self)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.splitter, 1)
        column.addLayout(reading)
        column.addWidget(self.caveat)
        column.addWidget(self.waiting)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._page)

    def _connect(self) -> None:
        self._session.study_changed.connect(self._leave)
        self.choose.clicked.connect(self.choose_folder)
        self.importing.clicked.connect(self.import_pictures)
        self.mode.currentIndexChanged.connect(self._show_caveat)
        self.table.pictures.edited.connect(self._decided)
        self._places.learnt.connect(self._count)
        self.beside.placed.connect(self._placed)
        self.beside.look_again.connect(self._look_again)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_beside())

    def _show_caveat(self) -> None:
        from neopain_gui.gaze import CAVEATS

        self.caveat.setText(CAVEATS[self.mode.currentData()])

    # Choosing a folder

    def _leave(self) -> None:
        self.folder = None
        self._places.stop()
        self.table.pictures.show((), {})
        self.beside.clear()
        self._invite()

    def _invite(self, problem: str = "") -> None:
        self._pages.setCurrentWidget(self.empty)
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to add what people looked at.")
        elif not self._session.editable:
            self.empty.say("Open for reading only", "Heatmaps can be added to a writable study.")
        else:
            image = self._session.images[0].id if self._session.images else "N01"
            self.empty.say(
                "Add heatmaps of people's gaze",
                problem
                or "Drop a folder of heatmap pictures here. " + _EXAMPLE.format(image=image),
                [("Choose a folder…", self.choose_folder)],
            )

    def choose_folder(self) -> None:
        """Ask for a folder and list its pictures."""
        from PySide6.QtWidgets import QFileDialog

        folder = QFileDialog.getExistingDirectory(self, "Folder with heatmap pictures")
        if folder:
            self.open_folder(Path(folder))

    def open_folder(self, folder: Path) -> None:
        """List the heatmap pictures of a folder."""
        if not self._session.editable:
            return
        self.folder = folder
        self._jobs.local(
            look_into,
            title="Look for heatmap pictures",
            kwargs={"folder": folder, "images": list(self._session.images)},
            key="heatmaps",
            visible=False,
            on_done=lambda found: self._found(folder, *found),
            on_failed=self._not_found,
        )

    def _found(
        self, folder: Path, preview: HeatmapPreview, sizes: dict[Path, tuple[int, int]]
    ) -> None:
        if folder != self.folder:
            return
        study = self._session.study
        present = {(r.image_id, r.model.name) for r in study.results()} if study else set()
        photographs = {one.id: (one.height, one.width) for one in self._session.images}
        self.table.pictures.show(rows_of(preview, present, sizes, photographs), photographs)
        self._pages.setCurrentWidget(self._page)
        self.table.fit_columns()
        self.table.selectRow(0)
        self.waiting.clear()
        self._decided()

    def _not_found(self, error: BaseException) -> None:
        if isinstance(error, NeoPainError):
            self._invite(str(error))
        else:
            self._session.problem.emit(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.editable and self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = self._dropped(event)
        if folder is not None:
            event.acceptProposedAction()
            self.open_folder(folder)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        """Return the folder that is dropped, or the one of a dropped picture."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                path = Path(url.toLocalFile())
                return path if path.is_dir() else path.parent
        return None

    # Deciding

    def _decided(self) -> None:
        """Begin anew with what is not known after something was decided."""
        self._edited()
        self._places.look(self._session.study)

    def _chosen(self) -> Row | None:
        place = self.table.currentIndex().row()
        rows = self.table.pictures.rows
        return rows[place] if 0 <= place < len(rows) else None

    def _placed(self, box: Box) -> None:
        """Keep where the person says that the photograph is."""
        from neopain_gui.pipeline.gaze import Placing

        row = self._chosen()
        if row is not None and row.screen and not row.imported:
            self.table.pictures.place(row.file, row.image_id, Placing(box=box))
            self._edited()

    def _look_again(self) -> None:
        row = self._chosen()
        if row is not None:
            self.table.pictures.place(row.file, row.image_id, None)
            self._edited()

    def _edited(self) -> None:
        self._count()
        self._show_beside()

    def _count(self) -> None:
        rows = self.table.pictures.rows
        states = [self.table.pictures.state(place) for place in range(len(rows))]
        take = len(ready(rows))
        parts = [f"{len(rows)} picture{'' if len(rows) == 1 else 's'}: {take} ready"]
        for state, word in (
            (State.UNDECIDED, "without a photograph or group"),
            (State.UNPLACED, "without the photograph's place"),
            (State.CLASH, "for the same map twice"),
            (State.LEFT_OUT, "left out"),
            (State.IMPORTED, "imported"),
        ):
            if states.count(state):
                parts.append(f"{states.count(state)} {word}")
        self.counts.setText(", ".join(parts) + ".")
        self.importing.setText(f"Import {take}" if take else "Import")
        self.importing.setEnabled(bool(take) and not self.waiting.busy)

    def _show_beside(self) -> None:
        study, row = self._session.study, self._chosen()
        if study is None or row is None:
            self.beside.clear()
            return

        def show(beside: Beside) -> None:
            self.beside.show_beside(beside, row.file, row.image_id)
            if beside.placing is not None:
                self._places.learn(row.file, row.image_id, beside.placing)

        self._jobs.local(
            read_beside,
            title="Read a heatmap",
            kwargs={
                "study": study,
                "file": row.file,
                "image_id": row.image_id,
                "placing": row.placing,
            },
            key="beside",
            visible=False,
            on_done=show,
        )

    # Importing

    def import_pictures(self) -> None:
        """Take the ticked pictures into the study, in a thread."""
        from neopain_gui.pipeline.jobs import import_heatmaps

        study, rows = self._session.study, ready(self.table.pictures.rows)
        if study is None or not rows:
            return
        place = study.path
        kept: list[Result] = []
        refused: list[NeoPainError] = []

        def record(message: dict[str, Any]) -> None:
            """Record each as it comes: one that is refused does not keep the others out."""
            if self._session.study is None or self._session.study.path != place:
                return
            try:
                self._session.record([message["result"]])
            except NeoPainError as error:
                refused.append(error)
            else:
                kept.append(message["result"])

        def tell() -> None:
            """Say what was recorded, also where a later picture failed or the job was stopped."""
            self.table.pictures.mark_imported({(r.image_id, r.model.name) for r in kept})
            if kept:
                groups = ", ".join(sorted({result.model.name for result in kept}))
                self._session.notice.emit(f"{_heatmaps(len(kept))} imported: {groups}.")
            if refused:
                self._session.problem.emit(refused[0])
            if len(refused) > 1:
                self._session.warning.emit(f"{_heatmaps(len(refused))} refused by the study.")
            kept.clear()  # doing it again tells only of itself
            refused.clear()
            self._edited()

        task = self._jobs.local(
            import_heatmaps,
            title=f"Import {len(rows)} heatmaps",
            kwargs={
                "study_path": place,
                "rows": [
                    {
                        "file": str(row.file),
                        "image_id": row.image_id,
                        "group": row.group,
                        "placing": row.placing,
                    }
                    for row in rows
                ],
                "mode": self.mode.currentData(),
            },
            on_partial=record,
            on_end=tell,
        )
        self.waiting.follow(task)
        self._edited()


def _heatmaps(count: int) -> str:
    return "1 heatmap was" if count == 1 else f"{count} heatmaps were"


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
