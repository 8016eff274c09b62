"""The importer of heatmap pictures: its widgets and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gaze import CAVEATS
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.gaze.heatmaps.heatmap_table import HeatmapTable
from neopain_gui.gui.gaze.heatmaps.place_search import Places
from neopain_gui.gui.gaze.heatmaps.side_by_side import SideBySide
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.segments import Segment
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.people.groups import ObserverGroup

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs


class HeatmapView(QWidget):
    """An invitation, or the list of pictures above the chosen one."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Gaze")
        self.setAcceptDrops(True)
        self._jobs = jobs
        self.empty = Empty("eye", self)
        self.table = HeatmapTable(self)
        self._places = Places(self.table.pictures, jobs, self)
        self.beside = SideBySide(self)
        self.counts = _text("What was found")
        self.caveat = _text("What to know about this way of reading colours")
        self.choose = QPushButton("Choose &another folder…")
        self.by_palette = Segment(
            "By the palette", "The colour scale inverted and the photograph taken out"
        )
        self.as_grey = Segment(
            "As in the &dissertation", "The picture turned grey (section 3.5): bright is looked at"
        )
        self.importing = QPushButton("Impor&t")
        self.importing.setProperty(KEEP_CLEAR, True)
        self.waiting = Waiting(self)
        self.cancel = QPushButton("Cancel")
        self.group = QComboBox()
        self.set_group = QPushButton("Set for all")
        self.taken = QWidget(self)
        self.taken_text = _text("Maps that are there already")
        self.keep_both = QPushButton("Keep &both")
        self.replace = QPushButton("Replace")
        self.leave_out = QPushButton("Leave out")
        self._arrange()

    def _arrange(self) -> None:
        modes = QButtonGroup(self)
        for way in (self.by_palette, self.as_grey):
            modes.addButton(way)
        self.by_palette.setChecked(True)
        self._show_caveat()
        self.as_grey.toggled.connect(self._show_caveat)
        for button, tip in (
            (self.choose, "Look for heatmap pictures in another folder"),
            (self.importing, "Import the ticked pictures into the study"),
            (self.cancel, "Import nothing"),
            (self.set_group, "Give the selected pictures this group; all if none is selected"),
        ):
            button.setToolTip(literal(tip))
            button.setAccessibleName(button.text().replace("&", ""))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.counts, 1)
        top.addWidget(self.choose)
        reading = Flow()
        for part in (PlainLabel("Colours read"), self.by_palette, self.as_grey):
            reading.addWidget(part)
        reading.addStretch()
        reading.addWidget(self.cancel)
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
        column.addLayout(self._arrange_choices())
        column.addWidget(self.splitter, 1)
        column.addWidget(self.taken)
        column.addLayout(reading)
        column.addWidget(self.caveat)
        column.addWidget(self.waiting)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._page)

    def _arrange_choices(self) -> Flow:
        """Return the line that sets groups, and fill the one about maps that are there."""
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.group.setMinimumContentsLength(14)
        self.group.setAccessibleName("Group for several pictures")
        self.group.setToolTip("Any name")
        label = PlainLabel("&Group")
        label.setBuddy(self.group)
        line = Flow()
        for part in (label, self.group, self.set_group):
            line.addWidget(part)
        taken = QHBoxLayout(self.taken)
        taken.setContentsMargins(0, 0, 0, 0)
        taken.setSpacing(8)
        taken.addWidget(self.taken_text, 1)
        for button, tip in (
            (self.keep_both, "Import under another name, so that the map that is there stays"),
            (self.replace, "Import in the place of the map that is there; Undo brings it back"),
            (self.leave_out, "Do not import these pictures"),
        ):
            button.setToolTip(literal(tip))
            taken.addWidget(button)
        return line

    def offer(self, taken: int, selected: int, groups: Sequence[str]) -> None:
        """Say how many pictures need a decision and for how many a group would be set."""
        self.taken.setVisible(taken > 0)
        maps = counted(taken, "map is", "maps are")
        self.taken_text.setText(f"{maps} there already. What is to become of the pictures?")
        self.set_group.setText(f"Set for {selected} selected" if selected > 1 else "Set for all")
        known = [str(group) for group in ObserverGroup]
        wanted = list(dict.fromkeys([*known, *(group for group in groups if group)]))
        if wanted != [self.group.itemText(at) for at in range(self.group.count())]:
            typed = self.group.currentText() if self.group.count() else ""
            self.group.clear()
            self.group.addItems(wanted)
            self.group.setEditText(typed)

    @property
    def mode(self) -> str:
        """How colours become numbers."""
        return "paper" if self.as_grey.isChecked() else "palette"

    def _show_caveat(self) -> None:
        self.caveat.setText(CAVEATS[self.mode])
        warned = f"color: {theme.level_colour('warning').name()}" if self.mode == "paper" else ""
        if self.caveat.styleSheet() != warned:
            self.caveat.setStyleSheet(warned)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "caveat"):
            self._show_caveat()


def _text(name: str) -> QLabel:
    label = PlainLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    return label
