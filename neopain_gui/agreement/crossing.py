"""Whether a pair agrees by more than comes of all faces being alike.

What every face gets, because eyes and mouth draw everybody, is agreement too: a mask is compared
with masks of *other neonates'* photographs to see how much, of the same class only, because both
the neonate and the pain are in a photograph. What is exchanged to test it is neonates, with all
their photographs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.faces import FaceMasks
from neopain_gui.agreement.intervals import Array, codes
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.resampling import Permuted, by_exchange

OTHERS = 50
"""Other neonates' photographs that each one is crossed with, at most."""
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossed:
    """A pair's agreement on the grid, and what it would be with other neonates' masks.

    Attributes
    ----------
    own : ndarray of float64, shape (n,)
        Of each photograph's two masks; NaN where undefined or one is missing.
    shuffled : ndarray of float64, shape (n,)
        Mean over other neonates' photographs of the same class, of one model's mask here with the
        other's there.
    mean_map : ndarray of float64, shape (n,)
        Of each mask with what the other model gives to faces in general: its mean mask over the
        other neonates' photographs, cut so that it covers as much as its masks do on average.
    beyond : Permuted
        Own against shuffled, by exchanging neonates.
    """

    own: Array
    shuffled: Array
    mean_map: Array
    beyond: Permuted


class Crossing:
    """A pair of extraction models within and across photographs, by any measure.

    Parameters
    ----------
    masks : FaceMasks
        Of all photographs.
    pair : (str, str)
        Two of its models.
    neonates, classes : sequence of str
        Whose each photograph is, and of which class.
    others, seed : int
        How many other photographs each one is crossed with at most, and which: the same give the
        same figures.
    """

    def __init__(
        self,
        masks: FaceMasks,
        pair: tuple[str, str],
        neonates: Sequence[str],
        classes: Sequence[str],
        *,
        others: int = OTHERS,
        seed: int = SEED,
    ) -> None:
        (a, there_a), (b, there_b) = (masks.of(name) for name in pair)
        self._there: NDArray[np.bool_] = there_a & there_b
        self._neonates, self._classes = codes(neonates), codes(classes)
        together = a @ b.T
        self._counts = Counts(
            pixels=np.full(together.shape, a.shape[1]),
            in_a=np.broadcast_to(a.sum(axis=1)[:, None], together.shape),
            in_b=np.broadcast_to(b.sum(axis=1)[None, :], together.shape),
            in_both=together,
        )
        self._elsewhere = self._chosen(others, np.random.default_rng(seed))
        self._means = [
            self._with_mean(a, b, there_b),
            self._with_mean(b, a, there_a),
        ]

    def by(self, measure: Measure) -> Crossed:
        """Return what a measure says; nothing by one that does not follow from counts."""
        if measure.from_counts is None:
            return self._nothing()
        values = np.array(measure.from_counts(self._counts), np.float64)
        values[~self._there] = np.nan
        values[:, ~self._there] = np.nan
        own = np.diagonal(values).copy()
        shuffled = np.full(len(own), np.nan)
        for row, others in self._elsewhere.items():
            shuffled[row] = _mean(np.concatenate([values[row, others], values[others, row]]))
        halves = np.stack([np.asarray(measure.from_counts(one), np.float64) for one in self._means])
        halves[:, ~self._there] = np.nan
        known = np.isfinite(own) & np.isfinite(shuffled)
        return Crossed(
            own=own,
            shuffled=shuffled,
            mean_map=np.array([_mean(two) for two in halves.T]),
            beyond=Permuted(
                difference=_mean(own[known] - shuffled[known]),
                p=self._exchanged(values),
                n=int(known.sum()),
                neonates=len(set(self._neonates[known].tolist())),
            ),
        )

    def _nothing(self) -> Crossed:
        none = np.full(len(self._there), np.nan)
        nobody = Permuted(difference=math.nan, p=math.nan, n=0, neonates=0)
        return Crossed(own=none, shuffled=none, mean_map=none, beyond=nobody)

    def _chosen(self, most: int, random: np.random.Generator) -> dict[int, NDArray[np.int64]]:
        """Return the photographs that each one is crossed with."""
        made = {}
        for row in np.flatnonzero(self._there).tolist():
            others = np.flatnonzero(
                self._there
                & (self._neonates != self._neonates[row])
                & (self._classes == self._classes[row])
            )
            if len(others) > most:
                others = np.sort(random.choice(others, most, replace=False))
            made[row] = others
        return made

    def _exchanged(self, values: Array) -> float:
        """Return the p of exchanging neonates, first photograph of a class with first, and so on.

        Only neonates with as many photographs of each class are exchanged.
        """
        places = self._places()
        groups = np.unique(self._neonates[self._there])
        if len(groups) < 2:
            return math.nan
        at = np.full((len(groups), max(places.values(), default=0) + 1), -1)
        for row, place in places.items():
            at[np.searchsorted(groups, self._neonates[row]), place] = row
        alike = np.unique(at >= 0, axis=0, return_inverse=True)[1].ravel()
        sums, counts = np.zeros((2, len(groups), len(groups)))
        for column in at.T:
            both = (column[:, None] >= 0) & (column[None, :] >= 0)
            there = np.where(both, values[column[:, None], column[None, :]], np.nan)
            sums += np.nan_to_num(there)
            counts += np.isfinite(there)
        if not np.diagonal(counts).any():
            return math.nan
        return by_exchange(sums, counts, alike.tolist())

    def _places(self) -> dict[int, int]:
        """Return a number for each photograph: its class, and which of its neonate's in it."""
        seen: dict[tuple[int, int], int] = {}
        numbers: dict[tuple[int, int], int] = {}
        made = {}
        for row in np.flatnonzero(self._there).tolist():
            key = int(self._neonates[row]), int(self._classes[row])
            seen[key] = seen.get(key, -1) + 1
            made[row] = numbers.setdefault((key[1], seen[key]), len(numbers))
        return made

    def _with_mean(
        self, a: NDArray[np.float32], b: NDArray[np.float32], there: NDArray[np.bool_]
    ) -> Counts:
        """Compare each mask of one model with the other's mean mask over the other neonates."""
        sizes = b.sum(axis=1)
        size, both = np.full((2, len(a)), np.nan)
        for neonate in np.unique(self._neonates[self._there]):
            rows = np.flatnonzero(self._there & (self._neonates == neonate))
            others = there & (self._neonates != neonate)
            count = int(others.sum())
            if not count:
                continue
            covered = round(float(sizes[others].sum() / count))
            order = np.argsort(-b[others].sum(axis=0), kind="stable")[:covered]
            size[rows], both[rows] = covered, a[rows][:, order].sum(axis=1)
        return Counts(
            pixels=np.full(len(a), a.shape[1]), in_a=a.sum(axis=1), in_b=size, in_both=both
        )


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
