"""Whether two extraction models rank the features of the face alike: by class, over neonates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from neopain_gui.agreement.intervals import Array, mean_over_neonates
from neopain_gui.faces import FEATURES
from neopain_gui.findings.regions import RankAgreement, RankRow, RegionRow
from neopain_gui.pipeline.analysis.regions import RegionCounter

LABELS = ("pain", "no pain", "all")


def rank_rows(counter: RegionCounter, image_ids: Sequence[str]) -> list[RankRow]:
    """Compare the models' rankings of the features on each photograph."""
    density = _densities(counter)
    return [
        RankRow(image=image_id, model_a=a, model_b=b, tau=float(tau))
        for (i, a), (j, b) in combinations(enumerate(counter.models), 2)
        for image_id, tau in zip(image_ids, kendall(density[:, i], density[:, j]), strict=True)
    ]


def rank_agreement(
    regions: Sequence[RegionRow],
    rows: Sequence[RankRow],
    labels: Sequence[str],
    neonates: Sequence[str],
) -> list[RankAgreement]:
    """Return how alike the models' rankings are: in pain, at rest, over all photographs.

    Parameters
    ----------
    regions : sequence of RegionRow
        The mean densities.
    rows : sequence of RankRow
        Pair by pair, each over all photographs in the order of ``labels``.
    labels, neonates : sequence of str
        Of each photograph: ``"pain"``, ``"no pain"`` or ``""``, and whose it is.
    """
    from scipy import stats

    density: dict[tuple[str, str], list[float]] = {}
    for row in regions:
        if row.region in FEATURES:
            density.setdefault((row.model, row.label), []).append(row.density.value)
    found: dict[tuple[str, str], list[float]] = {}
    for one in rows:
        found.setdefault((one.model_a, one.model_b), []).append(one.tau)
    made = []
    for (first, second), each in found.items():
        for label in LABELS:
            chosen = [place for place, one in enumerate(labels) if label in ("all", one)]
            both = np.array([density[first, label], density[second, label]])
            both = both[:, np.isfinite(both).all(axis=0)]
            tau, p = math.nan, math.nan
            if both.shape[1] >= 2:
                ranked = stats.kendalltau(both[0], both[1])
                tau, p = float(ranked.statistic), float(ranked.pvalue)
            within = mean_over_neonates(
                [each[place] for place in chosen],
                [neonates[place] for place in chosen],
                within=(-1.0, 1.0),
            )
            made.append(
                RankAgreement(
                    model_a=first,
                    model_b=second,
                    label=label,
                    tau=tau,
                    p=p,
                    features=both.shape[1],
                    within=within,
                )
            )
    return made


def kendall(a: Array, b: Array) -> Array:
    """Return Kendall's τ-b of each row of two arrays, columns with a NaN left out.

    >>> kendall(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 3.0, 2.0]])).round(3).tolist()
    [0.333]
    """
    first, second = np.triu_indices(a.shape[1], 1)
    one, other = (np.sign(part[:, first] - part[:, second]) for part in (a, b))
    known = np.isfinite(one) & np.isfinite(other)
    one, other = np.where(known, one, 0.0), np.where(known, other, 0.0)
    below = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        made: Array = np.where(below > 0, (one * other).sum(axis=1) / below, np.nan)
    return made


def _densities(counter: RegionCounter) -> Array:
    """Return the density of each feature, shape (photographs, models, features)."""
    shares, areas = np.stack(counter.shares), np.stack(counter.areas)
    with np.errstate(invalid="ignore", divide="ignore"):
        made: Array = (shares / areas[:, None, :])[:, :, : len(FEATURES)]
    made[~np.isfinite(made)] = np.nan
    return made
