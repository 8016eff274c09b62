"""Which features of the face each extraction model looks at, and where models agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.faces import GRID, FaceMasks
from neopain_gui.faces import Face
from neopain_gui.faces.regions import FEATURES, face_regions, region_masks
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.analysis.on_face import on_face

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """What an extraction model gives a feature of the face, as means over photographs.

    Attributes
    ----------
    model, region : str
        Which.
    label : str
        ``"pain"``, ``"no pain"`` or ``"all"``: of which photographs.
    share : float
        Relevance inside the region over all relevance in the face, in [0, 1].
    density : float
        The share over the region's share of the face's area: 1 is what an even map gives.
    coverage : float
        Part of the region that lies inside the contour mask, in [0, 1].
    rank : float
        By density, 1 is the highest; NaN where it is undefined.
    n : int
        Photographs.
    """

    model: str
    region: str
    label: str
    share: float
    density: float
    coverage: float
    rank: float
    n: int


@dataclass(slots=True, kw_only=True)
class RegionCounter:
    """Takes the maps of photographs one by one.

    Parameters
    ----------
    models : sequence of str
        The extraction models that may occur.
    """

    models: Sequence[str]
    shares: list[Array] = field(default_factory=list, init=False)
    areas: list[Array] = field(default_factory=list, init=False)
    outlines: list[dict[str, NDArray[np.bool_]]] = field(default_factory=list, init=False)
    sources: list[str] = field(default_factory=list, init=False)

    def add(self, face: Face, maps: Mapping[str, RelevanceMap]) -> None:
        """Add a photograph's maps, by extraction model."""
        regions = face_regions(face)
        masks = region_masks(regions, face.box, GRID)
        share = np.full((len(self.models), len(FEATURES)), np.nan)
        for place, name in enumerate(self.models):
            if name in maps:
                values = on_face(maps[name], face.box)
                total = values.sum()
                if total > 0:
                    share[place] = [values[masks[one]].sum() / total for one in FEATURES]
        self.shares.append(share)
        self.areas.append(np.array([masks[one].mean() for one in FEATURES]))
        self.outlines.append(masks)
        self.sources.append(str(regions.source))


def region_rows(counter: RegionCounter, masks: FaceMasks, labels: Sequence[str]) -> list[RegionRow]:
    """Return what every model gives every feature: in pain, at rest, and over all photographs.

    Parameters
    ----------
    counter : RegionCounter
        Of all photographs.
    masks : FaceMasks
        Their contour masks.
    labels : sequence of str
        ``"pain"``, ``"no pain"`` or ``""`` of each photograph.
    """
    shares, areas = np.stack(counter.shares), np.stack(counter.areas)
    inside = np.stack(
        [np.stack([one[name].ravel() for name in FEATURES]) for one in counter.outlines]
    )
    rows = []
    for place, model in enumerate(counter.models):
        covered, there = masks.of(model)
        sizes = inside.sum(axis=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            density = shares[:, place] / areas
            coverage = np.einsum("ic,irc->ir", covered, inside.astype(np.float32)) / sizes
        coverage[~there] = np.nan
        for label in ("pain", "no pain", "all"):
            chosen = np.array([label == "all" or one == label for one in labels], bool)
            means = [_means(part[chosen]) for part in (shares[:, place], density, coverage)]
            ranks = _ranks(means[1])
            for at, region in enumerate(FEATURES):
                rows.append(
                    RegionRow(
                        model=model,
                        region=region,
                        label=label,
                        share=float(means[0][at]),
                        density=float(means[1][at]),
                        coverage=float(means[2][at]),
                        rank=float(ranks[at]),
                        n=int(np.isfinite(density[chosen, at]).sum()),
                    )
                )
    return rows


def rank_agreement(
    rows: Sequence[RegionRow], label: str = "all"
) -> list[tuple[str, str, float, float]]:
    """Return Kendall's τ and its p-value between the models' rankings of the features.

    Returns
    -------
    list of (str, str, float, float)
        Both models, τ-b in [−1, 1] and p; NaN where a ranking is undefined (Tamanaka 2022 compares
        rankings so).
    """
    from scipy import stats

    models = list(dict.fromkeys(row.model for row in rows))
    density = {
        model: [row.density for row in rows if (row.model, row.label) == (model, label)]
        for model in models
    }
    made = []
    for place, first in enumerate(models):
        for second in models[place + 1 :]:
            both = np.array([density[first], density[second]])
            both = both[:, np.isfinite(both).all(axis=0)]
            if both.shape[1] < 2:
                made.append((first, second, math.nan, math.nan))
                continue
            found = stats.kendalltau(both[0], both[1])
            made.append((first, second, float(found.statistic), float(found.pvalue)))
    return made


def agreement_in_regions(
    counter: RegionCounter, masks: FaceMasks, pair: tuple[str, str], measure: str
) -> dict[str, float]:
    """Return a pair's mean agreement within each feature, on the common grid; NaN if undefined."""
    a, there_a = masks.of(pair[0])
    b, there_b = masks.of(pair[1])
    made = {}
    for region in FEATURES:
        inside = np.stack([one[region].ravel() for one in counter.outlines]).astype(np.float32)
        values = np.asarray(
            getattr(
                Counts(
                    pixels=inside.sum(axis=1),
                    in_a=(a * inside).sum(axis=1),
                    in_b=(b * inside).sum(axis=1),
                    in_both=(a * b * inside).sum(axis=1),
                ),
                measure,
            )
        )
        known = values[there_a & there_b & np.isfinite(values)]
        made[region] = float(known.mean()) if len(known) else math.nan
    return made


def _means(values: Array) -> Array:
    """Return the mean over photographs of each column, NaN left out."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _ranks(values: Array) -> Array:
    from scipy.stats import rankdata

    made = np.full(len(values), np.nan)
    known = np.isfinite(values)
    made[known] = rankdata(-values[known])
    return made
