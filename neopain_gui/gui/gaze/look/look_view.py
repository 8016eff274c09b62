"""The gaze view's widgets and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.gaze.look.groups import Groups
from neopain_gui.gui.gaze.look.next_step import NextStep
from neopain_gui.gui.gaze.look.people_tree import People
from neopain_gui.gui.gaze.look.playback import Playback
from neopain_gui.gui.gaze.look.scanpaths import Scanpaths
from neopain_gui.gui.gaze.look.settings_form import SettingsForm
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Flow, Page, Tall
from neopain_gui.gui.widgets.legend import Legend
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.targets import Tabs


class LookView(QWidget):
    """An invitation, or the photograph beside people, groups and settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Gaze view")
        self.empty = Empty("eye", self)
        self.canvas = Canvas(self)
        belongs_to(self.canvas, "picture")
        self.scanpaths = Scanpaths()
        self.canvas.stage.addItem(self.scanpaths, ignoreBounds=True)
        self.playback = Playback(self)
        self.people = People(self)
        self.groups = Groups(self)
        self.form = SettingsForm(self)
        self.with_paths = QCheckBox("Scanpa&ths")
        self.with_map = QCheckBox("He&atmap")
        self.legend = Legend(self, compact=True)
        self.summary = PlainLabel()
        self.tables = QPushButton("Export ta&bles…")
        self.change = QToolButton()
        self.next_step = NextStep(self)
        self._arrange()

    def _arrange(self) -> None:
        for tick, tip in (
            (self.with_paths, "Fixations, sized by duration, in order"),
            (self.with_map, "The mean map of the ticked participants"),
        ):
            tick.setChecked(True)
            tick.setToolTip(literal(tip))
        self.tables.setProperty(KEEP_CLEAR, True)
        self.tables.setToolTip(
            "Fixations, facial regions, transitions, quality and participants of the whole study, "
            "as CSV"
        )
        self.summary.setAccessibleName("What is shown")
        self.summary.setWordWrap(True)
        line = Flow(spacing=16)
        line.setContentsMargins(8, 4, 8, 0)
        line.addWidget(self.with_paths)
        line.addWidget(self.with_map)
        line.addWidget(self.legend)
        left = Tall()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        self.left_column = column
        column.addLayout(line)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.playback)
        self._arrange_tabs()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.tabs)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([640, 260])
        self.splitter.setChildrenCollapsible(False)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self.page = QWidget()
        whole = QVBoxLayout(self.page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.next_step)
        whole.addWidget(self.splitter, 1)
        self._pages.addWidget(self.page)

    def _arrange_tabs(self) -> None:
        """Put people, groups and settings behind each other."""
        self.tabs = Tabs()
        for title, part in (
            ("People", self.people),
            ("Groups", self.groups),
            ("Settings", self.form),
        ):
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(8, 8, 8, 8)
            inside.setSpacing(8)
            if part is self.form:
                inside.addWidget(Page(part, across=False), 1)
            else:
                inside.addWidget(part, 1)
            if part is self.people:
                inside.addWidget(self.change)
                inside.addWidget(self.summary)
                inside.addWidget(self.tables)
            self.tabs.addTab(page, title)
