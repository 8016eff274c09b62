"""From attributions with a sign and three colours to one relevance ≥ 0 per pixel (decision 3)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SUM_OF_ABSOLUTE = "sum of absolute values"
ABSOLUTE_SUM = "absolute sum"
POSITIVE = "positive part"
CHANNELS = (SUM_OF_ABSOLUTE, ABSOLUTE_SUM, POSITIVE)
"""Σ|a|, |Σa|, or Σa where that speaks for the class and 0 elsewhere. A signed map is no
relevance map; it is the attributions themselves."""


def over_channels(attributions: NDArray[Any], channels: str) -> NDArray[np.float32]:
    """Combine the channels, the last axis.

    Parameters
    ----------
    attributions : ndarray, shape (…, C)
        Signed.
    channels : str
        One of :data:`CHANNELS`.

    Returns
    -------
    ndarray of float32, shape (…)
        Relevance ≥ 0.

    Raises
    ------
    ValueError
        There is no such combination.
    """
    if channels == SUM_OF_ABSOLUTE:
        combined = np.abs(attributions).sum(axis=-1)
    elif channels == ABSOLUTE_SUM:
        combined = np.abs(attributions.sum(axis=-1))
    elif channels == POSITIVE:
        combined = np.maximum(attributions.sum(axis=-1), 0)
    else:
        raise ValueError(f"channels must be one of {', '.join(CHANNELS)}, got {channels!r}")
    return np.asarray(combined, np.float32)
