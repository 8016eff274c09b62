"""``participants.tsv`` and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from neopain_gui.gaze.trials import Trial
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.bids.cells import number, word
from neopain_gui.pipeline.bids.labels import columns_of
from neopain_gui.pipeline.eye_tracking.who_counts import left_out, valid_shares

_NUMBER = re.compile(r"\d+(\.\d+)?")
_TAKEN_AS = {
    "age": _NUMBER,
    "sex": re.compile(r"f|female|m|male|o|other", re.IGNORECASE),
    "handedness": re.compile(r"l|left|r|right|a|ambidextrous", re.IGNORECASE),
}
"""Columns that mean something in BIDS, with what they may hold: else they are called otherwise."""
_MEANT = ("species", "strain", "strain_rrid", "hed")
_OWN = ("participant_id", "pseudonym", "group", "trials", "valid_share", "not_in_maps_because")
SAID: Mapping[str, dict[str, Any]] = {
    "participant_id": {"Description": "The participant in the names of files."},
    "pseudonym": {"Description": "What the study calls the participant."},
    "group": {"Description": "The observer group that the participant is analysed with."},
    "trials": {"Description": "Looks at one photograph that are in this data set."},
    "valid_share": {
        "Description": "The share of the samples in which at least one eye was found, 0 to 1."
    },
    "not_in_maps_because": {
        "Description": "Why the study leaves the participant out of the maps of groups."
    },
}


def participants(
    people: Sequence[Participant],
    labels: Mapping[str, str],
    trials: Sequence[Trial],
    pass_share: float,
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Return the columns of ``participants.tsv`` and what they hold.

    Parameters
    ----------
    people : sequence of Participant
        Those whose recordings are exported.
    labels : Mapping of str to str
        By pseudonym, what file names call them.
    trials : sequence of Trial
        All that are exported.
    pass_share : float
        Least share of valid samples of somebody who counts.
    """
    shares, out = valid_shares(trials), left_out(trials, pass_share)
    made = {
        "participant_id": [f"sub-{labels[one.id]}" for one in people],
        "pseudonym": [word(one.id) for one in people],
        "group": [word(one.group) for one in people],
        "trials": [str(sum(each.participant_id == one.id for each in trials)) for one in people],
        "valid_share": [number(shares.get(one.id), 6) for one in people],
        "not_in_maps_because": [word(out.get(one.id, "")) for one in people],
    }
    said = {name: dict(SAID[name]) for name in made}
    names = list(dict.fromkeys(name for one in people for name in sorted(one.attributes)))
    kept = {name: [one.attributes.get(name, "") for one in people] for name in names}
    called = columns_of(names, (*_OWN, *_MEANT, *_unfit(kept)))
    for name, values in kept.items():
        made[called[name]] = [word(value) for value in values]
        said[called[name]] = {
            "LongName": name,
            "Description": "What the study keeps of the participant under this name.",
        }
    return made, said


def _unfit(kept: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names that BIDS knows and whose values here are of another kind."""
    return [
        meant
        for meant, fits in _TAKEN_AS.items()
        for name, values in kept.items()
        if columns_of([name])[name] == meant
        and not all(fits.fullmatch(one.strip()) for one in values if one.strip())
    ]
