"""Which features of the face each extraction model looks at, and where models agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.faces import GRID, FaceMasks
from neopain_gui.agreement.intervals import mean_over_neonates
from neopain_gui.faces import FEATURES, FaceRegions, region_masks
from neopain_gui.findings.regions import RegionAgreement, RegionOnPhotograph, RegionRow
from neopain_gui.geometry import Box
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.analysis.on_face import on_face

Array = NDArray[np.float64]


@dataclass(slots=True, kw_only=True)
class RegionCounter:
    """Takes the maps of photographs one by one.

    Parameters
    ----------
    models : sequence of str
        The extraction models that may occur.
    own : sequence of str
        Regions of one's own that may occur, besides the features.
    """

    models: Sequence[str]
    own: Sequence[str] = ()
    shares: list[Array] = field(default_factory=list, init=False)
    areas: list[Array] = field(default_factory=list, init=False)
    outlines: list[dict[str, NDArray[np.bool_]]] = field(default_factory=list, init=False)
    sources: set[str] = field(default_factory=set, init=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The regions, in order."""
        return (*FEATURES, *self.own)

    def add(self, regions: FaceRegions, box: Box, maps: Mapping[str, RelevanceMap]) -> None:
        """Add a photograph's maps, by extraction model; the box is that of its face."""
        nowhere = np.zeros((GRID, GRID), bool)
        found = region_masks(regions, box, GRID)
        masks = {name: found.get(name, nowhere) for name in self.names}
        share = np.full((len(self.models), len(self.names)), np.nan)
        for place, name in enumerate(self.models):
            if name in maps:
                values = on_face(maps[name], box)
                total = values.sum()
                if total > 0:
                    share[place] = [values[one].sum() / total for one in masks.values()]
        self.shares.append(share)
        self.areas.append(np.array([one.mean() for one in masks.values()]))
        self.outlines.append(masks)
        self.sources.update(map(str, regions.sources))


def region_rows(
    counter: RegionCounter, masks: FaceMasks, labels: Sequence[str], neonates: Sequence[str]
) -> list[RegionRow]:
    """Return what every model gives every feature: in pain, at rest, and over all photographs.

    Parameters
    ----------
    counter : RegionCounter
        Of all photographs.
    masks : FaceMasks
        Their contour masks.
    labels, neonates : sequence of str
        Of each photograph: ``"pain"``, ``"no pain"`` or ``""``, and whose it is.
    """
    rows = []
    for model, share, density, coverage in _by_model(counter, masks):
        for label in ("pain", "no pain", "all"):
            chosen = [at for at, one in enumerate(labels) if label in ("all", one)]
            whose = [neonates[at] for at in chosen]
            shares, densities, coverages = (
                [mean_over_neonates(one, whose, within=(0.0, most)) for one in part[chosen].T]
                for part, most in ((share, 1.0), (density, math.inf), (coverage, 1.0))
            )
            ranks = _ranks(np.array([one.value for one in densities]))
            rows += [
                RegionRow(
                    model=model,
                    region=region,
                    label=label,
                    share=shares[at],
                    density=densities[at],
                    coverage=coverages[at],
                    rank=float(ranks[at]),
                )
                for at, region in enumerate(counter.names)
            ]
    return rows


def regions_on_photographs(
    counter: RegionCounter, masks: FaceMasks, labels: Sequence[str]
) -> list[RegionOnPhotograph]:
    """Return what the means of :func:`region_rows` are of, photograph by photograph."""
    return [
        RegionOnPhotograph(
            image=image_id,
            label=labels[row],
            model=model,
            region=region,
            share=float(share[row, at]),
            density=float(density[row, at]),
            coverage=float(coverage[row, at]),
            area=float(counter.areas[row][at]),
        )
        for model, share, density, coverage in _by_model(counter, masks)
        for row, image_id in enumerate(masks.image_ids)
        for at, region in enumerate(counter.names)
    ]


def _by_model(
    counter: RegionCounter, masks: FaceMasks
) -> Iterator[tuple[str, Array, Array, Array]]:
    """Yield each model with shares, densities and coverages, each (photographs, regions)."""
    shares, areas = np.stack(counter.shares), np.stack(counter.areas)
    inside = np.stack(
        [np.stack([one[name].ravel() for name in counter.names]) for one in counter.outlines]
    )
    sizes = inside.sum(axis=2)
    for place, model in enumerate(counter.models):
        covered, there = masks.of(model)
        with np.errstate(divide="ignore", invalid="ignore"):
            density = shares[:, place] / areas
            share = np.where(areas > 0, shares[:, place], np.nan)
            coverage = np.einsum("ic,irc->ir", covered, inside.astype(np.float32)) / sizes
        coverage[~there] = np.nan
        yield model, share, density, coverage


def agreement_in_regions(
    counter: RegionCounter, masks: FaceMasks, neonates: Sequence[str], pair: tuple[str, str]
) -> list[RegionAgreement]:
    """Return a pair's mean agreement within each feature, on the common grid."""
    return [
        RegionAgreement(
            model_a=pair[0],
            model_b=pair[1],
            region=region,
            iou=mean_over_neonates(values, neonates, within=(0.0, 1.0)),
        )
        for region, values in agreement_in_regions_of(counter, masks, pair, "iou").items()
    ]


def agreement_in_regions_of(
    counter: RegionCounter, masks: FaceMasks, pair: tuple[str, str], measure: str
) -> dict[str, Array]:
    """Return a pair's agreement within each feature of each photograph.

    NaN where it is undefined or a map is missing.
    """
    a, there_a = masks.of(pair[0])
    b, there_b = masks.of(pair[1])
    made = {}
    for region in counter.names:
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
        made[region] = np.where(there_a & there_b, values, np.nan)
    return made


def _ranks(values: Array) -> Array:
    from scipy.stats import rankdata

    made = np.full(len(values), np.nan)
    known = np.isfinite(values)
    known[len(FEATURES) :] = False
    made[known] = rankdata(-values[known])
    return made
