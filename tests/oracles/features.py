"""The features of the face: areas and coverage from their outlines, ranks and Kendall's tau."""

from __future__ import annotations

import itertools

import numpy as np
from arithmetic import check, clustered, same, wider
from exchange import SIDE, on_grid
from scipy import stats

FEATURES = ("forehead", "brows", "eyes", "nose", "nasolabial furrows", "cheeks", "mouth", "chin")
"""Those that are ranked; others were drawn by a person."""
EDGE = 1e-6
"""Cells by which a centre may lie beside an outline and be on it: six decimals are written."""


def regions(exports, models, pairs):
    if not exports.there("regions_photographs"):
        return
    each = exports.table("regions_photographs")
    _cells(exports, each, models, pairs)
    _means(exports, each)
    _ranks(exports, each, models)


def _cells(exports, each, models, pairs):
    """Check areas, coverages and agreement from outlines and masks."""
    masks = {
        (image, model): on_grid(exports.mask(image, model))
        for image in exports.photographs.image for model in models
        if exports.mask(image, model) is not None
    }  # fmt: skip
    cells, nowhere = {}, np.zeros((SIDE, SIDE), bool)
    for (image, region, _), points in exports.table("outlines").groupby(
        ["image", "region", "outline"]
    ):
        here = filled(points[["x", "y"]].to_numpy(float), exports.faces.loc[image])
        cells[image, region] = cells.get((image, region), nowhere) | here

    def region_of(image, region):
        return cells.get((image, region), nowhere)

    for row in each.itertuples():
        here, mask = region_of(row.image, row.region), masks.get((row.image, row.model))
        covered = mask[here].mean() if mask is not None and here.any() else np.nan
        check("features: areas", here.mean(), row.area)
        check("features: coverage", covered, row.coverage)
        area = here.mean()
        check("features: density", row.share / area if area else np.nan, row.density,
              within=1.001e-6 * (1 + 1 / max(area, 1e-6)))  # fmt: skip
    written = exports.table("region_agreement_photographs")
    names = sorted(set(each.region))
    wanted = {(image, *pair, name) for image in exports.photographs.image for pair in pairs
              for name in names}  # fmt: skip
    keys = (written[name] for name in ("image", "model_a", "model_b", "region"))
    same("features: rows of agreement", wanted, set(zip(*keys, strict=True)))
    for row in written.itertuples():
        a, b = (masks.get((row.image, one)) for one in (row.model_a, row.model_b))
        iou = np.nan
        if a is not None and b is not None:
            here = region_of(row.image, row.region)
            either = (a | b)[here].sum()
            iou = (a & b)[here].sum() / either if either else np.nan
        check("features: agreement", iou, row.iou)


def filled(points, face):
    """Return the cells of the grid over the face whose centre is inside or on an outline."""
    size = np.array([face.right - face.left, face.bottom - face.top], float)
    corner = np.array([face.left, face.top], float) - 0.5  # centres are whole numbers
    ends = (points - corner) / size * SIDE
    starts = np.roll(ends, 1, axis=0)
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    odd, edge = np.zeros((SIDE, SIDE), bool), np.zeros((SIDE, SIDE), bool)
    for (x1, y1), (x2, y2) in zip(starts, ends, strict=True):
        if y1 != y2:
            odd ^= ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
        length = np.hypot(x2 - x1, y2 - y1)
        along = np.clip(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / max(length**2, 1e-12), 0, 1)
        edge |= np.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)) < EDGE
    cells = odd | edge
    column, row = np.floor(ends.mean(axis=0)).astype(int)
    if not cells.any() and 0 <= row < SIDE and 0 <= column < SIDE:
        cells[row, column] = True  # too small for any centre: where its middle lies
    return cells


def _means(exports, each):
    groups = dict(list(each.groupby(["model", "region", "label"])))
    groups |= {(*key, "all"): some for key, some in each.groupby(["model", "region"])}
    written = exports.table("regions")
    for row in written.itertuples():
        mine = groups.get((row.model, row.region, row.label), each.iloc[:0])
        for name in ("share", "density", "coverage"):
            check("features: means", mine[name].mean(), getattr(row, name))
        same("features: counts", int(mine.density.notna().sum()), row.photographs)
    for _, some in written.groupby(["model", "label"]):
        known = some[some.region.isin(FEATURES) & some.density.notna()]
        ranks = dict(zip(known.region, stats.rankdata(-known.density), strict=True))
        for row in some.itertuples():
            check("features: ranks", ranks.get(row.region), row.rank)
    each = exports.table("region_agreement_photographs")
    means = each.groupby(["model_a", "model_b", "region"]).iou.mean()
    for row in exports.table("region_agreement").itertuples():
        check("features: mean agreement", means[row.model_a, row.model_b, row.region], row.iou)


def _ranks(exports, each, models):
    """Check Kendall's tau: of the means of each class, and within each photograph."""
    written = exports.table("regions")
    known = written[written.region.isin(FEATURES)]
    means = known.pivot_table(
        index="region", columns=["model", "label"], values="density", dropna=False
    )
    here = each[each.region.isin(FEATURES)].pivot_table(
        index=["image", "region"], columns="model", values="density", dropna=False
    )
    taus = {}
    for image in exports.photographs.image:
        for a, b in itertools.combinations(models, 2):
            taus[image, a, b] = kendall(*(here.loc[image].get(one) for one in (a, b)))[0]
    for row in exports.table("region_ranks_photographs").itertuples():
        check("features: tau on a photograph", taus.pop((row.image, row.model_a, row.model_b)),
              row.kendall_tau)  # fmt: skip
    same("features: tau of all photographs", len(taus), 0)
    rows = exports.table("region_ranks_photographs")
    for row in exports.table("region_ranks").itertuples():
        mine = rows[(rows.model_a == row.model_a) & (rows.model_b == row.model_b)]
        labels = exports.label[mine.image].to_numpy()
        mine = mine[(labels == row.label) | (row.label == "all")]
        tau, p = kendall(*(means.get((one, row.label)) for one in (row.model_a, row.model_b)))
        check("features: tau of means", tau, row.kendall_tau)
        check("features: tau of means, p", p, row.p)
        mean, low, high, *_ = clustered(mine.kendall_tau, exports.whose[mine.image])
        check("features: mean tau", mean, row.within)
        loose = wider(exports.whose[mine.image[mine.kendall_tau.notna()]])
        check("features: mean tau, interval", np.maximum(-1, low), row.low, within=loose)
        check("features: mean tau, interval", np.minimum(1, high), row.high, within=loose)
        check("features: mean tau, sd", mine.kendall_tau.std(ddof=1), row.sd)
        same("features: counts", int(mine.kendall_tau.notna().sum()), row.photographs)


def kendall(a, b):
    """Return Kendall's tau-b and its p over what both have."""
    if a is None or b is None:
        return np.nan, np.nan
    both = a.notna() & b.notna()
    if both.sum() < 2:
        return np.nan, np.nan
    found = stats.kendalltau(a[both], b[both])
    return found.statistic, found.pvalue
