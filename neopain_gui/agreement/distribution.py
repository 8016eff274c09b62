"""How a measure's values spread: the shape of a violin, in the window as in a report."""

from __future__ import annotations

import numpy as np

from neopain_gui.agreement.intervals import Array

FEWEST = 5
"""Values from which on a shape is drawn; fewer are shown as points alone."""
_CUT = 2
"""Bandwidths that a shape goes on beyond its last value, as usual for violins."""
_STEPS = 200


def density(values: Array, limits: tuple[float, float]) -> tuple[Array, Array]:
    """Estimate a density with Gaussian kernels of Scott's bandwidth (Scott 1992).

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Finite.
    limits : tuple of float
        Smallest and largest possible value: beyond them nothing is drawn.

    Returns
    -------
    levels, widths : ndarray of float64, shape (200,)
        Where, and how dense; empty where there are fewer than five values or all are the same.
    """
    from scipy.stats import gaussian_kde

    nothing = np.empty(0)
    if values.size < FEWEST or np.ptp(values) < 1e-9:
        return nothing, nothing
    kernels = gaussian_kde(values)
    beyond = _CUT * float(np.sqrt(kernels.covariance[0, 0]))
    low = max(limits[0], float(values.min()) - beyond)
    high = min(limits[1], float(values.max()) + beyond)
    levels = np.linspace(low, high, _STEPS)
    return levels, np.asarray(kernels(levels), np.float64)
