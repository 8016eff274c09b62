"""Points of a face of which it is known where they lie on the neutral face.

The neutral face is the template of :mod:`~neopain_gui.faces.regions`: a newborn's at rest, seen
from the front, in distances between the eyes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from neopain_gui.faces.drawn import Outlines
from neopain_gui.faces.face import Face
from neopain_gui.faces.regions import (
    TEMPLATE_LANDMARKS,
    Points,
    RegionSource,
    nearest_place,
    template_outlines,
    template_place,
)

FEWEST_POINTS = 3
"""Landmarks of raters below which they say nothing of a face's shape."""
_LEAST_SPREAD = 0.25
"""Distances between the eyes that landmarks must reach over, in their narrower direction."""
_AROUND = 8
"""Points along a drawn outline."""


class AnchorSource(StrEnum):
    """What places a face before features that somebody drew move it."""

    RATERS = "landmarks of raters"
    LANDMARKS = "landmarks"
    FACE_BOX = "face box"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anchors:
    """What is known of a face's shape.

    Attributes
    ----------
    neutral, face : ndarray of float64, shape (n, 2)
        Each point on the neutral face, in distances between the eyes, and on the photograph, in
        its pixels.
    names : tuple of str
        What each point belongs to: a landmark of its own, or a feature that somebody drew.
    matrix, shift : ndarray of float64
        What lays the whole neutral face on the photograph, moved, turned and scaled, or stretched
        to the face box: ``(u, v) @ matrix.T + shift``.
    source : AnchorSource
        What that follows from.
    drawn : tuple of str
        The drawn features among the anchors.
    """

    neutral: Points
    face: Points
    names: tuple[str, ...]
    matrix: Points
    shift: Points
    source: AnchorSource
    drawn: tuple[str, ...] = ()

    @property
    def eyes(self) -> float:
        """Pixels of the photograph between the eyes."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))


def anchors_of(
    face: Face,
    drawn: Mapping[str, Outlines],
    placed: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] | None = None,
) -> Anchors:
    """Return what is known of a face's shape.

    Parameters
    ----------
    face : Face
        In the photograph's pixels, with five landmarks or none.
    drawn : Mapping of str to tuple of ndarray, each (n, 2)
        Features that somebody drew on it; other regions are left aside.
    placed : Mapping of str to ((u, v), (x, y)), optional
        Landmarks that raters placed: where each lies on the neutral face and on the photograph.
        The detector's are not asked where these tell the face's shape.
    """
    names, neutral, seen, source = _landmarks(face, placed or {})
    if source is AnchorSource.FACE_BOX:
        matrix, shift, _ = template_place(face)
    else:
        matrix, shift = nearest_place(neutral, seen)
    template = template_outlines()
    features = [name for name in template if name in drawn]
    for name in features:
        for mine, its in _side_by_side(template[name], drawn[name], matrix, shift):
            neutral = np.concatenate((neutral, _around(mine)))
            upright = _around((its - shift) @ np.linalg.inv(matrix).T)
            seen = np.concatenate((seen, upright @ matrix.T + shift))
            names = (*names, *[name] * _AROUND)
    return Anchors(
        neutral=neutral,
        face=seen,
        names=names,
        matrix=matrix,
        shift=shift,
        source=source,
        drawn=tuple(features),
    )


def _landmarks(
    face: Face, placed: Mapping[str, tuple[tuple[float, float], tuple[float, float]]]
) -> tuple[tuple[str, ...], Points, Points, AnchorSource]:
    neutral = np.array([one for one, _ in placed.values()], np.float64).reshape(-1, 2)
    seen = np.array([one for _, one in placed.values()], np.float64).reshape(-1, 2)
    if _tells_shape(neutral) and _tells_shape(seen, face.box.width * _LEAST_SPREAD / 4):
        return tuple(placed), neutral, seen, AnchorSource.RATERS
    if template_place(face)[2] is RegionSource.LANDMARKS:
        five = np.asarray(face.landmarks, np.float64)
        return tuple(map(str, range(1, 6))), TEMPLATE_LANDMARKS, five, AnchorSource.LANDMARKS
    return (), np.empty((0, 2)), np.empty((0, 2)), AnchorSource.FACE_BOX


def _tells_shape(points: Points, least: float = _LEAST_SPREAD) -> bool:
    """Return whether points are neither few nor all on a line."""
    if len(points) < FEWEST_POINTS or not np.isfinite(points).all():
        return False
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[-1] >= least)


def _side_by_side(
    template: Sequence[Points], drawn: Sequence[Points], matrix: Points, shift: Points
) -> list[tuple[Points, Points]]:
    """Return which drawn outline is which of the template's: of two eyes one may be hidden."""
    pairs = sorted(
        (float(np.hypot(*(mine.mean(axis=0) @ matrix.T + shift - its.mean(axis=0)))), a, b)
        for a, mine in enumerate(template)
        for b, its in enumerate(drawn)
    )
    made: list[tuple[Points, Points]] = []
    taken: set[tuple[str, int]] = set()
    for _, a, b in pairs:
        if ("template", a) not in taken and ("drawn", b) not in taken:
            taken |= {("template", a), ("drawn", b)}
            made.append((template[a], drawn[b]))
    return made


def _around(outline: Points) -> Points:
    """Return where rays in eight directions from an outline's middle leave it."""
    closed = np.concatenate((outline, outline[:1]))
    steps = np.linspace(0, 1, 64, endpoint=False)[:, None, None]
    dense = (closed[:-1] + steps * np.diff(closed, axis=0)).reshape(-1, 2)
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    angles = np.arctan2(*(dense - middle).T[::-1])
    wanted = np.linspace(-np.pi, np.pi, _AROUND, endpoint=False)
    made = []
    for one in wanted:
        off = np.abs(np.angle(np.exp(1j * (angles - one))))
        along = np.flatnonzero(off <= off.min() + 0.02)
        far = np.hypot(*(dense[along] - middle).T).max()
        made.append(middle + far * np.array((np.cos(one), np.sin(one))))
    return np.array(made)
