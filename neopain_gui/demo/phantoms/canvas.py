"""A small painter: curves in the face's own coordinates become soft stencils on an array.

Face coordinates have the head's centre as origin, the half width of the head as unit, u to the
right of the picture and v downwards. A :class:`Frame` places them in a layer of pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Points = NDArray[np.float64]

_SUBPIXEL_BITS = 4
_REACH = 3.0  # a Gaussian is cut off at this many standard deviations


class Stencil(NamedTuple):
    """A soft mask in [0, 1] and where in the layer it lies."""

    where: tuple[slice, slice]
    mask: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the face lies in a layer of pixels.

    Attributes
    ----------
    x, y : float
        Pixel position of the face's origin.
    scale : float
        Pixels per unit (half the head's width).
    roll : float
        Rotation in the picture plane, radians, clockwise as seen.
    turn, nod : float
        Shift of the face's middle to the side and downwards, in units; fades towards the outline.
    """

    x: float
    y: float
    scale: float
    roll: float = 0.0
    turn: float = 0.0
    nod: float = 0.0

    def points(self, uv: ArrayLike) -> Points:
        """Return the pixel positions (n, 2) of face coordinates (n, 2)."""
        u, v = np.asarray(uv, np.float64).reshape(-1, 2).T
        u, v = (
            u + self.turn * (1 - 0.5 * np.minimum(u**2, 1)),
            v + self.nod * (1 - 0.5 * np.minimum(v**2, 1)),
        )
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        return np.column_stack(
            (self.x + self.scale * (cos * u - sin * v), self.y + self.scale * (sin * u + cos * v))
        )

    def grid(self, height: int, width: int) -> tuple[Floats, Floats]:
        """Return u and v of every pixel, both (height, width); turn and nod left out."""
        dx = ((np.arange(width) - self.x) / self.scale).astype(np.float32)[None, :]
        dy = ((np.arange(height) - self.y) / self.scale).astype(np.float32)[:, None]
        cos, sin = np.float32(np.cos(self.roll)), np.float32(np.sin(self.roll))
        return cos * dx + sin * dy, cos * dy - sin * dx


def smooth(points: ArrayLike, count: int = 40) -> Points:
    """Return ``count`` points on the natural curve through ``points`` (n ≥ 3, 2)."""
    from scipy.interpolate import make_interp_spline

    anchors = np.asarray(points, np.float64)
    chord = np.concatenate(([0], np.cumsum(np.hypot(*np.diff(anchors, axis=0).T))))
    spline = make_interp_spline(chord, anchors, k=min(3, len(anchors) - 1))
    return np.asarray(spline(np.linspace(0, chord[-1], count)))


def shifted(line: ArrayLike, right: float, down: float) -> Points:
    """Return the line (n, 2) moved by so many units."""
    moved: Points = np.asarray(line, np.float64) + np.array((right, down))
    return moved


@lru_cache(maxsize=64)
def _thinner(count: int) -> NDArray[np.float64]:
    """By how much a brush is thinner at each of ``count`` points: all at the ends."""
    thinner: NDArray[np.float64] = np.abs(np.linspace(-1, 1, count)) ** 2.5
    thinner.flags.writeable = False
    return thinner


def ribbon(line: ArrayLike, width: float, taper: float = 1.0) -> Points:
    """Return the outline of a line drawn with a brush that thins towards both ends.

    ``taper`` 0 keeps the width, 1 lets it vanish at the ends.
    """
    middle = np.asarray(line, np.float64)
    along = np.empty_like(middle)  # np.gradient, which takes longer for the few points of a hair
    along[1:-1] = (middle[2:] - middle[:-2]) / 2
    along[0], along[-1] = middle[1] - middle[0], middle[-1] - middle[-2]
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    half = 0.5 * width * (1 - taper * _thinner(len(middle)))
    side = np.column_stack((-along[:, 1], along[:, 0])) * half[:, None]
    return np.concatenate((middle + side, (middle - side)[::-1]))


class Layer:
    """Colour, height and the painter's primitives on one rectangle of pixels.

    Parameters
    ----------
    frame : Frame
        Where the face lies.
    height, width : int
        Size in pixels.
    """

    def __init__(self, frame: Frame, height: int, width: int) -> None:
        self.frame = frame
        self.size = (height, width)
        self.colour: Floats = np.zeros((height, width, 3), np.float32)
        self.relief: Floats = np.zeros((height, width), np.float32)

    def patch(self, outline: ArrayLike, softness: float = 0.0) -> Stencil:
        """Fill an outline (n, 2), its edge blurred by ``softness`` units."""
        import cv2

        pixels = self.frame.points(outline)
        sigma = softness * self.frame.scale
        where = self._window(pixels.min(0), pixels.max(0), _REACH * sigma + 2)
        rows, columns = where
        mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
        if not mask.size:
            return Stencil(where, mask.astype(np.float32))
        local = (pixels - (columns.start, rows.start)) * (1 << _SUBPIXEL_BITS)
        cv2.fillPoly(
            mask, [np.round(local).astype(np.int32)], 255, cv2.LINE_AA, shift=_SUBPIXEL_BITS
        )
        values: Floats = mask.astype(np.float32) / np.float32(255)
        if sigma > 0.3:
            values = cv2.GaussianBlur(values, (0, 0), sigma)
        return Stencil(where, values)

    def stroke(
        self, line: ArrayLike, width: float, softness: float = 0.0, taper: float = 1.0
    ) -> Stencil:
        """Draw a line with a tapering brush, ``width`` and ``softness`` in units."""
        return self.patch(ribbon(line, width, taper), softness)

    def blob(
        self, centre: tuple[float, float], radii: tuple[float, float], tilt: float = 0.0
    ) -> Stencil:
        """A Gaussian with standard deviations ``radii`` along its own axes, 1 at its centre."""
        (x, y), scale = self.frame.points([centre])[0], self.frame.scale
        reach = _REACH * scale * max(radii) + 1
        where = self._window((x, y), (x, y), reach)
        rows = np.arange(where[0].start, where[0].stop)[:, None]
        columns = np.arange(where[1].start, where[1].stop)[None, :]
        angle = self.frame.roll + tilt
        cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        dx, dy = (columns - x).astype(np.float32), (rows - y).astype(np.float32)
        along = (cos * dx + sin * dy) / np.float32(scale * radii[0])
        across = (cos * dy - sin * dx) / np.float32(scale * radii[1])
        mask: Floats = np.exp(-0.5 * (along * along + across * across)).astype(np.float32)
        return Stencil(where, mask)

    def inside(self, stencil: Stencil, other: Stencil) -> Stencil:
        """Keep the part of a stencil that lies in another."""
        whole = self.whole(other)
        return Stencil(stencil.where, stencil.mask * whole[stencil.where])

    def whole(self, stencil: Stencil) -> Floats:
        """Return a stencil as a mask of the layer's size."""
        mask = np.zeros(self.size, np.float32)
        mask[stencil.where] = stencil.mask
        return mask

    def paint(self, stencil: Stencil, colour: ArrayLike, opacity: float = 1.0) -> None:
        """Lay ``colour`` (RGB in [0, 1]) over the layer."""
        alpha = (stencil.mask * np.float32(opacity))[..., None]
        part = self.colour[stencil.where]
        part += alpha * (np.asarray(colour, np.float32) - part)

    def tint(self, stencil: Stencil, factor: ArrayLike, strength: float = 1.0) -> None:
        """Multiply the colour by ``factor`` (RGB) where the stencil is."""
        alpha = (stencil.mask * np.float32(strength))[..., None]
        self.colour[stencil.where] *= 1 + alpha * (np.asarray(factor, np.float32) - 1)

    def lift(self, stencil: Stencil, amount: float) -> None:
        """Raise the relief by ``amount`` units; a negative amount carves."""
        self.relief[stencil.where] += stencil.mask * np.float32(amount)

    def _window(self, low: Any, high: Any, margin: float) -> tuple[slice, slice]:
        height, width = self.size
        # numbers of Python's: numpy takes ten times as long for four of them
        left, top = (math.floor(float(one) - margin) for one in low)
        right, bottom = (math.ceil(float(one) + margin) + 1 for one in high)
        left, top = min(max(left, 0), width), min(max(top, 0), height)
        right, bottom = min(max(right, left), width), min(max(bottom, top), height)
        return slice(top, bottom), slice(left, right)
