"""What comes of what raters said: their maps, and which label counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer
from rich.table import Table

from neopain_gui.cli.console import (
    open_study,
    opened_to_write,
    out,
    plain,
    progress,
    say_out_of_date,
    warn,
)
from neopain_gui.cli.upkeep import StudyArgument
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.pipeline.annotation.maps import RatersModel
    from neopain_gui.pipeline.labels import CountedLabels
    from neopain_gui.pipeline.labels.said import SaidByRaters
    from neopain_gui.study import Result, Study


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
    from neopain_gui.pipeline.labels.said import SaidByRaters
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


def label_source(
    study: StudyArgument,
    source: Annotated[
        str | None,
        typer.Option(help="data-set, rater, majority, cut-off or adjudicated; shown without it."),
    ] = None,
    rater: Annotated[str | None, typer.Option(help="Whose label, or whose totals.")] = None,
    round_: Annotated[str | None, typer.Option("--round", help="Only of this round.")] = None,
    scale: Annotated[str | None, typer.Option(help="Of a cut-off: nfcs, nips, …")] = None,
    total: Annotated[str | None, typer.Option(help="Of a cut-off: which total.")] = None,
    at_least: Annotated[
        float | None, typer.Option(help="Pain from this total on; the scale's own by default.")
    ] = None,
    more_than: Annotated[float | None, typer.Option(help="Pain above this total.")] = None,
) -> None:
    """Say or choose which label counts for statistics and training; the data set's stays."""
    from neopain_gui.pipeline.labels import COUNTED_LABEL, CountedLabels, LabelSource
    from neopain_gui.pipeline.labels import label_source as present
    from neopain_gui.pipeline.labels.said import SaidByRaters
    from neopain_gui.pipeline.labels.source import Kind, check, with_cut_off

    said: dict[str, Any] = {"rater": rater, "round": round_, "scale": scale, "total": total}
    said = {name: one for name, one in said.items() if one is not None}
    if source is None:
        if said or at_least is not None or more_than is not None:
            raise InputError("it is not said which label shall count", remedy="add --source")
        with open_study(study) as opened:
            _say_labels(CountedLabels.of(opened, present(opened)), opened)
        return
    kind = source.replace("data-set", "data set")
    if kind not in get_args(Kind):
        raise InputError(
            f"'{source}' is no source of labels",
            remedy="choose data-set, rater, majority, cut-off or adjudicated",
        )
    with opened_to_write(study) as opened:
        chosen = LabelSource(kind=cast("Kind", kind), **said)
        if kind == "cut-off":
            chosen = with_cut_off(opened, chosen, at_least=at_least, more_than=more_than)
        elif at_least is not None or more_than is not None:
            raise InputError("only a cut-off has a number", remedy="choose --source cut-off")
        check(opened, chosen)
        opened.set_setting(COUNTED_LABEL, chosen.as_dict())
        _say_waiting(SaidByRaters.of(opened))
        _say_labels(CountedLabels.of(opened), opened)


def _say_labels(labels: CountedLabels, study: Study) -> None:
    images = study.images.all()
    counts = Counter(labels.label(one) for one in images)
    out.print(plain(f"What counts is {labels.source.words}."))
    for label in PainLabel:
        out.print(f"{label}: {counted(counts[label], 'photograph')}", markup=False)
    if counts[None]:
        out.print(f"without a label: {counted(counts[None], 'photograph')}")
    for sentence in labels.sentences(images):
        warn(sentence)


def _say_waiting(said: SaidByRaters) -> None:
    for round_, rater in said.waiting:
        warn(f"The blind round “{round_}” is not handed in by {rater}: it does not count yet.")


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
