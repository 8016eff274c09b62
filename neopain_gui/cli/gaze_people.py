"""What the command line says of tables of people that belong to an import of recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.cli.console import warn
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.gaze.importing import ImportPlan, RecordingsPreview
    from neopain_gui.gaze.participant_tables import ParticipantRow, ScoreRow


def check_kept(rows: Sequence[ParticipantRow], keep: Sequence[str]) -> None:
    """Refuse to keep a column that the table has not.

    Raises
    ------
    InputError
    """
    from neopain_gui.gaze.participant_tables import other_columns

    there = other_columns(rows)
    for name in keep:
        if name not in there:
            listed = ", ".join(f"'{one}'" for one in there) or "none"
            raise InputError(
                f"there is no further column '{name}' in the table of participants",
                remedy=f"it has {listed}",
            )


def people_said(found: RecordingsPreview, given: Sequence[str]) -> dict[str, str]:
    """Return what ``--person NAME=PSEUDONYM`` says, by name.

    Raises
    ------
    InputError
        A text cannot be meant, or names nobody of the files.
    """
    people: dict[str, str] = {}
    for text in given:
        name, equals, pseudonym = text.rpartition("=")
        if not equals or not pseudonym.strip() or name not in found.names:
            there = ", ".join(f"'{one}'" for one in found.names)
            raise InputError(
                f"--person '{text}' names nobody of these files",
                remedy=f"write it like NAME=PSEUDONYM; they name {there}",
            )
        people[name] = pseudonym.strip()
    return people


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
    from neopain_gui.gaze.participant_tables import nobodys, other_columns, said_of_nobodys

    table, rows, keep = people
    if table is not None:
        left = [f"'{name}'" for name in other_columns(rows) if name not in keep]
        if left:
            columns = "column" if len(left) == 1 else "columns"
            warn(
                f"{table.name}: {columns} {', '.join(left)} not kept; what is to be kept is named "
                "with --keep COLUMN."
            )
    called = {name: plan.pseudonyms.get(name, "") for name in found.names}
    for file, names in (
        (table, [row.name for row in rows]),
        (scores[0], [row.name for row in scores[1]]),
    ):
        if file is not None:
            said = said_of_nobodys(file.name, nobodys(names, called), found.names)
            if said:
                warn(said)
