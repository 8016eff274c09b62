"""What an import of recordings would take, as the page lists it. Knows nothing of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neopain_gui.gaze.fixations.quality import PASS_SHARE
from neopain_gui.gaze.importing import ImportPlan, free_pseudonyms
from neopain_gui.gaze.participants import Participant

if TYPE_CHECKING:
    from neopain_gui.gaze.importing import RecordingsPreview
    from neopain_gui.gaze.participant_tables import ParticipantRow
    from neopain_gui.gaze.trials import Place, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusRow:
    """A stimulus; ``image_id`` is empty where it is left out."""

    stimulus: str
    image_id: str
    note: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A participant of the files.

    Attributes
    ----------
    name : str
        As the files call them.
    pseudonym, group : str
        What is to be kept.
    attributes : Mapping of str to str
        From a table.
    wanted : bool
        Whether they are taken in.
    known : bool
        Whether the study has this participant's recording already.
    stimuli, samples : int
        How many they were shown, and how often eyes were measured meanwhile.
    valid : float or None
        Share of these samples in which an eye was found.
    """

    name: str
    pseudonym: str
    group: str = ""
    attributes: Mapping[str, str]
    wanted: bool = True
    known: bool = False
    stimuli: int
    samples: int
    valid: float | None

    def note(self, least: float) -> str:
        """Say why they are unticked at first, or what is known of them."""
        if self.valid is not None and self.valid < least:
            return f"{self.valid:.0%} valid, fewer than {least:.0%}"
        return "imported before: takes the place" if self.known else ""


def stimulus_rows(preview: RecordingsPreview) -> list[StimulusRow]:
    """List the stimuli: first those that need a decision."""
    rows = [
        StimulusRow(stimulus=one.stimulus, image_id=one.image_id, note=one.note, near=one.near)
        for one in preview.stimuli
    ]
    return sorted(rows, key=lambda row: bool(row.image_id))


def person_rows(
    preview: RecordingsPreview,
    participants: Sequence[Participant],
    trials: Iterable[Trial],
    least: float = PASS_SHARE,
) -> list[PersonRow]:
    """List the participants; one whose recording the study has keeps pseudonym and group."""
    known = _known(preview, trials)
    groups = {one.id: one for one in participants}
    new = free_pseudonyms([name for name in preview.names if name not in known], groups.keys())
    rows = []
    for name in preview.names:
        found = [one for file in preview.files for one in file.people if one.name == name]
        samples = sum(one.samples for one in found)
        valid = sum(one.samples * (one.valid_share or 0.0) for one in found)
        pseudonym = known.get(name) or new[name]
        before = groups.get(pseudonym)
        row = PersonRow(
            name=name,
            pseudonym=pseudonym,
            group=before.group if before else "",
            attributes=before.attributes if before else {},
            known=name in known,
            stimuli=len({stimulus for one in found for stimulus in one.stimuli}),
            samples=samples,
            valid=valid / samples if samples else None,
        )
        poor = row.valid is not None and row.valid < least
        rows.append(replace(row, wanted=not poor))
    return rows


def _known(preview: RecordingsPreview, trials: Iterable[Trial]) -> dict[str, str]:
    """Return the pseudonyms of those whose recordings in these files the study has already."""
    before = {
        (str(trial.provenance.inputs.get("file")), trial.recording.split("-")[1]): trial
        for trial in trials
        if trial.recording.count("-") == 2
    }
    found = {}
    for file in preview.files:
        for number, person in enumerate(file.people, start=1):
            trial = before.get((file.sha256, f"{number:02}"))
            if trial is not None:
                found[person.name] = trial.participant_id
    return found


def with_table(rows: Sequence[PersonRow], table: Sequence[ParticipantRow]) -> list[PersonRow]:
    """Return the participants with groups and attributes of a table, joined by name."""
    said = {row.name: row for row in table}
    made = []
    for row in rows:
        one = said.get(row.name) or said.get(row.pseudonym)
        made.append(replace(row, group=one.group, attributes=one.attributes) if one else row)
    return made


def problem_of(
    stimuli: Sequence[StimulusRow], people: Sequence[PersonRow], taken: Collection[str]
) -> str:
    """Say what stands in the way of the import; empty if nothing does.

    ``taken`` are the pseudonyms of the study's participants.
    """
    wanted = [row for row in people if row.wanted]
    if not wanted:
        return "Tick at least one participant."
    if not any(row.image_id for row in stimuli):
        return "Say which photograph at least one of the stimuli is."
    if any(not row.pseudonym for row in wanted):
        return "Give each participant a pseudonym."
    twice = [one for one, count in Counter(r.pseudonym for r in wanted).items() if count > 1]
    if twice:
        return f"Two participants are called {twice[0]}."
    other = [row.pseudonym for row in wanted if row.pseudonym in taken and not row.known]
    if other:
        return f"{other[0]} is somebody else in the study: choose another pseudonym."
    return ""


def plan_of(
    stimuli: Sequence[StimulusRow],
    people: Sequence[PersonRow],
    place: Place | None,
    screen_size: tuple[int, int] | None = None,
) -> ImportPlan:
    """Return what the person decided."""
    return ImportPlan(
        pseudonyms={row.name: row.pseudonym for row in people if row.wanted},
        images={row.stimulus: row.image_id for row in stimuli if row.image_id},
        place=place,
        screen_size=screen_size,
    )


def participants_of(people: Sequence[PersonRow]) -> list[Participant]:
    """Return the participants as they are kept."""
    return [
        Participant(id=row.pseudonym, group=row.group, attributes=dict(row.attributes))
        for row in people
        if row.wanted
    ]
