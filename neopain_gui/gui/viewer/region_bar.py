"""The line of tools for facial regions: which one, where it comes from, how to change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from neopain_gui.faces.drawn import LONGEST_NAME, region_name
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.segments import Segment

_NEW = "New region…"
_LETTERS = 15
"""Room for a name in the closed list."""
_MARGIN = 16
MOVING = "Drag points; click a line to add one, right-click to remove."
DRAWING = "Drag around it, then around its other side. Esc ends."


class RegionBar(QWidget):
    """Choose a region and how it is changed.

    Signals
    -------
    chosen(name: str)
        A region of the list.
    added(name: str)
        A new region of one's own was named.
    moving_chosen(on: bool), drawing_chosen(on: bool)
        Points can be dragged; a drag draws.
    dropped()
        What was drawn of the chosen region is to go.
    """

    chosen = Signal(str)
    added = Signal(str)
    moving_chosen = Signal(bool)
    drawing_chosen = Signal(bool)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QComboBox()
        self.list.setAccessibleName("Facial region")
        self.list.setToolTip("The region that is marked; a click on the photograph chooses one too")
        self.list.setMinimumContentsLength(_LETTERS)
        self.list.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the new region")
        self.name.setToolTip("What lies on the face beside its features: a tube, a plaster")
        self.name.setPlaceholderText("Name, then Enter")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.hide()
        self.moving = Segment("Move", "Drag the points of the region's outline")
        self.drawing = Segment("Draw", "Draw the region's outline anew, by hand")
        self.dropping = Segment(
            "Undraw", "Put the template back in the place of what was drawn", checkable=False
        )
        self.says = PlainLabel()
        self.says.setAccessibleName("Where the region comes from")
        row = Flow(self)
        row.setContentsMargins(8, 0, 8, 0)
        for widget in (self.list, self.name, self.moving, self.drawing, self.dropping, self.says):
            row.addWidget(widget)
        self.list.activated.connect(self._activated)
        self.name.returnPressed.connect(self._named)
        self.name.installEventFilter(self)
        self.moving.clicked.connect(self.moving_chosen)
        self.drawing.clicked.connect(self.drawing_chosen)
        self.dropping.clicked.connect(lambda *_: self.dropped.emit())

    def show_regions(self, names: Sequence[str], drawn: frozenset[str], chosen: str) -> None:
        """List the regions and show which is chosen."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                mark = " (drawn)" if name in drawn else ""
                self.list.addItem(f"{name.capitalize()}{mark}", name)
            self.list.addItem(_NEW, "")
            self.list.setCurrentIndex(max(0, self.list.findData(chosen)))
        self.list.view().setMinimumWidth(self.list.view().sizeHintForColumn(0) + _MARGIN)

    def show_state(self, *, editable: bool, moving: bool, drawing: bool, drawn: bool) -> None:
        """Show what can be done and what is being done."""
        self.moving.setEnabled(editable)
        self.drawing.setEnabled(editable)
        self.dropping.setEnabled(editable and drawn)
        self.moving.setChecked(moving)
        self.drawing.setChecked(drawing)

    def stop_naming(self) -> None:
        """Show the list again in the place of the new name."""
        self.list.show()
        self.name.hide()

    def _activated(self, place: int) -> None:
        name = self.list.itemData(place)
        if name:
            self.chosen.emit(name)
        else:
            self._ask(True)

    def _ask(self, on: bool) -> None:
        self.stop_naming()
        if on:
            self.list.hide()
            self.name.clear()
            self.name.show()
        (self.name if on else self.list).setFocus()

    def _named(self) -> None:
        try:
            name = region_name(self.name.text())
        except ValueError as error:
            self.says.setText(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return
        self._ask(False)
        self.added.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.name and escaped and event.type() == QEvent.Type.KeyPress:
            self._ask(False)
            self.chosen.emit("")
            return True
        return super().eventFilter(watched, event)
