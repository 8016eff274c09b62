"""Every measure of two binary masks, from four counts.

Where a measure is undefined it is NaN: two empty masks agree about nothing, so they are not
scored (decision 18).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many pixels of two masks of the same size are set.

    Attributes
    ----------
    pixels : int
        In either mask, set or not; ≥ 1.
    in_a, in_b : int
        Set in the one, in the other.
    in_both : int
        Set in both.
    """

    pixels: int
    in_a: int
    in_b: int
    in_both: int

    @property
    def cosine(self) -> float:
        """Cosine similarity (equation 10), in [0, 1]; NaN with an empty mask."""
        if not self.in_a or not self.in_b:
            return math.nan
        return min(1.0, self.in_both / math.sqrt(self.in_a * self.in_b))

    @property
    def spearman(self) -> float:
        """Spearman's coefficient (equation 11), in [−1, 1]; NaN with an empty or a full mask.

        With average ranks a binary mask has two of them, so the coefficient is Pearson's of the
        masks themselves, phi (decision 17).
        """
        spread = self.in_a * (self.pixels - self.in_a) * self.in_b * (self.pixels - self.in_b)
        if not spread:
            return math.nan
        shared = self.pixels * self.in_both - self.in_a * self.in_b
        return max(-1.0, min(1.0, shared / math.sqrt(spread)))

    @property
    def overlap(self) -> float:
        """Share of equal pixels (equations 12 and 13), in [0, 1]; NaN if both are empty."""
        if not self.in_a and not self.in_b:
            return math.nan
        return (self.pixels - self.in_a - self.in_b + 2 * self.in_both) / self.pixels

    @property
    def iou(self) -> float:
        """Intersection over union (Jaccard), in [0, 1]; NaN if both are empty."""
        union = self.in_a + self.in_b - self.in_both
        return self.in_both / union if union else math.nan

    @property
    def kappa(self) -> float:
        """Cohen's kappa (1960), ≤ 1; NaN if both are empty or both are full.

        The overlap's excess over its chance level, relative to the greatest possible excess:
        (overlap − chance) / (1 − chance), in whole numbers.
        """
        possible = self.in_a * (self.pixels - self.in_b) + self.in_b * (self.pixels - self.in_a)
        if not possible:
            return math.nan
        return 2 * (self.pixels * self.in_both - self.in_a * self.in_b) / possible

    @property
    def coverage_a(self) -> float:
        """Share of the pixels set in the one, in [0, 1]."""
        return self.in_a / self.pixels

    @property
    def coverage_b(self) -> float:
        """Share of the pixels set in the other, in [0, 1]."""
        return self.in_b / self.pixels
