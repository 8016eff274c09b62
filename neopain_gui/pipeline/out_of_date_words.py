"""Saying which maps are out of date, and since what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from neopain_gui.counted import counted

if TYPE_CHECKING:
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.pipeline.out_of_date import OutOfDate

SIGN = "Out of date: "
"""How every sentence on maps that are out of date begins."""
_NAMED = 3


class Tally:
    """Counts maps that are out of date, by extraction model and by what differs.

    It is kept up map by map, so that what is said takes no longer where many are out of date.

    Parameters
    ----------
    found : iterable of OutOfDate, optional
        Those that are counted at first.
    """

    def __init__(self, found: Iterable[OutOfDate] = ()) -> None:
        self._counts: dict[ExtractionModel, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._again: Counter[str] = Counter()
        for one in found:
            self.add(one)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        return (self._counts, +self._again) == (other._counts, +other._again)

    __hash__ = None  # type: ignore[assignment] # it changes

    def add(self, one: OutOfDate) -> None:
        """Count a map."""
        self._counts[one.model][one.reasons] += 1
        self._again[one.model.name] += one.again

    def remove(self, one: OutOfDate) -> None:
        """Count a map no more."""
        counted = self._counts[one.model]
        counted[one.reasons] -= 1
        if not counted[one.reasons]:
            del counted[one.reasons]
        if not counted:
            del self._counts[one.model]
        self._again[one.model.name] -= one.again

    @property
    def names(self) -> list[str]:
        """The extraction models of which maps are out of date."""
        return [model.name for model in sorted(self._counts)]

    def again(self, models: Collection[str] | None = None) -> bool:
        """Say whether one can be made again, of some extraction models or of all."""
        return any(count for name, count in self._again.items() if models is None or name in models)

    def sentences(self, models: Collection[str] | None = None) -> list[str]:
        """Say what is out of date: a sentence for all extraction models of the same reasons."""
        alike: dict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
        for model, found in sorted(self._counts.items()):
            if models is None or model.name in models:
                alike[found.total(), _reasons(found)].append(model.name)
        return [
            f"{SIGN}{', '.join(names)} on {_photographs(count)} ({'; '.join(reasons)})."
            for (count, reasons), names in alike.items()
        ]


def sentences(found: Iterable[OutOfDate]) -> list[str]:
    """Say what is out of date, and since what: a sentence for all models of the same reasons."""
    return Tally(found).sentences()


def _reasons(counted: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what differs, each once, and only the first few where they are many."""
    reasons = tuple(dict.fromkeys(reason for some in counted for reason in some))
    return (*reasons[:_NAMED], "…") if len(reasons) > _NAMED + 1 else reasons


def _photographs(count: int) -> str:
    return counted(count, "photograph")
