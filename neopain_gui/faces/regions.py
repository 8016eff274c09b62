"""Where the features of a face lie: by a template on five landmarks or the face box, or by hand.

The template is a newborn's face at rest, seen from the front, in units of the distance between
the eyes: wide and short, with large cheeks. Its regions follow the Neonatal Facial Coding System
(Grunau and Craig 1987) and the areas of interest of Silva et al. 2021, and are drawn large enough
to hold what each action moves. Regions touch and overlap: a furrow runs along the mouth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.faces.face import Face
from neopain_gui.geometry import Box

Points = NDArray[np.float64]

FEATURES = (
    "forehead", "brows", "eyes", "nose", "nasolabial furrows", "cheeks", "mouth", "chin",
)  # fmt: skip
"""The regions from the top downwards; left and right count as one."""
NFCS_FEATURES = ("brows", "eyes", "nasolabial furrows", "mouth", "chin")
"""Those in which the NFCS codes an action."""
ELSEWHERE = "elsewhere"
"""What lies in no region."""

TEMPLATE_LANDMARKS = np.array([(-0.50, 0.0), (0.50, 0.0), (0.0, 0.40), (-0.27, 0.77), (0.27, 0.77)])
"""The subject's right eye, left eye, nose tip, right and left mouth corner, v downwards."""
TEMPLATE_BOX = (-1.08, -1.26, 1.08, 1.24)
"""Left, top, right, bottom of the face box: ear to ear, hairline to chin."""
_SMALLEST_EYES = 4.0
"""Pixels between the eyes below which landmarks say nothing about size and roll."""


class RegionSource(StrEnum):
    """What a face's regions were placed by."""

    LANDMARKS = "landmarks"
    FACE_BOX = "face box"
    PHANTOM = "phantom"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceRegions:
    """The regions of one face.

    Attributes
    ----------
    outlines : Mapping of str to tuple of ndarray of float64, each (n, 2)
        For each of :data:`FEATURES`, one closed outline or two, (x, y) in the photograph's
        pixels, pixel centres at whole numbers; after them the regions that a person added.
    source : RegionSource
        What placed those that nobody drew: a template on landmarks, a template on the face box, or
        the phantom's own drawing.
    drawn : frozenset of str
        The regions that a person drew.
    """

    outlines: Mapping[str, tuple[Points, ...]]
    source: RegionSource
    drawn: frozenset[str] = frozenset()

    @property
    def sources(self) -> tuple[RegionSource, ...]:
        """Everything that placed one of them."""
        placed = self.outlines.keys() - self.drawn
        by_hand = (RegionSource.HAND,) if self.drawn else ()
        return ((self.source,) if placed else ()) + by_hand

    def source_of(self, name: str) -> RegionSource:
        """Return what placed a region."""
        return RegionSource.HAND if name in self.drawn else self.source


def face_regions(face: Face) -> FaceRegions:
    """Lay the template on a face.

    With five landmarks it is moved, turned and scaled to fit them best (least squares); it is not
    sheared or stretched, so that an open mouth does not widen the eyes. Without landmarks, or
    with such as do not tell where the face is, it is stretched to the face box, which takes the
    face to be upright.

    Parameters
    ----------
    face : Face
        In the photograph's pixels.
    """
    matrix, shift, source = template_place(face)
    return FaceRegions(
        outlines={
            name: tuple(outline @ matrix.T + shift for outline in outlines)
            for name, outlines in _template().items()
        },
        source=source,
    )


def template_place(face: Face) -> tuple[Points, Points, RegionSource]:
    """Return matrix and shift that lay the template on a face, and what it was placed by.

    See :func:`face_regions`; a point (u, v) of the template is ``(u, v) @ matrix.T + shift``.
    """
    placed = _similarity(face.landmarks)
    if placed is not None:
        return *placed, RegionSource.LANDMARKS
    return *_on_box(face.box), RegionSource.FACE_BOX


def template_outlines() -> dict[str, tuple[Points, ...]]:
    """Return the template's regions, in distances between the eyes from the middle between them."""
    return _template()


def with_drawn(regions: FaceRegions, drawn: Mapping[str, tuple[Points, ...]]) -> FaceRegions:
    """Put what a person drew in the place of the template's regions, and add the rest."""
    return FaceRegions(
        outlines={**regions.outlines, **{name: tuple(drawn[name]) for name in sorted(drawn)}},
        source=regions.source,
        drawn=frozenset(drawn),
    )


def region_masks(
    regions: FaceRegions, box: Box, size: int | tuple[int, int]
) -> dict[str, NDArray[np.bool_]]:
    """Return where each region lies on a grid that covers a box of the photograph.

    Parameters
    ----------
    regions : FaceRegions
        In the photograph's pixels.
    box : Box
        What the grid covers: the face crop.
    size : int or tuple of int
        Side of a square grid, for example the classifier's input size; or its height and width.

    Returns
    -------
    dict of str to ndarray of bool, shape (height, width)
        In the order of the outlines: the cells whose centre lies inside or on an outline, so that
        a region has its outline's area. Where an outline is so small that no centre does, the
        cell in which the mean of its points lies, so that it does not vanish. False everywhere
        outside the box.
    """
    height, width = (size, size) if isinstance(size, int) else size
    scale = np.array((width / box.width, height / box.height))
    corner = np.array((box.left, box.top))
    masks = {}
    for name, outlines in regions.outlines.items():
        mask = np.zeros((height, width), bool)
        for outline in outlines:
            mask |= _filled((outline + 0.5 - corner) * scale - 0.5, height, width)
        masks[name] = mask
    return masks


def _filled(outline: Points, height: int, width: int) -> NDArray[np.bool_]:
    """Fill an outline on a grid whose centres are at whole numbers."""
    from skimage.draw import polygon

    mask = np.zeros((height, width), bool)
    mask[polygon(outline[:, 1], outline[:, 0], mask.shape)] = True
    column, row = np.floor(outline.mean(axis=0) + 0.5)
    if not mask.any() and 0 <= row < height and 0 <= column < width:
        mask[int(row), int(column)] = True
    return mask


def _similarity(landmarks: ArrayLike) -> tuple[Points, Points] | None:
    seen = np.asarray(landmarks, np.float64)
    if seen.shape != TEMPLATE_LANDMARKS.shape or not np.isfinite(seen).all():
        return None
    if np.hypot(*(seen[1] - seen[0])) < _SMALLEST_EYES:
        return None
    return nearest_place(TEMPLATE_LANDMARKS, seen)


def nearest_place(template: Points, seen: Points) -> tuple[Points, Points]:
    """Return matrix and shift that move, turn and scale points of the template nearest to others.

    Parameters
    ----------
    template, seen : ndarray of float64, shape (n, 2)
        At least two that differ, in the template's units and in the photograph's pixels.
    """
    u, v = template.T
    one, zero = np.ones_like(u), np.zeros_like(u)
    # x = a u − b v + s, y = b u + a v + t: linear in (a, b, s, t)
    system = np.concatenate(
        (np.column_stack((u, -v, one, zero)), np.column_stack((v, u, zero, one)))
    )
    a, b, s, t = np.linalg.lstsq(system, seen.T.ravel(), rcond=None)[0]
    return np.array(((a, -b), (b, a))), np.array((s, t))


def _on_box(box: Box) -> tuple[Points, Points]:
    left, top, right, bottom = TEMPLATE_BOX
    scale = np.array((box.width / (right - left), box.height / (bottom - top)))
    # The box's edges are those of pixels, half a pixel from the centres.
    shift = np.array((box.left, box.top)) - 0.5 - scale * (left, top)
    return np.diag(scale), shift


def _template() -> dict[str, tuple[Points, ...]]:
    shapes: dict[str, tuple[Points, ...]] = {
        "forehead": (_mirrored([(0.0, -0.94), (0.71, -0.83), (0.85, -0.53), (0.0, -0.53)]),),
        "brows": (
            _mirrored(
                [
                    *[(0.0, -0.53), (0.50, -0.53), (0.94, -0.41)],
                    *[(0.94, -0.13), (0.50, -0.07), (0.18, 0.06), (0.0, 0.08)],
                ]
            ),
        ),
        "eyes": _both(_ellipse((0.51, 0.02), (0.43, 0.27))),
        "nose": (_mirrored([(0.0, 0.06), (0.10, 0.07), (0.26, 0.49), (0.0, 0.55)]),),
        "nasolabial furrows": _both(
            [
                *[(0.17, 0.22), (0.52, 0.31), (0.71, 0.63), (0.75, 0.99)],
                *[(0.41, 1.02), (0.37, 0.76), (0.29, 0.61), (0.17, 0.49)],
            ]
        ),
        "cheeks": _both(_ellipse((0.71, 0.46), (0.28, 0.30))),
        "mouth": (_ellipse((0.0, 0.89), (0.53, 0.41)),),
        "chin": (_ellipse((0.0, 1.11), (0.37, 0.18)),),
    }
    return {name: shapes[name] for name in FEATURES}


def _ellipse(centre: tuple[float, float], radii: tuple[float, float]) -> Points:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return np.column_stack((np.cos(angle), np.sin(angle))) * radii + centre


def _mirrored(half: list[tuple[float, float]]) -> Points:
    """Close a shape that lies across the middle, from its right half."""
    right = np.array(half)
    return np.concatenate((right, right[::-1] * (-1, 1)))


def _both(left: ArrayLike) -> tuple[Points, ...]:
    """Return a shape on the subject's left and its mirror image."""
    one = np.asarray(left, np.float64)
    return one, one * (-1, 1)
