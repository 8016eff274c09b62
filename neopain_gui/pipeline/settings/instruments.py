"""Which scales and sets of landmarks a study has: NeoPain's, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neopain_gui.annotation.landmarks import LandmarkSet, landmark_set_of_text, sets
from neopain_gui.annotation.scales import Scale, scale_of_text, scale_text, scales, with_wording
from neopain_gui.errors import NeoPainError
from neopain_gui.provenance import canonical_json
from neopain_gui.study import Study

OWN_SCALES = "own scales"
"""Key of the study's setting with scales of its own: definitions by id."""
SCALE_WORDINGS = "scale wordings"
"""Key of the study's setting with other words for scales: wordings by the scale's id."""
SCALE_SWITCHES = "scale switches"
"""Key of the study's setting with what it chose: switches by the scale's id."""
OWN_LANDMARKS = "own landmarks"
"""Key of the study's setting with sets of landmarks of its own: definitions by id."""


def study_scales(study: Study) -> dict[str, Scale]:
    """Return all scales that a study can ask, by id: NeoPain's, worded as it says, and its own.

    A definition of its own that cannot be read any more is left out; a rating that names it says
    so where it is asked for.
    """
    made = scales()
    wordings = _mapping(study.setting(SCALE_WORDINGS, {}))
    for scale_id, wording in wordings.items():
        if scale_id in made and isinstance(wording, Mapping):
            try:
                made[scale_id] = with_wording(made[scale_id], wording)
            except (ValueError, TypeError, AttributeError):
                continue
    for scale_id, definition in _mapping(study.setting(OWN_SCALES, {})).items():
        try:
            made[scale_id] = scale_of_text(canonical_json(definition))
        except NeoPainError:
            continue
    return made


def switches_of(study: Study, scale: Scale) -> dict[str, bool]:
    """Return how a study set a scale's switches."""
    chosen = _mapping(_mapping(study.setting(SCALE_SWITCHES, {})).get(scale.id, {}))
    return {one.id: bool(chosen.get(one.id, one.on)) for one in scale.switches}


def as_setting(scale: Scale) -> dict[str, Any]:
    """Return a definition as :data:`OWN_SCALES` keeps it."""
    import json

    made: dict[str, Any] = json.loads(scale_text(scale))
    return made


def study_landmark_sets(study: Study) -> dict[str, LandmarkSet]:
    """Return all sets of landmarks that a study can ask, by id: NeoPain's and its own."""
    made = sets()
    for set_id, definition in _mapping(study.setting(OWN_LANDMARKS, {})).items():
        try:
            made[set_id] = landmark_set_of_text(canonical_json(definition))
        except NeoPainError:
            continue
    return made


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
