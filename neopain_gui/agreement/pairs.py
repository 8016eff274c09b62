"""All pairs of extraction models on one photograph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask

AGREEMENT_VERSION = 1
"""Version of this package's numbers."""

_BLOCK = 1 << 20  # pixels a product; float32 counts exactly up to 2 ** 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """The agreement of two extraction models on one photograph.

    Attributes
    ----------
    model_a, model_b : str
        Names of the extraction models, in the order of Table 3.
    values : Mapping of str to float
        By each measure that was asked for; NaN where undefined.
    chance_overlap : float
        Overlap of independent masks of these coverages, in [0, 1].
    coverage_a, coverage_b : float
        Share of the region inside each mask, in [0, 1].
    flag : str
        Why a measure is undefined, for example ``"Experts is empty"``; empty if all are defined.
    """

    model_a: str
    model_b: str
    values: Mapping[str, float]
    chance_overlap: float
    coverage_a: float
    coverage_b: float
    flag: str


def pairwise(
    masks: Sequence[ContourMask], region: Box, measures: Sequence[Measure] = ()
) -> list[PairAgreement]:
    """Compare every pair of contour masks of one photograph within a region.

    Parameters
    ----------
    masks : sequence of ContourMask
        One per extraction model, of the same photograph.
    region : Box
        What is compared: the face crop (decision 15).
    measures : sequence of Measure, optional
        Of masks, which are worked out besides all that follow from counts.

    Returns
    -------
    list of PairAgreement
        n (n − 1) / 2 pairs of n masks, models in alphabetical order as in Tables 3 to 5.

    Raises
    ------
    InputError
        A mask was made from another rectangle, so that part of the region was never looked at.
    ValueError
        The masks differ in size, name a model twice, or the region is not in the photograph.
    """
    names, counts = count_pairs(masks, region)
    further = from_masks(masks, region, measures)
    return [
        agreement_of(pair, counts, place, {name: float(of[place]) for name, of in further.items()})
        for place, pair in enumerate(combinations(names, 2))
    ]


def from_masks(
    masks: Sequence[ContourMask], region: Box, measures: Sequence[Measure]
) -> dict[str, NDArray[np.float64]]:
    """Work out measures of masks for every pair of one photograph within a region.

    Parameters and errors are those of :func:`pairwise`; each measure has ``on_masks``.

    Returns
    -------
    dict of str to ndarray of float64, shape (n (n − 1) / 2,)
        By the measures' ids, in the order of ``itertools.combinations`` of the models' names.
    """
    ordered = sorted(masks, key=lambda mask: mask.model.name)
    _check(ordered, [mask.model.name for mask in ordered], region)
    regions = [mask.values[region.slices] for mask in ordered]
    prepared = {
        prepare: [prepare(one) for one in regions] if prepare is not None else regions
        for prepare in dict.fromkeys(measure.prepare for measure in measures)
    }
    found = {}
    for measure in measures:
        assert measure.on_masks is not None  # the caller chose them so
        of = [measure.on_masks(a, b) for a, b in combinations(prepared[measure.prepare], 2)]
        found[measure.id] = np.array(of, np.float64)
    return found


def count_pairs(masks: Sequence[ContourMask], region: Box) -> tuple[list[str], Counts]:
    """Count the pixels of every pair of contour masks of one photograph within a region.

    Parameters and errors are those of :func:`pairwise`.

    Returns
    -------
    names : list of str
        The n extraction models in alphabetical order.
    counts : Counts
        Arrays of shape (n (n − 1) / 2,), in the order of ``itertools.combinations(names, 2)``.
    """
    ordered = sorted(masks, key=lambda mask: mask.model.name)
    names = [mask.model.name for mask in ordered]
    _check(ordered, names, region)
    together = _shared_pixels([mask.values[region.slices] for mask in ordered])
    first, second = np.triu_indices(len(names), 1)
    own = np.diagonal(together)
    return names, Counts(
        pixels=np.full(len(first), region.width * region.height, np.int64),
        in_a=own[first],
        in_b=own[second],
        in_both=together[first, second],
    )


def agreement_of(
    pair: tuple[str, str], counts: Counts, index: object, further: Mapping[str, float]
) -> PairAgreement:
    """Return the agreement of one of many pairs.

    Parameters
    ----------
    pair : (str, str)
        Whose.
    counts : Counts
        Of many pairs.
    index : object
        Its index in their arrays.
    further : Mapping of str to float
        Its values by measures that do not follow from counts.
    """
    return _agreement(*pair, counts.at(index), further)


def _check(masks: Sequence[ContourMask], names: Sequence[str], region: Box) -> None:
    if len(set(names)) != len(names):
        raise ValueError(f"an extraction model occurs twice: {', '.join(names)}")
    if len({mask.values.shape for mask in masks}) > 1:
        raise ValueError("the masks are not of one photograph: their sizes differ")
    for mask in masks:
        height, width = mask.values.shape
        if not _contains(Box.whole(width, height), region):
            raise ValueError(f"region {region.as_tuple()} is not inside {width} × {height} pixels")
        if not _contains(mask.box, region):
            raise InputError(
                f"{mask.model.name} was computed on another part of the photograph than the "
                "face that is compared",
                remedy="compute it again",
            )


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


def _shared_pixels(regions: Sequence[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """Return how many pixels are set in both of each two masks, shape (n, n)."""
    if not regions:
        return np.zeros((0, 0), np.int64)
    flat = np.stack([region.ravel() for region in regions])
    shared = np.zeros((len(flat), len(flat)), np.int64)
    for start in range(0, flat.shape[1], _BLOCK):
        block = flat[:, start : start + _BLOCK].astype(np.float32)
        shared += (block @ block.T).astype(np.int64)
    return shared


def _agreement(
    model_a: str, model_b: str, counts: Counts, further: Mapping[str, float]
) -> PairAgreement:
    return PairAgreement(
        model_a=model_a,
        model_b=model_b,
        values={
            one.id: further[one.id] if one.from_counts is None else float(one.from_counts(counts))
            for one in MEASURES
            if one.from_counts is not None or one.id in further
        },
        chance_overlap=counts.chance_overlap,
        coverage_a=counts.coverage_a,
        coverage_b=counts.coverage_b,
        flag="; ".join(
            part
            for part in (
                _odd(model_a, counts.in_a, counts.pixels),
                _odd(model_b, counts.in_b, counts.pixels),
            )
            if part
        ),
    )


def _odd(name: str, inside: int, pixels: int) -> str:
    if not inside:
        return f"{name} is empty"
    return f"{name} covers the whole region" if inside == pixels else ""
