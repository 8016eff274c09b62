"""Maps of a photograph's face carried onto the neutral face, and how well that fits.

A thin-plate spline (Bookstein 1989) through a face's anchors says where on the photograph each
cell of the neutral face lies, and the cell gets the mean of what the map has there. Values are
carried, not amounts: a cheek that is wider on a photograph counts no more for it. So the sum of a
map is not kept; whoever compares maps divides each by its own mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.anchors import Anchors, AnchorSource
from neopain_gui.faces.regions import (
    TEMPLATE_BOX,
    FaceRegions,
    Points,
    RegionSource,
    region_masks,
    template_outlines,
)
from neopain_gui.geometry import Box

COLUMNS, ROWS = 54, 62
"""Cells of the neutral face, about a 25th of the distance between the eyes each."""
_FINER = 4
"""Points along each side of a cell."""
_STIFF = (0.0, 1e-3, 1e-2, 1e-1, 1.0, math.inf)
"""How much less a face is bent where it would fold; the last is not at all."""
_DRAWN_STIFF = 1e-3
"""Of drawn outlines, which touch and overlap: none is held to the last pixel."""
_RIM_STIFF = 0.05
"""Of the rim, which no anchor tells: it follows the whole face and yields to anchors beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a photograph's face lies on the neutral one.

    Attributes
    ----------
    source : AnchorSource
        What placed it.
    points : int
        Anchors; 0 where there is the face box alone.
    drawn : tuple of str
        Features that somebody drew, which are anchors too.
    before : float
        Mean distance of the anchors from where the neutral face, moved, turned and scaled, has
        them, in distances between the eyes; NaN without anchors.
    error : float
        The same once the face is bent, of anchors that were left out one after the other: what an
        anchor tells of its surroundings. NaN with fewer than four.
    iou : float
        Mean intersection over union of the drawn features, bent, with the neutral ones; NaN where
        none was drawn: the template's say nothing of a face that they were laid on.
    stiffened : bool
        Whether it is bent less than the anchors ask, because it would fold.
    """

    source: AnchorSource
    points: int
    drawn: tuple[str, ...]
    before: float
    error: float
    iou: float
    stiffened: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Warp:
    """Where on a photograph the neutral face lies.

    Attributes
    ----------
    anchors : Anchors
        What it follows from.
    stiffness : float
        0 where the landmarks lie exactly on those of the neutral face, infinite where it is not
        bent at all.
    """

    anchors: Anchors
    stiffness: float = 0.0

    @classmethod
    def of(cls, anchors: Anchors) -> Warp:
        """Return the warp that bends a face as far as its anchors ask and it does not fold."""
        for stiffness in _STIFF:
            warp = cls(anchors=anchors, stiffness=stiffness)
            if not warp.folds:
                break
        return warp

    @property
    def folds(self) -> bool:
        """Whether two places of the neutral face would lie on one of the photograph."""
        lattice = self.place(_lattice(COLUMNS + 1, ROWS + 1, edges=True))
        x, y = lattice.reshape(ROWS + 1, COLUMNS + 1, 2).transpose(2, 0, 1)
        across_x, across_y = np.diff(x, axis=1)[:-1], np.diff(y, axis=1)[:-1]
        down_x, down_y = np.diff(x, axis=0)[:, :-1], np.diff(y, axis=0)[:, :-1]
        areas = across_x * down_y - across_y * down_x
        return bool((areas * np.sign(np.linalg.det(self.anchors.matrix)) <= 0).any())

    def place(self, neutral: Points, without: str = "") -> Points:
        """Return where points of the neutral face lie on the photograph.

        Parameters
        ----------
        neutral : ndarray of float64, shape (n, 2)
            In distances between the eyes.
        without : str
            A landmark, or a feature, that is no anchor this time.
        """
        known = self.anchors
        whole = neutral @ known.matrix.T + known.shift
        kept = [place for place, name in enumerate(known.names) if name != without]
        if not kept or math.isinf(self.stiffness):
            return whole
        from scipy.interpolate import RBFInterpolator

        rim = _rim()
        held = np.concatenate((known.neutral[kept], rim))
        goal = known.face[kept] - (known.neutral[kept] @ known.matrix.T + known.shift)
        drawn = np.array([known.names[place] in known.drawn for place in kept])
        soft = np.concatenate(
            (
                np.where(drawn, _DRAWN_STIFF, 0.0) + self.stiffness,
                np.full(len(rim), _RIM_STIFF + self.stiffness),
            )
        )
        # What is left of the whole: so that a face that fits is carried without any rounding.
        bent = RBFInterpolator(
            held,
            np.concatenate((goal, np.zeros_like(rim))) / known.eyes,
            kernel="thin_plate_spline",
            smoothing=soft,
        )
        made: Points = whole + bent(neutral) * known.eyes
        return made

    def cells(self) -> Points:
        """Return where the neutral face's cells lie, shape (rows, columns, points, 2)."""
        fine = self.place(_lattice(COLUMNS * _FINER, ROWS * _FINER))
        shape = (ROWS, _FINER, COLUMNS, _FINER, 2)
        return fine.reshape(shape).transpose(0, 2, 1, 3, 4).reshape(ROWS, COLUMNS, -1, 2)


def carried(values: NDArray[np.floating], box: Box, cells: Points) -> NDArray[np.float64]:
    """Return what a map has in each cell of the neutral face.

    Parameters
    ----------
    values : ndarray, shape (h, w)
        On a regular grid that covers ``box``.
    box : Box
        In the photograph's pixels.
    cells : ndarray of float64, shape (rows, columns, points, 2)
        Of :meth:`Warp.cells`.

    Returns
    -------
    ndarray of float64, shape (rows, columns)
        The mean over each cell; NaN where most of it lies outside the box.
    """
    height, width = values.shape
    # The box's edges are those of pixels, half a pixel from the centres.
    columns = np.floor((cells[..., 0] + 0.5 - box.left) * width / box.width).astype(int)
    rows = np.floor((cells[..., 1] + 0.5 - box.top) * height / box.height).astype(int)
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    found = values[rows.clip(0, height - 1), columns.clip(0, width - 1)].astype(np.float64)
    count = inside.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        means = np.where(inside, found, 0.0).sum(axis=-1) / count
    made: NDArray[np.float64] = np.where(2 * count >= inside.shape[-1], means, np.nan)
    return made


def fit_of(warp: Warp, regions: FaceRegions, cells: Points) -> Fit:
    """Return how well a face lies on the neutral one.

    Parameters
    ----------
    warp : Warp
        Of the face.
    regions : FaceRegions
        Its features, in the photograph's pixels.
    cells : ndarray of float64
        Of :meth:`Warp.cells`.
    """
    known = warp.anchors
    apart = known.face - (known.neutral @ known.matrix.T + known.shift)
    groups = list(dict.fromkeys(known.names))
    errors = [_left_out(warp, name) for name in groups] if len(groups) >= 4 else []
    return Fit(
        source=known.source,
        points=len(known.names),
        drawn=known.drawn,
        before=float(np.hypot(*apart.T).mean() / known.eyes) if len(apart) else math.nan,
        error=float(np.mean(errors)) if errors else math.nan,
        iou=_overlap(regions, cells),
        stiffened=warp.stiffness > 0,
    )


def neutral_masks() -> dict[str, NDArray[np.bool_]]:
    """Return where the neutral face's features lie on its cells."""
    regions = FaceRegions(
        outlines={
            name: tuple(on_cells(one) for one in outlines)
            for name, outlines in template_outlines().items()
        },
        source=RegionSource.LANDMARKS,
    )
    return region_masks(regions, Box.whole(COLUMNS, ROWS), (ROWS, COLUMNS))


def on_cells(neutral: Points) -> Points:
    """Return points of the neutral face in cells from its corner, centres at whole numbers."""
    left, top, right, bottom = TEMPLATE_BOX
    scale = np.array((COLUMNS / (right - left), ROWS / (bottom - top)))
    made: Points = (neutral - (left, top)) * scale - 0.5
    return made


def _left_out(warp: Warp, name: str) -> float:
    known = warp.anchors
    its = np.array([one == name for one in known.names])
    guessed = warp.place(known.neutral[its], without=name)
    return float(np.hypot(*(guessed - known.face[its]).T).mean() / known.eyes)


def _overlap(regions: FaceRegions, cells: Points) -> float:
    told = [name for name in template_outlines() if name in regions.drawn]
    if not told:
        return math.nan
    corner = np.floor(cells.reshape(-1, 2).min(axis=0)).astype(int)
    far = np.ceil(cells.reshape(-1, 2).max(axis=0)).astype(int) + 1
    box = Box(left=int(corner[0]), top=int(corner[1]), right=int(far[0]), bottom=int(far[1]))
    finer = max(1, math.ceil(256 / max(box.width, box.height)))
    there = region_masks(regions, box, (box.height * finer, box.width * finer))
    neutral = neutral_masks()
    made = []
    for name in told:
        mine = carried(there[name].astype(np.float32), box, cells) >= 0.5
        union = int((mine | neutral[name]).sum())
        made.append(int((mine & neutral[name]).sum()) / union if union else math.nan)
    return float(np.nanmean(made))


def _lattice(columns: int, rows: int, *, edges: bool = False) -> Points:
    """Return points of the neutral face, row by row: the middles of cells, or their corners."""
    left, top, right, bottom = TEMPLATE_BOX
    if edges:
        x, y = np.linspace(left, right, columns), np.linspace(top, bottom, rows)
    else:
        x = left + (np.arange(columns) + 0.5) * (right - left) / columns
        y = top + (np.arange(rows) + 0.5) * (bottom - top) / rows
    across, down = np.meshgrid(x, y)
    return np.column_stack((across.ravel(), down.ravel()))


def _rim() -> Points:
    left, top, right, bottom = TEMPLATE_BOX
    middle = (left + right) / 2, (top + bottom) / 2
    return np.array(
        [(x, y) for x in (left, middle[0], right) for y in (top, middle[1], bottom)
         if (x, y) != middle]
    )  # fmt: skip
