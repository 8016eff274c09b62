"""What the oracle computes with: measures, intervals and effect sizes, written from their papers.

NumPy, SciPy, statsmodels and pandas; nothing of NeoPain.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from scipy.special import gammaln

METRICS = ("cosine", "spearman", "overlap", "kappa", "iou", "dice")
FAMILY = METRICS[:3]
RANGES = dict.fromkeys(METRICS, (0.0, 1.0)) | dict.fromkeys(("spearman", "kappa"), (-1.0, 1.0))
ALPHA = 0.05
SAME = 1e-9
"""Values that differ by less than this share of their size differ by rounding alone."""
TOLERANCE = 1.001e-6
"""Six decimals are written."""
DEVIATIONS = 5.0
"""Standard errors by which two Monte Carlo estimates may differ."""

worst: dict[str, tuple[float, float, int]] = {}
"""Of each statement the largest gap, as a share of what is allowed, the gap and how many."""


def check(what, ours, theirs, *, within=TOLERANCE):
    """Keep the largest difference; what is undefined has to be so in both."""
    ours = np.nan if ours is None else float(ours)
    theirs = np.nan if theirs is None else float(theirs)
    same = (np.isnan(ours) and np.isnan(theirs)) or ours == theirs
    gap = 0.0 if same else abs(ours - theirs) / max(1.0, abs(theirs))
    gap = np.inf if np.isnan(gap) else gap
    share, most, count = worst.get(what, (0.0, 0.0, 0))
    worst[what] = max(share, gap / within), max(most, gap), count + 1


def same(what, ours, theirs):
    """Keep whether a word, a truth value or a count is the same."""
    empty = [one is None or one != one or one == "" for one in (ours, theirs)]  # NaN is not itself
    check(what, 0, 0 if all(empty) or (not any(empty) and ours == theirs) else np.inf)


def read(path):
    """Read a table: text stays text, whatever it looks like, and an empty cell is undefined."""
    text = ["image", "neonate", "label", "model", "model_a", "model_b", "partner", "participant",
            "group", "of", "best", "second", "region", "classifier", "predicted"]  # fmt: skip
    return pd.read_csv(
        path, dtype=dict.fromkeys(text, str), keep_default_na=False, na_values=[""],
        true_values=["TRUE"], false_values=["FALSE"],
    )  # fmt: skip


def measures(a, b):
    """Return every measure of two masks and its chance level, from their definitions."""
    a, b = a.ravel().astype(float), b.ravel().astype(float)
    p, q, both = a.mean(), b.mean(), (a * b).mean()
    either = p + q - both
    equal, expected = (a == b).mean(), p * q + (1 - p) * (1 - q)
    one = np.nan if p * q == 0 else both / np.sqrt(p * q)
    varied = 0 < p < 1 and 0 < q < 1
    found = {
        "cosine": (one, np.sqrt(p * q)),
        "spearman": (np.corrcoef(a, b)[0, 1] if varied else np.nan, 0.0),
        "overlap": (equal if either else np.nan, expected),
        "kappa": ((equal - expected) / (1 - expected) if expected < 1 else np.nan, 0.0),
        "iou": (both / either if either else np.nan, p * q / (p + q - p * q) if either else 0),
        "dice": (2 * both / (p + q) if either else np.nan, 2 * p * q / (p + q) if either else 0),
    }
    return {name: (v, c if np.isfinite(v) else np.nan) for name, (v, c) in found.items()}, p, q


def error_over(values, groups):
    """Return the cluster-robust standard error of a mean (CR1), by statsmodels."""
    codes = np.unique(np.asarray(groups, str), return_inverse=True)[1]
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": codes}, use_t=True
    )
    return float(fit.bse[0])


def wider(neonates):
    """Return the tolerance of an interval whose values were read with six decimals.

    With few neonates Student's t multiplies what was cut off.
    """
    return TOLERANCE * (1 + stats.t.ppf(0.975, max(1, len(set(neonates)) - 1)))


def interval(mean, error, df):
    """Return mean, lower and upper end, t and p."""
    reach = stats.t.ppf(0.975, df) * error
    t = mean / error if error else np.nan
    return mean, mean - reach, mean + reach, t, 2 * stats.t.sf(abs(t), df)


def clustered(values, neonates):
    """Return mean, lower and upper end, t and p over neonates."""
    values, neonates = np.asarray(values, float), np.asarray(neonates, str)
    known = np.isfinite(values)
    values, neonates = values[known], neonates[known]
    groups = len(set(neonates.tolist()))
    if groups < 2:
        return (values.mean() if len(values) else np.nan), np.nan, np.nan, np.nan, np.nan
    error = error_over(values, neonates)
    if error <= SAME * np.abs(values).max():
        error = 0.0  # of values that are equal there is no t
    return interval(values.mean(), error, groups - 1)


def over_both(values, neonates, people):
    """Return the same over neonates and people, crossed (Cameron, Gelbach and Miller 2011)."""
    values = np.asarray(values, float)
    known = np.isfinite(values)
    values = values[known]
    one, other = (np.asarray(names, str)[known] for names in (neonates, people))
    counts = [len(set(names.tolist())) for names in (one, other)]
    if min(counts, default=0) < 2:
        return (values.mean() if len(values) else np.nan), np.nan, np.nan, np.nan, np.nan
    cells = np.char.add(np.char.add(one, "\n"), other)
    a, b, c = (error_over(values, names) for names in (one, other, cells))
    error = np.sqrt(max(a**2 + b**2 - c**2, a**2, b**2))
    return interval(values.mean(), error, min(counts) - 1)


def ties(values, size=None):
    """Return a number for each value, in their order: the same where rounding alone differs."""
    steps = np.unique(values)
    sizes = np.maximum(np.abs(steps[1:]), np.abs(steps[:-1])) if size is None else size
    groups = np.concatenate([[0], np.cumsum(np.diff(steps) > SAME * sizes)])
    return groups[np.searchsorted(steps, values)].astype(float)


def flat(values):
    """Say whether values are equal but for rounding."""
    return not len(values) or np.ptp(values) <= SAME * np.abs(values).max()


def hedges(x, y):
    """Return Hedges' g with the exact correction (Hedges 1981)."""
    if min(len(x), len(y)) < 2:
        return np.nan
    df = len(x) + len(y) - 2
    pooled = np.sqrt((np.var(x, ddof=1) * (len(x) - 1) + np.var(y, ddof=1) * (len(y) - 1)) / df)
    if pooled <= SAME * max(np.abs(x).max(), np.abs(y).max()):
        return np.nan
    j = np.exp(gammaln(df / 2) - np.log(np.sqrt(df / 2)) - gammaln((df - 1) / 2))
    return (np.mean(x) - np.mean(y)) / pooled * j


def cliff(x, y):
    """Return Cliff's delta from Mann and Whitney's U, ties by halves."""
    if not len(x) or not len(y):
        return np.nan
    x, y = np.split(ties(np.concatenate([x, y])), [len(x)])
    return 2 * stats.mannwhitneyu(x, y).statistic / (len(x) * len(y)) - 1


def jackknife(effect, values, pain, neonates):
    """Return an effect size and its interval by leaving out neonates; none below six."""
    names = np.unique(neonates)
    value = effect(values[pain], values[~pain])
    none = value, np.nan, np.nan
    if len(names) < 6 or np.isnan(value) or (effect is cliff and abs(value) == 1):
        return none
    without = np.array(
        [effect(*(values[which & (neonates != one)] for which in (pain, ~pain))) for one in names]
    )
    if np.isnan(without).any():
        return none
    n = len(names)
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    reach = stats.t.ppf(0.975, n - 1) * error
    return value, value - reach, value + reach


def between(x, y):
    """Return test, statistic, p and the two p of Shapiro and Wilk, as section 4.2.2 tests."""
    if min(len(x), len(y)) < 3:
        return None, np.nan, np.nan, np.nan, np.nan
    if flat(np.concatenate([x, y])):
        x, y = np.full(len(x), x[0]), np.full(len(y), x[0])
    normal = [np.nan if flat(one) else stats.shapiro(one).pvalue for one in (x, y)]
    student = min(normal) >= ALPHA if not np.isnan(normal).any() else False
    if not student:
        x, y = np.split(ties(np.concatenate([x, y])), [len(x)])
    done = (stats.ttest_ind if student else stats.mannwhitneyu)(x, y)
    return "Student's t" if student else "Mann–Whitney U", done.statistic, done.pvalue, *normal


def paired(gaps, sizes):
    """Return test, statistic, p and Shapiro and Wilk's p of differences that belong to pairs."""
    gaps = np.where(np.abs(gaps) <= SAME * sizes, 0.0, gaps)
    if len(gaps) < 3 or not gaps.any():
        return None, np.nan, np.nan, np.nan
    normal = np.nan if flat(gaps) else stats.shapiro(gaps).pvalue
    student = normal >= ALPHA  # NaN is not
    if not student:
        gaps = np.sign(gaps) * (ties(np.append(np.abs(gaps), 0.0), sizes.max())[:-1])
    done = stats.ttest_1samp(gaps, 0) if student else stats.wilcoxon(gaps)
    return "paired t" if student else "Wilcoxon", done.statistic, done.pvalue, normal


def by_chance(p, draws):
    """Return by how much two estimates of a probability from so many draws may differ."""
    p = min(max(float(p), 1 / draws), 1 - 1 / draws)
    return DEVIATIONS * np.sqrt(2 * p * (1 - p) / draws) + TOLERANCE
