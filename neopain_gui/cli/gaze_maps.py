"""Command that makes the maps of groups of people from a study's recordings."""

from __future__ import annotations

from dataclasses import replace as change
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import (
    err,
    opened_to_write,
    out,
    plain,
    progress,
    say_out_of_date,
    warn,
)
from neopain_gui.errors import InputError
from neopain_gui.pipeline.maps.odd_maps import MapFacts, odd_maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.people.subgroups import Subgroup
    from neopain_gui.study import Result, Study

Weight = Annotated[
    str | None,
    typer.Option(
        "--weight",
        "--measure",
        help="What a fixation counts: 'number of fixations', 'fixation duration' or 'share of "
        "fixation time'; also as Tobii's programs call them: 'absolute count', 'absolute "
        "duration', 'relative duration'.",
    ),
]


def gaze_maps(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    group: Annotated[
        list[str] | None,
        typer.Option(help="Name of a group of the study; repeatable. All that it has by default."),
    ] = None,
    fixations: Annotated[
        str | None, typer.Option(help="ivt (Tobii's defaults), idt (60 ms, 0.5°) or exported.")
    ] = None,
    measure: Weight = None,
    radius: Annotated[
        str | None,
        typer.Option(help="How far a fixation is spread: pixels of the screen, or 1.5deg."),
    ] = None,
    valid: Annotated[
        float | None,
        typer.Option(help="Least share of valid samples of a participant, 0 to 1."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Also in the place of maps that were imported from heatmap pictures."
        ),
    ] = False,
    keep_both: Annotated[
        bool,
        typer.Option(
            "--keep-both",
            help="Where such maps are there, under another name: 'Experts (recordings)'.",
        ),
    ] = False,
) -> None:
    """Make the maps of groups of people; what is chosen here becomes the study's setting."""
    from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps as make
    from neopain_gui.pipeline.eye_tracking.group_maps import subgroups
    from neopain_gui.pipeline.out_of_date import out_of_date
    from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS, gaze_settings

    with opened_to_write(study) as opened:
        if not opened.gaze.trials():
            raise InputError(
                "there are no recordings in it", file=study, remedy="add some: neopain import-gaze"
            )
        chosen = _chosen(subgroups(opened), group)
        chosen = _beside(opened, chosen, replace=replace, keep_both=keep_both)
        settings = _changed(gaze_settings(opened), fixations, measure, radius, valid)
        opened.set_setting(GAZE_SETTINGS, settings.as_dict())
        with progress() as job:
            results = list(make(opened, chosen, settings, job=job))
        opened.results.record_many(results)
        stale = [one for one in out_of_date(opened) if one.model.of_gaze]
    _report(chosen, results)
    say_out_of_date(stale)


def _beside(
    study: Study, chosen: Sequence[Subgroup], *, replace: bool, keep_both: bool
) -> list[Subgroup]:
    """Return the groups under names whose maps may be recorded.

    Raises
    ------
    InputError
        Maps from pictures are there, and it was not said what is to become of them.
    """
    from neopain_gui.pipeline.eye_tracking.group_maps import beside, maps_in_the_way
    from neopain_gui.pipeline.settings.study_settings import SUBGROUPS

    names = sorted({one.model.name for one in maps_in_the_way(study, chosen)})
    if not names or replace:
        return list(chosen)
    if not keep_both:
        raise InputError(
            f"{', '.join(names)}: there are maps that were imported from heatmap pictures; nothing "
            "was made",
            remedy="put the new ones in their place with --replace, or keep both with --keep-both",
        )
    made = beside(study, chosen, names)
    new = [one for one in made if one not in chosen]
    stored = study.setting(SUBGROUPS, [])
    study.set_setting(SUBGROUPS, [*stored, *(one.as_dict() for one in new)])
    return made


def _chosen(there: Sequence[Subgroup], wanted: Sequence[str] | None) -> list[Subgroup]:
    by_name = {one.name: one for one in there}
    for name in wanted or ():
        if name not in by_name:
            raise InputError(
                f"the study has no group '{name}'", remedy=f"it has {', '.join(by_name)}"
            )
    return [by_name[name] for name in (wanted or by_name)]


def _changed(
    settings: GazeSettings,
    fixations: str | None,
    measure: str | None,
    radius: str | None,
    valid: float | None,
) -> GazeSettings:
    from neopain_gui.gaze.density import WEIGHTS
    from neopain_gui.gaze.fixations import FILTERS

    if fixations is not None and fixations not in FILTERS:
        raise InputError(f"'{fixations}' is no filter", remedy=f"choose {', '.join(FILTERS)}")
    words = {said: one for one, name in WEIGHTS.items() for said in (name, str(one))}
    if measure is not None and measure not in words:
        known = ", ".join(WEIGHTS.values())
        raise InputError(f"'{measure}' is no weight", remedy=f"choose {known}")
    try:
        return change(
            settings,
            fixations=settings.fixations if fixations is None else FILTERS[fixations](),
            measure=settings.measure if measure is None else words[measure],
            radius_px=settings.radius_px if radius is None else _radius(settings, radius),
            pass_share=settings.pass_share if valid is None else valid,
        )
    except ValueError as error:
        raise InputError(str(error)) from error


def _radius(settings: GazeSettings, text: str) -> float:
    degrees = text.casefold().removesuffix("°").removesuffix("deg")
    try:
        value = float(degrees)
    except ValueError as error:
        raise InputError(f"'{text}' is no radius", remedy="write it like 50 or 1.5deg") from error
    return value if degrees == text else settings.radius_of_degrees(value)


def _report(chosen: Sequence[Subgroup], results: Sequence[Result]) -> None:
    table = Table("group", "maps", "participants", "left out", "fixations", box=None)
    for one in chosen:
        mine = [result for result in results if result.model.name == one.name]
        if not mine:
            err.print(plain(f"{one.name}: nobody who was recorded well"), style="yellow")
            continue
        people = [result.facts["participants"] for result in mine]
        table.add_row(
            plain(one.name),
            str(len(mine)),
            f"{min(people)}–{max(people)}" if min(people) < max(people) else str(people[0]),
            str(max(result.facts["left_out"] for result in mine)),
            str(sum(result.facts["fixations"] for result in mine)),
        )
    out.print(table)
    for sentence in odd_maps(map(MapFacts.of, results)):
        warn(sentence)
