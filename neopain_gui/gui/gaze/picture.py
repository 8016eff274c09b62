"""A picture with a word under it, and one with a rectangle that can be moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.gaze.rectangle import enlarged, moved, resized_at

_GRIP = 12.0  # pixels of the window around a corner that take hold of it
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Picture(QWidget):
    """A picture as large as there is room for, with a word under it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._image: QImage | None = None
        self._caption = ""

    def show_image(self, pixels: NDArray[np.uint8] | None, caption: str) -> None:
        """Show another picture; None is an empty place."""
        self._image = to_image(pixels) if pixels is not None else None
        self._caption = caption
        self.setAccessibleDescription(caption)
        self.setToolTip(literal(caption))
        self.update()

    @property
    def caption(self) -> str:
        """The word under it."""
        return self._caption

    @property
    def shown(self) -> bool:
        """Whether there is a picture."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        return QSize(220, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 90)

    def target(self) -> QRectF:
        """Where in the widget the picture is."""
        place = self._room()
        if self._image is None:
            return place
        size = self._image.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(place.center())
        return target

    def _room(self) -> QRectF:
        line = self.fontMetrics().height() + 4
        return QRectF(0, 0, self.width(), max(1, self.height() - line))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._room()
        painter.fillRect(place, QColor(118, 118, 118))
        if self._image is not None:
            painter.drawImage(self.target(), self._image)
            self._paint_over(painter)
        text = self.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideMiddle, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        below = QRectF(0, place.bottom(), self.width(), self.height() - place.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _paint_over(self, painter: QPainter) -> None:
        """Draw what lies on the picture."""


class PlacePicture(Picture):
    """The heatmap picture, and on it where the photograph is.

    The rectangle is moved by dragging it or with the arrow keys (Shift: ten pixels), made larger
    or smaller at its corners or with + and −, and keeps the photograph's proportions.

    Signals
    -------
    placed(box: Box)
        The person put it somewhere, in the picture's pixels.
    """

    placed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._size = (1, 1)
        self._photograph = (1, 1)
        self._box: Box | None = None
        self._certain = True
        self._held: tuple[int, QPointF, Box] | None = None

    @property
    def box(self) -> Box | None:
        """The rectangle, in the picture's pixels."""
        return self._box

    def show_place(
        self, box: Box | None, size: tuple[int, int], photograph: tuple[int, int], certain: bool
    ) -> None:
        """Draw a rectangle, dashed where it is only supposed; None draws none."""
        if self._held is not None and box is not None and size == self._size:
            return  # the person is moving it: what was read meanwhile is of an older place
        self._box, self._size, self._photograph = box, size, photograph
        self._certain, self._held = certain, None
        movable = box is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if movable else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(movable)
        if movable:
            self.setToolTip(
                "Drag the rectangle to where the photograph is, its corners to its size; "
                "arrow keys move it by a pixel, with Shift by ten, + and − change its size"
            )
        else:
            self.unsetCursor()
        self.update()

    def move_to(self, box: Box) -> None:
        """Draw the rectangle where the person says that it is."""
        self._box, self._certain = box, True
        self.update()

    def on_screen(self, box: Box) -> QRectF:
        """Return a box of the picture's pixels in the widget's."""
        target = self.target()
        across, down = target.width() / self._size[1], target.height() / self._size[0]
        return QRectF(
            target.left() + box.left * across,
            target.top() + box.top * down,
            box.width * across,
            box.height * down,
        )

    def _pixels(self, distance: QPointF) -> tuple[int, int]:
        target = self.target()
        return (
            round(distance.x() * self._size[1] / max(1.0, target.width())),
            round(distance.y() * self._size[0] / max(1.0, target.height())),
        )

    def _grip(self, at: QPointF) -> int | None:
        """Return which corner (1 to 4, clockwise from upper left) or 0, the inside, is there."""
        if self._box is None:
            return None
        drawn = self.on_screen(self._box)
        corners = (drawn.topLeft(), drawn.topRight(), drawn.bottomRight(), drawn.bottomLeft())
        for number, corner in enumerate(corners, 1):
            if max(abs(at.x() - corner.x()), abs(at.y() - corner.y())) <= _GRIP / 2 + 1:
                return number
        return 0 if drawn.contains(at) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        grip = self._grip(event.position())
        if event.button() == Qt.MouseButton.LeftButton and grip is not None and self._box:
            self._held = (grip, event.position(), self._box)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            self._show_grip(self._grip(event.position()))
            return
        grip, start, box = self._held
        across, down = self._pixels(event.position() - start)
        if grip == 0:
            self._box = moved(box, across, down, self._size)
        else:
            self._box = resized_at(box, grip, across, down, self._size, self._photograph)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        before, self._held = self._held[2], None
        if self._box is not None and self._box != before:
            self._put(self._box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._box is None:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            self._put(moved(self._box, far * arrow[0], far * arrow[1], self._size))
        elif event.text() in {"+", "-"}:
            change = 1 if event.text() == "+" else -1
            self._put(enlarged(self._box, change, self._size, self._photograph))
        else:
            super().keyPressEvent(event)

    def _put(self, box: Box) -> None:
        self.move_to(box)
        self.placed.emit(box)

    def _show_grip(self, grip: int | None) -> None:
        shapes = {
            0: Qt.CursorShape.SizeAllCursor,
            1: Qt.CursorShape.SizeFDiagCursor,
            2: Qt.CursorShape.SizeBDiagCursor,
            3: Qt.CursorShape.SizeFDiagCursor,
            4: Qt.CursorShape.SizeBDiagCursor,
        }
        self.setCursor(Qt.CursorShape.ArrowCursor if grip is None else shapes[grip])

    def _paint_over(self, painter: QPainter) -> None:
        if self._box is None:
            return
        drawn = self.on_screen(self._box)
        style = Qt.PenStyle.SolidLine if self._certain else Qt.PenStyle.DashLine
        # dark under light: seen on any photograph and on any heatmap
        for width, colour in ((4.0, QColor(0, 0, 0)), (2.0, QColor(255, 255, 255))):
            painter.setPen(QPen(colour, width, style))
            painter.drawRect(drawn)
        painter.setPen(QPen(QColor(0, 0, 0), 1))
        painter.setBrush(QColor(255, 255, 255))
        side = _GRIP / 2 + (2 if self.hasFocus() else 0)
        for corner in (
            drawn.topLeft(), drawn.topRight(), drawn.bottomRight(), drawn.bottomLeft()
        ):  # fmt: skip
            painter.drawRect(QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self._room().adjusted(1, 1, -1, -1))
