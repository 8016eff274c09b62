"""What lies over a photograph, as Qt draws it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainterPath

from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.outline import edges


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """What lies over a photograph.

    Attributes
    ----------
    image : QImage or None
        The colours; None in the mode without.
    box : Box
        The rectangle of the photograph over which they are stretched.
    outline : QPainterPath
        The contour mask's border, in the photograph's pixels.
    maximum : float or None
        The value at the upper end of the colours.
    """

    image: QImage | None
    box: Box
    outline: QPainterPath
    maximum: float | None

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        pixels = self.image.sizeInBytes() if self.image is not None else 0
        return int(pixels) + 24 * int(self.outline.elementCount())


def outline_of(mask: NDArray[np.bool_], box: Box) -> QPainterPath:
    """Return the border of a mask, bool (H, W), that is empty outside a box."""
    inside = mask[box.slices]
    if not inside.any():
        return QPainterPath()
    corners = edges(inside).reshape(-1, 2)
    columns, rows = corners[:, 0] + box.left, corners[:, 1] + box.top
    path: QPainterPath = pg.arrayToQPath(columns, rows, connect="pairs")
    return path
