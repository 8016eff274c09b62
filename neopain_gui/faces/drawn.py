"""Regions of the face that a person drew on a photograph.

They are in the photograph's pixels and stay where they were drawn, whatever becomes of the face
box. A name of :data:`~neopain_gui.faces.regions.FEATURES` corrects the template there; any other
is a region of one's own, for example a tube or a plaster.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.faces.regions import ELSEWHERE
from neopain_gui.provenance import canonical_json

Points = NDArray[np.float64]
Outlines = tuple[Points, ...]

LONGEST_NAME = 40
"""Characters; a name is the head of a table's column."""
MOST_POINTS = 40_000
"""Of one outline; nobody draws more, and a file from elsewhere may say anything."""
FURTHEST = 100_000.0
"""Pixels from the photograph's corner."""
_DECIMALS = 2
_HUNDREDTHS = 10.0**_DECIMALS
_PACKED = np.dtype("<i4")


def region_name(text: str) -> str:
    """Return a name for a region, without space around it and in lower case.

    Raises
    ------
    ValueError
        It is empty, too long, has characters that cannot be printed, or means no region.
    """
    name = " ".join(text.split()).lower()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"a region's name has 1 to {LONGEST_NAME} characters")
    if name == ELSEWHERE:
        raise ValueError(f"{ELSEWHERE} is what lies in no region")
    return name


def outlines_of(values: Sequence[ArrayLike]) -> Outlines:
    """Return closed outlines, each of at least three points, rounded to a hundredth of a pixel.

    Parameters
    ----------
    values : sequence of array_like, each (n, 2)
        (x, y) in the photograph's pixels, pixel centres at whole numbers.

    Raises
    ------
    ValueError
        There is none, or one that is no outline.
    """
    made = []
    for one in values:
        points = np.asarray(one, np.float64).round(_DECIMALS) + 0.0  # no negative zero
        if points.ndim != 2 or points.shape[1] != 2 or not 3 <= len(points) <= MOST_POINTS:
            raise ValueError(f"an outline has 3 to {MOST_POINTS:,} points (x, y)")
        if not (np.abs(points) <= FURTHEST).all():
            raise ValueError("a point of an outline is too far from the photograph")
        made.append(points)
    if not made:
        raise ValueError("a region has at least one outline")
    return tuple(made)


def simplified(points: ArrayLike, tolerance: float) -> Points:
    """Return a closed outline with fewer points, none of the others further away than this.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        As a hand drew them.
    tolerance : float
        In pixels (Douglas and Peucker 1973).
    """
    import cv2

    drawn = np.asarray(points, np.float32).reshape(-1, 1, 2)
    kept = cv2.approxPolyDP(drawn, tolerance, closed=True)
    return np.asarray(kept, np.float64).reshape(-1, 2)


def area_of(points: ArrayLike) -> float:
    """Return the area inside a closed outline, in pixels."""
    x, y = np.asarray(points, np.float64).T
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def outlines_text(outlines: Outlines) -> str:
    """Return outlines as JSON."""
    return canonical_json([one.tolist() for one in outlines])


def parse_outlines(text: str) -> Outlines:
    """Read what :func:`outlines_text` wrote.

    Raises
    ------
    ValueError, TypeError
        It is something else.
    """
    return outlines_of(json.loads(text))


def packed(outlines: Outlines) -> bytes:
    """Return outlines as whole numbers of 32 bits: a hundredth of the time and half of the space.

    How many there are, how many points each has, then x and y in hundredths of a pixel.

    Raises
    ------
    ValueError
        They are none (:func:`outlines_of`).
    """
    made = outlines_of(outlines)
    head = np.array([len(made), *map(len, made)], _PACKED)
    points = np.rint(np.concatenate(made) * _HUNDREDTHS).astype(_PACKED)
    return head.tobytes() + points.tobytes()


def unpacked(content: bytes) -> Outlines:
    """Read what :func:`packed` made.

    Raises
    ------
    ValueError, TypeError
        It is something else.
    """
    numbers = np.frombuffer(content, _PACKED)
    rings = int(numbers[0]) if len(numbers) else 0
    counts = numbers[1 : 1 + rings].astype(np.int64)
    rest = numbers[1 + rings :]
    if rings < 0 or len(counts) != rings or (counts < 0).any() or 2 * counts.sum() != len(rest):
        raise ValueError("outlines are damaged")
    points = rest.reshape(-1, 2) / _HUNDREDTHS
    return outlines_of(np.split(points, np.cumsum(counts)[:-1]) if rings else [])


def same_regions(one: Mapping[str, Outlines], other: Mapping[str, Outlines]) -> bool:
    """Say whether two photographs' drawn regions are the same."""
    return {name: outlines_text(value) for name, value in one.items()} == {
        name: outlines_text(value) for name, value in other.items()
    }
