"""Removing from a study for good, and editing what it says of photographs and people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, open_study, out, progress
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
    from neopain_gui.pipeline.removal import beyond_reach, checked_selection, what_goes

    if not (image or neonate or participant):
        raise InputError(
            "it is not said what to remove",
            file=study,
            remedy="give --image, --neonate or --participant",
        )
    with open_study(study) as opened:
        _refuse_reading(opened)
        what = checked_selection(
            opened, images=image or (), neonates=neonate or (), participants=participant or ()
        )
        going = opened.would_take(what)
        goes, reach = what_goes(going), beyond_reach(opened, going)
        if not yes:
            _ask(goes, reach)
        opened.take_out(what)
        with progress() as job:
            lost = opened.purge(job=job)
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


def _ask(goes: list[str], reach: list[str]) -> None:
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


def edit(
    study: StudyArgument,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="CSV with a column 'image' and any of 'neonate', 'label', 'stimulus', 'notes'. "
            "An empty cell leaves what is there, '-' clears it.",
        ),
    ] = None,
    rename_neonate: Annotated[
        Ids,
        typer.Option(
            "--rename-neonate", help="OLD=NEW; where NEW is there the two become one. Repeat it."
        ),
    ] = None,
    rename_participant: Annotated[
        Ids, typer.Option("--rename-participant", help="OLD=NEW pseudonym; repeat it.")
    ] = None,
    group: Annotated[
        Ids, typer.Option("--group", help="PARTICIPANT=GROUP to move them to; repeat it.")
    ] = None,
) -> None:
    """Change what a study says of photographs and participants."""
    from neopain_gui.pipeline.edits import read_edits, renamed

    if not (table or rename_neonate or rename_participant or group):
        raise InputError("it is not said what to change", file=study, remedy="give --from CSV")
    with open_study(study) as opened:
        _refuse_reading(opened)
        images = opened.images()
        edits = read_edits(table, images) if table else None
        details = renamed(
            opened, edits.details if edits else {}, _pairs("--rename-neonate", rename_neonate)
        )
        opened.edit_everything(
            details,
            names=_pairs("--rename-participant", rename_participant),
            groups=_pairs("--group", group),
        )
    if edits is not None:
        out.print(edits.sentence, markup=False, soft_wrap=True)
    for old, new in _pairs("--rename-neonate", rename_neonate).items():
        out.print(f"Neonate {old} is now {new}.", markup=False)
    for old, new in _pairs("--rename-participant", rename_participant).items():
        out.print(f"Participant {old} is now {new}.", markup=False)
    for who, where in _pairs("--group", group).items():
        text = (
            f"Participant {who} is now in {where}" if where else f"Participant {who} has no group"
        )
        out.print(f"{text}; make the group maps again (neopain gaze-maps).", markup=False)


def _pairs(option: str, given: Ids) -> dict[str, str]:
    """Return what ``OLD=NEW`` means."""
    pairs: dict[str, str] = {}
    for text in given or ():
        old, sign, new = text.partition("=")
        if not sign or not old.strip() or old.strip() in pairs:
            raise InputError(f"{option} '{text}' cannot be meant", remedy="write it like OLD=NEW")
        pairs[old.strip()] = new.strip()
    return pairs


def _refuse_reading(study: Study) -> None:
    if study.read_only:
        raise InputError(str(study.why_read_only).rstrip("."))
