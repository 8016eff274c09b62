"""What tests of faithfulness say of one map, and the message that hands it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.jobs import JobMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The figures of one map.

    Attributes
    ----------
    key : str
        Hash of everything that they depend on.
    map_key : str
        The map's own.
    tables : Mapping of str to list of Mapping
        Rows of the findings by their names, plain JSON types; None where a figure is undefined.
        A measure that was not taken, or not yet, has none.
    """

    key: str
    map_key: str
    tables: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined(JobMessage):
    """What a test of faithfulness says of a map."""

    examination: Examination
