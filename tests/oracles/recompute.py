"""Compute a report's figures again from its exports alone, with nothing of NeoPain.

``python tests/oracles/recompute.py MASKS REPORT``: the contour masks that ``neopain run`` wrote and
the folder of ``neopain report``. NumPy, SciPy, statsmodels and pandas do the arithmetic. Prints
how many figures of each kind were compared and their largest difference, and exits with 1 where
one is above its tolerance (1e-6; for what is drawn at random its error).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import borders
import exchange
import features
import numpy as np
import pandas as pd
import people
from arithmetic import (
    FAMILY,
    METRICS,
    RANGES,
    between,
    check,
    cliff,
    clustered,
    hedges,
    jackknife,
    measures,
    paired,
    read,
    same,
    worst,
)
from PIL import Image
from run_tables import run_tables
from statsmodels.stats.multitest import multipletests

BANDS = {"cosine": (0.5, 0.7), "spearman": (0.4, 0.6), "overlap": (0.5, 0.7)}


def slug(name):
    parts = [re.sub(r"[^\w-]+", "", part.replace("+", "p")).lower() for part in name.split("|")]
    return "_".join(part for part in parts if part)


class Exports:
    """What was exported: tables by name, masks by photograph and model, over the face."""

    def __init__(self, masks, report):
        self.folder, self.report, self._masks = masks, report, {}
        self.photographs = self.table("photographs")
        unknown = self.photographs.neonate.isna()  # each of nobody known is one of its own
        own = "\0" + self.photographs.image
        self.photographs["whose"] = self.photographs.neonate.where(~unknown, own)
        self.photographs["label"] = self.photographs.label.fillna("")
        self.faces = self.table("faces").set_index("image")
        self.whose = self.photographs.set_index("image").whose
        self.label = self.photographs.set_index("image").label

    def table(self, name):
        return read(self.report / f"{name}.csv")

    def there(self, name):
        return (self.report / f"{name}.csv").exists()

    def mask(self, image, model):
        """Return a mask over the face; None where there is none."""
        key = image, model
        if key not in self._masks:
            path, box = self.folder / f"{slug(image)}__{slug(model)}.png", self.faces.loc[image]
            self._masks[key] = None
            if path.exists():
                whole = np.asarray(Image.open(path)) > 0
                self._masks[key] = whole[
                    int(box.top) : int(box.bottom), int(box.left) : int(box.right)
                ]
        return self._masks[key]


def results(exports):
    """Check results.csv from the masks' pixels, and return our values."""
    written, found, rows = exports.table("results"), {}, []
    models = sorted({*written.model_a, *written.model_b})
    for row in written.itertuples():
        key = row.image, row.model_a, row.model_b
        if key not in found:
            found[key] = measures(*(exports.mask(row.image, one) for one in key[1:]))
        by_metric, p, q = found[key]
        value, chance = by_metric[row.metric]
        check("results: values", value, row.value)
        check("results: chance", chance, row.chance)
        check("results: coverages", p, row.coverage_a)
        check("results: coverages", q, row.coverage_b)
        same("results: why", np.isnan(value), isinstance(row.undefined_because, str))
        rows.append((value, chance))
    written[["value", "chance"]] = rows
    written["neonate"] = exports.whose[written.image].to_numpy()
    written["label"] = exports.label[written.image].to_numpy()
    pairs = [(a, b) for place, a in enumerate(models) for b in models[place + 1 :]]
    wanted = {
        (image, *pair) for image in exports.photographs.image for pair in pairs
        if all(exports.mask(image, one) is not None for one in pair)
    }  # fmt: skip
    same("results: rows", wanted, set(found))
    return written, models, pairs


def tables(exports, data, models, pairs):
    groups = dict(list(data.groupby(["metric", "model_a", "model_b"])))
    for name, label in (("table3", "pain"), ("table4", "no pain")):
        photographs = int((exports.photographs.label == label).sum())
        mine = {key: some[some.label == label] for key, some in groups.items()}
        above = {
            pair for pair in pairs if ("overlap", *pair) in mine
            and (some := mine["overlap", *pair].dropna(subset=["value"])).size
            and round(some.value.mean(), 3) > round(some.chance.mean(), 3)
        }  # fmt: skip
        best = {
            (metric, model): best_of(mine, metric, model, above)
            for metric in METRICS for model in models
        }  # fmt: skip
        written = exports.table(name)
        same(f"{name}: rows", len(written), len(METRICS) * len(models) * (len(models) - 1))
        for row in written.itertuples():
            pair = tuple(sorted((row.model, row.partner)))
            some = mine.get((row.metric, *pair), data.iloc[:0])
            mean, low, high, *_ = clustered(some.value, some.neonate)
            least, most = RANGES[row.metric]
            n = int(some.value.notna().sum())
            check(f"{name}: means", mean, row.mean)
            check(f"{name}: intervals", max(least, low) if low == low else low, row.low)
            check(f"{name}: intervals", min(most, high) if high == high else high, row.high)
            check(f"{name}: sd", some.value.std(ddof=1), row.sd)
            same(f"{name}: counts", some.neonate[some.value.notna()].nunique(), row.neonates)
            same(f"{name}: counts", n, row.photographs)
            same(f"{name}: counts", len(some) - n, row.undefined)
            same(f"{name}: counts", photographs - len(some), row.not_compared)
            same(f"{name}: words", band(row.metric, mean) if pair in above else "not above chance",
                 row.band)  # fmt: skip
            same(f"{name}: best partners", row.partner in best[row.metric, row.model],
                 row.best_partner_of_model)  # fmt: skip


def band(metric, value):
    if metric not in BANDS or np.isnan(value):
        return None
    weak, strong = BANDS[metric]
    return "strong" if value >= strong else "weak" if value <= weak else "moderate"


def best_of(groups, metric, model, above):
    """Return the partners of the highest mean, on the photographs that all of them have."""
    its = {
        (pair[1] if pair[0] == model else pair[0]): groups[metric, *pair].set_index("image").value
        for pair in above if model in pair and groups[metric, *pair].value.notna().any()
    }  # fmt: skip
    if not its:
        return set()
    common = set.intersection(*(set(some.dropna().index) for some in its.values()))
    if not common:
        return set()
    means = {name: some[sorted(common)].mean() for name, some in its.items()}
    return {name for name, mean in means.items() if mean >= max(means.values()) - 1e-9}


def table5(exports, data, pairs):
    written = exports.table("table5")
    groups = dict(list(data.groupby(["metric", "model_a", "model_b"])))
    same("table5: rows", len(written), len(METRICS) * len(pairs))
    for row in written.itertuples():
        mine = groups.get((row.metric, row.model_a, row.model_b), data.iloc[:0])
        mine = mine[mine.value.notna() & mine.label.isin(["pain", "no pain"])]
        pain, rest = (mine.value[mine.label == one].to_numpy() for one in ("pain", "no pain"))
        means = [some.mean() if len(some) else np.nan for some in (pain, rest)]
        check("table5: means", means[0], row.mean_pain)
        check("table5: means", means[1], row.mean_no_pain)
        same("table5: counts", (len(pain), len(rest)),
             (row.photographs_pain, row.photographs_no_pain))  # fmt: skip
        higher = None if means[0] == means[1] or np.isnan(means).any() else (
            "pain" if means[0] > means[1] else "no pain")  # fmt: skip
        same("table5: higher in", higher, row.higher_in)
        test, statistic, p, *normal = between(pain, rest)
        same("table5: tests", test, row.test)
        check("table5: statistic, p", statistic, row.statistic)
        check("table5: statistic, p", p, row.p)
        check("table5: normality", normal[0], row.shapiro_p_pain)
        check("table5: normality", normal[1], row.shapiro_p_no_pain)
        check("table5: degrees of freedom", len(pain) + len(rest) - 2 if test == "Student's t"
              else None, row.df)  # fmt: skip
        both = mine.pivot_table(index="neonate", columns="label", values="value")
        both = both.reindex(columns=["pain", "no pain"]).dropna()
        test, statistic, p, normal = paired(
            (both["pain"] - both["no pain"]).to_numpy(), both.abs().max(axis=1).to_numpy()
        )
        same("table5: tests", test, row.paired_test)
        same("table5: counts", len(both), row.neonates)
        gaps = both["pain"] - both["no pain"]
        least, most = RANGES[row.metric]
        mean, low, high, *_ = clustered(gaps, both.index)
        check("table5: paired difference", mean, row.difference)
        check("table5: paired difference", np.maximum(least - most, low), row.difference_low)
        check("table5: paired difference", np.minimum(most - least, high), row.difference_high)
        check("table5: paired difference", gaps.std(ddof=1), row.difference_sd)
        check("table5: sd", pd.Series(pain).std(ddof=1), row.sd_pain)
        check("table5: sd", pd.Series(rest).std(ddof=1), row.sd_no_pain)
        check("table5: paired", statistic, row.paired_statistic)
        check("table5: paired", p, row.paired_p)
        check("table5: normality", normal, row.shapiro_p_differences)
        for effect, name, most in ((hedges, "hedges_g", np.inf), (cliff, "cliffs_delta", 1)):
            value, low, high = jackknife(
                effect, mine.value.to_numpy(), (mine.label == "pain").to_numpy(),
                mine.neonate.to_numpy(),
            )  # fmt: skip
            check(f"table5: {name}", value, getattr(row, name))
            ends = [getattr(row, f"{name}_{end}") for end in ("low", "high")]
            check(f"table5: {name} interval", np.maximum(-most, low), ends[0])
            check(f"table5: {name} interval", np.minimum(most, high), ends[1])
    matrix = exports.table("table5_matrix").set_index(["metric", "extraction_model"])
    for row in written[written.metric.isin(FAMILY)].itertuples():
        for a, b in ((row.model_a, row.model_b), (row.model_b, row.model_a)):
            check("table5: matrix", row.p, matrix.loc[(row.metric, a), b])
    adjusted(written, "table5", "p", "p_holm", "p_bh")
    adjusted(written, "table5", "paired_p", "paired_p_holm", "paired_p_bh")


def adjusted(written, name, p, *columns):
    family = written[written.metric.isin(FAMILY) & written[p].notna()]
    beyond = written.drop(family.index)
    for column in columns:
        how = "holm" if column.endswith("holm") else "fdr_bh"
        same(f"{name}: {how} outside the family", beyond[column].notna().sum(), 0)
        ours = multipletests(family[p], method=how)[1] if len(family) else []
        for one, theirs in zip(ours, family[column], strict=True):
            check(f"{name}: {how}", one, theirs)


def main(masks, report):
    exports = Exports(masks, report)
    data, models, pairs = results(exports)
    run_tables(masks.parent, data, pairs)
    tables(exports, data, models, pairs)
    table5(exports, data, pairs)
    borders.borders(exports)
    exchange.baselines(exports, data, pairs)
    exchange.best_partners(exports, data, models)
    for name, p in (("baselines", "chance_p"), ("baselines", "p"), ("relations", "p")):
        if exports.there(name):
            before = p.removesuffix("p")
            adjusted(exports.table(name), f"{name}: {p}", p, f"{before}p_holm")
    people.ceiling(exports)
    people.relations(exports, data)
    people.classifiers(exports)
    features.regions(exports, models, pairs)
    for what, (share, gap, count) in worst.items():
        print(f"{gap:10.2e} of {count:6d}  {what}{'' if share <= 1 else '  <-- differs'}")
    return int(any(share > 1 for share, _, _ in worst.values()))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
