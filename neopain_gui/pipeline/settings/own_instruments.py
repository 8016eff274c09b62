"""Scales and sets of landmarks of a study's own: taken in, changed as a new version, taken out.

What a round asks is never changed: whoever changes it gets a version that stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neopain_gui.annotation.landmarks import LandmarkSet, landmark_definition, sets
from neopain_gui.annotation.landmarks_draft import newer as newer_set
from neopain_gui.annotation.scales import Scale, scale_of_text, scales, wording_of
from neopain_gui.annotation.scales import draft as drafts
from neopain_gui.counted import listed
from neopain_gui.errors import InputError
from neopain_gui.pipeline.settings.instruments import (
    OWN_LANDMARKS,
    OWN_SCALES,
    SCALE_WORDINGS,
    as_setting,
    mapping_of,
    study_landmark_sets,
    study_scales,
)
from neopain_gui.provenance import canonical_json
from neopain_gui.study import Study

Settings = dict[str, Any]


def own_definitions(study: Study, key: str) -> dict[str, drafts.Definition]:
    """Return what a study keeps of its own, by id, whether it can be used yet or not.

    Parameters
    ----------
    study : Study
        Open.
    key : str
        :data:`~neopain_gui.pipeline.settings.instruments.OWN_SCALES` or ``OWN_LANDMARKS``.
    """
    stored = mapping_of(study.setting(key, {}))
    return {name: dict(one) for name, one in stored.items() if isinstance(one, Mapping)}


def asking(study: Study, instrument: str) -> list[str]:
    """Return the names of the rounds that ask an instrument."""
    return [one.name for one in study.annotations.rounds() if instrument in one.instruments]


def has_own(study: Study, scale_id: str) -> bool:
    """Say whether a study has a scale of its own of this id, or words of its own for it."""
    own = (mapping_of(study.setting(key, {})) for key in (OWN_SCALES, SCALE_WORDINGS))
    return any(scale_id in one for one in own)


# -- scales --------------------------------------------------------------------------------------
def taken_in(study: Study, scale: Scale) -> tuple[Scale, str]:
    """Return a scale as a study takes it in from a file, and what of it is called otherwise there.

    A scale that a round asks stays; the new one stands beside it as a version of its own. A short
    name that another scale has is given a number.

    Raises
    ------
    InputError
        It has the id of one of NeoPain's scales and counts otherwise.
    """
    there, plain = study_scales(study), scales().get(scale.id)
    if plain is not None:
        if wording_of(scale, plain) is None:
            raise InputError(
                f"NeoPain has a scale “{scale.id}”, and this one differs in more than words",
                remedy="give it another id in the file",
            )
        return scale, ""
    before = there.get(scale.id)
    if before == scale:
        return scale, ""
    said = []
    if before is not None and (rounds := asking(study, scale.instrument)):
        made = drafts.newer(before, there)
        kept = {key: made[key] for key in ("id", "version", "short")}
        said.append(
            f"{_rounds(rounds)} version {before.version} of “{scale.id}”, which stays; this one "
            f"stands beside it as “{kept['id']}”, version {kept['version']}."
        )
        scale = _changed(scale, **kept)
    others = {name: one for name, one in there.items() if name != scale.id}
    short = drafts.free_short(scale.short, others)
    if short != scale.short:
        said.append(f"Another scale is called {scale.short} in short; this one is {short} here.")
        scale = _changed(scale, short=short)
    return scale, " ".join(said)


def with_scale(study: Study, scale: Scale) -> Settings:
    """Return the settings of a study that has a scale, too, as :func:`taken_in` returns it.

    What differs from one of NeoPain's own scales in words alone becomes the study's wording of it.
    """
    plain = scales().get(scale.id)
    if plain is None:
        return with_definition(study, OWN_SCALES, as_setting(scale))
    wording = wording_of(scale, plain)
    return with_wording_of(study, scale.id, wording or {})


def with_wording_of(study: Study, scale_id: str, wording: Mapping[str, Any]) -> Settings:
    """Return the settings of a study that words a scale otherwise; empty for as NeoPain does."""
    stored = dict(mapping_of(study.setting(SCALE_WORDINGS, {})))
    stored.pop(scale_id, None)
    return {SCALE_WORDINGS: {**stored, scale_id: dict(wording)} if wording else stored}


def with_definition(study: Study, key: str, definition: Mapping[str, Any]) -> Settings:
    """Return the settings of a study that keeps a definition of its own, whether usable or not."""
    return {key: {**mapping_of(study.setting(key, {})), str(definition["id"]): dict(definition)}}


def without_scale(study: Study, scale_id: str) -> Settings:
    """Return the settings of a study without a scale of its own, or its words for one.

    Raises
    ------
    InputError
        A round asks for the scale.
    """
    if scale_id in mapping_of(study.setting(OWN_SCALES, {})):
        _refuse_asked(study, f"scale:{scale_id}", "scale")
    return {
        key: {name: one for name, one in stored.items() if name != scale_id}
        for key in (OWN_SCALES, SCALE_WORDINGS)
        if scale_id in (stored := mapping_of(study.setting(key, {})))
    }


# -- sets of landmarks ---------------------------------------------------------------------------
def set_taken_in(study: Study, landmark_set: LandmarkSet) -> tuple[LandmarkSet, str]:
    """Return a set as a study takes it in from a file, and what of it is called otherwise there.

    Raises
    ------
    InputError
        NeoPain has another set of this id.
    """
    there = study_landmark_sets(study)
    before = there.get(landmark_set.id)
    if before == landmark_set or before is None:
        return landmark_set, ""
    if landmark_set.id in sets():
        raise InputError(
            f"NeoPain has a set of landmarks “{landmark_set.id}”, and this is another one",
            remedy="give it another id in the file",
        )
    rounds = asking(study, landmark_set.instrument)
    if not rounds:
        return landmark_set, ""
    kept = newer_set(before, there)["id"]
    return landmark_set.model_copy(update={"id": kept}), (
        f"{_rounds(rounds)} the set “{landmark_set.id}”, which stays; this one stands beside it as "
        f"“{kept}”."
    )


def with_set(study: Study, landmark_set: LandmarkSet) -> Settings:
    """Return the settings of a study that has a set of landmarks, too."""
    return with_definition(study, OWN_LANDMARKS, landmark_definition(landmark_set))


def without_set(study: Study, set_id: str) -> Settings:
    """Return the settings of a study without a set of its own.

    Raises
    ------
    InputError
        A round asks for it.
    """
    stored = mapping_of(study.setting(OWN_LANDMARKS, {}))
    if set_id not in stored:
        return {}
    _refuse_asked(study, f"landmarks:{set_id}", "set of landmarks")
    return {OWN_LANDMARKS: {name: one for name, one in stored.items() if name != set_id}}


def _refuse_asked(study: Study, instrument: str, what: str) -> None:
    for name in asking(study, instrument):
        raise InputError(
            f"the round “{name}” asks for the {what} “{instrument.partition(':')[2]}”",
            remedy="remove the round first",
        )


def _rounds(names: list[str]) -> str:
    asks = "asks" if len(names) == 1 else "ask"
    return f"{listed([f'“{one}”' for one in names])} {asks}"


def _changed(scale: Scale, **values: Any) -> Scale:
    return scale_of_text(canonical_json({**as_setting(scale), **values}))
