"""Removing from a study for good, and editing what it says of photographs and people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, opened_to_write, out, progress, warn
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.study import Study

StudyArgument = Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")]
Ids = list[str] | None


def remove(
    study: StudyArgument,
    image: Annotated[
        Ids, typer.Option("--image", help="Id or file name of a photograph; repeat it for several.")
    ] = None,
    neonate: Annotated[
        Ids, typer.Option("--neonate", help="A neonate, with all photographs; repeat it.")
    ] = None,
    participant: Annotated[
        Ids, typer.Option("--participant", help="Pseudonym of a participant; repeat it.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove photographs, neonates or participants for good, with all that was made of them."""
    from neopain_gui.pipeline.photographs.removal import beyond_reach, checked_selection, what_goes

    if not (image or neonate or participant):
        raise InputError(
            "it is not said what to remove",
            file=study,
            remedy="give --image, --neonate or --participant",
        )
    with opened_to_write(study) as opened:
        what = checked_selection(
            opened, images=image or (), neonates=neonate or (), participants=participant or ()
        )
        going = opened.removal.would_take(what)
        goes, reach = what_goes(going), beyond_reach(opened, going)
        if not yes:
            ask(goes, reach)
        opened.removal.take_out(what)
        with progress() as job:
            lost = opened.removal.purge(job=job)
    out.print("Removed for good:")
    for line in goes:
        out.print(f"  {line}", markup=False, soft_wrap=True)
    if lost:
        out.print(
            "Backups that could not be read were deleted:",
            ", ".join(lost),
            markup=False,
            soft_wrap=True,
        )
    out.print("Not reached:")
    for line in reach:
        out.print(f"  {line}", markup=False, soft_wrap=True)


def ask(goes: list[str], reach: list[str]) -> None:
    """Ask whether it is meant; without somebody to answer nothing is removed."""
    if not sys.stdin.isatty():
        raise InputError("nothing was removed, because nobody can be asked", remedy="add --yes")
    err.print("This goes for good and cannot be undone:")
    for line in goes:
        err.print(f"  {line}", markup=False)
    for line in reach:
        err.print(line, markup=False)
    if not typer.confirm("Remove it", err=True):
        raise InputError("nothing was removed")


def compact(
    study: StudyArgument,
    undo: Annotated[
        bool, typer.Option("--undo", help="Put every map into a file of its own again.")
    ] = False,
) -> None:
    """Make a study smaller: pack the maps that an earlier NeoPain kept one a file."""
    from neopain_gui.pipeline.map_files.compact import compact as pack
    from neopain_gui.pipeline.map_files.compact import one_by_one

    with opened_to_write(study) as opened, progress() as job:
        text = one_by_one(opened, job) if undo else pack(opened, job)[0]
    out.print(text, markup=False, soft_wrap=True)


Table = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="CSV with a column 'image' and any of 'neonate', 'label', 'stimulus', 'notes'. "
        "An empty cell leaves what is there, '-' clears it.",
    ),
]
RenameNeonate = Annotated[
    Ids,
    typer.Option(
        "--rename-neonate", help="OLD=NEW; where NEW is there the two become one. Repeat it."
    ),
]
Join = Annotated[
    Ids,
    typer.Option(
        "--join", help="OTHER=PARTICIPANT where both pseudonyms are one person; repeat it."
    ),
]


def edit(
    study: StudyArgument,
    table: Table = None,
    rename_neonate: RenameNeonate = None,
    rename_participant: Annotated[
        Ids, typer.Option("--rename-participant", help="OLD=NEW pseudonym; repeat it.")
    ] = None,
    join: Join = None,
    group: Annotated[
        Ids, typer.Option("--group", help="PARTICIPANT=GROUP to move them to; repeat it.")
    ] = None,
) -> None:
    """Change what a study says of photographs and participants."""
    from neopain_gui.pipeline.photographs.edit_table import read_edits, renamed

    if not (table or rename_neonate or rename_participant or join or group):
        raise InputError("it is not said what to change", file=study, remedy="give --from CSV")
    with opened_to_write(study) as opened:
        images = opened.images.all()
        joining = _known_pairs(opened, join)
        edits = read_edits(table, images) if table else None
        details = renamed(
            opened, edits.details if edits else {}, pairs_of("--rename-neonate", rename_neonate)
        )
        names = pairs_of("--rename-participant", rename_participant)
        opened.edits.everything(
            details,
            names=names,
            groups=pairs_of("--group", group),
        )
        joined = [
            (
                other,
                opened.edits.join_participants([names.get(other, other)], names.get(into, into)),
            )
            for other, into in joining.items()
        ]
    if edits is not None:
        out.print(edits.sentence, markup=False, soft_wrap=True)
    for old, new in pairs_of("--rename-neonate", rename_neonate).items():
        out.print(f"Neonate {old} is now {new}.", markup=False)
    for old, new in pairs_of("--rename-participant", rename_participant).items():
        out.print(f"Participant {old} is now {new}.", markup=False)
    for other, one in joined:
        gone = f" {one.maps} group maps that counted both are gone." if one.maps else ""
        said = f"Participants {other} and {one.into} are one person now, {one.into}.{gone}"
        out.print(said, markup=False, soft_wrap=True)
        if one.gave_way:
            warn(one.gave_way)
    for who, where in pairs_of("--group", group).items():
        text = (
            f"Participant {who} is now in {where}" if where else f"Participant {who} has no group"
        )
        out.print(f"{text}; make the group maps again (neopain gaze-maps).", markup=False)


def pairs_of(option: str, given: Ids) -> dict[str, str]:
    """Return what ``OLD=NEW`` means."""
    pairs: dict[str, str] = {}
    for text in given or ():
        old, sign, new = text.partition("=")
        if not sign or not old.strip() or old.strip() in pairs:
            raise InputError(f"{option} '{text}' cannot be meant", remedy="write it like OLD=NEW")
        pairs[old.strip()] = new.strip()
    return pairs


def _known_pairs(study: Study, join: Ids) -> dict[str, str]:
    """Return who is who, before anything is changed: nobody who is unknown, nobody twice."""
    pairs, known = pairs_of("--join", join), {one.id for one in study.gaze.participants()}
    for other, into in pairs.items():
        for who in (other, into):
            if who not in known:
                raise InputError(f"there is no participant {who} in the study", file=study.path)
        if other == into or into in pairs:
            raise InputError(
                f"--join '{other}={into}' cannot be meant",
                remedy="name the one participant whom all others are: --join B=A --join C=A",
            )
    return pairs
