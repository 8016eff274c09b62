"""Which map stands where: kept with the study. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

SETTING = "linked_panes"
"""Key of the study's setting."""

LAYOUTS = {"1 × 2": (1, 2), "2 × 2": (2, 2), "2 × 3": (2, 3)}
"""Rows and columns by what the button says."""
USUAL = "2 × 2"
MOST = 6
_EMPTY = ("",) * MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The panes of a study.

    Attributes
    ----------
    places : tuple of str
        An extraction model's name for each of the six places, row by row; empty where there is
        no pane. A smaller layout hides the last ones and forgets none.
    layout : str
        A key of :data:`LAYOUTS`.
    shared : bool
        Whether one range of colours holds for all.
    """

    places: tuple[str, ...] = _EMPTY
    layout: str = USUAL
    shared: bool = False

    @property
    def columns(self) -> int:
        """Panes beside each other."""
        return LAYOUTS[self.layout][1]

    @property
    def visible(self) -> tuple[str, ...]:
        """The places that the layout has room for."""
        rows, columns = LAYOUTS[self.layout]
        return self.places[: rows * columns]

    def put(self, place: int, model: str) -> Arrangement:
        """Show a model in a place; an empty name takes the pane away."""
        places = list(self.places)
        places[place] = model
        return replace(self, places=tuple(places))

    def as_setting(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {"places": list(self.places), "layout": self.layout, "shared": self.shared}

    @classmethod
    def from_setting(cls, stored: Any) -> Arrangement | None:
        """Return what :meth:`as_setting` gave; None if that cannot be used."""
        if not isinstance(stored, Mapping):
            return None
        places, layout = stored.get("places"), stored.get("layout")
        if not isinstance(places, Sequence) or len(places) != MOST:
            return None
        if not all(isinstance(name, str) for name in places) or layout not in LAYOUTS:
            return None
        return cls(places=tuple(places), layout=layout, shared=stored.get("shared") is True)

    @classmethod
    def begin(cls, people: Sequence[str], classifiers: Sequence[str]) -> Arrangement:
        """Return what a study begins with: two of people, the rest of classifiers."""
        beside = [*people[:2], *classifiers, *people[2:]][: LAYOUTS[USUAL][0] * LAYOUTS[USUAL][1]]
        return cls(places=(*beside, *_EMPTY)[:MOST])
