"""What a study knows about a result besides its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A relevance map of a study: the row whose blob holds the values.

    Attributes
    ----------
    image_id : str
        The photograph.
    model : ExtractionModel
        Who or what it comes from. A study keeps one result per photograph and model: the
        newest; the blobs of the earlier ones stay, so that an edit can be undone at no cost.
    box : Box
        The rectangle of the photograph that the grid covers.
    photograph_size : tuple of int
        (height, width) in pixels.
    provenance : Provenance
        What made it; its key names the blob.
    facts : Mapping[str, Any]
        JSON-serialisable figures that belong beside the map: class scores, target class,
        completeness error, ``empty``, classifier, method, layer.
    """

    image_id: str
    model: ExtractionModel
    box: Box
    photograph_size: tuple[int, int]
    provenance: Provenance
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name of the blob that holds the values."""
        return self.provenance.key


JUDGED_INPUTS = ("parameters", "weights", "target", "references", "folds")
JUDGED_FACTS = ("method", "classifier", "target_choice")


class MadeOf(NamedTuple):
    """That of a result by which it is judged whether it is out of date, as the database has it.

    Attributes
    ----------
    image_id, model_name, model_kind, key, stage, version
        As in :class:`Result`.
    inputs, facts : str
        JSON arrays: what :data:`JUDGED_INPUTS` and :data:`JUDGED_FACTS` name.
    """

    image_id: str
    model_name: str
    model_kind: str
    key: str
    stage: str
    version: int
    inputs: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """One computation whose maps a study keeps.

    Attributes
    ----------
    image_id : str
        The photograph.
    classifier : str, optional
        Its id.
    maps : int
        How many maps it gave.
    seconds, gradients, samples : float, optional
        How long it took and how much was computed, where that is on record.
    """

    image_id: str
    classifier: str | None
    maps: int
    seconds: float | None
    gradients: float | None
    samples: float | None
