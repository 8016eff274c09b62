"""Colours for relevance: the dissertation's own scale and four that every eye can order.

Every table has 256 colours; a value v in [0, 1] takes colour ``min(⌊256·v⌋, 255)``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

GREEN_YELLOW_RED = "green-yellow-red"
"""Linear from green by yellow to red, like the heatmaps of the eye tracker (section 3.4.3)."""
CIVIDIS, VIRIDIS, INFERNO, GREY = "cividis", "viridis", "inferno", "grey"
NAMES = (GREEN_YELLOW_RED, CIVIDIS, VIRIDIS, INFERNO, GREY)
COLOUR_BLIND_SAFE = frozenset({CIVIDIS, VIRIDIS, INFERNO, GREY})
"""Those whose lightness rises from end to end, so that no kind of colour vision mixes them up."""


@cache
def table(name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Return the colours of a colour map.

    Parameters
    ----------
    name : {"green-yellow-red", "cividis", "viridis", "inferno", "grey"}
        Which one. Cividis (Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239),
        viridis and inferno (Smith and van der Walt 2015) are OpenCV's tables.

    Returns
    -------
    ndarray of uint8, shape (256, 3)
        RGB, from relevance 0 to 1; read-only.

    Raises
    ------
    ValueError
        There is no such colour map.
    """
    ramp = np.arange(256)
    if name == GREEN_YELLOW_RED:
        share = ramp / 255
        red, green = np.minimum(1, 2 * share), np.minimum(1, 2 - 2 * share)
        colours = np.rint(255 * np.stack([red, green, np.zeros(256)], axis=1))
    elif name in (CIVIDIS, VIRIDIS, INFERNO):
        import cv2

        code = getattr(cv2, f"COLORMAP_{name.upper()}")
        blue_green_red = cv2.applyColorMap(ramp.astype(np.uint8)[:, None], code)[:, 0]
        colours = np.asarray(blue_green_red)[:, ::-1]
    elif name == GREY:
        colours = np.repeat(ramp[:, None], 3, axis=1)
    else:
        raise ValueError(f"no colour map {name!r}; there are {', '.join(NAMES)}")
    result: NDArray[np.uint8] = colours.astype(np.uint8)
    result.setflags(write=False)
    return result


def apply(values: NDArray[np.floating], name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Colour a map.

    Parameters
    ----------
    values : ndarray of float, shape (H, W)
        In [0, 1].
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        RGB.

    Raises
    ------
    ValueError
        Values outside [0, 1] or not finite, or an unknown colour map.
    """
    coloured: NDArray[np.uint8] = table(name)[_places(values)]
    return coloured


def apply_opaque(values: NDArray[np.floating], name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Colour a map for the screen: as :func:`apply`, with a fourth channel, several times faster.

    Parameters
    ----------
    values : ndarray of float, shape (H, W)
        In [0, 1].
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 4)
        RGBA, opaque.

    Raises
    ------
    ValueError
        As for :func:`apply`.
    """
    # One number a pixel is copied at once, three or four bytes are not.
    numbers = _packed(name).take(_places(values))
    return numbers.view(np.uint8).reshape(*values.shape, 4)


@cache
def _packed(name: str) -> NDArray[np.uint32]:
    opaque = np.full((256, 4), 255, np.uint8)
    opaque[:, :3] = table(name)
    return opaque.view(np.uint32)[:, 0]


def _places(values: NDArray[np.floating]) -> NDArray[np.intp]:
    # NaN fails both comparisons
    if values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError("values to colour must lie in [0, 1]")
    return np.minimum((values * 256).astype(np.intp), 255)


def overlay(
    photograph: NDArray[np.uint8],
    values: NDArray[np.floating],
    opacity: float | NDArray[np.floating] | NDArray[np.bool_],
    name: str = GREEN_YELLOW_RED,
) -> NDArray[np.uint8]:
    """Lay a coloured map over a photograph.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    values : ndarray of float, shape (H, W)
        Relevance in [0, 1], at the photograph's resolution.
    opacity : float or ndarray of float or bool, shape (H, W)
        0 shows the photograph, 1 the map; an alpha mask shows the map inside it.
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        RGB.

    Raises
    ------
    ValueError
        Shapes differ, or values or opacity lie outside [0, 1].
    """
    share = np.asarray(opacity, dtype=np.float64)
    if photograph.shape != (*values.shape, 3) or share.shape not in ((), values.shape):
        raise ValueError(
            f"photograph {photograph.shape}, values {values.shape} and opacity {share.shape} "
            "do not fit"
        )
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("opacity must lie in [0, 1]")
    share = share[..., None]
    mixed = (1 - share) * photograph + share * apply(values, name)
    return np.rint(mixed).astype(np.uint8)


@cache
def differences() -> NDArray[np.uint8]:
    """Return the colours of differences: blue for less, orange for more, pale for none.

    Blue and orange, which every kind of colour vision tells apart, are those of the two classes
    in figures; their lightness falls evenly to both ends.

    Returns
    -------
    ndarray of uint8, shape (256, 3)
        RGB, from the lowest to the highest difference; read-only.
    """
    stops = np.array(
        [(11, 58, 102), (33, 102, 172), (247, 247, 247), (194, 87, 26), (122, 48, 5)], np.float64
    )
    at = np.linspace(0, len(stops) - 1, 256)
    colours = np.stack([np.interp(at, range(len(stops)), one) for one in stops.T], axis=1)
    result: NDArray[np.uint8] = np.rint(colours).astype(np.uint8)
    result.setflags(write=False)
    return result
