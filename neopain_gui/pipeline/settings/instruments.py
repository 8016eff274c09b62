"""Which scales and sets of landmarks a study has: NeoPain's, and its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from neopain_gui.annotation.landmarks import LandmarkSet, landmark_set_of_text, sets
from neopain_gui.annotation.scales import (
    Scale,
    scale_of_text,
    scale_text,
    scales,
    with_wording,
)
from neopain_gui.annotation.scales.switches import Switched, how_switched
from neopain_gui.counted import listed
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
    wordings = mapping_of(study.setting(SCALE_WORDINGS, {}))
    for scale_id, wording in wordings.items():
        if scale_id in made and isinstance(wording, Mapping):
            try:
                made[scale_id] = with_wording(made[scale_id], wording)
            except (ValueError, TypeError, AttributeError):
                continue
    for scale_id, definition in mapping_of(study.setting(OWN_SCALES, {})).items():
        try:
            made[scale_id] = scale_of_text(canonical_json(definition))
        except NeoPainError:
            continue
    return made


def switches_of(study: Study, scale: Scale) -> dict[str, bool]:
    """Return how a study set a scale's switches."""
    chosen = mapping_of(mapping_of(study.setting(SCALE_SWITCHES, {})).get(scale.id, {}))
    return {one.id: bool(chosen.get(one.id, one.on)) for one in scale.switches}


def switches_asked(study: Study, instruments: Iterable[str]) -> dict[str, dict[str, bool]]:
    """Return how a study set the switches of those scales that a round asks and that have any."""
    asked = set(instruments)
    return {
        scale.id: switches_of(study, scale)
        for scale in study_scales(study).values()
        if scale.instrument in asked and scale.switches
    }


def switch_sentences(study: Study, instruments: Iterable[str]) -> list[str]:
    """Say how the totals of a round's scales are added up, where a study can choose."""
    scales = study_scales(study)
    return [
        sentence
        for scale_id, chosen in switches_asked(study, instruments).items()
        for sentence in how_switched(scales[scale_id], chosen)
    ]


def with_switches(study: Study, switched: Switched) -> dict[str, Any]:
    """Return the settings of a study that sets switches of scales so; none where nothing changes.

    Parameters
    ----------
    study : Study
        Whose other switches stay.
    switched : Mapping
        Whether each switch is on, by the scale's id and its own.
    """
    scales, stored = study_scales(study), mapping_of(study.setting(SCALE_SWITCHES, {}))
    made: dict[str, Any] = dict(stored)
    for scale_id, chosen in switched.items():
        before = switches_of(study, scales[scale_id])
        if {**before, **chosen} != before:
            made[scale_id] = {**before, **chosen}
    return {SCALE_SWITCHES: made} if made != stored else {}


def switching_changes(study: Study, switched: Switched) -> list[str]:
    """Say of which rounds that there are totals would be added up otherwise by setting switches."""
    said = []
    for scale_id, chosen in with_switches(study, switched).get(SCALE_SWITCHES, {}).items():
        scale = study_scales(study).get(scale_id)
        if scale is None or {**switches_of(study, scale), **chosen} == switches_of(study, scale):
            continue
        rounds = [
            f"“{one.name}”"
            for one in study.annotations.rounds()
            if scale.instrument in one.instruments
        ]
        if rounds:
            said.append(
                f"Totals of {scale.short} in {listed(rounds)} are added up so, too: a switch is "
                "the whole study’s."
            )
    return said


def as_setting(scale: Scale) -> dict[str, Any]:
    """Return a definition as :data:`OWN_SCALES` keeps it."""
    import json

    made: dict[str, Any] = json.loads(scale_text(scale))
    return made


def study_landmark_sets(study: Study) -> dict[str, LandmarkSet]:
    """Return all sets of landmarks that a study can ask, by id: NeoPain's and its own."""
    made = sets()
    for set_id, definition in mapping_of(study.setting(OWN_LANDMARKS, {})).items():
        try:
            made[set_id] = landmark_set_of_text(canonical_json(definition))
        except NeoPainError:
            continue
    return made


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Return what a setting holds; nothing where it is none of them."""
    return value if isinstance(value, Mapping) else {}
