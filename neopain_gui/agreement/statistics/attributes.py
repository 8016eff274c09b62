"""Classes of people by what they recognise: a G-DINA model of two attributes (Barros et al. 2021).

Each item asks one attribute: photographs in pain whether pain is recognised, photographs
without pain whether its absence is. With items of one attribute the G-DINA model (de la Torre
2011) is a latent class model of four classes whose items have two chances each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.agreement.intervals import Array
from neopain_gui.errors import InputError

CLASSES = ("YY", "YN", "NY", "NN")
"""Recognises pain, recognises its absence: yes or no."""
_HAS = np.array([[1, 1], [1, 0], [0, 1], [0, 0]], bool)  # class × attribute
_ROUNDS, _CLOSE = 2000, 1e-9
_LEAST = 1e-4  # no chance is 0 or 1: a class could never be left
_STARTS = 8
BOOTSTRAP = 200
"""Draws of participants for standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoAttributes:
    """A fitted model of two attributes.

    Attributes
    ----------
    shares : dict of str to float
        Class → its estimated share of people.
    errors : dict of str to float
        Standard errors of the shares, by bootstrap over participants; NaN without it.
    posterior : ndarray of float64, shape (participants, 4)
        How likely each is of each class, in the order of ``CLASSES``.
    classes : tuple of str
        The likeliest of each.
    guess, slip : ndarray of float64, shape (items,)
        Chance of a right answer without the attribute, of a wrong one with it; items in pain
        first.
    guess_error, slip_error : ndarray of float64, shape (items,)
        By bootstrap.
    log_likelihood, aic, bic : float
        Of 3 + 2 × items parameters.
    entropy : float
        In [0, 1]: 1 where every participant's class is certain (relative entropy, Ramaswamy
        1993); NaN of fewer than two participants.
    n, items : int
        Participants; photographs.
    converged : bool
        Whether the last round changed the likelihood by less than 1e-9 of itself.
    notes : tuple of str
        What a reader must know.
    """

    shares: dict[str, float]
    errors: dict[str, float]
    posterior: Array
    classes: tuple[str, ...]
    guess: Array
    slip: Array
    guess_error: Array
    slip_error: Array
    log_likelihood: float
    aic: float
    bic: float
    entropy: float
    n: int
    items: int
    converged: bool
    notes: tuple[str, ...]

    def table(self) -> dict[str, int]:
        """Return how many participants are of each class."""
        return {name: self.classes.count(name) for name in CLASSES}


@dataclass(frozen=True, slots=True)
class _Fit:
    shares: Array
    chances: Array  # items × (without, with) of a right answer
    posterior: Array
    log_likelihood: float
    converged: bool


def g_dina(
    correct_pain: ArrayLike, correct_rest: ArrayLike, *, draws: int = BOOTSTRAP, seed: int = 0
) -> TwoAttributes:
    """Fit the two attributes "recognises pain" and "recognises its absence".

    Parameters
    ----------
    correct_pain, correct_rest : array-like of bool or float, shape (participants, items)
        Whether each answer on a photograph in pain, without pain, was right (Barros et al. count
        a score ≥ 6 in pain and ≤ 2 without as right). NaN where a participant did not answer.
    draws : int
        Of participants, for standard errors; 0 for none.
    seed : int
        Of the draws and of the starts of the search.

    Returns
    -------
    TwoAttributes
    ----------
        An attribute always helps: the chance of a right answer with it is at least that without.

    Raises
    ------
    InputError
        Fewer than two participants, or no items of one kind.

    Notes
    -----
    de la Torre, Psychometrika 76, 2011, doi:10.1007/s11336-011-9207-7. By EM from several starts,
    the best of them.
    """
    pain, rest = _answers(correct_pain, "in pain"), _answers(correct_rest, "without pain")
    if len(pain) != len(rest):
        raise ValueError(f"{len(pain)} participants in pain and {len(rest)} without")
    if len(pain) < 2:
        raise InputError(f"{len(pain)} participant is too few for classes of people")
    answers = np.concatenate([pain, rest], axis=1)
    attribute = np.repeat([0, 1], [pain.shape[1], rest.shape[1]])
    rng = np.random.default_rng(seed)
    starts = [0.2, *rng.uniform(0.05, 0.45, _STARTS - 1)]
    best = max(
        (_fitted(answers, attribute, _start(answers, start, rng)) for start in starts),
        key=lambda fit: fit.log_likelihood,
    )
    return _described(answers, attribute, best, draws, rng)


def _answers(given: ArrayLike, which: str) -> Array:
    values = np.asarray(given, np.float64)
    if values.ndim != 2 or values.shape[1] == 0:
        raise InputError(f"there is no answer to a photograph {which}: both kinds are needed")
    known = np.isfinite(values)
    if not np.isin(values[known], (0, 1)).all():
        raise ValueError("an answer is right (1), wrong (0) or missing (NaN)")
    return values


def _start(answers: Array, wrong: float, rng: np.random.Generator) -> tuple[Array, Array]:
    chances = np.tile([wrong, 1 - wrong], (answers.shape[1], 1))
    chances += rng.uniform(-0.02, 0.02, chances.shape)
    return np.full(4, 0.25), np.clip(np.sort(chances, axis=1), _LEAST, 1 - _LEAST)


def _fitted(answers: Array, attribute: NDArray[np.int64], start: tuple[Array, Array]) -> _Fit:
    shares, chances = start
    known = np.isfinite(answers)
    right, wrong = np.where(known, answers, 0.0), np.where(known, 1 - answers, 0.0)
    has = _HAS[:, attribute]  # class × item
    last, converged = -math.inf, False
    for _ in range(_ROUNDS):
        posterior, likelihood = _expected(right, wrong, has, shares, chances)
        if abs(likelihood - last) <= _CLOSE * abs(likelihood):
            converged = True
            break
        last = likelihood
        shares = np.maximum(posterior.mean(axis=0), 1e-12)
        shares /= shares.sum()
        chances = _chances(posterior, right, wrong, has)
    return _Fit(shares, chances, posterior, likelihood, converged)


def _expected(
    right: Array, wrong: Array, has: NDArray[np.bool_], shares: Array, chances: Array
) -> tuple[Array, float]:
    """Return each participant's classes and the log-likelihood."""
    chance = np.where(has, chances[:, 1], chances[:, 0])  # class × item
    log = right @ np.log(chance).T + wrong @ np.log1p(-chance).T + np.log(shares)
    top = log.max(axis=1, keepdims=True)
    weights = np.exp(log - top)
    total = weights.sum(axis=1, keepdims=True)
    return weights / total, float((np.log(total) + top).sum())


def _chances(posterior: Array, right: Array, wrong: Array, has: NDArray[np.bool_]) -> Array:
    """Return each item's chance without and with its attribute; with it never below without."""
    made = np.empty((right.shape[1], 2))
    hits, tries = posterior.T @ right, posterior.T @ (right + wrong)  # class × item
    for with_it in (False, True):
        of = has == with_it
        total = np.maximum((tries * of).sum(axis=0), 1e-12)
        made[:, int(with_it)] = (hits * of).sum(axis=0) / total
    turned = made[:, 0] > made[:, 1]
    pooled = hits.sum(axis=0) / np.maximum(tries.sum(axis=0), 1e-12)
    made[turned] = pooled[turned, None]  # the constrained maximum where order is violated
    return np.clip(made, _LEAST, 1 - _LEAST)


def _described(
    answers: Array, attribute: NDArray[np.int64], fit: _Fit, draws: int, rng: np.random.Generator
) -> TwoAttributes:
    n, items = answers.shape
    parameters = 3 + 2 * items
    inside = np.where(
        fit.posterior > 0, fit.posterior * np.log(np.maximum(fit.posterior, 1e-300)), 0
    )
    spread = _bootstrapped(answers, attribute, fit, draws, rng)
    notes = []
    if n < 5 * parameters:
        notes.append(
            f"{n} participants are few for {parameters} parameters: look at the standard errors."
        )
    if not fit.converged:
        notes.append(f"The search had not settled after {_ROUNDS} rounds.")
    return TwoAttributes(
        shares=dict(zip(CLASSES, map(float, fit.shares), strict=True)),
        errors=dict(zip(CLASSES, map(float, spread[:4]), strict=True)),
        posterior=fit.posterior,
        classes=tuple(CLASSES[place] for place in fit.posterior.argmax(axis=1)),
        guess=fit.chances[:, 0],
        slip=1 - fit.chances[:, 1],
        guess_error=spread[4 : 4 + items],
        slip_error=spread[4 + items :],
        log_likelihood=fit.log_likelihood,
        aic=-2 * fit.log_likelihood + 2 * parameters,
        bic=-2 * fit.log_likelihood + math.log(n) * parameters,
        entropy=1 + float(inside.sum()) / (n * math.log(4)),
        n=n,
        items=items,
        converged=fit.converged,
        notes=tuple(notes),
    )


def _bootstrapped(
    answers: Array, attribute: NDArray[np.int64], fit: _Fit, draws: int, rng: np.random.Generator
) -> Array:
    """Return standard errors of shares, guesses and slips, each draw begun at the estimates."""
    if draws < 2:
        return np.full(4 + 2 * answers.shape[1], math.nan)
    made = []
    for _ in range(draws):
        some = answers[rng.integers(0, len(answers), len(answers))]
        drawn = _fitted(some, attribute, (fit.shares.clip(1e-3), fit.chances))
        made.append(np.concatenate([drawn.shares, drawn.chances[:, 0], drawn.chances[:, 1]]))
    spread: Array = np.std(made, axis=0, ddof=1)
    return spread
