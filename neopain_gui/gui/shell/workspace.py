"""The centre of an open study: Inspect, Trust, Gaze, Compare; each is made when first shown."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.flow import Page

_LOW, _LOWEST = 440, 380
"""Pixels of height below which the photograph needs what the film strip can spare, and all of it:
the slider that is left says where it is and reaches every layer."""


class Lazy(QWidget):
    """Holds the place of a panel whose libraries are heavy, until it is first needed.

    Parameters
    ----------
    module, name : str
        Where the panel's class is.
    session, jobs
        What it is made with.
    scrolls : bool
        Whether it is scrolled where there is less room than it needs.
    """

    def __init__(
        self, module: str, name: str, session: Session, jobs: Jobs, *, scrolls: bool = True
    ) -> None:
        super().__init__()
        self._scrolls = scrolls
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
            self._column.addWidget(Page(panel) if self._scrolls else panel)
            self.panel = panel
        return self.panel


class Workspace(QTabWidget):
    """The tabs, and the details that belong to them.

    Attributes
    ----------
    details : Lazy
        For the dock on the right.

    Signals
    -------
    view_changed(name: str)
        Another view of the Inspect tab: a key of :attr:`views`.
    """

    view_changed = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName("Views")

        def lazy(folder: str, name: str, *, scrolls: bool = True) -> Lazy:
            return Lazy(f"neopain_gui.gui.{folder}", name, session, jobs, scrolls=scrolls)

        self.viewer = lazy("viewer.viewer_panel", "ViewerPanel")
        self.stages = lazy("inspector.stages_panel", "StagesPanel")
        self.panes = lazy("panes.panes_panel", "PanesPanel")
        self.strip = lazy("inspector.depth_panel", "InspectorPanel", scrolls=False)
        self.details = lazy("inspector.details_panel", "DetailsPanel", scrolls=False)
        self.trust = lazy("trust.trust_panel", "TrustPanel", scrolls=False)
        self.gaze = lazy("gaze.gaze_tab", "GazeTab")
        self.compare = lazy("compare.compare_panel", "ComparePanel")
        self.views = {"viewer": self.viewer, "stages": self.stages, "panes": self.panes}
        self._stack = QStackedWidget()
        for view in self.views.values():
            self._stack.addWidget(view)
        inspect = QSplitter(Qt.Orientation.Vertical)
        inspect.addWidget(self._stack)
        inspect.addWidget(self.strip)
        inspect.setStretchFactor(0, 1)
        inspect.setChildrenCollapsible(True)
        self._inspect = inspect
        self.addTab(inspect, theme.icon("inspect"), "Inspect")
        self.addTab(self.trust, theme.icon("trust"), "Trust")
        self.addTab(self.gaze, theme.icon("eye"), "Gaze")
        self.addTab(self.compare, theme.icon("compare"), "Compare")
        for place, tip in enumerate(
            (
                "What a classifier looked at, layer by layer",
                "How far the map on the viewer can be trusted",
                "What people looked at: recordings, fixations, groups",
                "How much the extraction models agree",
            )
        ):
            self.setTabToolTip(place, tip)
        self.currentChanged.connect(self.fill_current)
        session.study_changed.connect(self.fill_current)

    @property
    def view(self) -> str:
        """What fills the Inspect tab: a key of :attr:`views`."""
        shown = self._stack.currentWidget()
        return next(name for name, view in self.views.items() if view is shown)

    def show_view(self, name: str) -> QWidget:
        """Bring the Inspect tab to the front with this view in it, and return its panel."""
        self.setCurrentWidget(self._inspect)
        panel = self.views[name].fill()
        if name != self.view:
            self._stack.setCurrentWidget(self.views[name])
            self.view_changed.emit(name)
        return panel

    def toggle_view(self, name: str) -> None:
        """Show a view, or the single viewer again where it is shown already."""
        shown = self.view == name and self.inspect_in_front
        self.show_view("viewer" if shown else name)

    @property
    def inspect_in_front(self) -> bool:
        """True while the photograph on display is what is seen."""
        return self.currentWidget() is self._inspect

    @property
    def importing(self) -> bool:
        """True while recordings or heatmap pictures are being imported."""
        tab = self.gaze.panel
        return self.currentWidget() is self.gaze and bool(getattr(tab, "importing", False))

    @property
    def panes_in_front(self) -> bool:
        """True while the linked panes are what is seen."""
        return self.view == "panes" and self.inspect_in_front

    def blink(self, on: bool) -> bool:
        """Let a pane show the next one's map, or its own again; False where there are none."""
        if self.panes.panel is not None and (self.panes_in_front or not on):
            self.panes.panel.blink(on)  # type: ignore[attr-defined]
        return self.panes_in_front

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What F6 goes to: the tab in front, the picture and the film strip each."""
        current = self.currentWidget()
        return (self._stack, self.strip) if current is self._inspect else (current,)

    @property
    def picture(self) -> QWidget | None:
        """What the tab in front shows, for copying."""
        current = self.currentWidget()
        shown = self.views[self.view] if current is self._inspect else current
        panel = shown.panel if isinstance(shown, Lazy) else None
        return getattr(panel, "picture", panel)

    def take_focus(self) -> None:
        """Bring the keyboard from the tab before to the one in front."""
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible() or self.isAncestorOf(focus):
            self.tabBar().setFocus(Qt.FocusReason.TabFocusReason)

    def step_view(self, by: int) -> None:
        """Show the next view of the tab in front, round and round."""
        if self.inspect_in_front:
            names = list(self.views)
            self.show_view(names[(names.index(self.view) + by) % len(names)])
            return
        panel = getattr(self.currentWidget(), "panel", None)
        buttons: list[QAbstractButton] = list(getattr(panel, "view_buttons", ()))
        shown = [place for place, button in enumerate(buttons) if button.isChecked()]
        if shown:
            buttons[(shown[0] + by) % len(buttons)].click()

    def fill_current(self) -> None:
        """Make what the present tab needs, once a study is open."""
        if self._session.study is None:
            return
        self.details.fill()
        current = self.currentWidget()
        if current is self._inspect:
            self.views[self.view].fill()
            self.strip.fill()
            self._share_height()
        elif isinstance(current, Lazy):
            current.fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        panel = self.strip.panel
        if panel is None:
            return
        panel.strip.set_low(self.height() < _LOW)  # type: ignore[attr-defined]
        panel.strip.setVisible(self.height() >= _LOWEST)  # type: ignore[attr-defined]
        QTimer.singleShot(0, self, self._give_back)

    def _give_back(self) -> None:
        """Let the photograph have what the film strip does not need; a splitter keeps sizes."""
        above, below = self._inspect.sizes()
        if below:  # else somebody folded it
            high = self.strip.sizeHint().height()
            self._inspect.setSizes([above + below - high, high])
