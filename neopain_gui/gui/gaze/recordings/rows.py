"""What an import of recordings would take, as the page lists it. Knows nothing of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neopain_gui.gaze.fixations.quality import PASS_SHARE
from neopain_gui.gaze.importing import ImportPlan, free_pseudonyms, match_stimuli
from neopain_gui.gaze.participants import Participant

if TYPE_CHECKING:
    from neopain_gui.dataset.records import FaceImage
    from neopain_gui.gaze.importing import RecordingsPreview
    from neopain_gui.gaze.participant_tables import ParticipantRow
    from neopain_gui.gaze.trials import Place, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusRow:
    """A stimulus; ``image_id`` is empty where it is left out, ``by_hand`` if a person chose it."""

    stimulus: str
    image_id: str
    note: str
    near: tuple[str, ...] = ()
    by_hand: bool = False


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
    before : str
        The pseudonym under which the study has this very recording already; empty if it has not.
    same : bool
        Whether somebody said that this is the study's participant of that pseudonym.
    files, stimuli, samples : int
        In how many files they are, how many stimuli they were shown, and how often eyes were
        measured meanwhile.
    valid : float or None
        Share of these samples in which an eye was found.
    """

    name: str
    pseudonym: str
    group: str = ""
    attributes: Mapping[str, str]
    wanted: bool = True
    before: str = ""
    same: bool = False
    files: int = 1
    stimuli: int
    samples: int
    valid: float | None

    @property
    def known(self) -> bool:
        """True where the recording takes its own place."""
        return bool(self.before) and self.pseudonym == self.before

    def poor(self, least: float) -> bool:
        """Say whether fewer samples are valid than asked for."""
        return self.valid is not None and self.valid < least

    def share(self, least: float) -> str:
        """Return the share of valid samples; a digit more where it would read like the limit."""
        if self.valid is None:
            return "–"
        whole = f"{self.valid:.0%}"
        return f"{self.valid:.1%}" if self.poor(least) and whole == f"{least:.0%}" else whole

    def note(self, least: float) -> str:
        """Say why they are unticked at first, and what is known of them."""
        said = []
        if self.poor(least):
            said.append(f"fewer than {least:.0%} valid")
        if self.known:
            said.append("imported before: takes the place of that")
        elif self.before:
            said.append(f"imported before as {self.before}, who stays")
        elif self.same:
            said.append(f"the same person as {self.pseudonym} in the study")
        if self.files > 1:
            said.append(f"in {self.files} files")
        return "; ".join(said)


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its word.

    >>> counted(1, "file"), counted(2, "stimulus", "stimuli")
    ('1 file', '2 stimuli')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def of_the_study(pseudonym: str) -> str:
    """Return how the list of pseudonyms offers a participant of the study."""
    return f"{pseudonym} of the study"


def stimulus_rows(preview: RecordingsPreview) -> list[StimulusRow]:
    """List the stimuli: first those that need a decision."""
    rows = [
        StimulusRow(stimulus=one.stimulus, image_id=one.image_id, note=one.note, near=one.near)
        for one in preview.stimuli
    ]
    return sorted(rows, key=lambda row: bool(row.image_id))


def matched_again(rows: Sequence[StimulusRow], images: Sequence[FaceImage]) -> list[StimulusRow]:
    """Return the stimuli after photographs came or went; what a person chose stays if it can."""
    ids = {image.id for image in images}
    found = match_stimuli([row.stimulus for row in rows], images)
    return [
        replace(row, near=one.near)
        if row.image_id in ids or (row.by_hand and not row.image_id)
        else StimulusRow(stimulus=row.stimulus, image_id=one.image_id, note=one.note, near=one.near)
        for row, one in zip(rows, found, strict=True)
    ]


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
            before=known.get(name, ""),
            files=len(found),
            stimuli=len({stimulus for one in found for stimulus in one.stimuli}),
            samples=samples,
            valid=valid / samples if samples else None,
        )
        rows.append(replace(row, wanted=not row.poor(least)))
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


def as_same(row: PersonRow, participant: Participant) -> PersonRow:
    """Return a row of which somebody says that it is a participant of the study."""
    return replace(
        row,
        pseudonym=participant.id,
        same=True,
        group=participant.group or row.group,
        attributes={**row.attributes, **participant.attributes},
    )


def with_least(rows: Sequence[PersonRow], before: float, least: float) -> list[PersonRow]:
    """Return the rows under another limit: only who crosses it is ticked or unticked."""
    return [
        row if row.poor(before) == row.poor(least) else replace(row, wanted=not row.poor(least))
        for row in rows
    ]


def with_table(
    rows: Sequence[PersonRow], table: Sequence[ParticipantRow]
) -> tuple[list[PersonRow], int]:
    """Return the rows with what a table says of them, joined by name, and how many it names."""
    said = {row.name: row for row in table}
    found = [said.get(row.name) or said.get(row.pseudonym) for row in rows]
    made = [row if one is None else _joined(row, one) for row, one in zip(rows, found, strict=True)]
    return made, sum(one is not None for one in found)


def _joined(row: PersonRow, said: ParticipantRow) -> PersonRow:
    attributes = {**row.attributes, **said.attributes}
    return replace(row, group=said.group or row.group, attributes=attributes)


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
    unsaid = [row for row in wanted if row.pseudonym in taken and not (row.known or row.same)]
    if unsaid:
        one = unsaid[0].pseudonym
        return (
            f"{one} is somebody else in the study: choose another pseudonym, or "
            f"“{of_the_study(one)}” in the list if it is the same person."
        )
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
