"""What the chosen measure says of a pair on one photograph. Knows nothing of Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neopain_gui.agreement.measure import NO_CHANCE
from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.gui.compare.matrix import reason, why_undefined, written

if TYPE_CHECKING:
    from neopain_gui.agreement.measure import Measure
    from neopain_gui.findings.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class PairValue:
    """A measure of two extraction models on a photograph.

    Attributes
    ----------
    measure : Measure
        Which.
    text : str
        Its value with its unit; a dash where it is undefined.
    beside : str
        What chance gives and which way it goes; where it is undefined, why.
    above : bool
        Whether the two overlap by more than chance gives; true of a measure without such a level.
    """

    measure: Measure
    text: str
    beside: str
    above: bool = True


def pair_value(
    comparison: Comparison, measure: Measure, image_id: str, names: tuple[str, str]
) -> PairValue | None:
    """Return what a measure says of a pair; None where it was not worked out or not compared."""
    table, pair = comparison.table, (min(names), max(names))
    if measure.id not in table.measures or image_id not in table.image_ids:
        return None
    if pair not in table.pairs:
        return None
    row, index = table.image_ids.index(image_id), table.pairs.index(pair)
    if not table.compared[row, index]:
        return None
    found = table.pair(row, index)
    value, why = found.values[measure.id], why_undefined(found)
    # an overlap with an empty mask would say only how large the other one is
    if math.isnan(value) or (measure.id == OVERLAP and why):
        return PairValue(measure=measure, text="–", beside=f"Undefined: {reason(found, measure)}")
    unit = f" {measure.unit}" if measure.unit else ""
    above = measure.chance is None or above_chance(found.values[OVERLAP], found.chance_overlap)
    chance = table.chance_of(measure, row, index)
    return PairValue(
        measure=measure,
        text=f"{written(value, measure.decimals)}{unit}",
        beside=_beside(measure, chance, above),
        above=above,
    )


def _beside(measure: Measure, chance: float, above: bool) -> str:
    """Say what chance gives, and which way the measure goes where that is not the usual one."""
    if not math.isnan(chance):
        said = f"chance {written(chance, measure.decimals)}"
        return said if above else f"{said}: the two overlap by no more than chance"
    said = "no chance level" if measure.chance_says == NO_CHANCE else measure.chance_says
    return f"{said}; the smaller, the more they agree" if measure.lower_is_better else said
