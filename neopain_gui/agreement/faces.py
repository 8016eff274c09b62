"""Contour masks of many photographs on one grid over the face, so that they can be crossed.

What every face gets, because eyes and mouth draw everybody, is agreement too: a mask is compared
with masks of *other* photographs to see how much. Photographs differ in size and place of the
face, so all masks are sampled on one grid over the face box. It is coarse: figures from it are
compared with figures from it, never with those in the photograph's pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.geometry import Box

GRID = 64
"""Cells along each side of the face box."""
OTHERS = 50
"""Other photographs that each one is crossed with, at most."""
SEED = 0

Array = NDArray[np.float64]


@dataclass(slots=True, kw_only=True)
class FaceMasks:
    """Masks of extraction models on photographs, 512 bytes each.

    Parameters
    ----------
    models : sequence of str
        The extraction models that may occur.
    """

    models: Sequence[str]
    image_ids: list[str] = field(default_factory=list, init=False)
    _packed: list[NDArray[np.uint8]] = field(default_factory=list, init=False)
    _there: list[NDArray[np.bool_]] = field(default_factory=list, init=False)

    def add(self, image_id: str, masks: Mapping[str, NDArray[np.bool_]], region: Box) -> None:
        """Sample a photograph's masks over its face.

        Parameters
        ----------
        image_id : str
            The photograph.
        masks : Mapping of str to ndarray of bool, shape (H, W)
            By extraction model, in the photograph's pixels.
        region : Box
            The face box.
        """
        packed = np.zeros((len(self.models), GRID * GRID // 8), np.uint8)
        there = np.zeros(len(self.models), bool)
        for place, name in enumerate(self.models):
            if name in masks:
                packed[place] = np.packbits(_sampled(masks[name][region.slices]))
                there[place] = True
        self.image_ids.append(image_id)
        self._packed.append(packed)
        self._there.append(there)

    def of(self, model: str) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return a model's masks, float32 (n, cells), and on which photographs there is one."""
        place = list(self.models).index(model)
        bits = np.stack([row[place] for row in self._packed])
        there = np.array([row[place] for row in self._there], bool)
        return np.unpackbits(bits, axis=1).astype(np.float32), there


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossed:
    """A pair's agreement on the grid, and what it would be with other photographs' masks.

    Attributes
    ----------
    own : ndarray of float64, shape (n,)
        Of each photograph's two masks; NaN where undefined or one is missing.
    shuffled : ndarray of float64, shape (n,)
        Mean over other photographs, of one model's mask here with the other's there.
    mean_map : ndarray of float64, shape (n,)
        Of each mask with what the other model gives to faces in general: its mean mask over the
        other photographs, cut so that it covers as much as its masks do on average.
    """

    own: Array
    shuffled: Array
    mean_map: Array


def cross(
    masks: FaceMasks, pair: tuple[str, str], measure: str, *, others: int = OTHERS, seed: int = SEED
) -> Crossed:
    """Compare a pair of extraction models within and across photographs.

    Parameters
    ----------
    masks : FaceMasks
        Of all photographs.
    pair : (str, str)
        Two of its models.
    measure : str
        A measure of :class:`~neopain_gui.agreement.counts.Counts`.
    others, seed : int
        How many other photographs each one is crossed with at most, and which: the same give the
        same figures.
    """
    a, there_a = masks.of(pair[0])
    b, there_b = masks.of(pair[1])
    both_there = there_a & there_b
    together = a @ b.T
    size_a, size_b = a.sum(axis=1), b.sum(axis=1)
    values = np.asarray(
        getattr(
            Counts(
                pixels=np.full(together.shape, a.shape[1]),
                in_a=np.broadcast_to(size_a[:, None], together.shape),
                in_b=np.broadcast_to(size_b[None, :], together.shape),
                in_both=together,
            ),
            measure,
        ),
        np.float64,
    )
    values[~there_a] = np.nan
    values[:, ~there_b] = np.nan
    shuffled = np.full(len(a), np.nan)
    random = np.random.default_rng(seed)
    for row in np.flatnonzero(both_there):
        elsewhere = np.flatnonzero(both_there & (np.arange(len(a)) != row))
        if len(elsewhere) > others:
            elsewhere = np.sort(random.choice(elsewhere, others, replace=False))
        crossed = np.concatenate([values[row, elsewhere], values[elsewhere, row]])
        shuffled[row] = _mean(crossed)
    halves = [_against_mean(a, b, there_a, there_b, measure)]
    halves.append(_against_mean(b, a, there_b, there_a, measure))
    own = np.where(both_there, np.diagonal(values), np.nan)
    mean_map = np.array([_mean(np.array(two)) for two in zip(*halves, strict=True)])
    return Crossed(own=own, shuffled=shuffled, mean_map=mean_map)


def _against_mean(
    a: NDArray[np.float32],
    b: NDArray[np.float32],
    there_a: NDArray[np.bool_],
    there_b: NDArray[np.bool_],
    measure: str,
) -> Array:
    """Compare each mask of one model with the other's mean mask over the other photographs."""
    total, count = b[there_b].sum(axis=0), int(there_b.sum())
    sizes = b.sum(axis=1)
    made = np.full(len(a), np.nan)
    for row in np.flatnonzero(there_a & there_b):
        if count < 2:
            continue
        mean = (total - b[row]) / (count - 1)
        covered = round(float((sizes[there_b].sum() - sizes[row]) / (count - 1)))
        kept = np.zeros(len(mean), bool)
        kept[np.argsort(-mean, kind="stable")[:covered]] = True
        made[row] = getattr(
            Counts(
                pixels=len(mean),
                in_a=float(a[row].sum()),
                in_b=float(kept.sum()),
                in_both=float(a[row][kept].sum()),
            ),
            measure,
        )
    return made


def _sampled(region: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Sample a mask at the centres of the grid's cells."""
    rows = (2 * np.arange(GRID) + 1) * region.shape[0] // (2 * GRID)
    columns = (2 * np.arange(GRID) + 1) * region.shape[1] // (2 * GRID)
    sampled: NDArray[np.bool_] = region[np.ix_(rows, columns)]
    return sampled


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
