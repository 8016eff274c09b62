"""The command that lists a study's trainings, names, compares and removes them."""

from __future__ import annotations

import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from neopain_gui.cli.console import err, out, plain, print_json, warn
from neopain_gui.counted import counted
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.pipeline.training.comparing import Compared
    from neopain_gui.pipeline.training.trainings import Training

_NAME = typer.Option("--name", help="A training and the title that it is given; '' takes it away.")
_REMOVE = typer.Option("--remove", help="A training to remove for good.")
_COMPARE = typer.Option("--compare", help="Two trainings on the same folds, or their folders.")


def trainings(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    name: Annotated[tuple[str, str] | None, _NAME] = None,
    remove: Annotated[str, _REMOVE] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, with --remove.")] = False,
    compare: Annotated[tuple[str, str] | None, _COMPARE] = None,
) -> None:
    """List a study's trainings; name one, remove one, or compare two."""
    from neopain_gui.pipeline.training.trainings import trainings_of
    from neopain_gui.study.naming import existing_study

    if sum(map(bool, (name, remove, compare))) > 1:
        raise InputError(
            "one thing at a time", remedy="give only one of --name, --remove and --compare"
        )
    folder = existing_study(study)
    if name:
        _rename(folder, *name)
    elif remove:
        _remove(folder, remove, yes=yes)
    elif compare:
        _compare(folder, *compare, as_json=as_json)
    elif as_json:
        print_json([_plain(one) for one in trainings_of(folder)])
    else:
        _list(trainings_of(folder))


def _list(found: list[Training]) -> None:
    if not found:
        out.print("The study has no trainings: 'neopain train' makes one.")
        return
    table = Table(box=None)
    table.add_column("name", no_wrap=True, min_width=max(len(one.name) for one in found))
    for column in ("title", "protocol", "begun", "folds"):
        table.add_column(column)
    for one in found:
        folds = f"{one.done} of {one.folds}" if one.folds else ""
        begun = f"{one.begun.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(plain(one.name), plain(one.title), plain(one.preset), begun, folds)
    out.print(table)
    for one in found:
        if one.why:
            warn(f"{one.name} cannot be read: {one.why}")


def _rename(folder: Path, name: str, title: str) -> None:
    from neopain_gui.pipeline.training.trainings import rename, training_called

    named = rename(training_called(folder, name), title)
    out.print(plain(f"{named.name} is called “{named.title}” now."), soft_wrap=True)


def _remove(folder: Path, name: str, *, yes: bool) -> None:
    from neopain_gui.pipeline.training.trainings import delete, remove, training_called

    training = training_called(folder, name)
    what = f"{training.title} ({training.name}), {counted(training.done, 'trained fold')}"
    if not yes:
        if not sys.stdin.isatty():
            raise InputError("nothing was removed, because nobody can be asked", remedy="add --yes")
        err.print(plain(f"This goes for good and cannot be undone: {what}."), soft_wrap=True)
        if not typer.confirm("Remove it", err=True):
            raise InputError("nothing was removed")
    delete([remove(training)])
    out.print(plain(f"Removed for good: {what}."), soft_wrap=True)
    out.print("Classifiers that were brought in from it stay, and exported files too.")


def _compare(folder: Path, first: str, second: str, *, as_json: bool) -> None:
    from neopain_gui.pipeline.training.comparing import compare_trainings
    from neopain_gui.pipeline.training.trainings import named_or_folder, training_in

    pair = (
        training_in(named_or_folder(folder, first)),
        training_in(named_or_folder(folder, second)),
    )
    found = compare_trainings(*pair)
    if as_json:
        print_json(asdict(found))
        return
    out.print(_table(found, *pair))
    out.print(
        f"{counted(found.photographs, 'photograph')} of {counted(found.neonates, 'neonate')}; "
        "positive class: pain. p: the two exchanged neonate by neonate, not adjusted for how many "
        "figures there are.",
        soft_wrap=True,
    )
    for figure in found.figures:
        if figure.difference.why:
            warn(f"{figure.figure}: no interval, because {figure.difference.why}.")
    for sentence in (*found.settings, *found.cautions):
        warn(sentence)


def _table(found: Compared, first: Training, second: Training) -> Table:
    table = Table(
        "", plain(first.title), plain(second.title), "difference", "95 % interval", "p", box=None
    )
    for one in found.figures:
        low, high = one.difference.low, one.difference.high
        reach = "" if math.isnan(low) else f"{low:+.3f} to {high:+.3f}"
        table.add_row(
            one.figure,
            _number(one.first, ".3f"),
            _number(one.second, ".3f"),
            _number(one.difference.value, "+.3f"),
            reach,
            _number(one.p, ".4f"),
        )
    return table


def _number(value: float, form: str) -> str:
    return "undefined" if math.isnan(value) else format(value, form)


def _plain(training: Training) -> dict[str, Any]:
    """Return a training as JSON types; where it is on this machine is nobody else's business."""
    said = asdict(training)
    del said["folder"]
    return said | {"begun": training.begun.isoformat()}
