"""What is lacking or strange in what a person decided about an import of recordings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from neopain_gui.gaze.import_preview.stimulus_places import (
    MOST_OUTSIDE,
    doubts,
    points_of,
    share_outside,
)
from neopain_gui.gaze.trials import Place, Trial
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gaze.import_preview.importing import RecordingsPreview, StimulusFound


def places_of(
    found: RecordingsPreview,
    images: Mapping[str, str],
    sizes: Mapping[str, tuple[int, int]],
    given: Mapping[str, Place],
) -> tuple[dict[str, Place], list[StimulusFound]]:
    """Return where the wanted stimuli were on the screen, and those of which nobody says it.

    Parameters
    ----------
    found : RecordingsPreview
        What the files hold.
    images : Mapping of str to str
        The photographs, by key.
    sizes : Mapping of str to (int, int)
        (height, width) of each photograph.
    given : Mapping of str to tuple of float
        What a person says, by key.
    """
    places: dict[str, Place] = {}
    lacking = []
    for one in found.stimuli:
        if one.key not in images:
            continue
        shown = found.shown(one.key)
        said = (part.place(sizes[images[one.key]]) for part in shown)
        place = given.get(one.key) or next((each for each in said if each), None)
        if place is not None:
            places[one.key] = place
        if one.key not in given and not all(part.known for part in shown):
            lacking.append(one)
    return places, lacking


def with_trials(found: RecordingsPreview, images: Mapping[str, str]) -> frozenset[str]:
    """Return the names of those who were shown at least one of the wanted stimuli."""
    return frozenset(
        person.name
        for file in found.files
        for person in file.people
        if any(file.key(stimulus) in images for stimulus in person.stimuli)
    )


def known_people(found: RecordingsPreview, trials: Iterable[Trial]) -> dict[str, str]:
    """Return the pseudonyms of those whose recordings in these files the study has already."""
    before = {
        (str(trial.provenance.inputs.get("file")), trial.recording.split("-")[1]): trial
        for trial in trials
        if trial.recording.count("-") == 2
    }
    people = {}
    for file in found.files:
        for number, person in enumerate(file.people, start=1):
            trial = before.get((file.sha256, f"{number:02}"))
            if trial is not None:
                people[person.name] = trial.participant_id
    return people


def doubts_of(
    found: RecordingsPreview, key: str, place: Place, size: tuple[int, int]
) -> tuple[str, ...]:
    """Say what speaks against the place of a stimulus whose photograph is (height, width).

    A file whose gaze is elsewhere is named where the others' hide it: another screen, perhaps.
    """
    points = points_of(found.shown(key))
    said = doubts(place, size, points, found.screen(key))
    if share_outside(place, points) > MOST_OUTSIDE:
        return said
    shares = {
        file.file.name: share_outside(place, one.points)
        for file in found.files
        for stimulus, one in file.shown.items()
        if file.key(stimulus) == key
    }
    far = {name: share for name, share in shares.items() if share > MOST_OUTSIDE}
    if not far:
        return said
    least = percent(min(far.values()))
    share = least if len(far) == 1 else f"At least {least}"
    return (*said, f"{share} of the gaze of {_few(list(far))} falls outside the photograph.")


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def shared_photographs(images: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the photographs that more than one stimulus is, each with the stimuli's keys."""
    by_image: dict[str, list[str]] = defaultdict(list)
    for key, image_id in images.items():
        by_image[image_id].append(key)
    return {image_id: keys for image_id, keys in by_image.items() if len(keys) > 1}
