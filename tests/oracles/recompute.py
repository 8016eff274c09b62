"""Compute a report's figures again from its exports alone, with nothing of NeoPain.

``python tests/oracles/recompute.py MASKS REPORT``: the contour masks that ``neopain run`` wrote and
the folder of ``neopain report``. NumPy, SciPy, statsmodels and pandas do the arithmetic. Prints the
largest difference of each table and exits with 1 where one is above its tolerance.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from PIL import Image
from scipy import stats
from statsmodels.stats.multitest import multipletests

TOLERANCE = 1.001e-6  # six decimals are written
METRICS = ("cosine", "spearman", "overlap", "kappa", "iou", "dice")
FAMILY = METRICS[:3]
RANGES = dict.fromkeys(METRICS, (0.0, 1.0)) | dict.fromkeys(("spearman", "kappa"), (-1.0, 1.0))
ALPHA = 0.05
worst: dict[str, float] = {}


def check(what, ours, theirs):
    """Keep the largest difference; what is undefined has to be so in both."""
    ours = np.nan if ours is None else float(ours)
    theirs = float(theirs)
    same = np.isnan(ours) and np.isnan(theirs)
    gap = 0.0 if same else abs(ours - theirs) / max(1.0, abs(theirs))
    worst[what] = max(worst.get(what, 0.0), np.inf if np.isnan(gap) else gap)


def slug(name):
    parts = [re.sub(r"[^\w-]+", "", part.replace("+", "p")).lower() for part in name.split("|")]
    return "_".join(part for part in parts if part)


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


def clustered(values, neonates):
    """Return mean, lower and upper end, t and p over neonates, by statsmodels."""
    values, neonates = np.asarray(values, float), np.asarray(neonates)
    known = np.isfinite(values)
    values, neonates = values[known], neonates[known]
    if not len(values) or len(set(neonates)) < 2:
        return (values.mean() if len(values) else np.nan), np.nan, np.nan, np.nan, np.nan
    groups = np.unique(neonates, return_inverse=True)[1]
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )
    error, df = fit.bse[0], len(set(groups.tolist())) - 1
    reach = stats.t.ppf(0.975, df) * error
    t = values.mean() / error if error else np.nan
    return (
        values.mean(),
        values.mean() - reach,
        values.mean() + reach,
        t,
        2 * stats.t.sf(abs(t), df),
    )


def hedges(x, y):
    df = len(x) + len(y) - 2
    pooled = np.sqrt((np.var(x, ddof=1) * (len(x) - 1) + np.var(y, ddof=1) * (len(y) - 1)) / df)
    from scipy.special import gammaln

    j = np.exp(gammaln(df / 2) - np.log(np.sqrt(df / 2)) - gammaln((df - 1) / 2))
    return (np.mean(x) - np.mean(y)) / pooled * j


def cliff(x, y):
    u = stats.mannwhitneyu(x, y).statistic
    return 2 * u / (len(x) * len(y)) - 1


def jackknife(effect, rows):
    names = rows.neonate.unique()
    value = effect(*(rows.value[rows.label == one] for one in ("pain", "no pain")))
    if len(names) < 6:
        return value, np.nan, np.nan
    without = np.array([
        effect(*(rows.value[(rows.label == one) & (rows.neonate != name)]
                 for one in ("pain", "no pain"))) for name in names
    ])  # fmt: skip
    n = len(names)
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    reach = stats.t.ppf(0.975, n - 1) * error
    return value, value - reach, value + reach


def results(masks, report):
    """Check results.csv from the masks' pixels, and return our values."""
    written = pd.read_csv(report / "results.csv", dtype={"neonate": str})
    faces = pd.read_csv(report / "faces.csv").set_index("image")
    read, found, rows = {}, {}, []
    for row in written.itertuples():
        key = row.image, row.model_a, row.model_b
        if key not in found:
            box, pair = faces.loc[row.image], []
            for model in key[1:]:
                name = masks / f"{slug(row.image)}__{slug(model)}.png"
                if name not in read:
                    read[name] = np.asarray(Image.open(name)) > 0
                pair.append(
                    read[name][int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
                )
            found[key] = measures(*pair)
        by_metric, p, q = found[key]
        value, chance = by_metric[row.metric]
        check("results: value", value, row.value)
        check("results: chance", chance, row.chance)
        check("results: coverages", p, row.coverage_a)
        check("results: coverages", q, row.coverage_b)
        rows.append((value, chance))
    written[["value", "chance"]] = rows
    return written


def tables(data, report):
    for name, label in (("table3", "pain"), ("table4", "no pain")):
        for row in pd.read_csv(report / f"{name}.csv").itertuples():
            pair = {row.model, row.partner}
            mine = data[(data.metric == row.metric) & (data.label == label)
                        & data.model_a.isin(pair) & data.model_b.isin(pair)]  # fmt: skip
            mean, low, high, *_ = clustered(mine.value, mine.neonate)
            least, most = RANGES[row.metric]
            check(f"{name}: means", mean, row.mean)
            check(f"{name}: intervals", max(least, low), row.low)
            check(f"{name}: intervals", min(most, high), row.high)


def table5(data, report):
    written = pd.read_csv(report / "table5.csv")
    for row in written.itertuples():
        mine = data[(data.metric == row.metric) & (data.model_a == row.model_a)
                    & (data.model_b == row.model_b)].dropna(subset=["value"])  # fmt: skip
        pain, rest = (mine.value[mine.label == one].to_numpy() for one in ("pain", "no pain"))
        if min(len(pain), len(rest)) >= 3:
            normal = min(stats.shapiro(pain).pvalue, stats.shapiro(rest).pvalue) >= ALPHA
            test = stats.ttest_ind if normal else stats.mannwhitneyu
            done = test(pain, rest)
            check("table5: statistic, p", done.statistic, row.statistic)
            check("table5: statistic, p", done.pvalue, row.p)
        means = mine.pivot_table(index="neonate", columns="label", values="value").dropna()
        if len(means) >= 3 and {"pain", "no pain"} <= set(means):
            gaps = means["pain"] - means["no pain"]
            normal = stats.shapiro(gaps).pvalue >= ALPHA
            done = stats.ttest_1samp(gaps, 0) if normal else stats.wilcoxon(gaps)
            check("table5: paired", done.statistic, row.paired_statistic)
            check("table5: paired", done.pvalue, row.paired_p)
        for effect, name, most in ((hedges, "hedges_g", np.inf), (cliff, "cliffs_delta", 1)):
            if min(len(pain), len(rest)) < 2:
                continue
            value, low, high = jackknife(effect, mine)
            check(f"table5: {name}", value, getattr(row, name))
            if np.isfinite(getattr(row, f"{name}_low")):
                check(f"table5: {name} interval", max(-most, low), getattr(row, f"{name}_low"))
                check(f"table5: {name} interval", min(most, high), getattr(row, f"{name}_high"))
    adjusted(written, "table5", "p", "p_holm", "p_bh")
    adjusted(written, "table5", "paired_p", "paired_p_holm", "paired_p_bh")


def adjusted(written, name, p, *columns):
    family = written[written.metric.isin(FAMILY) & written[p].notna()]
    for column in columns:
        how = "holm" if column.endswith("holm") else "fdr_bh"
        for ours, theirs in zip(
            multipletests(family[p], method=how)[1], family[column], strict=True
        ):
            # p is read with six decimals; Holm multiplies what is cut off by up to their number
            check(f"{name}: {how} (/ tests)", ours / len(family), theirs / len(family))


def baselines(data, report):
    written = pd.read_csv(report / "baselines.csv")
    each = pd.read_csv(report / "baselines_photographs.csv")
    keys = ["metric", "model_a", "model_b"]
    groups, photos = dict(list(data.groupby(keys))), dict(list(each.groupby(keys)))
    for row in written.itertuples():
        mine, on = groups[row.metric, row.model_a, row.model_b], photos[
            row.metric, row.model_a, row.model_b]  # fmt: skip
        check("baselines: mean", mine.value.mean(), row.value)
        check("baselines: chance", mine.chance.mean(), row.chance)
        above, _, _, _, p = clustered(mine.value - mine.chance, mine.neonate)
        check("baselines: above chance, p", above, row.above_chance)
        check("baselines: above chance, p", p, row.chance_p)
        for name in ("on_grid", "shuffled", "mean_map"):
            check("baselines: means of photographs", on[name].mean(), getattr(row, name))
    adjusted(written, "baselines", "chance_p", "chance_p_holm")
    adjusted(written, "baselines", "p", "p_holm")


def ceiling_and_regions(report):
    each = pd.read_csv(report / "ceiling_participants.csv")
    photographs = pd.read_csv(report / "photographs.csv", dtype={"neonate": str})
    whose = photographs.set_index("image").neonate
    for row in pd.read_csv(report / "ceiling.csv").itertuples():
        mine = each[(each.group == row.group) & (each.metric == row.metric)
                    & (each.bound == row.bound)]  # fmt: skip
        mean, low, _, *_ = clustered(mine.value, whose[mine.image].to_numpy())
        check("ceiling: mean", mean, row.value)
        if mine.participant.isna().all():
            check("ceiling: interval", max(RANGES[row.metric][0], low), row.low)
    each = pd.read_csv(report / "regions_photographs.csv")
    for row in pd.read_csv(report / "regions.csv").itertuples():
        mine = each[(each.model == row.model) & (each.region == row.region)]
        mine = mine if row.label == "all" else mine[mine.label == row.label]
        for name in ("share", "density", "coverage"):
            check("regions: means", mine[name].mean(), getattr(row, name))
    each = pd.read_csv(report / "region_agreement_photographs.csv")
    means = each.groupby(["model_a", "model_b", "region"]).iou.mean()
    for row in pd.read_csv(report / "region_agreement.csv").itertuples():
        check("regions: agreement", means[row.model_a, row.model_b, row.region], row.iou)


def main(masks, report):
    data = results(masks, report)
    tables(data, report)
    table5(data, report)
    baselines(data, report)
    ceiling_and_regions(report)
    for what, gap in worst.items():
        print(f"{gap:10.2e}  {what}{'' if gap <= TOLERANCE else '  <-- differs'}")
    return int(any(gap > TOLERANCE for gap in worst.values()))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
