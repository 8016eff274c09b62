"""The agreement of all pairs of extraction models on many photographs, as arrays.

Four counts a pair and photograph are kept, and every measure follows from them for all at once:
1,000 photographs and 1,225 pairs take 20 MB.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES, measure_of
from neopain_gui.agreement.pairs import PairAgreement, agreement_of, count_pairs, from_masks
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask

_BESIDE = ("chance_overlap", "coverage_a", "coverage_b")
"""What :meth:`AgreementTable.values` knows of a pair besides measures."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgreementTable:
    """Photographs × pairs.

    Attributes
    ----------
    models : tuple of str
        The extraction models in alphabetical order.
    image_ids : tuple of str
        The photographs.
    counts : Counts
        Arrays of shape (photographs, pairs); no pixels where a pair was not compared.
    further : Mapping of str to ndarray of float64, shape (photographs, pairs)
        Values by measures that do not follow from counts, those that were asked for.
    """

    models: tuple[str, ...]
    image_ids: tuple[str, ...]
    counts: Counts
    further: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs, as Tables 3 to 5 order them."""
        return tuple(combinations(self.models, 2))

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Which pairs were compared on which photographs, shape (photographs, pairs)."""
        found: NDArray[np.bool_] = self.counts.pixels > 0
        return found

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that it has values of, in their order."""
        return tuple(
            one.id for one in MEASURES if one.from_counts is not None or one.id in self.further
        )

    def values(self, measure: str) -> NDArray[np.float64]:
        """Return a measure, shape (photographs, pairs); NaN where it is undefined.

        Besides measures ``"coverage_a"``, ``"coverage_b"`` and ``"chance_overlap"``.

        Raises
        ------
        ValueError
            There is no such measure, or it was not worked out.
        """
        values: NDArray[np.float64]
        if measure in _BESIDE:
            values = getattr(self.counts, measure)
            return values
        asked = measure_of(measure)
        if asked.from_counts is not None:
            values = asked.from_counts(self.counts)
            return values
        if measure not in self.further:
            raise ValueError(f"{measure!r} was not worked out")
        return self.further[measure]

    def chance(self, measure: str) -> NDArray[np.float64]:
        """Return what independent masks of the same coverages give, shape (photographs, pairs).

        NaN everywhere of a measure that has no chance level.

        Raises
        ------
        ValueError
            There is no such measure.
        """
        asked = measure_of(measure)
        if asked.chance is None:
            return np.full(np.shape(self.counts.pixels), np.nan)
        values: NDArray[np.float64] = asked.chance_of(self.counts)
        return values

    def chance_of(self, measure: Measure, row: int, index: int) -> float:
        """Return what chance gives of one pair on one photograph; NaN without such a level."""
        if measure.chance is None:
            return math.nan
        return float(measure.chance_of(self.counts.at((row, index))))

    def pair(self, row: int, index: int) -> PairAgreement:
        """Return the agreement of one pair on one photograph."""
        further = {name: float(values[row, index]) for name, values in self.further.items()}
        return agreement_of(self.pairs[index], self.counts, (row, index), further)

    def on(self, image_id: str) -> Iterator[PairAgreement]:
        """Yield the agreement of the pairs that were compared on a photograph."""
        row = self.image_ids.index(image_id)
        for place in np.flatnonzero(self.counts.pixels[row]).tolist():
            yield self.pair(row, place)


@dataclass(slots=True, kw_only=True)
class TableBuilder:
    """Takes photographs one by one; what it holds grows by counts alone, never by masks.

    Parameters
    ----------
    models : sequence of str
        The extraction models that may occur.
    measures : sequence of Measure
        Of masks, which are worked out too; all that follow from counts are there without.
    """

    models: Sequence[str]
    measures: Sequence[Measure] = ()
    _ids: list[str] = field(default_factory=list, init=False)
    _rows: list[NDArray[np.int32]] = field(default_factory=list, init=False)
    _further: list[dict[str, NDArray[np.float64]]] = field(default_factory=list, init=False)

    def add(self, image_id: str, masks: Sequence[ContourMask], region: Box) -> None:
        """Count the pairs of a photograph's masks; models that have none are left out.

        Raises
        ------
        InputError, ValueError
            As for :func:`~neopain_gui.agreement.pairs.pairwise`; nothing was added.
        """
        ordered = sorted(self.models)
        names, counts = count_pairs(masks, region)
        further = from_masks(masks, region, self.measures) if self.measures else {}
        row = np.zeros((4, len(ordered) * (len(ordered) - 1) // 2), np.int32)
        places = _places([ordered.index(name) for name in names], len(ordered))
        for number, part in enumerate((counts.pixels, counts.in_a, counts.in_b, counts.in_both)):
            row[number, places] = part
        values = {name: np.full(row.shape[1], np.nan) for name in further}
        for name, found in further.items():
            values[name][places] = found
        self._ids.append(image_id)
        self._further.append(values)
        self._rows.append(row)

    def table(self) -> AgreementTable:
        """Return what was counted."""
        pairs = len(self.models) * (len(self.models) - 1) // 2
        stacked = np.stack(self._rows, axis=1) if self._rows else np.zeros((4, 0, pairs), np.int32)
        parts: dict[str, Any] = dict(
            zip(("pixels", "in_a", "in_b", "in_both"), stacked, strict=True)
        )
        return AgreementTable(
            models=tuple(sorted(self.models)),
            image_ids=tuple(self._ids),
            counts=Counts(**parts),
            further={
                one.id: np.stack([row[one.id] for row in self._further])
                if self._further
                else np.zeros((0, pairs))
                for one in self.measures
            },
        )


def _places(models: Sequence[int], count: int) -> NDArray[np.int64]:
    """Return where the pairs of some of ``count`` models stand among all pairs."""
    first, second = np.triu_indices(len(models), 1)
    i, j = np.asarray(models, np.int64)[first], np.asarray(models, np.int64)[second]
    places: NDArray[np.int64] = i * count - i * (i + 1) // 2 + j - i - 1
    return places
