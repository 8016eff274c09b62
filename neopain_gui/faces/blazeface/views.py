"""Square pictures of parts of a photograph: turned, made smaller, and points carried back."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, sin
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """How the photograph's pixels become those of a square picture.

    Attributes
    ----------
    matrix : ndarray of float64, shape (2, 2)
        Turns and scales.
    shift : ndarray of float64, shape (2,)
        Comes after it.
    side : int
        Of the picture, in pixels.
    """

    matrix: Points
    shift: Points
    side: int

    @property
    def scale(self) -> float:
        """Picture's pixels for each of the photograph's."""
        return float(hypot(*self.matrix[:, 0]))

    def to_photograph(self, points: ArrayLike) -> Points:
        """Return where points (…, 2) of the picture lie in the photograph."""
        inverse = self.matrix.T / self.scale**2
        return np.asarray((np.asarray(points, np.float64) - self.shift) @ inverse.T)

    def to_picture(self, points: ArrayLike) -> Points:
        """Return where points (…, 2) of the photograph lie in the picture."""
        return np.asarray(np.asarray(points, np.float64) @ self.matrix.T + self.shift)


def view_of(centre: ArrayLike, extent: float, turn: float, side: int) -> View:
    """Return the view of a square.

    Parameters
    ----------
    centre : array_like, shape (2,)
        (x, y) in the photograph; becomes the picture's centre.
    extent : float
        Side of the square in the photograph's pixels.
    turn : float
        Radians by which the photograph is turned clockwise before it is looked at.
    side : int
        Side of the picture.
    """
    matrix = side / extent * np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
    return View(matrix, side / 2 - matrix @ np.asarray(centre, np.float64), side)


def whole_view(size: tuple[int, int], turn: float, side: int) -> View:
    """Return the view in which the whole photograph (height, width) just fits, turned."""
    height, width = size
    across, down = abs(cos(turn)), abs(sin(turn))
    extent = max(across * width + down * height, down * width + across * height)
    return view_of((width / 2, height / 2), extent, turn, side)


class Looked:
    """A photograph, and smaller copies of it for pictures that show much of it at once.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    """

    def __init__(self, photograph: NDArray[np.uint8]) -> None:
        self._copies: list[Any] = [np.ascontiguousarray(photograph)]
        self.size: tuple[int, int] = (photograph.shape[0], photograph.shape[1])

    def picture(self, view: View) -> NDArray[np.float32]:
        """Return what the view shows, (side, side, 3) in [0, 255], black beyond the photograph."""
        import cv2

        copy = self._copy(view.scale)
        ratio = np.array((copy.shape[1] / self.size[1], copy.shape[0] / self.size[0]))
        # cv2 counts from the centre of the first pixel, the views from its corner
        matrix = view.matrix / ratio
        shift = view.shift + matrix.sum(axis=1) / 2 - 0.5
        drawn = cv2.warpAffine(
            copy, np.column_stack((matrix, shift)), (view.side, view.side), flags=cv2.INTER_LINEAR
        )
        return np.asarray(drawn, np.float32)

    def _copy(self, scale: float) -> Any:
        """Return the smallest copy that need not be made larger for this scale."""
        import cv2

        number = 0
        while scale * 2 ** (number + 1) <= 1 and min(self._copies[number].shape[:2]) > 1:
            number += 1
            if number == len(self._copies):
                height, width = self._copies[-1].shape[:2]
                half = (max(1, round(width / 2)), max(1, round(height / 2)))
                self._copies.append(
                    cv2.resize(self._copies[-1], half, interpolation=cv2.INTER_AREA)
                )
        return self._copies[number]
