"""Attributions that should add up to a difference of scores, and how far they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathAttributions:
    """Gradients summed up on the way from one or more baselines to each image.

    Attributes
    ----------
    attributions : ndarray of float32, shape (n, H, W, C)
        Signed, in the score's unit: positive speaks for the target class.
    relevance : ndarray of float32, shape (n, H, W)
        The channels combined (decision 3); ≥ 0.
    score, baseline_score : ndarray of float64, shape (n,)
        F(x) and F(x′), or their means where there are several of them.
    """

    attributions: NDArray[np.float32]
    relevance: NDArray[np.float32]
    score: NDArray[np.float64]
    baseline_score: NDArray[np.float64]

    @property
    def residual(self) -> NDArray[np.float64]:
        """Sum of the attributions minus (F(x) − F(x′)), shape (n,); zero in the limit."""
        total = self.attributions.sum(axis=(1, 2, 3), dtype=np.float64)
        residual: NDArray[np.float64] = total - (self.score - self.baseline_score)
        return residual

    @property
    def completeness_error(self) -> NDArray[np.float64]:
        """Magnitude of the residual over that of F(x) − F(x′), shape (n,).

        Where the two scores are equal it is 0 if the residual is 0 as well, else infinite.
        """
        residual, difference = np.abs(self.residual), np.abs(self.score - self.baseline_score)
        error = np.where(residual == 0, 0.0, np.inf)
        return np.divide(residual, difference, out=error, where=difference != 0)

    def facts(self, row: int) -> dict[str, Any]:
        """Return the figures of an image; the completeness error is None where infinite."""
        error = float(self.completeness_error[row])
        return {
            "score": float(self.score[row]),
            "baseline_score": float(self.baseline_score[row]),
            "residual": float(self.residual[row]),
            "completeness_error": error if np.isfinite(error) else None,
        }
