"""What an import of recordings would take, as the page lists it. Knows nothing of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from neopain_gui.counted import counted, matching
from neopain_gui.gaze.fixations.quality import PASS_SHARE
from neopain_gui.gaze.import_preview.import_checks import known_people, shared_photographs
from neopain_gui.gaze.import_preview.importing import ImportPlan, match_stimuli
from neopain_gui.people.participants import Participant
from neopain_gui.people.pseudonyms import free_pseudonyms
from neopain_gui.percentages import below, percent

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gaze.import_preview.importing import RecordingsPreview
    from neopain_gui.gaze.trials import Place, Trial
    from neopain_gui.people.participant_tables import ParticipantRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusRow:
    """A stimulus, or the recording of a file that names none.

    Attributes
    ----------
    stimulus, key, file : str
        As in :class:`~neopain_gui.gaze.import_preview.importing.StimulusFound`.
    image_id : str
        The photograph; empty where it is left out.
    note : str
        What was read into the name, or why there is no photograph.
    near : tuple of str
        Photographs that it may be.
    by_hand : bool
        Whether a person chose the photograph.
    known : bool
        Whether the files say where it was on the screen.
    place : tuple of float, optional
        Where it was on the screen, as a person says.
    doubts : tuple of str
        What speaks against its place.
    inside : float, optional
        Share of the gaze that is on the photograph in this place.
    """

    stimulus: str
    image_id: str
    note: str
    key: str = ""
    file: str = ""
    near: tuple[str, ...] = ()
    by_hand: bool = False
    known: bool = True
    place: Place | None = None
    doubts: tuple[str, ...] = ()
    inside: float | None = None

    @property
    def title(self) -> str:
        """What a person reads."""
        return self.stimulus or self.file

    @property
    def lacking(self) -> bool:
        """True where it is wanted and nobody says where it was on the screen."""
        return bool(self.image_id) and not self.known and self.place is None


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
        What the study knows of them.
    said : Mapping of str to str
        All further columns of tables; those that are ticked are kept.
    wanted : bool
        Whether they are taken in.
    before : str
        The pseudonym under which the study has this very recording already; empty if it has not.
    same : bool
        Whether somebody said that this is the study's participant of that pseudonym.
    one_with : tuple of str
        All names of this person, where somebody said that several are one; else none.
    shown : bool
        Whether they were shown any of the photographs that are chosen: else they have no trial.
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
    said: Mapping[str, str] = field(default_factory=dict)
    wanted: bool = True
    before: str = ""
    same: bool = False
    one_with: tuple[str, ...] = ()
    shown: bool = True
    files: int = 1
    stimuli: int
    samples: int
    valid: float | None

    @property
    def person(self) -> tuple[str, ...]:
        """The names in the files of whom this is."""
        return self.one_with or (self.name,)

    @property
    def taken(self) -> bool:
        """True where they will be imported."""
        return self.wanted and self.shown

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
        return below(self.valid, least) if self.poor(least) else percent(self.valid)

    def note(self, least: float) -> str:
        """Say why they are unticked at first, and what is known of them."""
        said = []
        if self.poor(least):
            said.append(f"fewer than {percent(least)} valid")
        if self.known:
            said.append("imported before; importing again replaces that")
        elif self.before:
            said.append(f"in the study already, as {self.before}")
        elif self.same:
            said.append(f"the same person as {self.pseudonym} in the study")
        if self.one_with:
            others = [name for name in self.one_with if name != self.name]
            said.append(f"one person with {', '.join(others)}")
        if not self.shown:
            said.append("was shown none of the chosen photographs: left out")
        if self.files > 1:
            said.append(f"in {self.files} files")
        return "; ".join(said)


def of_the_study(pseudonym: str) -> str:
    """Return how the list of pseudonyms offers a participant of the study."""
    return f"{pseudonym} of the study"


def stimulus_rows(preview: RecordingsPreview) -> list[StimulusRow]:
    """List the stimuli: first those that need a decision."""
    rows = [
        StimulusRow(
            stimulus=one.stimulus,
            key=one.key,
            file=one.file,
            image_id=one.image_id,
            note=one.note,
            near=one.near,
            known=all(part.known for part in preview.shown(one.key)),
        )
        for one in preview.stimuli
    ]
    return sorted(rows, key=lambda row: (bool(row.image_id), row.known))


def matched_again(rows: Sequence[StimulusRow], images: Sequence[FaceImage]) -> list[StimulusRow]:
    """Return the stimuli after photographs came or went; what a person chose stays if it can."""
    ids = {image.id for image in images}
    found = match_stimuli([(row.stimulus, row.file, row.key) for row in rows], images)
    return [
        replace(row, near=one.near)
        if row.image_id in ids or (row.by_hand and not row.image_id)
        else replace(row, image_id=one.image_id, note=one.note, near=one.near, by_hand=False)
        for row, one in zip(rows, found, strict=True)
    ]


def person_rows(
    preview: RecordingsPreview,
    participants: Sequence[Participant],
    trials: Iterable[Trial],
    least: float = PASS_SHARE,
) -> list[PersonRow]:
    """List the participants; one whose recording the study has keeps pseudonym and group."""
    known = known_people(preview, trials)
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


def keeping(
    new: tuple[Sequence[StimulusRow], Sequence[PersonRow]],
    before: tuple[Sequence[StimulusRow], Sequence[PersonRow]],
) -> tuple[list[StimulusRow], list[PersonRow]]:
    """Return new rows with what was decided about the same stimuli and people before."""
    stimuli = {row.key: row for row in before[0]}
    people = {row.name: row for row in before[1]}
    taken = {row.pseudonym for row in people.values()}
    clashing = [row.name for row in new[1] if row.name not in people and row.pseudonym in taken]
    free = free_pseudonyms(clashing, taken | {row.pseudonym for row in new[1]})
    return (
        [_decided(row, stimuli.get(row.key)) for row in new[0]],
        [_named(row, people.get(row.name), free) for row in new[1]],
    )


def _decided(row: StimulusRow, old: StimulusRow | None) -> StimulusRow:
    if old is None:
        return row
    return replace(row, image_id=old.image_id, note=old.note, by_hand=old.by_hand, place=old.place)


def _named(row: PersonRow, old: PersonRow | None, free: Mapping[str, str]) -> PersonRow:
    if old is None:
        return replace(row, pseudonym=free.get(row.name, row.pseudonym))
    return replace(
        row,
        pseudonym=old.pseudonym,
        group=old.group,
        attributes=old.attributes,
        said=old.said,
        wanted=old.wanted,
        same=old.same,
        one_with=old.one_with,
    )


def with_least(rows: Sequence[PersonRow], before: float, least: float) -> list[PersonRow]:
    """Return the rows under another limit: only who crosses it is ticked or unticked."""
    return [
        row if row.poor(before) == row.poor(least) else replace(row, wanted=not row.poor(least))
        for row in rows
    ]


def with_shown(rows: Sequence[PersonRow], shown: Collection[str]) -> list[PersonRow]:
    """Return the rows after other photographs were chosen; ``shown`` are names with a trial."""
    return [replace(row, shown=row.name in shown) for row in rows]


def with_table(
    rows: Sequence[PersonRow], table: Sequence[ParticipantRow]
) -> tuple[list[PersonRow], int]:
    """Return the rows with what a table says of them, joined by name, and how many it names.

    Its further columns are at hand then, and not kept unless somebody ticks them.
    """
    said = {row.name: row for row in table}
    found = [said.get(row.name) or said.get(row.pseudonym) for row in rows]
    made = [row if one is None else _joined(row, one) for row, one in zip(rows, found, strict=True)]
    return made, sum(one is not None for one in found)


def _joined(row: PersonRow, said: ParticipantRow) -> PersonRow:
    further = {**row.said, **said.attributes}
    return replace(row, group=said.group or row.group, said=further)


def problem_of(
    stimuli: Sequence[StimulusRow],
    people: Sequence[PersonRow],
    taken: Collection[str],
    unsized: Sequence[str] = (),
) -> str:
    """Say what stands in the way of the import; empty if nothing does.

    ``taken`` are the pseudonyms of the study's participants, ``unsized`` the wanted files of which
    nobody has said how large the screen was.
    """
    if unsized:
        return f"Say how large the screen of {unsized[0]} was."
    if not any(row.image_id for row in stimuli):
        return "Choose the photograph of at least one stimulus."
    if not any(row.wanted for row in people):
        return "Tick at least one participant."
    wanted = [row for row in people if row.taken]
    if not wanted:
        return "Nobody who is ticked was shown the chosen photographs."
    lacking = [row for row in stimuli if row.lacking]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        return f"Say where the photograph of {lacking[0].title}{more} was on the screen."
    if any(not row.pseudonym for row in wanted):
        return "Give each participant a pseudonym."
    people_called = Counter(pseudonym for pseudonym, _ in {(r.pseudonym, r.person) for r in wanted})
    twice = [one for one, count in people_called.items() if count > 1]
    if twice:
        return (
            f"Two participants are called {twice[0]}. If they are one person, select them and "
            "press “One person”."
        )
    again = [row for row in wanted if row.before and not row.known]
    if again:
        one = again[0].before
        if again[0].one_with:
            return (
                f"{again[0].name} is in the study already, as {one}: participants of the study are "
                "joined in the gaze view."
            )
        return f"{again[0].name} is in the study already: call them {one} again, or untick them."
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
    places: Mapping[str, Place] | None = None,
) -> ImportPlan:
    """Return what the person decided; ``places`` are those on the screen."""
    return ImportPlan(
        pseudonyms={row.name: row.pseudonym for row in people if row.taken},
        images={row.key: row.image_id for row in stimuli if row.image_id},
        places=places or {},
    )


def remarks_of(stimuli: Sequence[StimulusRow], people: Sequence[PersonRow]) -> list[str]:
    """Say what a person should know before the import, though nothing stands in its way."""
    said = []
    titles = {row.key: row.title for row in stimuli}
    images = {row.key: row.image_id for row in stimuli if row.image_id}
    for image_id, keys in shared_photographs(images).items():
        names = " and ".join(titles[key] for key in keys)
        said.append(f"{names} are the same photograph, {image_id}: each becomes a trial.")
    doubtful = [row.title for row in stimuli if row.image_id and row.doubts and row.inside]
    if doubtful:
        said.append(f"Please check the place on the screen of {', '.join(doubtful)}.")
    without = {row.person for row in people if row.wanted and not row.shown}
    if without:
        who = counted(len(without), "participant")
        said.append(f"{who} left out: shown none of the chosen photographs.")
    alone = len({row.person for row in people if row.taken and not row.group})
    if alone:
        who = f"{counted(alone, 'participant')} {matching(alone, 'has', 'have')}"
        said.append(f"{who} no group, and will count in All participants only.")
    return said
