"""The tables that stand beside the masks: agreement a photograph, Tables 3 and 4, their counts."""

from __future__ import annotations

import numpy as np
from arithmetic import FAMILY, RANGES, check, clustered, read, same

FOUR = 5.001e-5
"""Four decimals are written, as in the dissertation."""
FILES = {"pain": "table_3_pain", "no pain": "table_4_no_pain"}


def run_tables(folder, data, pairs):
    """Check them against the values that were computed from the masks, where they are there."""
    if not (folder / "agreement_per_image.csv").exists():
        return
    _a_photograph(read(folder / "agreement_per_image.csv"), data)
    for label, name in FILES.items():
        mine = data[(data.label == label) & data.metric.isin(FAMILY)]
        groups = dict(list(mine.groupby(["metric", "model_a", "model_b"])))
        means = read(folder / f"{name}_means.csv").set_index(["metric", "extraction_model"])
        counts = read(folder / f"{name}_counts.csv")
        same("run: rows of Tables 3 and 4", len(counts), len(FAMILY) * len(pairs))
        for row in counts.itertuples():
            key = row.metric, *sorted((row.model_a, row.model_b))
            some = groups.get(key, data.iloc[:0])
            mean, low, high, *_ = clustered(some.value, some.neonate)
            least, most = RANGES[row.metric]
            known = some.value.notna()
            chance = some.chance.mean() if row.metric == "overlap" else None
            for ours, theirs in (
                (mean, means.loc[key[:2], key[2]]), (mean, means.loc[(key[0], key[2]), key[1]]),
                (mean, row.mean), (some.value.std(ddof=1), row.sd), (chance, row.chance),
                (np.maximum(least, low), row.low), (np.minimum(most, high), row.high),
            ):  # fmt: skip
                check("run: Tables 3 and 4", ours, theirs, within=FOUR)
            neonates = some.neonate[known].nunique()
            check("run: Tables 3 and 4, df", neonates - 1 if low == low else None, row.df)
            same("run: counts of Tables 3 and 4", (int(known.sum()), neonates, int((~known).sum())),
                 (row.photographs, row.neonates, row.undefined))  # fmt: skip


def _a_photograph(written, data):
    wide = data.pivot_table(
        index=["image", "model_a", "model_b"], columns="metric", values="value", dropna=False
    )
    more = data[data.metric == "overlap"].set_index(["image", "model_a", "model_b"])
    same("run: rows a photograph", len(written), len(more))
    for row in written.itertuples():
        key = row.image, row.model_a, row.model_b
        for name in (*FAMILY, "kappa", "iou"):
            check("run: agreement a photograph", wide.loc[key, name], getattr(row, name))
        for name in ("coverage_a", "coverage_b"):
            check("run: agreement a photograph", more.loc[key, name], getattr(row, name))
        p, q = row.coverage_a, row.coverage_b
        check("run: agreement a photograph", p * q + (1 - p) * (1 - q), row.chance, within=2e-6)
