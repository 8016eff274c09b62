"""Commands that print: agreement of two masks, what methods and classifiers there are."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from neopain_gui import locations
from neopain_gui.cli.console import out, plain, warn


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


def classifiers() -> None:
    """List the classifiers that are there and where their weights come from."""
    from neopain_gui.classifiers.registry import available, left_out

    infos = available()
    table = Table(box=None)
    table.add_column("id", no_wrap=True, min_width=max(len(info.id) for info in infos))
    table.add_column("title")
    table.add_column("weights")
    for info in infos:
        there = "in place" if info.weights_file else "built when first needed"
        untested = ", untested" if info.untested else ""
        table.add_row(plain(info.id), plain(info.title), f"{there}{untested}")
    out.print(table)
    for odd in left_out():
        warn(f"Left out of the folder “models”: {odd}")
    out.print(plain(f"Your own weights: {locations.user_models()}"), soft_wrap=True)
