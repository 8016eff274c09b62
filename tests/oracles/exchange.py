"""Baselines from the masks, the exchange of neonates, and with whom each model agrees most."""

from __future__ import annotations

import itertools
import math

import numpy as np
from arithmetic import DEVIATIONS, METRICS, RANGES, by_chance, check, clustered, measures, same

SIDE = 64
"""Cells along each side of the grid over the face (docs/statistics.md)."""
OTHERS = 50
"""Photographs that each one is crossed with at most."""
ORDERS = 9999
"""Orders of the neonates that are drawn where there are more of them."""
DRAWS = 2000
"""Bootstrap samples of neonates in which the best partner is found."""


def on_grid(mask):
    """Return a mask at the centres of the cells of the grid over the face."""
    rows, columns = (
        np.floor((np.arange(SIDE) + 0.5) * size / SIDE).astype(int) for size in mask.shape
    )
    return mask[np.ix_(rows, columns)]


def baselines(exports, data, pairs):
    written = exports.table("baselines").set_index(["metric", "model_a", "model_b"])
    each = exports.table("baselines_photographs").set_index(
        ["image", "model_a", "model_b", "metric"]
    )
    same("baselines: rows", len(written), len(METRICS) * len(pairs))
    groups = dict(list(data.groupby(["metric", "model_a", "model_b"])))
    images = exports.photographs.image.tolist()
    grids = {
        (image, model): on_grid(exports.mask(image, model))
        for image in images for model in {one for pair in pairs for one in pair}
        if exports.mask(image, model) is not None
    }  # fmt: skip
    whose, label = exports.whose.to_dict(), exports.label.to_dict()
    for pair in pairs:
        there = [image for image in images if all((image, one) in grids for one in pair)]
        crossed = {
            (one, other): measures(grids[one, pair[0]], grids[other, pair[1]])[0]
            for one in there for other in there
        }  # fmt: skip
        general = [_in_general(grids, images, whose, there, *both) for both in (pair, pair[::-1])]
        for metric in METRICS:
            row, mine = written.loc[metric, *pair], groups.get((metric, *pair), data.iloc[:0])
            _against_chance(row, mine, metric)
            by = {key: found[metric][0] for key, found in crossed.items()}
            own, shuffled, means = [], [], []
            for image in there:
                others = [one for one in there
                          if whose[one] != whose[image] and label[one] == label[image]]  # fmt: skip
                own.append(by[image, image])
                shuffled.append(_mean([by[two] for one in others
                                       for two in ((image, one), (one, image))]))  # fmt: skip
                usual = [found[image] for found in general if image in found]
                means.append(_mean([found[metric][0] for found in usual]))
                exact = len(others) <= OTHERS
                theirs = each.loc[image, *pair, metric]
                check("baselines: on the grid", own[-1], theirs.on_grid)
                check("baselines: shuffled", shuffled[-1], theirs.shuffled,
                      within=1.001e-6 if exact else 0.05)  # fmt: skip
                check("baselines: mean map", means[-1], theirs.mean_map)
            gap = _mean(np.array(own) - np.array(shuffled))
            for ours, name in ((_mean(own), "on_grid"), (_mean(shuffled), "shuffled"),
                               (_mean(means), "mean_map"), (gap, "above_shuffled")):  # fmt: skip
                check("baselines: means of photographs", ours, row[name])
            p, slack = _exchanged(by, there, whose, label)
            check(f"baselines: p of exchanging neonates ({'drawn' if slack else 'all'})", p, row.p,
                  within=slack or 1.001e-6)  # fmt: skip


def _against_chance(row, mine, metric):
    mean, low, high, *_ = clustered(mine.value, mine.neonate)
    least, most = RANGES[metric]
    check("baselines: mean", mean, row.value)
    check("baselines: mean, interval", np.maximum(least, low), row.low)
    check("baselines: mean, interval", np.minimum(most, high), row.high)
    check("baselines: chance", mine.chance.mean(), row.chance)
    above, low, high, t, p = clustered(mine.value - mine.chance, mine.neonate)
    check("baselines: above chance", above, row.above_chance)
    low, high = np.maximum(least - most, low), np.minimum(most - least, high)
    check("baselines: above chance, interval", low, row.above_chance_low)
    check("baselines: above chance, interval", high, row.above_chance_high)
    check("baselines: above chance, t", t, row.chance_t)
    check("baselines: above chance, p", p, row.chance_p)


def _in_general(grids, images, whose, there, here, model):
    """Compare each mask of one model with what the other marks on the faces of other neonates."""
    found = {}
    for image in there:
        others = [grids[one, model] for one in images
                  if (one, model) in grids and whose[one] != whose[image]]  # fmt: skip
        if others:
            covered = round(float(np.mean([one.sum() for one in others])))
            often = np.sum(others, axis=0).ravel()
            usual = np.zeros(often.size, bool)
            usual[np.argsort(-often, kind="stable")[:covered]] = True
            found[image] = measures(grids[image, here], usual.reshape(SIDE, SIDE))[0]
    return found


def _exchanged(by, there, whose, label):
    """Return the two-sided p where neonates with equally many photographs change places.

    Beside it stands by how much another drawing of the orders may differ; 0 where all are made.
    """
    photographs = {}
    for image in there:
        photographs.setdefault(whose[image], {}).setdefault(label[image], []).append(image)
    names = sorted(photographs)
    alike = {}
    for place, name in enumerate(names):
        counts = tuple(sorted((one, len(some)) for one, some in photographs[name].items()))
        alike.setdefault(counts, []).append(place)
    sums, counts = np.zeros((2, len(names), len(names)))
    for i, j in itertools.product(range(len(names)), repeat=2):
        one, other = photographs[names[i]], photographs[names[j]]
        values = [by[two] for key in one for two in zip(one[key], other.get(key, []), strict=False)]
        known = [value for value in values if np.isfinite(value)]
        sums[i, j], counts[i, j] = sum(known), len(known)
    possible = math.prod(math.factorial(len(some)) for some in alike.values())
    if len(names) < 2 or possible < 2 or not np.diagonal(counts).any():
        return np.nan, 0.0
    random = possible > ORDERS
    orders = _drawn(alike, len(names)) if random else _all(alike, len(names))
    rows = np.arange(len(names))
    below = counts[rows, orders].sum(axis=1)
    made = (sums[rows, orders].sum(axis=1) / np.where(below, below, np.nan))[below > 0]
    own = np.diagonal(sums).sum() / np.diagonal(counts).sum()
    middle = made.mean()
    around, distance = np.abs(made - middle), abs(own - middle)

    def beyond(reach):
        far = around >= reach - 1e-9 * (abs(own) + abs(middle))
        return (far.sum() + random) / (len(made) + random)

    p = beyond(distance)
    if not random:
        return p, 0.0
    shift = DEVIATIONS * np.sqrt(2 / ORDERS) * made.std()  # the middle is an estimate as well
    moved = max(abs(beyond(distance + one) - p) for one in (-shift, shift))
    return p, by_chance(p, ORDERS) + moved


def _drawn(alike, count):
    random = np.random.default_rng(20260721)
    orders = np.tile(np.arange(count), (ORDERS, 1))
    for some in alike.values():
        orders[:, some] = random.permuted(np.tile(some, (ORDERS, 1)), axis=1)
    return orders


def _all(alike, count):
    made = []
    for parts in itertools.product(*(itertools.permutations(some) for some in alike.values())):
        order = np.arange(count)
        for some, part in zip(alike.values(), parts, strict=True):
            order[some] = part
        made.append(order)
    return np.array(made)


def _mean(values):
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    return known.mean() if len(known) else np.nan


def best_partners(exports, data, models):
    """Check with whom each model agrees most; groups of people are those that were recorded."""
    written = exports.table("best_partners")
    wide = data.pivot_table(
        index="image", columns=["metric", "model_a", "model_b"], values="value", dropna=False
    )
    for row in written.itertuples():
        partners = [one for one in models if one != row.model]
        if row.among == "classifiers":
            partners = [one for one in partners if "|" in one]
        columns = {one: (row.metric, *sorted((row.model, one))) for one in partners}
        mine = wide.reindex(columns=list(columns.values())).set_axis(partners, axis=1)
        whose, label = exports.whose[mine.index], exports.label[mine.index]
        mine = mine[(label == row.label) | (row.label == "all")]
        _lead(row, mine, whose[mine.index].to_numpy())


def _lead(row, mine, whose):
    taking = mine.loc[:, mine.notna().any()]
    same("best partners: undefined", "; ".join(sorted(set(mine) - set(taking))), row.undefined)
    common, some = taking.notna().all(axis=1), taking.notna().any(axis=1)
    n = int(common.sum()) if taking.shape[1] else 0
    same("best partners: counts", n, row.photographs)
    same("best partners: counts", int(some.sum()), row.photographs_of_some)
    if not n:
        same("best partners: who", None, row.best)
        return
    lacking = [one for one in sorted(taking) if taking.loc[some, one].isna().any()]
    same("best partners: lacking", "; ".join(lacking), row.lacking)
    taking, whose = taking[common], whose[common]
    means = taking.mean()
    first = min(means.index, key=lambda one: (-round(means[one], 12), one))
    same("best partners: who", first, row.best)
    mean, low, high, *_ = clustered(taking[first], whose)
    least, most = RANGES[row.metric]
    check("best partners: mean", mean, row.value)
    check("best partners: interval", np.maximum(least, low), row.low)
    check("best partners: interval", np.minimum(most, high), row.high)
    rest = [one for one in means.index if one != first]
    if rest:
        second = min(rest, key=lambda one: (-round(means[one], 12), one))
        same("best partners: who", second, row.second)
        mean, low, high, *_ = clustered(taking[first] - taking[second], whose)
        check("best partners: lead", mean, row.lead)
        check("best partners: lead, interval", low, row.lead_low)
        check("best partners: lead, interval", high, row.lead_high)
    share = _wins(taking.to_numpy(), list(means.index).index(first), whose)
    check("best partners: share of bootstrap samples", share, row.share,
          within=by_chance(share, DRAWS))  # fmt: skip


def _wins(values, first, whose):
    """Return in which share of samples of neonates one is the highest; draws are shared out."""
    names, codes = np.unique(whose, return_inverse=True)
    sums = np.stack([values[codes == k].sum(axis=0) for k in range(len(names))])
    drawn = np.random.default_rng(7).integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / np.bincount(codes)[drawn].sum(axis=1)[:, None]
    highest = means.max(axis=1, keepdims=True)
    top = means >= highest - 1e-9 * np.abs(highest)
    return float((top[:, first] / top.sum(axis=1)).mean())
