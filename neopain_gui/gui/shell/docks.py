"""The docks around the centre: made from the places, hidden and shown with a study."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.shell.placement import Sides
from neopain_gui.gui.shell.workspace import Lazy
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.targets import DockTitle

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_AREAS = {
    Where.LEFT: _LEFT,
    Where.RIGHT: _RIGHT,
    Where.BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}
_HEIGHT = 160


class Docks:
    """The docks of a window.

    Parameters
    ----------
    window : QMainWindow
        Around whose centre they lie.
    session, jobs
        What panels are made with.
    places : sequence of Place
        Those of the window; tabs are left to the centre.

    Attributes
    ----------
    by_place : dict of str to QDockWidget
        In the order of the places.
    """

    def __init__(
        self, window: QMainWindow, session: Session, jobs: Jobs, places: Sequence[Place]
    ) -> None:
        self._window, self._with = window, (session, jobs)
        self.by_place: dict[str, QDockWidget] = {}
        self._panels: dict[str, QWidget] = {}
        self._shown, self._wanted = True, dict[str, bool]()
        docks = [place for place in places if place.where.is_dock]
        for place in docks:
            self._add(place)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        for place in docks:
            if place.hidden:
                self.by_place[place.id].hide()
        first = {place.where: self.by_place[place.id] for place in reversed(docks)}
        self._sides = Sides(window, first[Where.LEFT], first[Where.RIGHT])
        self._sides.reset()
        window.setTabPosition(_LEFT, QTabWidget.TabPosition.North)
        low = [self.by_place[place.id] for place in docks if place.where is Where.BOTTOM]
        window.resizeDocks(low, [_HEIGHT] * len(low), Qt.Orientation.Vertical)

    def _add(self, place: Place) -> None:
        lazy = Lazy(place, *self._with)
        panel = place.panel(*self._with) if place.at_once and place.panel else lazy
        self._panels[place.id] = panel
        dock = QDockWidget(place.plain, self._window)
        dock.setObjectName(f"dock-{place.id}")
        dock.setAccessibleName(place.plain)
        dock.setWidget(panel)
        dock.setTitleBarWidget(DockTitle(dock))
        self._window.addDockWidget(_AREAS[place.where], dock)
        self.by_place[place.id] = dock

    def panel(self, place: str) -> QWidget:
        """Return a dock's panel, made now if need be."""
        panel = self._panels[place]
        return panel.fill() if isinstance(panel, Lazy) else panel

    def fill(self) -> None:
        """Make all panels that are not there yet."""
        for place in self._panels:
            self.panel(place)

    def show(self, show: bool) -> None:
        """Hide the docks, or show again those that were there when they were hidden."""
        if show == self._shown:
            return
        self._shown = show
        for name, dock in self.by_place.items():
            if show:
                dock.setVisible(self._wanted[name])
            else:
                self._wanted[name] = not dock.isHidden()
                dock.hide()

    def follow(self, width: int) -> None:
        """Lay the docks of both sides beside or behind each other at a width of the window."""
        self._sides.follow(width)

    def part(self) -> None:
        """Lay them at both sides, as they are remembered."""
        self._sides.part()

    def reset(self, width: int) -> None:
        """Take what has just been restored for how they lie."""
        self._sides.reset()
        self._sides.follow(width)
        self._shown = True
