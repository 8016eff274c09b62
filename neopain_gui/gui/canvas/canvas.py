"""The drawing surface: a photograph, one overlay, one outline and the face box.

It knows pixels and nothing of studies. All coordinates are the photograph's: the pixel in row
r and column c covers x in [c, c + 1] and y in [r, r + 1], y pointing down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.box_keys import BoxKeys
from neopain_gui.gui.canvas.crosshair import Crosshair
from neopain_gui.gui.canvas.drawn import Drawn, outline_of
from neopain_gui.gui.canvas.face_box import FaceBox
from neopain_gui.gui.canvas.line import Line, Trace
from neopain_gui.gui.canvas.other_faces import OtherFaces
from neopain_gui.gui.canvas.picture import Picture, to_image
from neopain_gui.gui.canvas.stage import Stage

# Photographs are judged on neutral grey: black or white beside them changes how they look.
GROUND = QColor(118, 118, 118)
_FIT_MARGIN = 0.03
_NEAREST_PIXELS = 4
_FURTHEST = 12


class Canvas(pg.GraphicsView):
    """A photograph that can be looked at closely, with an overlay and an editable box.

    Signals
    -------
    box_edited : Box
        The person changed the box or drew one, and let go.
    face_chosen : int
        The person clicked on another face that was found; its place among them.
    cursor_moved : int, int
        Column and row under the pointer; (-1, -1) when it is beside the photograph.
    zoomed : float
        Device pixels per pixel of the photograph.
    """

    box_edited = Signal(object)
    face_chosen = Signal(int)
    cursor_moved = Signal(int, int)
    zoomed = Signal(float)
    drawing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=GROUND)
        self.setAccessibleName("Photograph")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage = Stage()
        self.setCentralItem(self.stage)
        self.photograph = Picture()
        self.overlay = Picture()
        self._outline = Line()
        self._outline.setZValue(20)
        self.overlay.setZValue(10)
        for item in (self.photograph, self.overlay, self._outline):
            self.stage.addItem(item, ignoreBounds=True)
        self.face_box = FaceBox()
        self.other_faces = OtherFaces()
        self.crosshair = Crosshair()
        for marks in (self.other_faces, self.face_box, self.crosshair):
            self.stage.addItem(marks, ignoreBounds=True)
        self.face_box.edited.connect(self.box_edited)
        self.other_faces.chosen.connect(self.face_chosen)
        self.scene().sigMouseClicked.connect(self._clicked)
        self.stage.drawn.connect(self._drawn)
        self.stage.sigRangeChanged.connect(lambda *_: self._range_changed())
        self._editable = False
        self._size: tuple[int, int] | None = None
        self._frame: Box | None = None
        self._fitted = True
        self._hidden = False
        self._has_overlay = self._has_outline = False
        self.box_keys = BoxKeys(self, self.stage, self.face_box, lambda: self.set_drawing(False))
        self.drawing_changed.connect(lambda drawing: self.box_keys.leave() if drawing else None)
        self.clear()

    def close(self) -> bool:
        """Close as any widget: pyqtgraph's own way deletes items that are still in use."""
        return QWidget.close(self)

    # What is shown

    def clear(self) -> None:
        """Show nothing but the ground."""
        self._size = None
        self.box_keys.leave()
        self.photograph.show_pixels(None, QRectF())
        self.set_overlay(None, None)
        self.set_outline(None)
        self.set_box(None)
        self.other_faces.set_faces(())
        self.set_drawing(False)
        self.crosshair.mark(-1, -1)
        self.crosshair.set_photograph(0, 0)  # a linked canvas may mark a pixel on this one

    def set_photograph(
        self,
        pixels: NDArray[np.uint8],
        pyramid: Sequence[QImage] | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Show a photograph, uint8 (H, W, 3); the view stays if the size is that of the last.

        ``pyramid`` are its :func:`~neopain_gui.gui.canvas.picture.halved` copies, if they are
        there. Where the pixels are a smaller copy, ``size`` is the (height, width) of what the
        coordinates are of.
        """
        self.box_keys.leave()
        height, width = size or pixels.shape[:2]
        self.photograph.show_images(pyramid or [to_image(pixels)], QRectF(0, 0, width, height))
        self._resized((height, width))

    def _resized(self, size: tuple[int, int]) -> None:
        if size == self._size:
            return
        self._size = size
        height, width = size
        self.stage.limits = (width, height)
        self.face_box.set_photograph(width, height)
        self.crosshair.set_photograph(width, height)
        beyond = _FURTHEST * max(size) / 2  # in a low, wide view there is much beside it
        self.stage.setLimits(
            minXRange=_NEAREST_PIXELS,
            minYRange=_NEAREST_PIXELS,
            maxXRange=_FURTHEST * max(size),
            maxYRange=_FURTHEST * max(size),
            xMin=-beyond,
            xMax=width + beyond,
            yMin=-beyond,
            yMax=height + beyond,
        )
        self.fit()

    def set_overlay(self, rgba: NDArray[np.uint8] | None, box: Box | None) -> None:
        """Draw an RGBA picture, uint8 (h, w, 4), stretched over a box of the photograph."""
        self._has_overlay = rgba is not None and box is not None
        place = QRectF(box.left, box.top, box.width, box.height) if box else QRectF()
        self.overlay.show_pixels(rgba, place)
        self._show()

    def set_outline(self, mask: NDArray[np.bool_] | None, box: Box | None = None) -> None:
        """Draw the border of a mask, bool (H, W), that has the photograph's size.

        ``box`` is the rectangle outside which the mask is known to be empty.
        """
        path = QPainterPath()
        if mask is not None:
            path = outline_of(mask, box or Box.whole(mask.shape[1], mask.shape[0]))
        self._set_outline(path)

    def set_drawn(self, drawn: Drawn | None) -> None:
        """Lay a drawn map over the photograph, colours and outline; None takes both away."""
        box = drawn.box if drawn is not None else None
        image = drawn.image if drawn is not None else None
        self._has_overlay = image is not None
        place = QRectF(box.left, box.top, box.width, box.height) if box else QRectF()
        self.overlay.show_images([] if image is None else [image], place)
        self._set_outline(drawn.outline if drawn is not None else QPainterPath())

    def _set_outline(self, path: QPainterPath) -> None:
        self._has_outline = not path.isEmpty()
        self._outline.setPath(path)
        self._show()

    def set_outline_thickness(self, thickness: float) -> None:
        """Draw the border this wide, in device-independent pixels: thinner on small pictures."""
        self._outline.thickness = thickness
        self._outline.update()

    def set_opacity(self, opacity: float) -> None:
        """Let the photograph through: 0 is all of it, 1 nothing."""
        self.overlay.setOpacity(opacity)

    def set_hidden(self, hidden: bool) -> None:
        """Take overlay and outline away, and give them back."""
        self._hidden = hidden
        self._show()

    def _show(self) -> None:
        self.overlay.setVisible(self._has_overlay and not self._hidden)
        self._outline.setVisible(self._has_outline and not self._hidden)

    @property
    def overlay_visible(self) -> bool:
        """True where an overlay or an outline is on the glass."""
        return self.overlay.isVisible() or self._outline.isVisible()

    # The face box

    def set_box(self, box: Box | None) -> None:
        """Show the face box; None takes it away."""
        self.face_box.set_box(box)

    def set_box_editable(self, editable: bool) -> None:
        """Let a person change the box and choose another face."""
        self._editable = editable
        self._faces_editable()

    def set_trace(self, trace: Trace | None) -> None:
        """Let the next drags draw a line instead of panning; None ends it."""
        self.stage.trace = trace
        self._faces_editable()

    def _faces_editable(self) -> None:
        """Keep the faces out of the way of a hand that draws."""
        editable = self._editable and not self.stage.drawing and self.stage.trace is None
        self.face_box.set_editable(editable)
        self.other_faces.set_clickable(editable)

    def _clicked(self, event: Any) -> None:
        """Take the focus from the box where the person clicked beside it."""
        if not event.isAccepted():
            self.face_box.set_focused(False)

    def leave_box(self) -> bool:
        """Leave drawing the box or changing it; False if neither is going on."""
        busy = self.stage.drawing or self.face_box.has_focus
        self.set_drawing(False)
        self.face_box.set_focused(False)
        return busy

    def set_drawing(self, drawing: bool) -> None:
        """Let the next drag draw a new box instead of panning."""
        if drawing == self.stage.drawing:
            return
        self.stage.drawing = drawing
        self._faces_editable()
        shape = Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.drawing_changed.emit(drawing)

    def _drawn(self, box: Box) -> None:
        self.set_drawing(False)
        self.box_edited.emit(box)
        self.face_box.set_focused(True)

    # Zoom

    def set_frame(self, box: Box | None) -> None:
        """Let :meth:`fit` show this part of the photograph; None is all of it."""
        if box != self._frame:
            self._frame = box
            if self._fitted:
                self.fit()

    def fit(self) -> None:
        """Show the whole photograph, or the part that was framed."""
        self._fitted = True
        if self._size is not None:
            box = self._frame or Box.whole(self._size[1], self._size[0])
            framed = QRectF(box.left, box.top, box.width, box.height)
            self._without_release(lambda: self.stage.setRange(framed, padding=_FIT_MARGIN))

    @property
    def fitted(self) -> bool:
        """True while it shows what :meth:`fit` does, whatever size it is given."""
        return self._fitted

    @property
    def centre(self) -> QPointF:
        """The place of the photograph in the middle of the view."""
        return self.stage.viewRect().center()

    @property
    def pixel_size(self) -> float:
        """Pixels of the photograph per device-independent pixel of the screen."""
        return float(self.stage.viewPixelSize()[0])

    def move_view(self, centre: QPointF, pixel_size: float) -> None:
        """Bring a place of the photograph to the middle, at the size of :attr:`pixel_size`."""
        self._fitted = False
        width, height = pixel_size * self.stage.width(), pixel_size * self.stage.height()
        corner = QPointF(centre.x() - width / 2, centre.y() - height / 2)
        self.stage.setRange(QRectF(corner, QSizeF(width, height)), padding=0)

    def actual_size(self) -> None:
        """Show one pixel of the photograph on one pixel of the screen."""
        self.zoom_by(1.0 / self.zoom)

    def zoom_by(self, factor: float) -> None:
        """Enlarge around the centre of the view."""
        self._fitted = False  # first, for whoever follows the range asks
        self.stage.scaleBy((1.0 / factor, 1.0 / factor))

    def pan(self, across: float, down: float) -> None:
        """Move what is looked at by shares of the view."""
        seen = self.stage.viewRect()
        by = QPointF(across * seen.width(), down * seen.height())
        self.move_view(self.centre + by, self.pixel_size)

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the photograph."""
        width = self.stage.viewPixelSize()[0]
        return float(self.devicePixelRatioF() / width) if width else 1.0

    def _without_release(self, change: Callable[[], None]) -> None:
        """Change the range without this counting as the person's own zoom."""
        self.stage.blockSignals(True)
        change()
        self.stage.blockSignals(False)
        self.zoomed.emit(self.zoom)

    def _range_changed(self) -> None:
        if self._size is not None:
            self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: Any) -> None:
        self._fitted = False
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: Any) -> None:
        if event.buttons() != Qt.MouseButton.NoButton:
            self._fitted = False
        super().mouseMoveEvent(event)
        if self._size is None:
            return
        point = self.stage.mapSceneToView(self.mapToScene(event.position().toPoint()))
        column, row = int(np.floor(point.x())), int(np.floor(point.y()))
        inside = 0 <= row < self._size[0] and 0 <= column < self._size[1]
        self.cursor_moved.emit(*((column, row) if inside else (-1, -1)))

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.cursor_moved.emit(-1, -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The base class resizes while it is being built, before there is anything to fit.
        if getattr(self, "_fitted", False):
            self.fit()
