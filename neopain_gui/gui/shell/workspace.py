"""The centre of an open study: its tabs, each made when it is first shown."""

from __future__ import annotations

from collections.abc import Sequence

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
from neopain_gui.gui.inspector.place import LAYERS as LAYERS_PLACE
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.panes.place import PLACE as PANES_PLACE
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.flow import Page

LAYERS, PANES = LAYERS_PLACE.id, PANES_PLACE.id
_LOW, _LOWEST = 440, 380
"""Pixels of height below which the photograph needs what the film strip can spare, and all of it:
the slider that is left says where it is and reaches every layer."""


class Lazy(QWidget):
    """Holds the place of a panel whose libraries are heavy, until it is first needed.

    Parameters
    ----------
    place : Place
        Whose panel it is.
    session, jobs
        What it is made with.
    """

    def __init__(self, place: Place, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.place = place
        self._with = session, jobs
        self.panel: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> QWidget:
        """Make the panel now; later calls return it."""
        if self.panel is None:
            if self.place.panel is None:
                raise ValueError(f"{self.place.id} has no panel of its own")
            panel = self.place.panel(*self._with)
            self._column.addWidget(Page(panel) if self.place.scrolls else panel)
            self.panel = panel
        return self.panel


class Workspace(QTabWidget):
    """The tabs; the first holds the views, one at a time, with what lies below them.

    Parameters
    ----------
    session, jobs
        What panels are made with.
    places : sequence of Place
        Those of the window; docks are left to it.

    Attributes
    ----------
    lazy : dict of str to Lazy
        The panels by their places, made or not.
    views : dict of str to Lazy
        Those of them that fill the tab Inspect.

    Signals
    -------
    filling()
        A study is open, and what the tab in front needs is about to be made. What is made first
        comes first with the Tab key.
    view_changed(name: str)
        Another view of the Inspect tab: a key of :attr:`views`.
    """

    filling = Signal()
    view_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName("Views")
        self.lazy = {
            place.id: Lazy(place, session, jobs)
            for place in places
            if place.panel is not None and not place.where.is_dock
        }
        self.views = self._at(Where.VIEW)
        self._below = self._at(Where.BELOW)
        self._stack = QStackedWidget()
        for view in self.views.values():
            self._stack.addWidget(view)
        inspect = QSplitter(Qt.Orientation.Vertical)
        inspect.addWidget(self._stack)
        for part in self._below.values():
            inspect.addWidget(part)
        inspect.setStretchFactor(0, 1)
        inspect.setChildrenCollapsible(True)
        self._inspect = inspect
        self._tabs: dict[str, QWidget] = {}
        for place in places:
            if place.where is Where.TAB:
                self._add(place)
        self.currentChanged.connect(self.fill_current)
        session.study_changed.connect(self.fill_current)

    def _at(self, where: Where) -> dict[str, Lazy]:
        return {name: lazy for name, lazy in self.lazy.items() if lazy.place.where is where}

    def _add(self, place: Place) -> None:
        tab = self.lazy.get(place.id, self._inspect)
        self._tabs[place.id] = tab
        number = self.addTab(tab, theme.icon(place.icon), place.plain)
        self.setTabToolTip(number, place.tip)

    def go(self, name: str) -> QWidget:
        """Bring a place to the front, if it is in a tab, and return its panel."""
        if name in self.views:
            return self.show_view(name)
        if name in self._tabs and name not in self.lazy:
            return self.show_view(self.view)
        self.setCurrentWidget(self._tabs.get(name, self._inspect))
        return self.lazy[name].fill()

    def visit(self, name: str) -> None:
        """Bring a tab to the front as a person does who goes there."""
        self._visit(self.indexOf(self._tabs[name]))

    def step(self, by: int) -> None:
        """Go to the next tab, round and round."""
        self._visit((self.currentIndex() + by) % self.count())

    def _visit(self, number: int) -> None:
        self.setCurrentIndex(number)
        self.take_focus()

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
        self.show_view(next(iter(self.views)) if shown else name)

    @property
    def inspect_in_front(self) -> bool:
        """True while the photograph on display is what is seen."""
        return self.currentWidget() is self._inspect

    @property
    def importing(self) -> bool:
        """True while the tab in front imports something."""
        tab = getattr(self.currentWidget(), "panel", None)
        return bool(getattr(tab, "importing", False))

    @property
    def panes_in_front(self) -> bool:
        """True while the linked panes are what is seen."""
        return self.view == PANES and self.inspect_in_front

    def blink(self, on: bool) -> bool:
        """Let a pane show the next one's map, or its own again; False where there are none."""
        panes = self.lazy[PANES].panel
        if panes is not None and (self.panes_in_front or not on):
            panes.blink(on)  # type: ignore[attr-defined]
        return self.panes_in_front

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What F6 goes to: the tab in front, the picture and the film strip each."""
        current = self.currentWidget()
        below = self._below.values()
        return (self._stack, *below) if current is self._inspect else (current,)

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
        self.filling.emit()
        current = self.currentWidget()
        if current is self._inspect:
            self.views[self.view].fill()
            for part in self._below.values():
                part.fill()
            self._share_height()
        elif isinstance(current, Lazy):
            current.fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        panel = self.lazy[LAYERS].panel
        if panel is None:
            return
        panel.strip.set_low(self.height() < _LOW)  # type: ignore[attr-defined]
        panel.strip.setVisible(self.height() >= _LOWEST)  # type: ignore[attr-defined]
        QTimer.singleShot(0, self, self._give_back)

    def _give_back(self) -> None:
        """Let the photograph have what the film strip does not need; a splitter keeps sizes."""
        above, below, *more = self._inspect.sizes()
        if below:  # else somebody folded it
            high = self.lazy[LAYERS].sizeHint().height()
            self._inspect.setSizes([above + below - high, high, *more])
