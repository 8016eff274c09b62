"""What a decoded picture looks like that somebody should see before it comes in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.percentages import percent

_DARK = 64
"""A photograph has pixels above this; below it, its range was probably stored another way."""
_CLEAR = 0.02
"""Share of transparent pixels that is worth a word."""
_SECTOR = 512
"""Bytes that a disk writes or loses at once, at least."""
_RANDOM = 65.0
"""Mean step between neighbouring values: 85 of random bytes, less than 45 of any photograph."""
_CHUNK = 1 << 20


def is_dark(pixels: NDArray[np.uint8]) -> bool:
    """Say whether a picture is nearly black, though not of one colour."""
    return int(pixels.min()) < int(pixels.max()) < _DARK


def remarks_on(
    pixels: NDArray[np.uint8], *, deep: bool = False, transparent: float = 0.0
) -> tuple[str, ...]:
    """Say what is unusual about a photograph's pixels.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        As decoded.
    deep : bool
        The file has 16 bits a channel.
    transparent : float
        Share of pixels of which nothing is seen, in [0, 1].

    Returns
    -------
    tuple of str
        Clauses about the photograph; empty for an ordinary one.
    """
    if transparent == 1:
        return ("is wholly transparent, so it is read as white",)
    said: tuple[str, ...] = ()
    if transparent >= _CLEAR:
        said = (f"{percent(transparent)} of it is transparent and read as white",)
    darkest, brightest = int(pixels.min()), int(pixels.max())
    if darkest == brightest:
        return (*said, "has one colour only")
    if brightest < _DARK:
        why = ", as where 12 bits were stored in 16" if deep else ""
        return (*said, f"is nearly black: its brightest value is {brightest} of 255{why}")
    return said


def overwritten(pixels: NDArray[np.uint8]) -> tuple[str, ...]:
    """Say that a part of a picture is random, as where another file's data stand in its place.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        Of a file that stores them as they are: nothing else would tell.

    Returns
    -------
    tuple of str
        What to look at; empty for an ordinary picture.
    """
    values, random = pixels.reshape(-1), 0
    for start in range(0, values.size - 3, _CHUNK):
        part = values[start : start + _CHUNK + _SECTOR + 3].astype(np.int16)
        steps = np.concatenate([[0], np.cumsum(np.abs(part[3:] - part[:-3]), dtype=np.int64)])
        sectors = steps[_SECTOR::64] - steps[:-_SECTOR:64]
        random += int((sectors > _RANDOM * _SECTOR).sum())
    return (
        ("a part of it is random, as where other data were written over it; look at it",)
        if (random)
        else ()
    )
