"""Every measure of two binary masks, from four counts; of many pairs at once as well.

Where a measure is undefined it is NaN: two empty masks agree about nothing, so they are not
scored (decision 18).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """How many pixels of two masks of the same size are set; arrays of one shape stand for many.

    Attributes
    ----------
    pixels : int or ndarray of int64
        In either mask, set or not; ≥ 1.
    in_a, in_b : int or ndarray of int64
        Set in the one, in the other.
    in_both : int or ndarray of int64
        Set in both.
    """

    pixels: Any
    in_a: Any
    in_b: Any
    in_both: Any

    def at(self, index: object) -> Counts:
        """Return those of one pair of many, by its index in the arrays."""
        return Counts(
            pixels=int(self.pixels[index]),
            in_a=int(self.in_a[index]),
            in_b=int(self.in_b[index]),
            in_both=int(self.in_both[index]),
        )

    @property
    def cosine(self) -> Any:
        """Cosine similarity (equation 10), in [0, 1]; NaN with an empty mask."""
        _, a, b, both = self._numbers()
        return ratio(both, np.sqrt(a * b), most=1.0)

    @property
    def spearman(self) -> Any:
        """Spearman's coefficient (equation 11), in [−1, 1]; NaN with an empty or a full mask.

        With average ranks a binary mask has two of them, so the coefficient is Pearson's of the
        masks themselves, phi (decision 17).
        """
        pixels, a, b, both = self._numbers()
        spread = (a * (pixels - a)) * (b * (pixels - b))
        return ratio(pixels * both - a * b, np.sqrt(spread), least=-1.0, most=1.0)

    @property
    def overlap(self) -> Any:
        """Share of equal pixels (equations 12 and 13), in [0, 1]; NaN if both are empty."""
        pixels, a, b, both = self._numbers()
        return ratio(pixels - a - b + 2 * both, np.where((a > 0) | (b > 0), pixels, 0.0))

    @property
    def iou(self) -> Any:
        """Intersection over union (Jaccard), in [0, 1]; NaN if both are empty."""
        _, a, b, both = self._numbers()
        return ratio(both, a + b - both)

    @property
    def dice(self) -> Any:
        """Dice's coefficient, 2 |A ∩ B| / (|A| + |B|), in [0, 1]; NaN if both are empty."""
        _, a, b, both = self._numbers()
        return ratio(2 * both, a + b)

    @property
    def kappa(self) -> Any:
        """Cohen's kappa (1960), ≤ 1; NaN if both are empty or both are full.

        The overlap's excess over its chance level, relative to the greatest possible excess:
        (overlap − chance) / (1 − chance), in whole numbers.
        """
        pixels, a, b, both = self._numbers()
        possible = a * (pixels - b) + b * (pixels - a)
        return ratio(2 * (pixels * both - a * b), possible)

    @property
    def chance_overlap(self) -> Any:
        """Overlap expected of independent masks of these coverages, pq + (1 − p)(1 − q)."""
        p, q = self.coverage_a, self.coverage_b
        return p * q + (1 - p) * (1 - q)

    @property
    def coverage_a(self) -> Any:
        """Share of the pixels set in the one, in [0, 1]."""
        pixels, a, _, _ = self._numbers()
        return ratio(a, pixels)

    @property
    def coverage_b(self) -> Any:
        """Share of the pixels set in the other, in [0, 1]."""
        pixels, _, b, _ = self._numbers()
        return ratio(b, pixels)

    def _numbers(self) -> tuple[NDArray[np.float64], ...]:
        """Return the counts as doubles: products of two are exact up to 90 megapixels."""
        return tuple(
            np.asarray(count, np.float64)
            for count in (self.pixels, self.in_a, self.in_b, self.in_both)
        )


def ratio(
    above: NDArray[np.float64],
    below: NDArray[np.float64],
    *,
    least: float | None = None,
    most: float | None = None,
) -> Any:
    """Divide; NaN where nothing is below. A float where both are single numbers."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(below > 0, above / below, np.nan)
    if least is not None or most is not None:
        found = np.clip(found, least, most)
    return float(found) if found.ndim == 0 else found
