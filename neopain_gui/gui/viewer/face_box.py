"""The face box on the photograph: shown always, changed only when that was asked for."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from neopain_gui.geometry import Box

_CORNERS_AND_EDGES = (
    ((0, 0), (1, 1)),
    ((1, 0), (0, 1)),
    ((0, 1), (1, 0)),
    ((1, 1), (0, 0)),
    ((0.5, 0), (0.5, 1)),
    ((0.5, 1), (0.5, 0)),
    ((0, 0.5), (1, 0.5)),
    ((1, 0.5), (0, 0.5)),
)
_LIGHT = QColor(255, 255, 255)
_DARK = QColor(0, 0, 0, 150)


class FaceBox(pg.ROI):
    """A rectangle of whole pixels inside the photograph.

    Its handles appear only in editing: changing the box throws away the maps that were made
    on it, which no stray drag may do.
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            (0, 0),
            (1, 1),
            movable=False,
            rotatable=False,
            resizable=True,
            snapSize=1.0,
            scaleSnap=True,
            handlePen=pg.mkPen(_LIGHT, width=2),
            handleHoverPen=pg.mkPen(QColor(255, 170, 60), width=3),
        )
        self.handleSize = 6
        self._box: Box | None = None
        self._editable = False
        self.setZValue(30)
        self.setVisible(False)
        self.sigRegionChangeFinished.connect(lambda *_: self._finished())

    def set_photograph(self, width: int, height: int) -> None:
        """Keep the box inside a photograph of this size."""
        self.maxBounds = QRectF(0, 0, width, height)

    def set_box(self, box: Box | None) -> None:
        """Show a box; None hides it."""
        self._box = box
        if box is not None:
            self.setPos((box.left, box.top), update=False, finish=False)
            self.setSize((box.width, box.height), finish=False)
        self.setVisible(box is not None)

    def set_editable(self, editable: bool) -> None:
        """Give the corners and edges their handles, or take them."""
        if editable == self._editable:
            return
        self._editable = editable
        if editable:
            for place, centre in _CORNERS_AND_EDGES:
                self.addScaleHandle(place, centre)
        else:
            for handle in self.getHandles():
                self.removeHandle(handle)

    @property
    def editable(self) -> bool:
        """True while the handles are there."""
        return self._editable

    def _finished(self) -> None:
        position, size = self.pos(), self.size()
        left, top = round(position.x()), round(position.y())
        width, height = max(1, round(size.x())), max(1, round(size.y()))
        box = Box(left=left, top=top, right=left + width, bottom=top + height)
        if self._box is not None and box != self._box:
            self._box = box
            self.edited.emit(box)

    def paint(self, painter: QPainter, *_: object) -> None:
        rectangle = QRectF(0, 0, self.state["size"][0], self.state["size"][1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        dense = painter.device().devicePixelRatioF()
        for colour, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(rectangle)
