"""Commands that print: agreement of two masks, what methods and classifiers there are."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui import locations
from neopain_gui.cli.console import out, plain, warn
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.classifiers.inventory import Entry

_REMOVE = "Take a classifier or base of your own out; it can be put back."
_PUT_BACK = "Put back what was taken out."


def agree(
    a: Annotated[Path, typer.Argument(help="A contour mask (PNG).")],
    b: Annotated[Path, typer.Argument(help="Another one of the same size.")],
) -> None:
    """Print every measure of two contour masks, and what unrelated masks would reach."""
    from neopain_gui.pipeline.map_files.without_study import agree_files

    table = Table("measure", "value", "by chance", box=None)
    for measure, value, chance in agree_files(a, b):
        expected = "" if math.isnan(chance) else f"{chance:.4f}"
        found = "undefined" if math.isnan(value) else f"{value:.4f}"
        table.add_row(measure.with_unit, found, expected)
    out.print(table)


def methods() -> None:
    """List the attribution methods and their options."""
    from neopain_gui.attribution.methods import METHODS

    table = Table(box=None)
    # what is typed is never cut
    table.add_column("id, its options", no_wrap=True, min_width=max(map(len, METHODS)))
    table.add_column("method, what is accepted (default)")
    for method in METHODS.values():
        table.add_row(method.id, method.name)
        for option in method.parameters.values():
            table.add_row(f"  {option.name}", f"{option.accepted} ({option.default})")
    out.print(table)


def classifiers(
    remove: Annotated[str, typer.Option(metavar="ID", help=_REMOVE)] = "",
    put_back: Annotated[str, typer.Option(metavar="ID", help=_PUT_BACK)] = "",
) -> None:
    """List the classifiers and bases that are there, and what was removed."""
    from neopain_gui.classifiers.inventory import REPLACED, Group, inventory, replaced
    from neopain_gui.classifiers.set_aside import set_aside

    if remove and put_back:
        raise InputError("both together say nothing", remedy="give --remove or --put-back")
    if remove:
        folder = set_aside(remove).folder
        out.print(plain(f"{remove} was removed; its files are in {folder} now"), soft_wrap=True)
        out.print(plain(f"To put it back: neopain classifiers --put-back {remove}"))
        return
    if put_back:
        _put_back(put_back)
        return
    entries = inventory()
    table = Table(box=None)
    table.add_column("id", no_wrap=True, min_width=max(len(entry.id) for entry in entries))
    table.add_column("title")
    table.add_column("weights")
    there = (Group.OF_THE_PROGRAM, Group.OWN, Group.BASES)
    for entry in (entry for entry in entries if entry.group in there):
        table.add_row(plain(entry.id), plain(entry.title), _weights_of(entry))
    out.print(table)
    for entry in entries:
        if entry.warning and entry.group is not Group.OF_THE_PROGRAM:
            warn(f"{entry.id}: {entry.warning}")
        if replaced(entry):
            warn(f"{entry.id}: {REPLACED}")
        if entry.group is Group.UNREADABLE:
            warn(f"Left out of the folder “models”: {entry.about}")
        elif entry.group is Group.REMOVED:
            out.print(plain(f"Removed, and can be put back: {entry.id}"))
    for folder in locations.shared_models():
        missing = "" if folder.is_dir() else " (not there)"
        out.print(plain(f"Weights that are shared: {folder}{missing}"), soft_wrap=True)
    out.print(plain(f"Your own weights: {locations.user_models()}"), soft_wrap=True)


def _weights_of(entry: Entry) -> str:
    from neopain_gui.classifiers.inventory import Group

    if entry.group is Group.BASES:
        return "base of a training"
    untested = ", untested" if entry.untested else ""
    return ("in place" if entry.file.is_file() else "built when first needed") + untested


def _put_back(identity: str) -> None:
    from neopain_gui.classifiers.set_aside import all_set_aside, put_back

    found = next((one for one in all_set_aside() if one.id == identity), None)
    if found is None:
        raise InputError(
            f"nothing called '{identity[:40]}' was removed",
            remedy="see what was with: neopain classifiers",
        )
    put_back(found)
    out.print(plain(f"{identity} is back among the classifiers and bases"))
