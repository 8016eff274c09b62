"""What the command line says of tables of people that belong to an import of recordings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.cli.console import warn
from neopain_gui.counted import matching
from neopain_gui.errors import InputError
from neopain_gui.people.participant_tables import nobodys, other_columns, said_of_nobodys
from neopain_gui.people.pseudonyms import first_names, said_of_one

if TYPE_CHECKING:
    from neopain_gui.gaze.import_preview.importing import ImportPlan, RecordingsPreview
    from neopain_gui.people.participant_tables import ParticipantRow, ScoreRow


def check_kept(rows: Sequence[ParticipantRow], keep: Sequence[str]) -> None:
    """Refuse to keep a column that the table has not.

    Raises
    ------
    InputError
    """
    there = other_columns(rows)
    for name in keep:
        if name not in there:
            listed = ", ".join(f"'{one}'" for one in there) or "none"
            raise InputError(
                f"there is no further column '{name}' in the table of participants",
                remedy=f"it has {listed}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSaid:
    """Who is who among the names in the files.

    Attributes
    ----------
    pseudonyms : Mapping of str to str
        By name.
    first : Mapping of str to str
        By name, the first of the names that are the same person.
    """

    pseudonyms: Mapping[str, str]
    first: Mapping[str, str]


def people_said(
    found: RecordingsPreview, given: Sequence[str], present: Collection[str]
) -> PeopleSaid:
    """Return what ``--person NAME=PSEUDONYM`` and ``--person NAME=OTHER NAME`` say.

    ``present`` are the pseudonyms of the study's participants.

    Raises
    ------
    InputError
        A text cannot be meant, names nobody of the files, or can be meant in two ways.
    """
    people: dict[str, str] = {}
    same: list[tuple[str, str]] = []
    for text in given:
        name, equals, whose = text.rpartition("=")
        whose = whose.strip()
        if not equals or not whose or name not in found.names:
            there = ", ".join(f"'{one}'" for one in found.names)
            raise InputError(
                f"--person '{text}' names nobody of these files",
                remedy="write it like NAME=PSEUDONYM, or NAME=OTHER NAME where both are one "
                f"person; they name {there}",
            )
        if whose not in found.names or whose == name:
            if people.setdefault(name, whose) != whose:
                raise InputError(
                    f"--person calls '{name}' both {people[name]} and {whose}",
                    remedy="give it once",
                )
            continue
        if whose in present and f"{whose}={whose}" not in given:
            raise InputError(
                f"--person '{text}': these files name somebody '{whose}', and the study has a "
                f"participant {whose}",
                remedy=f"say also --person {whose}={whose} if they are the same person; else "
                f"import '{whose}' under a pseudonym of its own, in a command of its own",
            )
        same.append((name, whose))
    return PeopleSaid(pseudonyms=people, first=first_names(found.names, same))


def check_same(known: Mapping[str, str], said: Mapping[str, str]) -> None:
    """Refuse another pseudonym for a recording that the study has: it would be two people.

    Raises
    ------
    InputError
    """
    for name in known.keys() & said.keys():
        if known[name] != said[name]:
            raise InputError(
                f"'{name}' is in the study already, as {known[name]}",
                remedy=f"rename or join {known[name]}: neopain edit",
            )


def say_of_tables(
    found: RecordingsPreview,
    plan: ImportPlan,
    people: tuple[Path | None, Sequence[ParticipantRow], Sequence[str]],
    scores: tuple[Path | None, Sequence[ScoreRow]],
) -> None:
    """Say which columns were not kept and which rows are nobody's.

    ``people`` are the table, its rows and the columns that are kept; ``scores`` likewise.
    """
    table, rows, keep = people
    if table is not None:
        left = [f"'{name}'" for name in other_columns(rows) if name not in keep]
        if left:
            columns = matching(len(left), "column", "columns")
            warn(
                f"{table.name}: {columns} {', '.join(left)} not kept; what is to be kept is named "
                "with --keep COLUMN."
            )
    for sentence in said_of_one(plan.pseudonyms, rows, keep, scores[1]):
        warn(sentence)
    called = {name: plan.pseudonyms.get(name, "") for name in found.names}
    for file, names in (
        (table, [row.name for row in rows]),
        (scores[0], [row.name for row in scores[1]]),
    ):
        if file is not None:
            said = said_of_nobodys(file.name, nobodys(names, called), found.names)
            if said:
                warn(said)
