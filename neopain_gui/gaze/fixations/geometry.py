"""Where eyes and screen are: pixels of the screen as degrees of visual angle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """A flat screen seen from in front of its middle.

    Attributes
    ----------
    screen_px : tuple of int
        (width, height) in pixels.
    screen_mm : tuple of float
        (width, height) in millimetres.
    distance_mm : float
        Of the eyes from the screen, where the recording does not say it.
    """

    screen_px: tuple[int, int]
    screen_mm: tuple[float, float]
    distance_mm: float

    def __post_init__(self) -> None:
        if not all(0 < x < np.inf for x in (*self.screen_px, *self.screen_mm, self.distance_mm)):
            raise ValueError("sizes and distance are positive")

    @property
    def pixels_per_degree(self) -> float:
        """Pixels that one degree covers in the middle of the screen, horizontally."""
        across = 2 * self.distance_mm * np.tan(np.deg2rad(0.5))
        return float(across * self.screen_px[0] / self.screen_mm[0])

    def away(self, distance_mm: Array) -> Array:
        """Return how far eyes are, the usual distance where a recording says none."""
        known = np.isfinite(distance_mm) & (distance_mm > 0)
        return np.where(known, distance_mm, self.distance_mm)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Viewing:
        """Return what :meth:`as_dict` wrote."""
        return cls(
            screen_px=(int(stored["screen_px"][0]), int(stored["screen_px"][1])),
            screen_mm=(float(stored["screen_mm"][0]), float(stored["screen_mm"][1])),
            distance_mm=float(stored["distance_mm"]),
        )


# 23 inches of diagonal at 16:9 are 509 × 286 mm; the study ran it at 1280 × 1024 (3.2).
TX300 = Viewing(screen_px=(1280, 1024), screen_mm=(509.0, 286.0), distance_mm=650.0)
"""The dissertation's eye tracker."""
VIEWINGS: Mapping[str, Viewing] = {
    "Tobii TX300, 23 inches, 1280 × 1024": TX300,
    "Tobii TX300, 23 inches, 1920 × 1080": Viewing(
        screen_px=(1920, 1080), screen_mm=(509.0, 286.0), distance_mm=650.0
    ),
    "24 inches, 1920 × 1200": Viewing(
        screen_px=(1920, 1200), screen_mm=(518.0, 324.0), distance_mm=650.0
    ),
}
"""Presets by name; every figure can be changed."""


def directions(x: Array, y: Array, viewing: Viewing, distance_mm: Array | None = None) -> Array:
    """Return the directions in which eyes look, as unit vectors.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Gaze points, pixels of the screen.
    viewing : Viewing
        The screen.
    distance_mm : ndarray of float64, shape (n,), optional
        Of the eyes at each time; where it is no positive number, or by default, the usual one.

    Returns
    -------
    ndarray of float64, shape (n, 3)
        NaN where the gaze point is.
    """
    millimetres = [
        (np.asarray(place, np.float64) - pixels / 2) * (length / pixels)
        for place, pixels, length in zip((x, y), viewing.screen_px, viewing.screen_mm, strict=True)
    ]
    unknown = np.full(len(millimetres[0]), np.nan)
    away = viewing.away(unknown if distance_mm is None else distance_mm)
    vectors = np.stack([*millimetres, away], axis=1)
    unit: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def angle(a: Array, b: Array) -> Array:
    """Return the angles between directions, degrees, exact for small ones too (Kahan 2006).

    Parameters
    ----------
    a, b : ndarray of float64, shape (..., 3)
        Unit vectors.
    """
    half = np.arctan2(np.linalg.norm(a - b, axis=-1), np.linalg.norm(a + b, axis=-1))
    found: Array = np.rad2deg(2 * half)
    return found
