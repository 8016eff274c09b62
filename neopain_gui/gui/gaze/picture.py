"""A picture that can be looked at closely, with a word under it; and one with the photograph's box.

Both are the project's canvas: the wheel, the pointer and the keyboard do there what they do on
every other photograph.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.gaze.heatmaps.placing import fitting_height
from neopain_gui.geometry import Box
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.look_keys import HOW_TO_LOOK, HOW_TO_PAN, LookedAt

_HOW_TO_MOVE = (
    "Drag the rectangle to where the photograph is, its corners to its size; arrow keys move it "
    "by a pixel, with Shift by ten, + and − change its size."
)


class Picture(QWidget):
    """A picture as large as there is room for, with a word under it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.canvas = LookedAt(self)
        self.canvas.setAccessibleName(f"{name}: picture")
        self._word = PlainLabel(parent=self)
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._word.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._caption = ""
        self.shown = False
        """Whether there is a picture."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._word)
        self._say()

    def show_image(
        self, pixels: NDArray[np.uint8] | None, caption: str, size: tuple[int, int] | None = None
    ) -> None:
        """Show another picture; None is an empty place.

        ``size`` is the (height, width) of the file that the pixels are a smaller copy of.
        """
        self.shown, self._caption = pixels is not None, caption
        if pixels is None:
            self.canvas.clear()
        else:
            self.canvas.set_photograph(pixels, size=size)
        self._say()

    @property
    def caption(self) -> str:
        """The word under it."""
        return self._caption

    def _how(self) -> str:
        """Say what can be done on it."""
        return f"{HOW_TO_LOOK} {HOW_TO_PAN}"

    def _say(self) -> None:
        how = self._how() if self.shown else ""
        said = "\n".join(filter(None, (self._caption, how)))
        self.setAccessibleDescription(self._caption)
        self.canvas.setAccessibleDescription(said)
        self.canvas.setToolTip(literal(said))
        self._word.setToolTip(literal(self._caption))  # where there is no room for all of it
        on = Qt.FocusPolicy.StrongFocus if self.shown else Qt.FocusPolicy.NoFocus
        self.canvas.setFocusPolicy(on)
        self._elide()

    def _elide(self) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        self._word.setText(self.fontMetrics().elidedText(self._caption, middle, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def sizeHint(self) -> QSize:
        return QSize(220, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 90)


class PlacePicture(Picture):
    """The heatmap picture, and on it where the photograph is.

    The face box of the canvas, in the photograph's proportions; a drag on it, or a key, moves it
    at once.

    Signals
    -------
    placed(box: Box)
        The person put it somewhere, in the picture's pixels.
    """

    placed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.canvas.box_edited.connect(self._put)

    @property
    def box(self) -> Box | None:
        """The rectangle, in the picture's pixels."""
        return self.canvas.face_box.box

    def show_place(self, box: Box | None, photograph: tuple[int, int], *, certain: bool) -> None:
        """Draw a rectangle, dashed where it is only supposed; None draws none."""
        drawn = self.canvas.face_box
        if drawn.held and box is not None:
            return  # the person is moving it: what was read meanwhile is of an older place
        self._set_movable(box is not None)
        drawn.set_proportions(partial(fitting_height, photograph_size=photograph))
        drawn.set_certain(certain)
        self.canvas.set_box(box)
        drawn.set_focused(True)  # so that a drag inside moves it
        self._say()

    def move_to(self, box: Box) -> None:
        """Draw the rectangle where the person says that it is."""
        self.canvas.face_box.set_certain(True)
        self.canvas.set_box(box)

    def _set_movable(self, movable: bool) -> None:
        self.canvas.set_box_editable(movable)
        self.canvas.box_keys.at_once = movable

    def _how(self) -> str:
        movable = self.canvas.box_keys.at_once
        return f"{_HOW_TO_MOVE} {HOW_TO_LOOK}" if movable else super()._how()

    def _put(self, box: Box) -> None:
        self.move_to(box)
        self.placed.emit(box)
