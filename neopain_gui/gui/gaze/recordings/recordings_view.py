"""The importer's widgets and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import matching
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.gaze.recordings.keep_columns import KeepColumns
from neopain_gui.gui.gaze.recordings.mapping_form import MappingForm
from neopain_gui.gui.gaze.recordings.place_editor import PlaceEditor
from neopain_gui.gui.gaze.recordings.recording_tables import PeopleTable, StimuliTable
from neopain_gui.gui.gaze.recordings.screen_size import ScreenSize
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.targets import Tabs
from neopain_gui.gui.widgets.waiting import Waiting

ONE_PERSON, APART = "One person", "Not one person"


class RecordingsView(QWidget):
    """An invitation, the form that names columns, and what was found, one at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Import recordings")
        self.setAcceptDrops(True)
        self.empty = Empty("eye", self)
        self.report = QTextBrowser()
        self.stimuli = StimuliTable(self)
        self.people = PeopleTable(self)
        self.tabs = Tabs()
        self.summary, self.problem, self.privacy = PlainLabel(), PlainLabel(), PlainLabel()
        self.remarks = PlainLabel()
        self.choose = QPushButton("&Add files…")
        self.name_again = QPushButton("Name columns again…")
        self.name_again.hide()
        self.groups = QPushButton("Participants' ta&ble…")
        self.keep = KeepColumns()
        self.rate = QPushButton("Scores…")
        self.least = QSpinBox()
        self.group = QComboBox()
        self.set_group = QPushButton("Set for all")
        self.one_person = QPushButton(ONE_PERSON)
        self.place = PlaceEditor(self)
        self.screen_form = ScreenSize(self)
        self.columns = MappingForm(self)
        self.importing = QPushButton("Impor&t")
        self.importing.setProperty(KEEP_CLEAR, True)
        self.cancel = QPushButton("Cancel")
        self.waiting = Waiting(self)
        self._arrange()

    def _arrange(self) -> None:
        self._name()
        top = _row(self.summary, self.name_again, self.choose)
        group = PlainLabel("&Group")
        group.setBuddy(self.group)
        tools = Flow()
        valid = PlainLabel("Minimum vali&d samples")
        valid.setBuddy(self.least)
        for part in (self.groups, self.keep, self.rate, valid, self.least):
            tools.addWidget(part)
        tools.addStretch()
        for of_many in (self.one_person, group, self.group, self.set_group):
            tools.addWidget(of_many)
        people = QWidget()
        column = QVBoxLayout(people)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.people, 1)
        column.addWidget(self.privacy)
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.addWidget(self.stimuli)
        self.sides.addWidget(self.place)
        self.sides.setStretchFactor(0, 3)
        self.sides.setStretchFactor(1, 2)
        self.sides.setSizes([420, 300])
        self.sides.setChildrenCollapsible(False)
        self.tabs.addTab(self.sides, "Stimuli")
        self.tabs.addTab(people, "Participants")
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.report)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([80, 430])
        splitter.setChildrenCollapsible(False)
        self._page = QWidget()
        whole = QVBoxLayout(self._page)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(self.screen_form)
        whole.addWidget(splitter, 1)
        whole.addWidget(self.remarks)
        whole.addLayout(_row(self.problem, self.cancel, self.importing))
        self._pages = QStackedLayout()
        for page in (self.empty, self._page, self.columns):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._pages, 1)
        outer.addWidget(self.waiting)
        self.waiting.setContentsMargins(8, 0, 8, 8)

    def say_privacy(self, left: Sequence[str]) -> None:
        """Say what of people is not kept; ``left`` are columns of their table."""
        said = "The names in the first column are shown here only: the study keeps pseudonyms."
        if left:
            verb = matching(len(left), "column is", "columns are")
            said += f" Of the participants' table {len(left)} {verb} not kept: {', '.join(left)}."
        self.privacy.setText(said)

    def _name(self) -> None:
        """Say what each control is."""
        for label in (self.summary, self.problem, self.privacy, self.remarks):
            label.setWordWrap(True)
        self.remarks.setAccessibleName("What to know before the import")
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.group.setMinimumContentsLength(12)
        self.group.setAccessibleName("Group for several participants")
        # as wide as its longest text: choosing people must not move what is beside it
        longest = self.set_group.fontMetrics().horizontalAdvance("Set for 000 selected")
        self.set_group.setMinimumWidth(longest + 24)
        self.group.setToolTip("Any name")
        self.say_privacy(())
        self.report.setAccessibleName("How the files were read")
        self.report.setOpenLinks(False)
        self.report.setMinimumHeight(60)
        for button, tip in (
            (self.choose, "Read further recordings, or tables of participants and scores"),
            (self.name_again, "Say anew which column of the table holds what, and in which unit"),
            (self.set_group, "Give the selected participants this group; all if none is selected"),
            (
                self.one_person,
                "Say that the selected names of the files are one person: they get one pseudonym "
                "and one group",
            ),
            (self.cancel, "Import nothing"),
            (
                self.groups,
                "CSV with the columns participant and group; you say which further ones are kept",
            ),
            (self.rate, "CSV with the columns participant, image and score (0 to 10)"),
            (self.importing, "Import the recordings of the ticked participants"),
        ):
            button.setToolTip(literal(tip))
        self.least.setRange(0, 100)
        self.least.setValue(70)
        self.least.setSuffix(" %")
        self.least.setAccessibleName("Minimum valid samples")
        self.least.setToolTip(
            "Participants with fewer valid samples are not ticked (dissertation, section 3.2)"
        )


def _row(label: QLabel, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label, 1)
    for button in buttons:
        row.addWidget(button)
    return row
