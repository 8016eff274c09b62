"""The ceiling of people, relations with what classifiers and people said, and the classifiers."""

from __future__ import annotations

import numpy as np
from arithmetic import FAMILY, RANGES, check, clustered, over_both, same, ties, wider
from scipy import stats

FEWEST = 4
"""Photographs that a rank correlation needs."""
FEWEST_NEONATES = 6


def ceiling(exports):
    written, each = exports.table("ceiling"), exports.table("ceiling_participants")
    groups = dict(list(each.groupby(["group", "metric", "bound"])))
    same("ceiling: rows", len(groups), len(written))
    people = {group: some.participant.dropna().nunique() for group, some in each.groupby("group")}
    for row in written.itertuples():
        mine = groups[row.group, row.metric, row.bound]
        neonates = exports.whose[mine.image].to_numpy()
        single = mine.participant.notna().all()
        found = (
            over_both(mine.value, neonates, mine.participant)
            if single else clustered(mine.value, neonates)
        )  # fmt: skip
        what = "single people" if single else "halves"
        least, most = RANGES[row.metric]
        check(f"ceiling of {what}: means", found[0], row.value)
        loose = wider(neonates)
        check(f"ceiling of {what}: intervals", np.maximum(least, found[1]), row.low, within=loose)
        check(f"ceiling of {what}: intervals", np.minimum(most, found[2]), row.high, within=loose)
        check(f"ceiling of {what}: sd", mine.value.std(ddof=1), row.sd)
        counts = people[row.group], mine.image.nunique(), int(mine.value.notna().sum())
        same("ceiling: counts", counts, (row.participants, row.photographs, row.comparisons))


def relations(exports, data):
    if not exports.there("scores"):
        same("relations: rows", exports.there("relations"), False)
        return
    said = {name: some.set_index("image") for name, some in exports.table("scores").groupby("of")}
    written = exports.table("relations").set_index(["model_a", "model_b", "metric", "to", "of"])
    expected = {}
    for (metric, *pair), mine in data[data.metric.isin(FAMILY)].groupby(
        ["metric", "model_a", "model_b"]
    ):
        values = mine.set_index("image").value
        for model in pair:
            if model not in said:
                continue
            for to, about in _said(said[model], exports.label):
                both = values.index.intersection(about.dropna().index)
                both = both[values[both].notna()]
                expected[*pair, metric, to, model] = to, values[both], about[both]
    same("relations: rows", set(expected), set(written.index))
    for key, (to, values, about) in expected.items():
        row = written.loc[key]
        neonates = exports.whose[values.index].to_numpy()
        found = _related(to, values.to_numpy(), about.to_numpy(float), neonates)
        for name, one in zip(("value", "low", "high", "statistic", "df", "p"), found, strict=True):
            check(f"relations: {name}", one, row[name])
        same("relations: counts", (len(values), len(set(neonates))),
             (row.photographs, row.neonates))  # fmt: skip


def _said(table, label):
    """Yield what agreement is related to, photograph by photograph."""
    if table.classifier.notna().any():
        yield "confidence", table[["pain", "no_pain"]].max(axis=1)
        labels = label[table.index]
        right = (table.predicted == labels).astype(float)
        yield "correct", right.where(labels != "")
    else:
        yield "score of people", table.score


def _related(to, values, about, neonates):
    """Return value, ends, t, df and p: each neonate left out in turn, of ρ on Fisher's scale."""
    measure, there, back = (
        (_gap, np.asarray, np.asarray) if to == "correct" else (_rho, np.arctanh, np.tanh)
    )
    value, names = measure(values, about), sorted(set(neonates))
    nothing = (value, *[np.nan] * 5)
    if np.isnan(value) or len(names) < FEWEST_NEONATES:
        return nothing
    without = np.array([measure(values[neonates != one], about[neonates != one]) for one in names])
    if np.isnan(without).any():
        return nothing
    scaled, n = there(np.clip(without, -1 + 1e-9, 1 - 1e-9) if to != "correct" else without), len(
        names)  # fmt: skip
    error = np.sqrt((n - 1) / n * ((scaled - scaled.mean()) ** 2).sum())
    if error < 1e-9:
        return nothing
    middle = float(there(np.clip(value, -1 + 1e-9, 1 - 1e-9) if to != "correct" else value))
    t, reach = middle / error, stats.t.ppf(0.975, n - 1) * error
    ends = [float(back(middle + side)) for side in (-reach, reach)]
    return value, *ends, t, n - 1, 2 * stats.t.sf(abs(t), n - 1)


def _gap(values, about):
    right, wrong = values[about == 1], values[about == 0]
    return right.mean() - wrong.mean() if len(right) and len(wrong) else np.nan


def _rho(values, about):
    if len(values) < FEWEST or np.ptp(values) <= 1e-9 or np.ptp(about) <= 1e-9:
        return np.nan
    return stats.spearmanr(ties(values), ties(about)).statistic


def classifiers(exports):
    if not exports.there("classifiers"):
        return
    scores = exports.table("scores").dropna(subset=["classifier"])
    for row in exports.table("classifiers").itertuples():
        mine = scores[scores.classifier == row.classifier].drop_duplicates("image", keep="last")
        labels, neonates = exports.label[mine.image], exports.whose[mine.image]
        known = (labels != "").to_numpy() & mine.pain.notna().to_numpy()
        pain, says = labels[known].to_numpy() == "pain", mine.pain.to_numpy()[known] >= 0.5
        counts = [int((pain & says).sum()), int((pain & ~says).sum()),
                  int((~pain & says).sum()), int((~pain & ~says).sum())]  # fmt: skip
        same("classifiers: counts", (len(pain), neonates[known].nunique(), *counts),
             (row.photographs, row.neonates, row.true_pain, row.missed_pain, row.false_alarm,
              row.true_rest))  # fmt: skip
        hit, missed, alarm, rest = counts
        scored = mine.pain.to_numpy()[known]
        figures = {
            "accuracy": (hit + rest) / len(pain),
            "balanced_accuracy": (hit / (hit + missed) + rest / (rest + alarm)) / 2,
            "precision": hit / (hit + alarm) if hit + alarm else np.nan,
            "sensitivity": hit / (hit + missed),
            "f1": 2 * hit / (2 * hit + alarm + missed) if 2 * hit + alarm + missed else np.nan,
            "auc": stats.mannwhitneyu(scored[pain], scored[~pain]).statistic
            / (pain.sum() * (~pain).sum()),
        }
        for name, value in figures.items():
            check("classifiers: figures", value, getattr(row, name))
