"""Those who look and those who rate: pseudonym, observer group, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who looked at the photographs, or rates them.

    Attributes
    ----------
    id : str
        A pseudonym.
    group : str
        The observer group: one of :class:`~neopain_gui.people.groups.ObserverGroup` or one's own;
        empty where nobody said.
    attributes : Mapping of str to str
        Whatever else is known and may tell subgroups apart, for example years of experience.
    rater : bool
        Whether they rate photographs in rounds.
    """

    id: str
    group: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    rater: bool = False
