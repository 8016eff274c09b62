"""A colour for each participant that nobody else has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

# Okabe and Ito's colours, which are told apart with every kind of colour vision.
_FIRST = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2")
_SHADES = (0.42, 0.56, 0.7, 0.83, 0.94)
"""Lightness of those that follow: neither lost on dark skin nor on a white sheet."""
_HUES, _STRENGTHS = 72, (0.05, 0.1, 0.15, 0.2)

# Björn Ottosson's OKLab (2020): distances in it are about as large as they look.
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def colours_of(names: Sequence[str]) -> dict[str, QColor]:
    """Return a colour for each participant; the same for the same list."""
    found = _palette(len(names))
    return {name: QColor(*found[place]) for place, name in enumerate(names)}


@cache
def _palette(count: int) -> tuple[tuple[int, int, int], ...]:
    """Return so many colours: the first seven, then always the one farthest from all before."""
    first = [QColor(name) for name in _FIRST[:count]]
    chosen = [(one.red(), one.green(), one.blue()) for one in first]
    candidates = _candidates()
    places = oklab(candidates)
    if count > len(chosen):
        far = np.full(len(candidates), np.inf)
        for one in oklab(np.array(chosen)):
            far = np.minimum(far, np.linalg.norm(places - one, axis=1))
        while len(chosen) < count:
            best = int(far.argmax())
            red, green, blue = (int(part) for part in candidates[best])
            chosen.append((red, green, blue))
            far = np.minimum(far, np.linalg.norm(places - places[best], axis=1))
    return tuple(chosen)


def oklab(rgb: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return 8-bit colours, shape (n, 3), in OKLab."""
    share = np.asarray(rgb, np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    found: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return found


def _candidates() -> NDArray[np.int64]:
    """Return colours all around the circle of hues that a screen can show."""
    hue = np.arange(_HUES) * 2 * np.pi / _HUES
    shade, strength, angle = (
        part.ravel() for part in np.meshgrid(_SHADES, _STRENGTHS, hue, indexing="ij")
    )
    lab = np.stack([shade, strength * np.cos(angle), strength * np.sin(angle)], axis=1)
    linear = np.linalg.solve(_TO_LMS, (np.linalg.solve(_TO_LAB, lab.T) ** 3)).T
    inside = ((linear >= 0) & (linear <= 1)).all(axis=1)
    linear = linear[inside]
    share = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255 * share).astype(np.int64)
