"""What comes of what raters said: their maps, and which label counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import opened_to_write, out, plain, progress, say_out_of_date, warn
from neopain_gui.cli.upkeep import StudyArgument
from neopain_gui.counted import counted
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.pipeline.annotation.maps import RatersModel
    from neopain_gui.pipeline.annotation.said import SaidByRaters
    from neopain_gui.study import Result


def annotation_maps(
    study: StudyArgument,
    model: Annotated[
        list[str] | None,
        typer.Option(help="Name of one of the models; repeatable. All that there are by default."),
    ] = None,
    share: Annotated[
        float | None,
        typer.Option(
            help="The share of raters, or of an item's points, from which on a place is inside "
            "the mask; becomes the study's setting."
        ),
    ] = None,
) -> None:
    """Make maps of what raters marked and coded: extraction models like any other."""
    from neopain_gui.pipeline.annotation import maps
    from neopain_gui.pipeline.annotation.said import SaidByRaters
    from neopain_gui.pipeline.out_of_date import out_of_date

    if share is not None and not 0 < share <= 1:
        raise InputError(
            f"a share lies above 0 and at most at 1, not at {share:g}", remedy="write 0.5 for half"
        )
    with opened_to_write(study) as opened:
        said = SaidByRaters.of(opened)
        there = maps.raters_models(opened, said)
        _say_waiting(said)
        if not there:
            raise InputError(
                "no rater has marked regions or coded a scale that has to do with the face",
                file=study,
                remedy="make a round: neopain new-round",
            )
        _check_names(there, model)
        if share is not None:
            opened.set_setting(maps.SHARE, share)
        with progress() as job:
            results = list(maps.annotation_maps(opened, model, job=job))
        opened.results.record_many(results)
        stale = [one for one in out_of_date(opened) if one.model.of_raters]
    _report(there, results)
    say_out_of_date(stale)


def _say_waiting(said: SaidByRaters) -> None:
    for round_, rater in said.waiting:
        warn(f"{rater} has not handed in the blind round “{round_}”: it does not count yet.")


def _check_names(there: Sequence[RatersModel], wanted: Sequence[str] | None) -> None:
    names = [one.name for one in there]
    for name in wanted or ():
        if name not in names:
            raise InputError(f"there is no model '{name}'", remedy=f"there are {', '.join(names)}")


def _report(there: Sequence[RatersModel], results: Sequence[Result]) -> None:
    table = Table("model", "maps", "raters", "without a mark", box=None)
    for one in there:
        mine = [result for result in results if result.model.name == one.name]
        if mine:
            empty = sum(bool(result.facts["empty"]) for result in mine)
            table.add_row(plain(one.name), str(len(mine)), str(len(one.raters)), str(empty))
    out.print(table)
    if not results:
        out.print("Nothing was made.")
    else:
        out.print(f"{counted(len(results), 'map was', 'maps were')} made.")
