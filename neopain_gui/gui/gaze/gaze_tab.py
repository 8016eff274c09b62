"""The gaze tab: who looked where, and the importers of recordings and of heatmap pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.gaze.heatmaps.heatmaps_panel import GazePanel
from neopain_gui.gui.gaze.look.look_panel import LookPanel
from neopain_gui.gui.gaze.recordings.recordings_page import RecordingsPage
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.widgets.segments import Segment, SegmentRow

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

LOOK, RECORDINGS, PICTURES = "look", "recordings", "pictures"
_PAGES = {
    LOOK: ("View ga&ze", "Who looked where, and when"),
    RECORDINGS: ("Import recordings", "Eye trackers' exports"),
    PICTURES: ("Import heatmap pictures", "Pictures of groups' heatmaps"),
}


class GazeTab(QWidget):
    """One page at a time: the gaze view, or an importer."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Gaze")
        self.setAcceptDrops(True)
        self.look = LookPanel(session, jobs, self)
        self.recordings = RecordingsPage(session, jobs, self)
        self.pictures = GazePanel(session, jobs, self)
        self._stack = Stack()
        pages = SegmentRow(_PAGES, parent=self)
        pages.chosen.connect(self.show_page)
        self.buttons = pages.buttons
        for page in (self.look, self.recordings, self.pictures):
            self._stack.addWidget(page)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 0)
        row.addWidget(pages)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.recordings.pictures_found.connect(self.open_folder)
        self._session = session
        session.study_changed.connect(self._begin)
        session.gaze_changed.connect(lambda: self.show_page(LOOK))
        self._begin()

    def _begin(self) -> None:
        """Begin with what there is to see; with an importer where there is nothing."""
        study = self._session.study
        self.show_page(LOOK if study is not None and study.gaze.has_trials else RECORDINGS)

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.buttons[name].setChecked(True)
        self._stack.setCurrentIndex(list(self.buttons).index(name))

    def show_recordings(self) -> None:
        """Bring the importer of recordings to the front."""
        self.show_page(RECORDINGS)

    def show_pictures(self) -> None:
        """Bring the importer of heatmap pictures to the front."""
        self.show_page(PICTURES)

    @property
    def view_buttons(self) -> list[Segment]:
        """The buttons of its pages, in their order."""
        return list(self.buttons.values())

    @property
    def picture(self) -> QWidget:
        """What it shows, for copying."""
        return self.look.canvas if self.look.canvas.isVisible() else self

    @property
    def importing(self) -> bool:
        """True while an importer is in front."""
        return not self.buttons[LOOK].isChecked()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.editable:
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped beside the importers for recordings, and sort it."""
        if self._session.editable and accept_copy(event):
            self.show_page(RECORDINGS)
            self.recordings.open_files(dropped_paths(event))

    def open_folder(self, folder: Path) -> None:
        """List the heatmap pictures of a folder."""
        self.show_page(PICTURES)
        self.pictures.open_folder(folder)
