"""What the user has chosen: which photographs, which map, how it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which photographs are listed, and in which order; it holds in every tab.

    Attributes
    ----------
    text : str
        Part of the file name, the neonate's pseudonym or the label; every word must occur.
    labels : frozenset of str
        ``"pain"``, ``"no pain"`` and ``""`` (no label); empty means all.
    faces : str
        ``"none"`` for photographs on which no face is marked, ``"several"`` for those on which
        several were found; empty means all.
    unchecked : bool
        Only those that nobody has marked as checked.
    sort : str
        A key of :data:`neopain_gui.gui.state.ordering.SORTS`.
    """

    text: str = ""
    labels: frozenset[str] = frozenset()
    faces: str = ""
    unchecked: bool = False
    sort: str = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be computed.

    Attributes
    ----------
    classifier_id : str
        Of :mod:`neopain_gui.classifiers.registry`.
    method : str
        ``"grad_cam"`` or ``"integrated_gradients"``.
    layer : str
        The layer looked at; empty means the classifier's default.
    target : str
        ``"predicted"``, ``"labelled"``, ``"pain"`` or ``"no pain"``.
    """

    classifier_id: str = "n_cnn_phantoms"
    method: str = "grad_cam"
    layer: str = ""
    target: str = "predicted"

    @classmethod
    def from_setting(cls, stored: Any) -> Choice:
        """Build a stored choice; what does not fit any more falls back to its default."""
        known = stored if isinstance(stored, dict) else {}
        return cls(**{k: v for k, v in known.items() if k in cls.__slots__ and isinstance(v, str)})


@dataclass(slots=True)
class View:
    """What the window shows of a study."""

    shown_model: str = ""
    selected: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)
