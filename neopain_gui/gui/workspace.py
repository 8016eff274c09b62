"""The centre of an open study: Inspect, Gaze, Compare; a tab is made when it is first shown."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from neopain_gui.gui import theme
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.session import Session


class Lazy(QWidget):
    """Holds the place of a panel whose libraries are heavy, until it is first needed.

    Parameters
    ----------
    module, name : str
        Where the panel's class is.
    session, jobs
        What it is made with.
    """

    def __init__(self, module: str, name: str, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._where = module, name
        self._with = session, jobs
        self.panel: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> QWidget:
        """Make the panel now; later calls return it."""
        if self.panel is None:
            module, name = self._where
            panel: QWidget = getattr(importlib.import_module(module), name)(*self._with)
            self._column.addWidget(panel)
            self.panel = panel
        return self.panel


class Workspace(QTabWidget):
    """The tabs, and the details that belong to them.

    Attributes
    ----------
    details : Lazy
        For the dock on the right.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setDocumentMode(True)
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName("Views")

        def lazy(folder: str, name: str) -> Lazy:
            return Lazy(f"neopain_gui.gui.{folder}", name, session, jobs)

        self.viewer = lazy("viewer", "ViewerPanel")
        self.strip = lazy("inspector", "InspectorPanel")
        self.details = lazy("inspector", "DetailsPanel")
        self.gaze = lazy("gaze", "GazePanel")
        self.compare = lazy("compare", "ComparePanel")
        inspect = QSplitter(Qt.Orientation.Vertical)
        inspect.addWidget(self.viewer)
        inspect.addWidget(self.strip)
        inspect.setStretchFactor(0, 1)
        inspect.setChildrenCollapsible(True)
        self._inspect = inspect
        self.addTab(inspect, theme.icon("inspect"), "Inspect")
        self.addTab(self.gaze, theme.icon("eye"), "Gaze")
        self.addTab(self.compare, theme.icon("compare"), "Compare")
        for place, tip in enumerate(
            (
                "What a classifier looked at, layer by layer",
                "What people looked at: import heatmap pictures",
                "How much the extraction models agree",
            )
        ):
            self.setTabToolTip(place, tip)
        self.currentChanged.connect(self.fill_current)
        session.study_changed.connect(self.fill_current)

    def fill_current(self) -> None:
        """Make what the present tab needs, once a study is open."""
        if self._session.study is None:
            return
        self.details.fill()
        current = self.currentWidget()
        if current is self._inspect:
            self.viewer.fill()
            self.strip.fill()
        elif isinstance(current, Lazy):
            current.fill()
