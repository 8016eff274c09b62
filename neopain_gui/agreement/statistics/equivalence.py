"""Are two extraction models equivalent, or is nothing known? Tests that can say the former."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.agreement.intervals import ROUNDING
from neopain_gui.errors import InputError

ALPHA = 0.05
"""Level of each of the two one-sided tests; the interval beside them is of 1 − 2 × 5 %."""
SCALE = 0.7071
"""Scale of the Cauchy prior of the standardised difference (Rouder et al. 2009)."""


class Finding(StrEnum):
    """What a comparison of two means says."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    BOTH = "different, yet equivalent"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Two one-sided tests of a mean difference of pairs (Schuirmann 1987).

    Attributes
    ----------
    difference : float
        Mean of ``a − b``.
    low, high : float
        Its interval of 90 %: within the bounds exactly where ``p`` is below 5 %.
    margin : float
        The bounds are −margin and margin, in the unit of the values.
    t_lower, t_upper : float
        Against the lower bound (large speaks for equivalence) and the upper one (small does).
    p_lower, p_upper : float
        One-sided.
    p : float
        The larger of both: that of the test; NaN with fewer than two pairs.
    t, p_difference : float
        Of the paired t test against no difference, two-sided.
    n : int
        Pairs with both values.
    finding : Finding
        At the level of 5 %.
    """

    difference: float
    low: float
    high: float
    margin: float
    t_lower: float
    t_upper: float
    p_lower: float
    p_upper: float
    p: float
    t: float
    p_difference: float
    n: int
    finding: Finding

    def sentence(self, digits: int = 2) -> str:
        """Return what was found, for a person: never that no difference means equal."""
        if self.n < 2 or math.isnan(self.p):
            return "Too few pairs to say whether they are equivalent."
        bounds = f"within ± {self.margin:.{digits}g}"
        said = {
            Finding.EQUIVALENT: f"They are equivalent {bounds}",
            Finding.DIFFERENT: f"They differ; that they are equivalent {bounds} is not shown",
            Finding.BOTH: f"They differ, by so little that they are equivalent {bounds}",
            Finding.UNDECIDED: f"Undecided: neither a difference nor equivalence {bounds} is shown",
        }[self.finding]
        return (
            f"{said} (mean difference {self.difference:.{digits}g}, 90 % interval "
            f"{self.low:.{digits}g} to {self.high:.{digits}g}, n = {self.n} pairs)."
        )


def tost_paired(a: ArrayLike, b: ArrayLike, margin: float) -> Equivalence:
    """Test whether the mean difference of pairs lies within −margin and margin.

    Parameters
    ----------
    a, b : array-like of float, shape (n,)
        Pairs, such as a neonate's mean agreement with two extraction models. A pair with a value
        that is not finite is left out; ``n`` says how many are in.
    margin : float
        Half the width of what counts as equivalent, in the unit of the values; > 0 and finite.
        It is to be chosen before the values are seen.

    Returns
    -------
    Equivalence
        Everything NaN with fewer than two pairs. Where all differences are equal up to rounding
        the p-values are 0 or 1.

    Raises
    ------
    InputError
        The margin is no positive number.
    ValueError
        ``a`` and ``b`` differ in length.

    Notes
    -----
    Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, doi:10.1007/BF01068419; Lakens, Soc.
    Psychol. Personal. Sci. 8, 2017, doi:10.1177/1948550617697177.
    """
    from scipy import stats

    if not (math.isfinite(margin) and margin > 0):
        raise InputError(
            f"the margin of equivalence is {margin:g}: give a number above 0, in the unit of the "
            "values, within which a difference does not matter"
        )
    x, y = np.asarray(a, np.float64).ravel(), np.asarray(b, np.float64).ravel()
    if len(x) != len(y):
        raise ValueError(f"{len(x)} values and {len(y)} are no pairs")
    known = np.isfinite(x) & np.isfinite(y)
    differences, n = x[known] - y[known], int(known.sum())
    if n < 2:
        return _undefined(float(differences.mean()) if n else math.nan, margin, n)
    mean, freedom = float(differences.mean()), n - 1
    spread = float(differences.std(ddof=1))
    size = max(float(np.abs(x[known]).max()), float(np.abs(y[known]).max()))
    error = 0.0 if spread <= ROUNDING * size else spread / math.sqrt(n)
    t_lower, t_upper, t = (_t(mean + shift, error) for shift in (margin, -margin, 0.0))
    p_lower, p_upper = float(stats.t.sf(t_lower, freedom)), float(stats.t.cdf(t_upper, freedom))
    p_difference = float(2 * stats.t.sf(abs(t), freedom))
    half = float(stats.t.ppf(1 - ALPHA, freedom)) * error
    p = max(p_lower, p_upper)
    return Equivalence(
        difference=mean,
        low=mean - half,
        high=mean + half,
        margin=margin,
        t_lower=t_lower,
        t_upper=t_upper,
        p_lower=p_lower,
        p_upper=p_upper,
        p=p,
        t=t,
        p_difference=p_difference,
        n=n,
        finding=finding_of(p < ALPHA, p_difference < ALPHA),
    )


def _t(difference: float, error: float) -> float:
    if error:
        return difference / error
    return math.copysign(math.inf, difference) if difference else 0.0


def finding_of(equivalent: bool, different: bool) -> Finding:
    """Return what both tests say together."""
    if equivalent:
        return Finding.BOTH if different else Finding.EQUIVALENT
    return Finding.DIFFERENT if different else Finding.UNDECIDED


def _undefined(difference: float, margin: float, n: int) -> Equivalence:
    nan = math.nan
    return Equivalence(
        difference=difference,
        low=nan,
        high=nan,
        margin=margin,
        t_lower=nan,
        t_upper=nan,
        p_lower=nan,
        p_upper=nan,
        p=nan,
        t=nan,
        p_difference=nan,
        n=n,
        finding=Finding.UNDECIDED,
    )


def bayes_factor_paired_t(t: float, n: int, scale: float = SCALE) -> float:
    """Return how much better a difference predicts a paired t than no difference does (BF10).

    The Jeffreys–Zellner–Siow factor: the standardised difference has a Cauchy prior.

    Parameters
    ----------
    t : float
        Of the paired test (or of one sample).
    n : int
        Pairs, ≥ 2.
    scale : float
        Of the prior, > 0: half of its mass lies within ± scale.

    Returns
    -------
    float
        > 0; 3 speaks moderately for a difference, 1 ⁄ 3 as much for none; NaN where ``t`` is or
        fewer than two pairs are; inf where ``t`` is infinite or the factor beyond what a double
        holds.

    Raises
    ------
    InputError
        The scale is no positive number.

    Notes
    -----
    Equation 1 of Rouder, Speckman, Sun, Morey and Iverson, Psychon. Bull. Rev. 16, 2009,
    doi:10.3758/PBR.16.2.225, with g = scale² × an inverse χ² of one degree of freedom. The
    integral is taken over log g, relative to the integrand's largest value.
    """
    from scipy import integrate, optimize

    if not (math.isfinite(scale) and scale > 0):
        raise InputError(f"the prior's scale is {scale:g}: give a number above 0")
    if n < 2 or math.isnan(t):
        return math.nan
    if math.isinf(t):
        return math.inf
    freedom, size = n - 1, n * scale**2

    def log_density(u: float) -> float:
        widened = 1 + size * math.exp(u)
        return (
            -0.5 * math.log(widened)
            - 0.5 * (freedom + 1) * math.log1p(t * t / (widened * freedom))
            - 0.5 * math.log(2 * math.pi)
            - 0.5 * u  # g^(−3/2), times g for the change of variable
            - 0.5 * math.exp(-u)
        )

    top = optimize.minimize_scalar(lambda u: -log_density(u), bounds=(-60, 60), method="bounded")
    peak, highest = float(top.x), -float(top.fun)
    area = sum(
        integrate.quad(
            lambda u: math.exp(log_density(u) - highest), *ends, epsabs=0, epsrel=1e-11, limit=200
        )[0]
        for ends in (
            (peak - 80, peak - 4),
            (peak - 4, peak),
            (peak, peak + 4),
            (peak + 4, peak + 80),
        )
        if ends[0] > -700
    )
    log_null = -0.5 * (freedom + 1) * math.log1p(t * t / freedom)
    logarithm = highest + math.log(area) - log_null
    return math.exp(logarithm) if logarithm < 709 else math.inf
