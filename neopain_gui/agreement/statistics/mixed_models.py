"""Linear mixed models: what a class and an extraction model do, when neonates differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.statistics.model_frame import Groups, ModelFrame, model_frame
from neopain_gui.agreement.statistics.restricted_likelihood import SINGULAR, Likelihood, Solution

if TYPE_CHECKING:
    import pandas as pd

_STEP = 1e-3  # of numerical derivatives, relative to θ and the residual SD


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimated effect, mean or contrast.

    Attributes
    ----------
    name : str
        Of what.
    value, error : float
        The estimate and its standard error.
    freedom : float
        Degrees of freedom by Satterthwaite's approximation.
    t, p : float
        Against 0, two-sided.
    low, high : float
        Interval of 95 % (of a family of contrasts: as adjusted as their p).
    p_adjusted : float
        Within the family that was named; ``p`` where there is none.
    """

    name: str
    value: float
    error: float
    freedom: float
    t: float
    p: float
    low: float
    high: float
    p_adjusted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedModel:
    """A fitted linear mixed model.

    Attributes
    ----------
    formula : str
        Of the fixed effects.
    effects : tuple of Estimate
        The fixed effects.
    covariance : ndarray of float64, shape (p, p)
        Theirs.
    variances : dict of str to ndarray of float64, shape (k, k)
        Group → covariance of what varies by it.
    group_effects : dict of str to DataFrame
        Group → predicted effects (levels × what varies).
    residual_sd : float
        Standard deviation of what is left.
    log_likelihood : float
        Restricted, unless the model was fitted without.
    fitted, residuals : ndarray of float64, shape (n,)
        Of each row that is in.
    n, dropped : int
        Rows that are in, and that lack a value.
    singular : bool
        Whether a variance is estimated as 0, or effects of a group as wholly correlated.
    notes : tuple of str
        What a reader must know, in sentences.
    frame : ModelFrame
        The matrices.
    """

    formula: str
    effects: tuple[Estimate, ...]
    covariance: Array
    variances: dict[str, Array]
    group_effects: dict[str, pd.DataFrame]
    residual_sd: float
    log_likelihood: float
    fitted: Array
    residuals: Array
    n: int
    dropped: int
    singular: bool
    notes: tuple[str, ...]
    frame: ModelFrame
    likelihood: Likelihood
    theta: Array

    @property
    def value(self) -> dict[str, float]:
        """The fixed effects by name."""
        return {effect.name: effect.value for effect in self.effects}

    def combination(self, name: str, weights: Array) -> Estimate:
        """Return a linear combination of the fixed effects, with its own degrees of freedom."""
        beta = np.array([effect.value for effect in self.effects])
        value, error = float(weights @ beta), math.sqrt(float(weights @ self.covariance @ weights))
        freedom = self._freedom(weights)
        return estimate(name, value, error, freedom)

    def _freedom(self, weights: Array) -> float:
        """Satterthwaite: 2 v² ⁄ (g' A g), A the covariance of θ and the residual SD."""
        plain = float(self.n - len(self.effects))
        spread, slopes = _uncertainty(self)
        if spread is None:
            return plain
        variance = float(weights @ self.covariance @ weights)
        gradient = np.array([float(weights @ slope @ weights) for slope in slopes])
        below = float(gradient @ spread @ gradient)
        return 2 * variance**2 / below if below > 0 else plain


def estimate(name: str, value: float, error: float, freedom: float) -> Estimate:
    """Return an estimate with Student's t against 0 and its interval of 95 %."""
    t = value / error if error else math.copysign(math.inf, value) if value else 0.0
    p = float(2 * stats.t.sf(abs(t), freedom))
    half = float(stats.t.ppf(0.975, freedom)) * error
    return Estimate(
        name=name,
        value=value,
        error=error,
        freedom=freedom,
        t=t,
        p=p,
        low=value - half,
        high=value + half,
        p_adjusted=p,
    )


def mixed_model(
    frame: pd.DataFrame, formula: str, groups: Groups = None, *, restricted: bool = True
) -> MixedModel:
    """Fit a linear mixed model with nested or crossed random effects.

    Parameters
    ----------
    frame : DataFrame
        A value a row.
    formula : str
        The fixed effects, such as ``value ~ C(label) * C(model)``; random terms as lme4 writes
        them may stand in it, ``Reaction ~ Days + (Days | Subject)``. A formula is evaluated: it
        comes from a programmer, never from a file.
    groups : str, sequence of str, mapping or None
        Columns whose mean varies from group to group (crossed where there are several), or
        column → formula of what varies.
    restricted : bool
        Restricted likelihood (the default), for variances; the full one to compare fixed effects.

    Returns
    -------
    MixedModel
        Degrees of freedom are Satterthwaite's.

    Raises
    ------
    InputError
        The formula does not fit the table, or the values cannot bear the model; the sentence says
        what to leave out.

    Notes
    -----
    Bates et al. 2015, doi:10.18637/jss.v067.i01; Kuznetsova, Brockhoff and Christensen, J. Stat.
    Softw. 82, 2017, doi:10.18637/jss.v082.i13.
    """
    matrices = model_frame(frame, formula, groups)
    likelihood = Likelihood(matrices, restricted=restricted)
    theta = likelihood.best()
    solved = likelihood.solve(theta)
    effects = likelihood.effects(theta, solved)
    fitted = matrices.fixed @ solved.fixed + likelihood.z @ effects
    singular, notes = _notes(matrices, likelihood, theta)
    made = MixedModel(
        formula=formula,
        effects=(),
        covariance=solved.unscaled * solved.variance,
        variances=_variances(likelihood, theta, solved),
        group_effects=_group_effects(likelihood, effects),
        residual_sd=math.sqrt(solved.variance),
        log_likelihood=-solved.deviance / 2,
        fitted=fitted,
        residuals=matrices.response - fitted,
        n=len(matrices.response),
        dropped=matrices.dropped,
        singular=singular,
        notes=notes,
        frame=matrices,
        likelihood=likelihood,
        theta=theta,
    )
    return _with_effects(made, solved)


def _with_effects(model: MixedModel, solved: Solution) -> MixedModel:
    from dataclasses import replace

    plain = tuple(
        estimate(name, float(value), 0.0, 1.0)
        for name, value in zip(model.frame.names, solved.fixed, strict=True)
    )
    half = replace(model, effects=plain)
    each = np.eye(len(plain))
    return replace(
        model,
        effects=tuple(
            half.combination(effect.name, weights)
            for effect, weights in zip(plain, each, strict=True)
        ),
    )


def _variances(likelihood: Likelihood, theta: Array, solved: Solution) -> dict[str, Array]:
    return {
        term.group: factor @ factor.T * solved.variance
        for term, factor in zip(likelihood.terms, likelihood.factors(theta), strict=True)
    }


def _group_effects(likelihood: Likelihood, effects: Array) -> dict[str, pd.DataFrame]:
    import pandas as pd

    made, begin = {}, 0
    for term in likelihood.terms:
        count = len(term.levels) * len(term.columns)
        values = effects[begin : begin + count].reshape(len(term.levels), -1)
        made[term.group] = pd.DataFrame(values, index=list(term.levels), columns=list(term.columns))
        begin += count
    return made


def _notes(
    matrices: ModelFrame, likelihood: Likelihood, theta: Array
) -> tuple[bool, tuple[str, ...]]:
    notes, singular = [], False
    if matrices.dropped:
        notes.append(f"Rows without one of the values: {matrices.dropped}; they are left out.")
    for term, factor in zip(likelihood.terms, likelihood.factors(theta), strict=True):
        if np.abs(np.diag(factor)).min() < SINGULAR:
            singular = True
            what = "its variance is" if len(factor) == 1 else "a variance of its effects is"
            notes.append(
                f"{term.group}: {what} estimated as 0, so the fit is singular. The estimates hold; "
                "a simpler model without that random effect says the same."
            )
        if len(term.levels) < 5:
            notes.append(
                f"{term.group}: {len(term.levels)} groups say little of how much groups vary."
            )
    return singular, tuple(notes)


def _uncertainty(model: MixedModel) -> tuple[Array | None, list[Array]]:
    """Return the covariance of (θ, residual SD) and the slopes of the covariance of effects.

    Where θ is at its bound the derivative is taken along the others alone, as the variance 0
    stays 0. Central differences; None without random terms.
    """
    theta, likelihood = model.theta, model.likelihood
    free = [i for i, value in enumerate(theta) if abs(value) >= SINGULAR or _off(likelihood, i)]
    if not free:
        return None, []
    point = np.append(theta[free], model.residual_sd)
    steps = _STEP * np.maximum(np.abs(point), 1e-2)

    def at(moved: Array) -> tuple[float, Array]:
        whole = theta.copy()
        whole[free] = moved[:-1]
        return likelihood.full_deviance(whole, float(moved[-1]))

    k = len(point)
    units = np.diag(steps)
    slopes = [
        (at(point + u)[1] - at(point - u)[1]) / (2 * h) for u, h in zip(units, steps, strict=True)
    ]
    hessian = np.empty((k, k))
    for i in range(k):
        for j in range(i, k):
            u, v = units[i], units[j]
            value = at(point + u + v)[0] - at(point + u - v)[0]
            value += at(point - u - v)[0] - at(point - u + v)[0]
            hessian[i, j] = hessian[j, i] = value / (4 * steps[i] * steps[j])
    values, vectors = np.linalg.eigh(hessian)
    kept = values > 1e-8 * max(float(values.max()), 1e-300)
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return 2 * inverse, slopes


def _off(likelihood: Likelihood, place: int) -> bool:
    return likelihood.bounds()[place][0] < 0
