"""Putting two studies together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import err, out, plain, progress, warn
from neopain_gui.errors import InputError

_SAME, _APART = "same", "apart"


def merge(
    first: Annotated[Path, typer.Argument(help="A study; it counts where the two differ.")],
    second: Annotated[Path, typer.Argument(help="Another study.")],
    into: Annotated[Path, typer.Argument(help="Study to make of both, for example all.neopain.")],
    neonates: Annotated[
        str | None,
        typer.Option(help="Whether a neonate's name in both is the same child: same or apart."),
    ] = None,
    participants: Annotated[
        str | None,
        typer.Option(help="Whether a pseudonym in both is the same participant: same or apart."),
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy all photographs into the new study (portable).")
    ] = False,
    only_say: Annotated[
        bool, typer.Option("--preview", help="Say what would be done, and do nothing.")
    ] = False,
) -> None:
    """Make one study of two; both stay as they are."""
    from neopain_gui.pipeline.settings.differing import with_settings
    from neopain_gui.study import Study, merge_studies, plan_merge
    from neopain_gui.study.trainings import training_folders

    if first.resolve() == second.resolve():
        raise InputError("is both studies", file=first, remedy="give two different studies")
    with Study.open(first, read_only=True) as one, Study.open(second, read_only=True) as other:
        plan = plan_merge(
            one,
            other,
            same_neonates=_decided("--neonates", neonates),
            same_participants=_decided("--participants", participants),
        )
        plan = with_settings(plan, one, other)
        for sentence in plan.left_out:
            err.print(plain(f"{sentence}; the first study counts"), style="yellow", soft_wrap=True)
        for study in (one, other):
            if training_folders(study.path):
                warn(f"The trainings of {study.path.name} stay in it; no classifier goes along.")
        unclear = [
            f"{option}: both studies have {', '.join(names)}"
            for option, names in (
                ("--neonates", plan.unclear_neonates),
                ("--participants", plan.unclear_participants),
            )
            if names
        ]
        for sentence in unclear:
            err.print(plain(sentence), style="yellow", soft_wrap=True)
        out.print(plan.sentence)
        if only_say:
            return
        if unclear:
            raise InputError(
                "nothing was merged, because names may mean the same or not",
                remedy="add --neonates same or apart, --participants same or apart",
            )
        with progress() as job:
            made = merge_studies(one, other, plan, into, copy=copy, job=job)
    out.print(plain(f"{made.name} was made."))


def _decided(option: str, word: str | None) -> bool | None:
    if word not in (None, _SAME, _APART):
        raise InputError(f"{option} {word!r} cannot be meant", remedy="write same or apart")
    return None if word is None else word == _SAME
