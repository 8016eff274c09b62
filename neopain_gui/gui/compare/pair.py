"""Two contour masks of one photograph: reading, colouring, measuring. Knows nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement import pairwise
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES, OVERLAP
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.geometry import Box
from neopain_gui.gui.compare.matrix import beside_chance, figures, why_undefined, written
from neopain_gui.gui.widgets.figures import BY_CHANCE, Figure
from neopain_gui.jobs import Job
from neopain_gui.maps import ContourMask
from neopain_gui.masks import to_contour_mask
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.agreement import PairAgreement
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

# Okabe–Ito blue and orange, and white: told apart with every kind of colour vision.
ONLY_A = (0, 114, 178)
ONLY_B = (230, 159, 0)
BOTH = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two masks of one photograph within the region that is compared."""

    image_id: str
    photograph: NDArray[np.uint8]
    region: Box
    first: ContourMask
    second: ContourMask
    agreement: PairAgreement


def load_pair(
    job: Job, *, study: Study, image_id: str, names: tuple[str, str], settings: MaskSettings
) -> Pair | None:
    """Read two extraction models' masks of a photograph; None if one of them is missing."""
    face = study.faces.get(image_id)
    rows = {row.model.name: row for row in study.results.all(image_id)}
    if face is None or not all(name in rows for name in names):
        return None
    masks = []
    for name in names:
        job.check()
        masks.append(to_contour_mask(study.results.relevance_of(rows[name]), settings))
    return Pair(
        image_id=image_id,
        photograph=study.images.pixels(image_id),
        region=face.box,
        first=masks[0],
        second=masks[1],
        agreement=pairwise(masks, face.box, [one for one in MEASURES if one.on_masks])[0],
    )


def paint_pair(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Colour two masks, bool (h, w): A only blue, B only orange, both white, else transparent.

    Returns
    -------
    ndarray of uint8, shape (h, w, 4)
    """
    rgba = np.zeros((*first.shape, 4), np.uint8)
    for where, colour in (
        (first & ~second, ONLY_A),
        (second & ~first, ONLY_B),
        (first & second, BOTH),
    ):
        rgba[where] = (*colour, 255)
    return rgba


def pair_figures(pair: Pair, but: str = "") -> list[Figure]:
    """List what masks say of one pair on one photograph, but for a measure that stands apart."""
    agreement = pair.agreement
    coverage = {
        agreement.model_a: agreement.coverage_a,
        agreement.model_b: agreement.coverage_b,
    }
    first, second = pair.first.model.name, pair.second.model.name
    lines = [
        *([_overlap(agreement)] if but != OVERLAP else []),
        *(
            Figure(name=one.title, text=_valued(agreement.values[one.id], one), tip=one.says)
            for one in MEASURES
            if one.id in agreement.values and one.id not in (OVERLAP, but) and not one.follows_from
        ),
        Figure(name="Coverage A", text=percent(coverage[first], ".1f"), tip=first),
        Figure(name="Coverage B", text=percent(coverage[second], ".1f"), tip=second),
    ]
    if why := why_undefined(agreement):
        lines.append(Figure(name="Undefined", text=why, level="warning"))
    return lines


def _overlap(agreement: PairAgreement) -> Figure:
    """Return the overlap with its chance level; of an empty mask it would say nothing."""
    tip = "Share of equal pixels"
    why = why_undefined(agreement)
    if math.isnan(agreement.values[OVERLAP]) or why:
        return Figure(name="Overlap", text="–", tip=f"{tip}. {why}".strip())
    text = beside_chance(agreement.values[OVERLAP], agreement.chance_overlap)
    text = text.replace("chance ", "chance\N{NO-BREAK SPACE}")  # where it is broken, at the comma
    if not above_chance(agreement.values[OVERLAP], agreement.chance_overlap):
        tip = f"{tip}. Not above chance"
        return Figure(name="Overlap", text=text, level=BY_CHANCE, tip=tip)
    return Figure(name="Overlap", text=text, tip=tip)


def _valued(value: float, measure: Measure) -> str:
    text = written(value, measure.decimals)
    return f"{text} {measure.unit}" if measure.unit and not math.isnan(value) else text


def paint_alone(mask: NDArray[np.bool_], colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Colour one mask, bool (h, w); what lies outside is transparent.

    Returns
    -------
    ndarray of uint8, shape (h, w, 4)
    """
    rgba = np.zeros((*mask.shape, 4), np.uint8)
    rgba[mask] = (*colour, 255)
    return rgba


def paint_swiped(
    first: NDArray[np.bool_], second: NDArray[np.bool_], column: int
) -> NDArray[np.uint8]:
    """Colour two masks, bool (h, w): A left of a column, B from it on.

    Returns
    -------
    ndarray of uint8, shape (h, w, 4)
    """
    rgba = paint_alone(first, ONLY_A)
    rgba[:, column:] = paint_alone(second[:, column:], ONLY_B)
    return rgba


class Agreed(NamedTuple):
    """A photograph of a pair.

    Attributes
    ----------
    image : FaceImage
    value : float
        The measure; NaN where it is undefined.
    text : str
        It, as it is written: an overlap with its chance level.
    above : bool
        Not an overlap that chance gives as well.
    """

    image: FaceImage
    value: float
    text: str
    above: bool


def by_agreement(
    comparison: Comparison, rows: Sequence[int], measure: Measure, names: tuple[str, str]
) -> list[Agreed]:
    """Return the photographs on which a pair was compared, the best agreement first.

    Where the measure is undefined it is NaN; those come last.

    Raises
    ------
    ValueError
        There is no such pair.
    """
    table = comparison.table
    first, second = sorted(names)
    place = table.pairs.index((first, second))
    values, compared = table.values(measure.id)[:, place], table.compared[:, place]
    texts, above = figures(table, measure, place)
    found = [
        Agreed(comparison.images[row], float(values[row]), texts[row], above[row])
        for row in rows
        if compared[row]
    ]
    return sorted(
        found, key=lambda one: (math.isnan(one.value), -measure.ranked(one.value), one.image.id)
    )
