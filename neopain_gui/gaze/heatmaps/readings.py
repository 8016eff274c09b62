"""How much the two ways of reading a heatmap's colours disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.masks import contour_mask
from neopain_gui.masks.settings import C_GAZE
from neopain_gui.percentages import percent

AGREE = 0.8
"""From this share of common area on, two contour masks are called alike."""

_BANDS = 10  # of relevance, in which grey is averaged
_FEWEST = 20  # pixels that say what a band's grey is
_FALL = 0.02  # 5 of 255 grey levels: less is the rounding of colours


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the readings ``paper`` and ``palette`` of one heatmap picture have in common.

    Attributes
    ----------
    shared : float
        The contour masks' common area as a share of what either covers, in [0, 1]; NaN if both
        are empty.
    rank : float
        Spearman's coefficient of grey and palette where a heatmap is drawn, in [−1, 1]; NaN where
        none is, or one of them is the same everywhere.
    rises : bool
        Whether grey nowhere falls as the palette's relevance rises.
    """

    shared: float
    rank: float
    rises: bool

    @property
    def agree(self) -> bool:
        """Whether it makes little difference to the contour mask which one is taken."""
        return self.shared >= AGREE

    @property
    def warning(self) -> str:
        """One sentence where they disagree; empty where they agree."""
        if self.agree:
            return ""
        if np.isnan(self.shared):
            return "Neither reading has a contour mask: no heatmap is drawn on the picture."
        why = "" if self.rises else ", and grey falls again where relevance is higher"
        return (
            "Grey and palette disagree: their contour masks have "
            f"{percent(self.shared)} of the area that either covers in common{why}."
        )


def compare_readings(
    paper: NDArray[np.float32], palette: NDArray[np.float32], c: float = C_GAZE
) -> Readings:
    """Compare the two readings of one heatmap picture.

    Parameters
    ----------
    paper, palette : ndarray of float32, shape (H, W)
        As :func:`~neopain_gui.gaze.heatmaps.heatmap_picture.read_heatmap` returns them.
    c : float, optional
        Of the contour masks (equation 9).

    Returns
    -------
    Readings

    Raises
    ------
    ValueError
        Their shapes differ.
    """
    if paper.shape != palette.shape:
        raise ValueError(f"shapes differ: {paper.shape} and {palette.shape}")
    one, other = contour_mask(paper, c), contour_mask(palette, c)
    either = np.count_nonzero(one | other)
    drawn = palette > 0
    return Readings(
        shared=np.count_nonzero(one & other) / either if either else float("nan"),
        rank=_rank(paper[drawn], palette[drawn]),
        rises=_rises(paper[drawn], palette[drawn]),
    )


def _rank(grey: NDArray[np.float32], relevance: NDArray[np.float32]) -> float:
    from scipy.stats import spearmanr

    if grey.size < 2 or np.ptp(grey) == 0 or np.ptp(relevance) == 0:
        return float("nan")
    return float(spearmanr(grey, relevance).statistic)


def _rises(grey: NDArray[np.float32], relevance: NDArray[np.float32]) -> bool:
    band = np.minimum((relevance * _BANDS).astype(int), _BANDS - 1)
    means = [grey[band == b].mean() for b in range(_BANDS) if (band == b).sum() >= _FEWEST]
    highest = np.maximum.accumulate(means) if means else np.zeros(0)
    return bool((highest - means <= _FALL).all())
