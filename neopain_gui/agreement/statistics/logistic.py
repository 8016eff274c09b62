"""Logistic models of yes or no: random effects by Laplace's method, or errors over clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, optimize, special

from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.statistics.mixed_models import Estimate, estimate
from neopain_gui.agreement.statistics.model_frame import Groups, ModelFrame, model_frame
from neopain_gui.agreement.statistics.restricted_likelihood import SINGULAR, Likelihood, indicator
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_ROUNDS = 100
_CLOSE = 1e-9
_WHOLE = 200_000  # numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticModel:
    """A fitted logistic model.

    Attributes
    ----------
    effects : tuple of Estimate
        Fixed effects, as log odds; ``t`` is z, ``freedom`` infinite.
    covariance : ndarray of float64, shape (p, p)
        Theirs.
    variances : dict of str to ndarray of float64, shape (k, k)
        Group → covariance of what varies by it; empty without random effects.
    log_likelihood : float
        By Laplace's method; without random effects the plain one.
    n, dropped : int
        Rows that are in, and that lack a value.
    singular : bool
        Whether a variance is estimated as 0.
    notes : tuple of str
        What a reader must know, in sentences.
    """

    effects: tuple[Estimate, ...]
    covariance: Array
    variances: dict[str, Array]
    log_likelihood: float
    n: int
    dropped: int
    singular: bool
    notes: tuple[str, ...]


class _Laplace:
    """The deviance of a logistic mixed model, its random effects at their mode."""

    def __init__(self, frame: ModelFrame, yes: Array, tries: Array) -> None:
        self.x, self.yes, self.tries = frame.fixed, yes, tries
        self.shapes = Likelihood(frame)  # how θ becomes Λ
        self.z = indicator(frame.terms, len(yes))
        self.constant = -2 * float(
            (
                special.gammaln(tries + 1)
                - special.gammaln(yes + 1)
                - special.gammaln(tries - yes + 1)
            ).sum()
        )
        self.u = np.zeros(self.z.shape[1])

    def minus_twice(self, eta: Array) -> float:
        return -2 * float((self.yes * eta - self.tries * np.logaddexp(0, eta)).sum())

    def deviance(self, theta: Array, beta: Array) -> float:
        """Return −2 log-likelihood at θ and β (the fixed effects)."""
        columns = self._columns(theta)
        offset, u = self.x @ beta, self.u
        eta = offset + columns @ u
        now = self.minus_twice(eta) + float(u @ u)
        for _ in range(_ROUNDS):
            factor, slope = self._curved(columns, eta, u)
            step = linalg.cho_solve(factor, slope)
            size = 1.0
            while True:
                moved = u + size * step
                eta = offset + columns @ moved
                then = self.minus_twice(eta) + float(moved @ moved)
                if then <= now + 1e-12 * abs(now) or size < 1e-8:
                    break
                size /= 2
            u, now = moved, then
            # The determinant is not flat at the mode: u itself has to be there.
            if float(np.abs(step).max()) < _CLOSE:
                break
        self.u = u
        factor, _ = self._curved(columns, eta, u)
        return now + 2 * float(np.log(np.diag(factor[0])).sum()) + self.constant

    def _columns(self, theta: Array) -> Any:
        """ZΛ: whole where it is small, which is faster."""
        columns = self.z @ self.shapes.big_factor(theta)
        return columns.toarray() if columns.shape[0] * columns.shape[1] < _WHOLE else columns

    def _curved(self, columns: Any, eta: Array, u: Array) -> tuple[Any, Array]:
        """Return the factored second derivatives along u, and the slope."""
        chance = special.expit(eta)
        weight = (self.tries * chance * (1 - chance))[:, None]
        if isinstance(columns, np.ndarray):
            inner = columns.T @ (columns * weight)
        else:
            inner = (columns.T @ columns.multiply(weight)).toarray()
        inner[np.diag_indices_from(inner)] += 1.0
        slope = columns.T @ (self.yes - self.tries * chance) - u
        return linalg.cho_factor(inner, lower=True, check_finite=False), slope


def logistic_mixed_model(
    frame: pd.DataFrame, formula: str, groups: Groups = None, *, tries: str | None = None
) -> LogisticModel:
    """Fit a logistic model with random effects by Laplace's method.

    Parameters
    ----------
    frame : DataFrame
        A case a row.
    formula : str
        ``fixated ~ map + centre``: what is explained is 0 or 1, or of ``tries`` a count.
        Random terms as lme4 writes them may stand in it. It is evaluated: never from a file.
    groups : str, sequence of str, mapping or None
        Columns whose log odds vary from group to group.
    tries : str or None
        The column that says of how many.

    Returns
    -------
    LogisticModel
        Errors from the curvature of the deviance at its minimum, as lme4's ``glmer`` has them.

    Raises
    ------
    InputError
        The formula does not fit, what is explained is no count, there is no random effect, or
        yes and no are told apart wholly by a column (its effect has no bound).
    """
    matrices = model_frame(frame, formula, groups)
    if not matrices.terms:
        raise InputError(f"{formula!r} has no random effect: name the groups")
    yes = matrices.response
    counted = np.ones_like(yes) if tries is None else matrices.table[tries].to_numpy(np.float64)
    if not (np.isfinite(counted).all() and ((yes >= 0) & (yes <= counted)).all()):
        raise InputError("what a logistic model explains is 0 or 1, or a count of so many tries")
    laplace = _Laplace(matrices, yes, counted)
    beta = _plain(matrices.fixed, yes, counted, matrices.names)
    theta = laplace.shapes.start()
    k = len(theta)

    def value(point: Array) -> float:
        return laplace.deviance(point[:k], point[k:])

    bounds = [*laplace.shapes.bounds(), *([(-50.0, 50.0)] * len(beta))]
    found = optimize.minimize(
        value,
        np.append(theta, beta),
        method="L-BFGS-B",
        jac="3-point",
        bounds=bounds,
        options={"ftol": 1e-14, "gtol": 1e-6},
    )
    return _laplace_model(laplace, matrices, found.x, k, float(found.fun))


def _laplace_model(
    laplace: _Laplace, matrices: ModelFrame, point: Array, k: int, deviance: float
) -> LogisticModel:
    factors = laplace.shapes.factors(point[:k])
    free = [i for i in range(len(point)) if i >= k or abs(point[i]) >= SINGULAR]
    whole = _curvature(lambda moved: laplace.deviance(moved[:k], moved[k:]), point, free)
    inverse = 2.0 * np.asarray(np.linalg.inv(whole), np.float64)
    start = sum(1 for i in free if i < k)
    covariance: Array = inverse[start:, start:]
    singular = any(np.abs(np.diag(factor)).min() < SINGULAR for factor in factors)
    notes = []
    if matrices.dropped:
        notes.append(f"Rows without one of the values: {matrices.dropped}; they are left out.")
    if singular:
        notes.append(
            "A variance is estimated as 0, so the fit is singular: a model without that random "
            "effect says the same."
        )
    return LogisticModel(
        effects=_effects(matrices.names, point[k:], covariance),
        covariance=covariance,
        variances={
            term.group: factor @ factor.T
            for term, factor in zip(matrices.terms, factors, strict=True)
        },
        log_likelihood=-deviance / 2,
        n=len(matrices.response),
        dropped=matrices.dropped,
        singular=singular,
        notes=tuple(notes),
    )


def _curvature(value: Any, point: Array, free: Sequence[int]) -> Array:
    """Return the second derivatives along ``free``, by central differences."""
    steps = 1e-3 * np.maximum(np.abs(point), 0.1)
    made = np.empty((len(free), len(free)))
    for a, i in enumerate(free):
        for b, j in enumerate(free[: a + 1]):
            u, v = np.zeros(len(point)), np.zeros(len(point))
            u[i], v[j] = steps[i], steps[j]
            four = value(point + u + v) - value(point + u - v)
            four += value(point - u - v) - value(point - u + v)
            made[a, b] = made[b, a] = four / (4 * steps[i] * steps[j])
    return made


def _effects(
    names: Sequence[str], beta: Array, covariance: Array, freedom: float = math.inf
) -> tuple[Estimate, ...]:
    """Return the effects; without degrees of freedom Student's t is the normal distribution."""
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return tuple(
        estimate(name, float(value), float(error), freedom)
        for name, value, error in zip(names, beta, errors, strict=True)
    )


def _plain(x: Array, yes: Array, tries: Array, names: Sequence[str]) -> Array:
    """Return the estimates of a logistic model without random effects, by Newton's steps."""
    beta = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        chance = special.expit(x @ beta)
        weight = tries * chance * (1 - chance)
        slope, inner = x.T @ (yes - tries * chance), (x * weight[:, None]).T @ x
        try:
            step = np.linalg.solve(inner, slope)
        except np.linalg.LinAlgError:
            break
        beta = beta + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            return beta
        if float(np.abs(x @ beta).max()) > 40 * max(1.0, float(np.abs(x).max())):
            break
    worst = names[int(np.abs(beta * np.abs(x).max(axis=0)).argmax())]
    raise InputError(
        f"{worst!r} tells yes from no without exception, so that its effect has no bound: leave it "
        "out, or join classes"
    )


def clustered_logistic(
    x: Array, yes: ArrayLike, names: Sequence[str], clusters: Sequence[ArrayLike]
) -> LogisticModel:
    """Fit a logistic model whose errors allow for one or two crossed kinds of clusters.

    Estimating equations with independence; the errors are sums of scores over clusters, so that
    nothing is fitted again (Cameron, Gelbach and Miller, J. Bus. Econ. Stat. 29, 2011,
    doi:10.1198/jbes.2010.07136).

    Parameters
    ----------
    x : ndarray of float64, shape (n, p)
        Columns, a constant among them.
    yes : array-like of float, shape (n,)
        0 or 1.
    names : sequence of str
        Of the columns.
    clusters : sequence of array-like of int, each of shape (n,)
        One or two: which participant, which photograph.

    Returns
    -------
    LogisticModel
        The intervals use Student's t with the fewest clusters − 1 degrees of freedom.

    Raises
    ------
    InputError
        A kind of cluster has one member only, or yes and no are told apart wholly.
    """
    answers = np.asarray(yes, np.float64)
    whose = [np.unique(np.asarray(one), return_inverse=True)[1] for one in clusters]
    counts = [int(one.max()) + 1 for one in whose]
    if min(counts) < 2:
        raise InputError("errors over clusters need two or more of each: there is one only")
    ones = np.ones_like(answers)
    beta = _plain(x, answers, ones, names)
    chance = special.expit(x @ beta)
    scores = x * (answers - chance)[:, None]
    bread = np.linalg.inv((x * (chance * (1 - chance))[:, None]).T @ x)
    kinds = list(zip(whose, counts, [1.0] * len(whose), strict=True))
    if len(whose) == 2:
        both = np.unique(whose[0] * counts[1] + whose[1], return_inverse=True)[1]
        kinds.append((both, int(both.max()) + 1, -1.0))
    meat = np.zeros((x.shape[1],) * 2)
    for codes, count, sign in kinds:
        sums = np.stack([np.bincount(codes, column, count) for column in scores.T], axis=1)
        meat += sign * count / (count - 1) * sums.T @ sums
    covariance = _not_negative(bread @ meat @ bread)
    freedom = float(min(counts) - 1)
    return LogisticModel(
        effects=_effects(names, beta, covariance, freedom),
        covariance=covariance,
        variances={},
        log_likelihood=float((answers * (x @ beta) - np.logaddexp(0, x @ beta)).sum()),
        n=len(answers),
        dropped=0,
        singular=False,
        notes=(),
    )


def _not_negative(covariance: Array) -> Array:
    """Two ways less their crossing may have a negative direction: it counts as 0."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    made: Array = (vectors * np.maximum(values, 0)) @ vectors.T
    return made
