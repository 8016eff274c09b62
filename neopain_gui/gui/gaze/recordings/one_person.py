"""Who somebody said is one person: names of an import, or the study's participant.

Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from neopain_gui.gui.gaze.recordings.recording_rows import PersonRow
from neopain_gui.people.participant_tables import kept
from neopain_gui.people.participants import Participant
from neopain_gui.people.pseudonyms import free_pseudonyms


def persons(rows: Iterable[PersonRow]) -> int:
    """Return how many people the rows are."""
    return len({row.person for row in rows})


def as_one(rows: Sequence[PersonRow], places: Collection[int]) -> list[PersonRow]:
    """Return the rows after somebody said that several of them are one person.

    Who is in the study already counts before who is not, else the first; the others take over
    pseudonym and group.
    """
    names = {name for place in places for name in rows[place].person}
    mine = [row for row in rows if row.name in names]
    lead = min(mine, key=lambda row: (not row.known, not row.same))
    group = next((row.group for row in (lead, *mine) if row.group), "")
    everyone = tuple(row.name for row in mine)
    return [
        replace(
            row,
            one_with=everyone,
            pseudonym=lead.pseudonym,
            group=group,
            same=row.same or (not row.known and (lead.known or lead.same)),
            attributes={**row.attributes, **lead.attributes},
        )
        if row.name in names
        else row
        for row in rows
    ]


def as_same(row: PersonRow, participant: Participant) -> PersonRow:
    """Return a row of which somebody says that it is a participant of the study."""
    return replace(
        row,
        pseudonym=participant.id,
        same=True,
        group=participant.group or row.group,
        attributes={**row.attributes, **participant.attributes},
    )


def apart(
    rows: Sequence[PersonRow], places: Collection[int], taken: Collection[str]
) -> list[PersonRow]:
    """Return the rows after somebody said that these are people of their own.

    Who stays together keeps the pseudonym, or the first where nobody does; the others get one that
    is not ``taken``.
    """
    names = {rows[place].name for place in places}
    made = []
    for row in rows:
        rest = tuple(name for name in row.person if name not in names)
        left = () if row.name in names or len(rest) < 2 else rest
        made.append(replace(row, one_with=left))
    lost = [
        row.name
        for row in rows
        if row.name in names and not (names.issuperset(row.person) and row.name == row.person[0])
    ]
    free = free_pseudonyms(lost, {*taken, *(row.pseudonym for row in rows)})
    return [
        replace(row, pseudonym=row.before or free[row.name], same=False)
        if row.name in free
        else row
        for row in made
    ]


def alike(rows: Sequence[PersonRow], place: int) -> list[PersonRow]:
    """Return the rows after one was changed: what is said of a person is said of all its names."""
    lead = rows[place]
    return [
        replace(row, pseudonym=lead.pseudonym, group=lead.group, same=lead.same)
        if row.person == lead.person and row.name != lead.name
        else row
        for row in rows
    ]


def with_group(rows: Sequence[PersonRow], places: Collection[int], group: str) -> list[PersonRow]:
    """Return the rows with one group for several participants, under all their names."""
    people = {rows[place].person for place in places}
    return [replace(row, group=group) if row.person in people else row for row in rows]


def dropped_groups(before: Sequence[PersonRow], rows: Sequence[PersonRow]) -> list[str]:
    """Say which groups of names no longer count, because another name of the person has one."""
    return [
        f"“{old.group}” of {old.name} does not count: {new.pseudonym} is in “{new.group}”."
        for old, new in zip(before, rows, strict=True)
        if old.group and old.group != new.group
    ]


def participants_of(rows: Sequence[PersonRow], keep: Collection[str] = ()) -> list[Participant]:
    """Return the participants as they are kept; ``keep`` are the further columns of tables."""
    made: dict[str, Participant] = {}
    for row in rows:
        if row.taken:
            own = {**row.attributes, **kept(row.said, keep)}
            first = made.get(row.pseudonym)
            made[row.pseudonym] = Participant(
                id=row.pseudonym,
                group=(first.group if first else "") or row.group,
                attributes={**own, **(first.attributes if first else {})},
            )
    return list(made.values())
