"""A coefficient of agreement, and its interval from bootstrap samples of neonates.

What a coefficient is made of adds up over photographs: its *parts*. So a sample of neonates is a
sum of what its neonates add, and thousands of samples are one product of matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.agreement.intervals import CONFIDENCE, codes
from neopain_gui.percentages import percent

Array = NDArray[np.float64]
Of = Callable[[Array], Array]
"""What sums of parts (…, m) come to (…)."""

SAMPLES = 2000
"""Bootstrap samples."""
SEED = 0
ENDS = (100 * (1 - CONFIDENCE) / 2, 100 * (1 + CONFIDENCE) / 2)
"""Percentiles at which the interval ends."""
MOST_UNDEFINED = 0.05
"""Share of samples without a value above which there is no interval: it would be of the others."""
_CHUNK = 1 << 22  # numbers held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A coefficient with its interval of 95 %; NaN where it is undefined.

    Attributes
    ----------
    value, low, high : float
        The coefficient, and from where to where its interval goes; these NaN where there is none.
    n, neonates : int
        Photographs that it is of, and whose they are; 0 where nobody said whose.
    undefined : float
        Share of the samples in which it was undefined.
    why : str
        Why it is undefined, or has no interval; empty if it has.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    neonates: int = 0
    undefined: float = 0.0
    why: str = ""

    def __float__(self) -> float:
        return self.value


def as_ratings(ratings: ArrayLike) -> Array:
    """Return ratings as an array of float64 (raters, items).

    Raises
    ------
    ValueError
        It has other dimensions, fewer than two raters, or holds infinite values.
    """
    made = np.asarray(ratings, np.float64)
    if made.ndim != 2 or len(made) < 2:
        raise ValueError(f"ratings are of two or more raters (raters, items), got {made.shape}")
    if np.isinf(made).any():
        raise ValueError("ratings are finite, or NaN where nothing was said")
    return made


def as_pair(a: ArrayLike, b: ArrayLike) -> tuple[Array, Array]:
    """Return two raters' ratings of the same items as arrays of one shape (items,)."""
    one, other = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise ValueError(f"two raters rate the same items, got {one.shape} and {other.shape}")
    both = as_ratings(np.stack([one, other]))
    return both[0], both[1]


def rated(ratings: Array) -> NDArray[np.int64]:
    """Return by how many raters each item was rated."""
    made: NDArray[np.int64] = np.isfinite(ratings).sum(axis=0)
    return made


def value_of(
    parts: Array,
    of: Of,
    used: NDArray[np.bool_],
    neonates: Sequence[str] | None,
    *,
    why: str = "nothing was rated by two raters",
) -> Value:
    """Return what parts come to, with an interval over neonates where it is said whose they are.

    Parameters
    ----------
    parts : ndarray of float64, shape (items, m)
        What each item adds.
    of : callable
        What sums of parts come to.
    used : ndarray of bool, shape (items,)
        Which items the coefficient is of; the others are left out.
    neonates : sequence of str or None
        Whose each item is.
    why : str
        What is said where no item is used.

    Raises
    ------
    ValueError
        There are not as many neonates as items.
    """
    if neonates is not None and len(neonates) != len(used):
        raise ValueError(f"{len(used)} items of {len(neonates)} neonates")
    n = int(used.sum())
    if not n:
        return Value(value=math.nan, why=why)
    parts = parts[used]
    value = float(of(parts.sum(axis=0)[None])[0])
    if neonates is None:
        lacking = "" if math.isfinite(value) else "there is no variation"
        return Value(value=value, n=n, why=lacking)
    places, whose = np.unique(codes(neonates)[used], return_inverse=True)
    groups = len(places)
    if math.isnan(value):
        return Value(value=value, n=n, neonates=groups, why="there is no variation")
    if groups < 2:
        return Value(value=value, n=n, neonates=groups, why="of a single neonate")
    added = np.zeros((groups, parts.shape[1]))
    np.add.at(added, whose, parts)
    made = np.concatenate([of(drawn @ added) for drawn in _drawn(groups, parts.shape[1])])
    return from_samples(value, made, n=n, neonates=groups)


def mean_value(
    values: Sequence[float], photographs: Sequence[str], neonates: Sequence[str], *, why: str
) -> Value:
    """Return the mean of what pairs of raters come to on photographs; NaN is left out.

    Parameters
    ----------
    values : sequence of float
        Of pairs, several a photograph.
    photographs, neonates : sequence of str
        On which, and whose it is.
    why : str
        What is said where no value is left.
    """
    found = np.asarray(values, np.float64)
    known = np.isfinite(found)
    parts = np.stack([np.where(known, found, 0.0), known.astype(np.float64)], axis=-1)
    made = value_of(
        parts.reshape(-1, 2), lambda sums: divided(sums[:, 0], sums[:, 1]), known, neonates, why=why
    )
    some = {one for one, there in zip(photographs, known, strict=True) if there}
    return replace(made, n=len(some))


def from_samples(value: float, made: Array, *, n: int, neonates: int) -> Value:
    """Return a value with the percentiles of what it was in bootstrap samples."""
    finite = made[np.isfinite(made)]
    undefined = 1 - len(finite) / len(made)
    if undefined > MOST_UNDEFINED:
        return Value(
            value=value, n=n, neonates=neonates, undefined=undefined,
            why=f"undefined in {percent(undefined)} of the samples",
        )  # fmt: skip
    low, high = np.percentile(finite, ENDS)
    return Value(
        value=value,
        low=float(low),
        high=float(high),
        n=n,
        neonates=neonates,
        undefined=undefined,
    )


def _drawn(groups: int, width: int) -> Iterator[Array]:
    """Yield how often each neonate is in each sample, some samples at a time."""
    random = np.random.default_rng(SEED)
    step = max(1, _CHUNK // max(groups, width))
    for start in range(0, SAMPLES, step):
        size = min(step, SAMPLES - start)
        yield random.multinomial(groups, np.full(groups, 1 / groups), size=size).astype(np.float64)


def divided(above: Array, below: Array) -> Array:
    """Divide; NaN where nothing is below, up to rounding."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(below) > 1e-12, above / below, np.nan)
