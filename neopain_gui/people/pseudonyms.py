"""What people are called in a study: pseudonyms, and names that are one person's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.people.participant_tables import ParticipantRow, ScoreRow


def free_pseudonyms(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return a pseudonym for each name, P01, P02, …, none of which is taken.

    >>> free_pseudonyms(["Maria", "José"], {"P01"})
    {'Maria': 'P02', 'José': 'P03'}
    """
    made: dict[str, str] = {}
    number = 0
    for name in names:
        while True:
            number += 1
            if f"P{number:02}" not in taken:
                break
        made[name] = f"P{number:02}"
    return made


def first_names(names: Sequence[str], same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each name the first of the names that are the same person.

    >>> first_names(["Ana", "Rec 1", "Rec 2"], [("Rec 2", "Rec 1")])
    {'Ana': 'Ana', 'Rec 1': 'Rec 1', 'Rec 2': 'Rec 1'}
    """
    order = {name: place for place, name in enumerate(names)}
    first = {name: name for name in names}
    for one, other in same:
        here, there = sorted((first[one], first[other]), key=order.__getitem__)
        first = {name: here if whose == there else whose for name, whose in first.items()}
    return first


def pseudonyms_of(
    wanted: Sequence[str],
    first: Mapping[str, str],
    called: Mapping[str, str],
    taken: Collection[str],
) -> dict[str, str]:
    """Return the pseudonym of each wanted name; names of one person share theirs.

    Parameters
    ----------
    wanted : sequence of str
        Names in the files.
    first : Mapping of str to str
        From :func:`first_names`.
    called : Mapping of str to str
        Pseudonyms that are known or said, by name.
    taken : collection of str
        Pseudonyms that nobody new may get.

    Raises
    ------
    InputError
        One person would have two pseudonyms.
    """
    known: dict[str, tuple[str, str]] = {}
    for name, pseudonym in called.items():
        other, earlier = known.setdefault(first[name], (name, pseudonym))
        if pseudonym != earlier:
            raise InputError(
                f"'{other}' and '{name}' are one person, and called {earlier} and {pseudonym}",
                remedy=f"call both {earlier}; participants of the study are joined there",
                command=f"call both {earlier}; participants of the study are joined with neopain "
                "edit STUDY --join OTHER=PARTICIPANT",
            )
    people = dict.fromkeys(first[name] for name in wanted)
    new = free_pseudonyms([one for one in people if one not in known], taken)
    return {
        name: known[first[name]][1] if first[name] in known else new[first[name]] for name in wanted
    }


def said_of_one(
    pseudonyms: Mapping[str, str],
    rows: Sequence[ParticipantRow],
    keep: Collection[str],
    scores: Sequence[ScoreRow],
) -> list[str]:
    """Say where tables tell different things of names that are one person; the first counts."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        who = pseudonyms.get(row.name, row.name)
        for what, value in {"group": row.group, **row.attributes}.items():
            if value and (what == "group" or what in keep):
                said.setdefault((who, what), {})[value] = None
    for score in scores:
        who = pseudonyms.get(score.name, score.name)
        said.setdefault((who, f"score of {score.image_id}"), {})[f"{score.score:g}"] = None
    known = set(pseudonyms.values())
    return [
        f"{who} has {' and '.join(values)} as {what}, under different names of the tables: "
        f"{next(iter(values))} is kept."
        for (who, what), values in said.items()
        if who in known and len(values) > 1
    ]
