"""The restricted likelihood of a linear mixed model, from sums over groups alone.

After Bates, Mächler, Bolker and Walker, J. Stat. Softw. 67, 2015, doi:10.18637/jss.v067.i01: with
Z the columns of the random effects and Λ their relative factor, everything follows from Z'Z, Z'X,
Z'y, X'X, X'y and y'y. They are summed once, however many values there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, optimize, sparse

from neopain_gui.agreement.intervals import ROUNDING, Array
from neopain_gui.agreement.statistics.model_frame import ModelFrame, RandomTerm
from neopain_gui.errors import InputError

MOST_EFFECTS = 5000
"""Groups times what varies, at most: their matrix is held whole (200 MB)."""
SINGULAR = 1e-4
"""A relative standard deviation below which a variance is called 0 (lme4's limit)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Estimates at given relative factors.

    Attributes
    ----------
    deviance : float
        −2 × log-likelihood (restricted or not), profiled over fixed effects and residual variance.
    fixed : ndarray of float64, shape (p,)
        Estimates.
    unscaled : ndarray of float64, shape (p, p)
        Their covariance over the residual variance.
    variance : float
        Of the residuals.
    spherical : ndarray of float64, shape (q,)
        Random effects before Λ.
    log_l, log_r : float
        Log determinants, as the deviance has them.
    squares : float
        Penalised sum of squares.
    """

    deviance: float
    fixed: Array
    unscaled: Array
    variance: float
    spherical: Array
    log_l: float
    log_r: float
    squares: float


class Likelihood:
    """The (restricted) likelihood of a model as a function of its relative factors θ."""

    def __init__(self, frame: ModelFrame, *, restricted: bool = True) -> None:
        self.terms, self.restricted = frame.terms, restricted
        self.n, self.p = frame.fixed.shape
        z = indicator(self.terms, self.n)
        if z.shape[1] > MOST_EFFECTS:
            raise InputError(
                f"{z.shape[1]} random effects are more than the {MOST_EFFECTS} that are computed: "
                "leave one of the groups out"
            )
        self.z = z
        # What the fixed effects alone explain is taken off first: the likelihood of what is left is
        # the same, and large means do not drown small differences.
        self._plain = np.linalg.lstsq(frame.fixed, frame.response, rcond=None)[0]
        left = frame.response - frame.fixed @ self._plain
        if np.abs(left).max() <= ROUNDING * np.abs(frame.response).max():
            raise InputError(
                "the values do not vary beyond what the model explains exactly: there is nothing "
                "left to estimate"
            )
        self._zz = (z.T @ z).toarray()
        self._zx, self._zy = z.T @ frame.fixed, z.T @ left
        self._xx, self._xy = frame.fixed.T @ frame.fixed, frame.fixed.T @ left
        self._yy = float(left @ left)

    @cached_property
    def sizes(self) -> list[int]:
        """How many columns vary, of each term."""
        return [len(term.columns) for term in self.terms]

    def start(self) -> Array:
        """Return the identity's θ: the lower triangles of all terms, one after the other."""
        return np.concatenate([np.eye(k)[np.tril_indices(k)] for k in self.sizes] or [np.zeros(0)])

    def bounds(self) -> list[tuple[float, float]]:
        """Return the bounds of θ: what stands on a diagonal is at least 0."""
        found = []
        for k in self.sizes:
            rows, columns = np.tril_indices(k)
            found += [
                (0.0, 1e4) if r == c else (-1e4, 1e4) for r, c in zip(rows, columns, strict=True)
            ]
        return found

    def factors(self, theta: Array) -> list[Array]:
        """Return each term's relative factor, lower triangles of shape (k, k)."""
        made, begin = [], 0
        for k in self.sizes:
            factor = np.zeros((k, k))
            rows, columns = np.tril_indices(k)
            factor[rows, columns] = theta[begin : begin + len(rows)]
            begin += len(rows)
            made.append(factor)
        return made

    def big_factor(self, theta: Array) -> sparse.csr_matrix:
        """Return Λ, shape (q, q): each term's factor once a group."""
        blocks = [
            sparse.kron(sparse.identity(len(term.levels)), factor)
            for term, factor in zip(self.terms, self.factors(theta), strict=True)
        ]
        return sparse.csr_matrix(sparse.block_diag(blocks))

    def solve(self, theta: Array) -> Solution:
        """Return the estimates at θ."""
        p = self.p
        if self.terms:
            factor = self.big_factor(theta)
            inner = factor.T @ (factor.T @ self._zz.T).T
            inner[np.diag_indices_from(inner)] += 1.0
            lower = linalg.cholesky(inner, lower=True, check_finite=False)
            right = factor.T @ np.column_stack([self._zx, self._zy])
            solved = linalg.solve_triangular(lower, right, lower=True, check_finite=False)
            log_l = 2.0 * float(np.log(np.diag(lower)).sum())
        else:
            lower, solved, log_l = np.zeros((0, 0)), np.zeros((0, p + 1)), 0.0
        rzx, cu = solved[:, :p], solved[:, p]
        schur = linalg.cholesky(self._xx - rzx.T @ rzx, lower=True)
        cb = linalg.solve_triangular(schur, self._xy - rzx.T @ cu, lower=True)
        fixed = linalg.solve_triangular(schur.T, cb)
        squares = max(self._yy - float(cu @ cu) - float(cb @ cb), 0.0)
        log_r = 2.0 * float(np.log(np.diag(schur)).sum())
        freedom = self.n - p if self.restricted else self.n
        variance = squares / freedom
        spherical = linalg.solve_triangular(lower.T, cu - rzx @ fixed) if self.terms else cu
        deviance = log_l + freedom * (1 + math.log(2 * math.pi * max(variance, 1e-300)))
        deviance += log_r if self.restricted else 0.0
        return Solution(
            deviance=deviance,
            fixed=self._plain + fixed,
            unscaled=linalg.cho_solve((schur, True), np.eye(p)),
            variance=variance,
            spherical=spherical,
            log_l=log_l,
            log_r=log_r,
            squares=squares,
        )

    def best(self) -> Array:
        """Return the θ of the largest likelihood; an empty one without random terms."""
        start = self.start()
        if not len(start):
            return start
        bounds = self.bounds()
        tries = [
            optimize.minimize(self._deviance, start * size, method="L-BFGS-B", bounds=bounds)
            for size in (1.0, 0.1)
        ]
        best = min(tries, key=lambda found: float(found.fun))
        last = optimize.minimize(
            self._deviance,
            best.x,
            method="Nelder-Mead",
            bounds=bounds,
            options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000},
        )
        return np.asarray(last.x if last.fun < best.fun else best.x)

    def _deviance(self, theta: Array) -> float:
        return self.solve(theta).deviance

    def full_deviance(self, theta: Array, deviation: float) -> tuple[float, Array]:
        """Return −2 log-likelihood at θ and a residual SD, and the covariance of fixed effects."""
        solved, variance = self.solve(theta), deviation**2
        freedom = self.n - self.p if self.restricted else self.n
        value = solved.log_l + freedom * math.log(2 * math.pi * variance)
        value += solved.squares / variance + (solved.log_r if self.restricted else 0.0)
        return value, solved.unscaled * variance

    def effects(self, theta: Array, solved: Solution) -> Array:
        """Return the random effects, shape (q,), in the response's unit."""
        if not self.terms:
            return np.zeros(0)
        return np.asarray(self.big_factor(theta) @ solved.spherical)


def indicator(terms: tuple[RandomTerm, ...], n: int) -> sparse.csr_matrix:
    """Return Z, shape (n, q): the varying columns of each row, at the place of its group."""
    made = []
    for term in terms:
        k = len(term.columns)
        rows = np.repeat(np.arange(n), k)
        columns = (term.codes[:, None] * k + np.arange(k)).ravel()
        shape = (n, k * len(term.levels))
        made.append(sparse.csr_matrix((term.values.ravel(), (rows, columns)), shape=shape))
    return sparse.hstack(made, format="csr") if made else sparse.csr_matrix((n, 0))
