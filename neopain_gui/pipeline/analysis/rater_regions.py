"""How far the regions of raters overlap, by the measures that masks have.

Regions of one name are compared, on the photographs on which both raters saw the question. Where
one of two drew nothing, they do not overlap (Dice and IoU of 0) and their borders have no distance;
where neither did, there is nothing to compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.contour_distance import contour, hausdorff95
from neopain_gui.agreement.counts import Counts
from neopain_gui.annotation.agreement.value import mean_value
from neopain_gui.annotation.round import REGIONS, Round
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.faces.drawn import Outlines
from neopain_gui.findings.raters import Among, RaterRow
from neopain_gui.jobs import Job
from neopain_gui.study import Study

MEASURES = ("dice", "iou", "hausdorff95")
Drawn = Mapping[tuple[str, str, int], Mapping[str, Outlines]]
"""Regions by name, of a rater (first), on a photograph, the first or the second time."""


def region_rows(
    study: Study, round_: Round, raters: Sequence[str], neonates: Mapping[str, str], job: Job
) -> Iterator[RaterRow]:
    """Yield how far regions overlap: of all pairs, of each two, of a rater with themselves."""
    if REGIONS not in round_.instruments:
        return
    drawn = _drawn(study, round_, raters)
    sizes = {one.id: (one.height, one.width) for one in study.images.all()}
    turns = {one: study.annotations.turns(round_.name, one) for one in raters}
    twice = {one: [turn.image_id for turn in turns[one] if turn.repeat] for one in raters}
    names = sorted({name for regions in drawn.values() for name in regions})
    for name in names:
        job.check()
        of_pairs: list[tuple[str, tuple[float, ...]]] = []
        for a, b in combinations(raters, 2):
            pairs = [(one, (a, one, 0), (b, one, 0)) for one in round_.image_ids]
            found = _compared(drawn, name, pairs, sizes)
            of_pairs += found
            yield from _rows(round_.name, name, ("pair", (a, b)), found, neonates)
        if len(raters) > 1:
            yield from _rows(round_.name, name, ("all", tuple(raters)), of_pairs, neonates)
        for rater in raters:
            pairs = [(one, (rater, one, 0), (rater, one, 1)) for one in twice[rater]]
            found = _compared(drawn, name, pairs, sizes)
            if found:
                yield from _rows(round_.name, name, ("repeat", (rater,)), found, neonates)


def _drawn(study: Study, round_: Round, raters: Sequence[str]) -> Drawn:
    """Return all rings of each name together: the even-odd rule is of a region's own rings."""
    found: dict[tuple[str, str, int], dict[str, Outlines]] = {}
    for mark in study.annotations.marks(round_.name):
        if mark.rater in raters:
            place = found.setdefault((mark.rater, mark.image_id, mark.repeat), {})
            place[mark.name] = (*place.get(mark.name, ()), *mark.outlines)
    return found


def _compared(
    drawn: Drawn,
    name: str,
    pairs: Sequence[tuple[str, tuple[str, str, int], tuple[str, str, int]]],
    sizes: Mapping[str, tuple[int, int]],
) -> list[tuple[str, tuple[float, ...]]]:
    """Return the measures of each photograph on which somebody of the two drew the region."""
    made = []
    for image_id, one, other in pairs:
        rings = [drawn.get(place, {}).get(name, ()) for place in (one, other)]
        if any(rings) and image_id in sizes:
            a, b = _masks(rings[0], rings[1], sizes[image_id])
            made.append((image_id, _measures(a, b)))
    return made


def _masks(
    one: Outlines, other: Outlines, size: tuple[int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return both masks on the part of the photograph that holds them: nothing else matters."""
    points = np.concatenate([*one, *other])
    left, top = np.maximum(np.floor(points.min(axis=0)).astype(int) - 1, 0)
    right = min(size[1], int(np.ceil(points[:, 0].max())) + 2)
    bottom = min(size[0], int(np.ceil(points[:, 1].max())) + 2)
    shape = (max(1, bottom - top), max(1, right - left))
    corner = np.array([left, top], np.float64)
    a, b = (mask_of(tuple(ring - corner for ring in rings), shape) for rings in (one, other))
    return a, b


def _measures(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> tuple[float, ...]:
    counts = Counts(pixels=a.size, in_a=int(a.sum()), in_b=int(b.sum()), in_both=int((a & b).sum()))
    apart = hausdorff95(contour(a), contour(b)) if counts.in_a and counts.in_b else math.nan
    return float(counts.dice), float(counts.iou), apart


def _rows(
    round_: str,
    name: str,
    whose: tuple[Among, tuple[str, ...]],
    found: Sequence[tuple[str, tuple[float, ...]]],
    neonates: Mapping[str, str],
) -> Iterator[RaterRow]:
    for place, measure in enumerate(MEASURES):
        values = [values[place] for _, values in found]
        whose_each = [neonates.get(one, f"photograph {one}") for one, _ in found]
        photographs = [one for one, _ in found]
        yield RaterRow(
            round=round_,
            instrument=REGIONS,
            item=name,
            total=False,
            title=f"Region “{name}”",
            among=whose[0],
            raters=whose[1],
            coefficient=measure,
            found=mean_value(values, photographs, whose_each, why=_why(found)),
        )


def _why(found: Sequence[object]) -> str:
    """Say why a measure has no value: borders that are not there have no distance."""
    return "nobody of them drew it where another did" if found else "neither drew it anywhere"
