"""Where do the average faces of two conditions differ? A permutation test over neonates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats

from neopain_gui.agreement.intervals import ROUNDING, Array
from neopain_gui.errors import InputError

PERMUTATIONS = 999
"""Random ones where more are possible; with fewer possible all are made."""
FEWEST_NEONATES = 6
"""Below these no pixel can come below 5 %: of 2 × 2 × … signs half say the same."""
EXTENT, HEIGHT, STEPS = 0.5, 2.0, 100
"""E, H and how many steps of threshold-free cluster enhancement (Smith and Nichols 2009)."""
_AT_ONCE = 1 << 23  # numbers held at once


class Statistic(StrEnum):
    """What the largest is taken of."""

    TFCE = "threshold-free cluster enhancement"
    MASS = "cluster mass"
    PIXEL = "largest t"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTest:
    """A map of differences, and where it is beyond chance.

    Attributes
    ----------
    difference : ndarray of float64, shape (height, width)
        Mean of ``a − b`` over neonates.
    t : ndarray of float64, shape (height, width)
        Student's t of each pixel; 0 where nothing varies.
    statistic : ndarray of float64, shape (height, width)
        What was compared: enhanced t, the mass of the pixel's cluster, or t; with t's sign.
    p : ndarray of float64, shape (height, width)
        Corrected for all pixels: the share of permutations whose largest statistic reaches it.
    clusters : ndarray of int32, shape (height, width)
        Connected pixels of one sign with p ≤ 5 %, numbered from 1; 0 outside.
    smallest_p : float
        The smallest p of all pixels: that of "somewhere they differ".
    neonates : int
        Whose differences are exchanged.
    permutations : int
        How many were compared, the observed one among them.
    exact : bool
        Whether all possible ones were.
    """

    difference: Array
    t: Array
    statistic: Array
    p: Array
    clusters: NDArray[np.int32]
    smallest_p: float
    neonates: int
    permutations: int
    exact: bool


def cluster_permutation(
    maps_a: NDArray[np.floating],
    maps_b: NDArray[np.floating],
    neonates: Sequence[object] | None = None,
    *,
    statistic: Statistic = Statistic.TFCE,
    permutations: int = PERMUTATIONS,
    threshold: float | None = None,
    seed: int = 0,
) -> ClusterTest:
    """Test where paired maps differ, with the largest statistic's distribution (max-statistic).

    The maps of a neonate are a unit: its mean difference changes sign as a whole.

    Parameters
    ----------
    maps_a, maps_b : ndarray of float, shape (n, height, width)
        Row i of both is of the same neonate, such as in pain and without on one average face. No
        NaN: fill what lies outside the face with 0 in both.
    neonates : sequence, length n, or None
        Whose a row is; several rows of one neonate are averaged first. By default each row is of
        another.
    statistic : Statistic
        ``TFCE`` (E = 0.5, H = 2), ``MASS`` of clusters beyond ``threshold``, or single pixels.
    permutations : int
        Random ones, where more are possible.
    threshold : float or None
        The size of t that forms clusters; by default that of p = 5 %, two-sided.
    seed : int
        Of the random ones.

    Returns
    -------
    ClusterTest
        Two-sided. The pixels of a cluster are no places that are each proven: the test says that
        maps differ, and where the evidence lies (Sassenhagen and Draschkow 2019).

    Raises
    ------
    InputError
        Fewer than two neonates.
    ValueError
        The shapes differ, or a value is not finite.

    Notes
    -----
    Maris and Oostenveld, J. Neurosci. Methods 164, 2007, doi:10.1016/j.jneumeth.2007.03.024;
    Smith and Nichols, NeuroImage 44, 2009, doi:10.1016/j.neuroimage.2008.03.061; Winkler et al.,
    NeuroImage 92, 2014, doi:10.1016/j.neuroimage.2014.01.060 (exchange of signs).
    """
    differences = _per_neonate(maps_a, maps_b, neonates)
    n, *shape = differences.shape
    if n < 2:
        raise InputError(
            f"{n} neonate has both maps: a test over neonates needs two, and "
            f"{FEWEST_NEONATES} before it can find anything"
        )
    if threshold is None:
        threshold = float(stats.t.ppf(0.975, n - 1))
    signs, exact = _signs(n, permutations, seed)
    squares = (differences**2).sum(axis=0)
    observed = _t(differences, squares, signs[:1])[0]
    enhanced = _enhanced(observed[None], statistic, threshold)[0]
    largest = np.empty(len(signs))
    step = max(1, _AT_ONCE // (math.prod(shape) * (STEPS if statistic is Statistic.TFCE else 1)))
    for begin in range(0, len(signs), step):
        some = _t(differences, squares, signs[begin : begin + step])
        made = _enhanced(some, statistic, threshold)
        largest[begin : begin + step] = np.abs(made).reshape(len(some), -1).max(axis=1)
    size = np.abs(enhanced)
    # Equal up to rounding counts as reached: the same pixels may be summed in another order.
    order = np.sort(largest * (1 + ROUNDING))
    below = np.searchsorted(order, size.ravel(), side="left").reshape(size.shape)
    p = (len(order) - below) / len(order)  # 1 less a share would make 0.05 a little more
    return ClusterTest(
        difference=differences.mean(axis=0),
        t=observed,
        statistic=enhanced,
        p=p,
        clusters=_clusters(p <= 0.05, observed),
        smallest_p=float(p.min()),
        neonates=n,
        permutations=len(signs),
        exact=exact,
    )


def _per_neonate(
    maps_a: NDArray[np.floating],
    maps_b: NDArray[np.floating],
    neonates: Sequence[object] | None,
) -> Array:
    a, b = np.asarray(maps_a, np.float64), np.asarray(maps_b, np.float64)
    if a.shape != b.shape or a.ndim != 3:
        raise ValueError(f"maps of shapes {a.shape} and {b.shape} are no pairs")
    differences = a - b
    if not np.isfinite(differences).all():
        raise ValueError("a map holds values that are not finite")
    if neonates is None:
        return differences
    if len(neonates) != len(differences):
        raise ValueError(f"{len(neonates)} neonates of {len(differences)} maps")
    codes = np.unique([str(one) for one in neonates], return_inverse=True)[1]
    counts = np.bincount(codes)
    sums = np.zeros((len(counts), *differences.shape[1:]))
    np.add.at(sums, codes, differences)
    made: Array = sums / counts[:, None, None]
    return made


def _signs(n: int, permutations: int, seed: int) -> tuple[Array, bool]:
    """Return the observed signs first. A pattern and its opposite say the same, so half is all."""
    if n <= 30 and 2 ** (n - 1) <= permutations + 1:
        rows = [(1.0, *rest) for rest in product((1.0, -1.0), repeat=n - 1)]
        return np.array(rows), True
    rng = np.random.default_rng(seed)
    if n > 50:  # so many that hardly a pattern comes twice
        drawn = rng.integers(0, 2, (permutations, n))
    else:  # none twice: repetitions of the observed one would make the test shy
        codes = rng.choice(2 ** (n - 1) - 1, permutations, replace=False) + 1
        drawn = (codes[:, None] >> np.arange(n)) & 1
    return np.vstack([np.ones(n), 1.0 - 2.0 * drawn]), False


def _t(differences: Array, squares: Array, signs: Array) -> Array:
    """Return Student's t of each pixel under each row of signs, from sums alone."""
    n = len(differences)
    means = np.tensordot(signs, differences, axes=(1, 0)) / n
    variances = np.maximum(squares / n - means**2, 0) * (n / (n - 1))
    level = ROUNDING * squares / n
    with np.errstate(divide="ignore", invalid="ignore"):
        t = means / np.sqrt(variances / n)
    # Differences that are equal up to rounding have no finite t: as large as rounding permits.
    highest = np.sqrt(n / np.maximum(ROUNDING, 1e-300))
    made: Array = np.where(variances > level, t, np.sign(means) * highest * (squares > 0))
    return made


def _enhanced(t: Array, statistic: Statistic, threshold: float) -> Array:
    if statistic is Statistic.PIXEL:
        return t
    both = [
        sign * (_tfce(part) if statistic is Statistic.TFCE else _mass(part, threshold))
        for sign, part in ((1, np.maximum(t, 0)), (-1, np.maximum(-t, 0)))
    ]
    return both[0] + both[1]


def _mass(heights: Array, threshold: float) -> Array:
    """Return each pixel's sum of heights over its cluster; heights ≥ 0, shape (k, h, w)."""
    labels, count = ndimage.label(heights > threshold, _FLAT)
    sums = np.bincount(labels.ravel(), heights.ravel(), count + 1).astype(np.float64)
    sums[0] = 0
    return np.asarray(sums[labels], np.float64)


def _tfce(heights: Array) -> Array:
    """Return the enhanced heights: the sum over steps of extent^E × height^H × step."""
    tops = heights.reshape(len(heights), -1).max(axis=1)
    made = np.zeros_like(heights)
    levels = np.arange(1, STEPS + 1) / STEPS
    for place in np.flatnonzero(tops > 0):
        one, step = heights[place], tops[place] / STEPS
        at = levels[:, None, None] * tops[place]
        # A level's own sum may lie a rounding above the pixel that it was taken from.
        labelled, count = ndimage.label(one >= at * (1 - ROUNDING), _FLAT)
        extents = np.bincount(labelled.ravel(), minlength=count + 1).astype(np.float64)
        extents[0] = 0
        parts = np.sqrt(extents) if EXTENT == 0.5 else extents**EXTENT
        weights = (levels * tops[place]) ** HEIGHT * step
        made[place] = np.tensordot(weights, parts[labelled], axes=1)
    return made


_FLAT = np.zeros((3, 3, 3), int)
_FLAT[1] = ndimage.generate_binary_structure(2, 2)  # eight neighbours, no map with another


def _clusters(significant: NDArray[np.bool_], t: Array) -> NDArray[np.int32]:
    eight = np.ones((3, 3), int)
    up, count = ndimage.label(significant & (t > 0), eight)
    down, _ = ndimage.label(significant & (t < 0), eight)
    made: NDArray[np.int32] = np.where(down > 0, down + count, up).astype(np.int32)
    return made
