"""What independent masks of the same sizes would agree by: beside every mean, for its photographs.

The tables of the report, of the exports and of the window ask here.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.comparison import Comparison


class BesideChance(NamedTuple):
    """A pair's mean overlap over some photographs, and its chance level over the same ones."""

    overlap: float
    chance: float

    @property
    def above(self) -> bool:
        """Whether the two overlap by more than chance gives; words stand on these alone."""
        return above_chance(self.overlap, self.chance)


def beside_chance(
    compared: Comparison, label: PainLabel | None = None
) -> dict[tuple[str, str], BesideChance]:
    """Return each pair's mean overlap on one class, or on all photographs, beside its chance."""
    chosen = np.array([label is None or image.label is label for image in compared.images], bool)
    overlap, chance = (compared.table.values(name)[chosen] for name in (OVERLAP, "chance_overlap"))
    made = {}
    for place, pair in enumerate(compared.table.pairs):
        known = np.isfinite(overlap[:, place])
        made[pair] = BesideChance(_mean(overlap[known, place]), _mean(chance[known, place]))
    return made


def pairs_above_chance(
    compared: Comparison, label: PainLabel | None = None
) -> frozenset[tuple[str, str]]:
    """Return the pairs that overlap by more than chance gives."""
    return frozenset(pair for pair, one in beside_chance(compared, label).items() if one.above)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else math.nan
