"""Free latent classes: groups of people, or slides, that answer alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import Array
from neopain_gui.errors import InputError

_ROUNDS, _CLOSE, _LEAST = 5000, 1e-11, 1e-12
STARTS = 30
"""Random starts of the search, the best of which is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClasses:
    """A fitted latent class model of yes-or-no answers.

    Attributes
    ----------
    shares : ndarray of float64, shape (classes,)
        The largest first.
    chances : ndarray of float64, shape (classes, items)
        Of yes.
    posterior : ndarray of float64, shape (n, classes)
        How likely each row is of each class.
    log_likelihood, aic, bic : float
        Of classes − 1 + classes × items parameters.
    reached : int
        Starts that ended at this likelihood: of few starts it may not be the best there is.
    """

    shares: Array
    chances: Array
    posterior: Array
    log_likelihood: float
    aic: float
    bic: float
    reached: int


def latent_classes(
    answers: ArrayLike,
    classes: int,
    *,
    counts: ArrayLike | None = None,
    starts: int = STARTS,
    seed: int = 0,
) -> LatentClasses:
    """Fit so many classes in which answers are independent, by EM.

    Parameters
    ----------
    answers : array-like of float, shape (n, items)
        0, 1 or NaN.
    classes : int
        ≥ 1.
    counts : array-like of float, shape (n,), or None
        How many gave each row of answers.
    starts : int
        Of the search.
    seed : int
        Of the starts.

    Raises
    ------
    InputError
        There are more parameters than patterns of answers: the classes are not determined.

    Notes
    -----
    Goodman, Biometrika 61, 1974, doi:10.1093/biomet/61.2.215.
    """
    values = np.asarray(answers, np.float64)
    weights = np.ones(len(values)) if counts is None else np.asarray(counts, np.float64)
    items = values.shape[1]
    parameters = classes - 1 + classes * items
    if parameters > 2.0**items - 1:
        raise InputError(
            f"{classes} classes have {parameters} parameters, more than the answers to {items} "
            "items can tell: choose fewer classes"
        )
    known = np.isfinite(values)
    yes, no = np.where(known, values, 0.0), np.where(known, 1 - values, 0.0)
    rng = np.random.default_rng(seed)
    fits = [
        _fitted(yes, no, weights, rng.uniform(0.1, 0.9, (classes, items))) for _ in range(starts)
    ]
    shares, estimated, posterior, best = max(fits, key=lambda fit: fit[3])
    order = np.argsort(-shares)
    total = float(weights.sum())
    return LatentClasses(
        shares=shares[order],
        chances=estimated[order],
        posterior=posterior[:, order],
        log_likelihood=best,
        aic=-2 * best + 2 * parameters,
        bic=-2 * best + math.log(total) * parameters,
        reached=sum(fit[3] > best - 1e-4 for fit in fits),
    )


def _fitted(
    yes: Array, no: Array, weights: Array, chances: Array
) -> tuple[Array, Array, Array, float]:
    shares, last = np.full(len(chances), 1 / len(chances)), -math.inf
    for _ in range(_ROUNDS):
        log = yes @ np.log(chances).T + no @ np.log1p(-chances).T + np.log(shares)
        top = log.max(axis=1, keepdims=True)
        each = np.exp(log - top)
        sums = each.sum(axis=1, keepdims=True)
        posterior = each / sums
        likelihood = float(weights @ (np.log(sums) + top)[:, 0])
        if likelihood - last <= _CLOSE * abs(likelihood):
            break
        last = likelihood
        weighted = posterior * weights[:, None]
        shares = np.maximum(weighted.sum(axis=0) / weights.sum(), _LEAST)
        tries = np.maximum(weighted.T @ (yes + no), _LEAST)
        chances = np.clip(weighted.T @ yes / tries, _LEAST, 1 - 1e-12)
    return shares, chances, posterior, likelihood
