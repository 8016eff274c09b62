"""Command that takes recordings of gaze into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import err, out, plain, progress
from neopain_gui.cli.options import place_of, size_of
from neopain_gui.errors import InputError
from neopain_gui.jobs import PartOfJob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.gaze.importing import ImportPlan, RecordingsPreview
    from neopain_gui.gaze.participants import Participant
    from neopain_gui.gaze.trials import Trial


def import_gaze(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    files: Annotated[
        list[Path], typer.Argument(help="Recordings, as eye trackers' programs export them.")
    ],
    participants: Annotated[
        Path | None,
        typer.Option(help="CSV with columns participant, group and any other attributes."),
    ] = None,
    scores: Annotated[
        Path | None, typer.Option(help="CSV with columns participant, image and score (0 to 10).")
    ] = None,
    stimulus: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PHOTOGRAPH for a stimulus that is called otherwise; repeatable."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="LEFT,TOP,WIDTH,HEIGHT of the pictures, for files that do not say it."),
    ] = None,
    screen: Annotated[
        str | None, typer.Option(help="WIDTHxHEIGHT of the screen, for files that do not say it.")
    ] = None,
) -> None:
    """Take recordings into a study under pseudonyms; names of people are not kept."""
    from neopain_gui.gaze.importing import ImportPlan, free_pseudonyms, look_into_recordings
    from neopain_gui.gaze.participant_tables import (
        people_of,
        read_participants,
        read_scores,
        scores_of,
    )
    from neopain_gui.pipeline.recordings import import_recordings
    from neopain_gui.study import Study

    size = size_of(screen) if screen else None
    with Study.open(study) as opened:
        if opened.read_only:
            raise InputError(str(opened.why_read_only), file=study)
        images = opened.images()
        rows = read_participants(participants) if participants else []
        given = read_scores(scores, images) if scores else []
        with progress() as job:
            half = PartOfJob(job, 0.0, 0.5)
            found = look_into_recordings(files, images, half, screen_size=size)
            taken = {one.id for one in opened.participants()}
            plan = ImportPlan(
                pseudonyms=free_pseudonyms(found.names, taken),
                images=_photographs(found, stimulus or [], {image.id for image in images}),
                place=place_of(place) if place else None,
                screen_size=size,
            )
            trials = import_recordings(opened, files, plan, PartOfJob(job, 0.5, 1.0))
        people = people_of(plan.pseudonyms, rows)
        opened.add_gaze(people, trials, scores_of(plan.pseudonyms, given))
    _report(found, plan, people, trials)


def _report(
    found: RecordingsPreview,
    plan: ImportPlan,
    people: Sequence[Participant],
    trials: Sequence[Trial],
) -> None:
    """Say who became whom: the terminal is the only place where names stand beside pseudonyms."""
    names = {pseudonym: name for name, pseudonym in plan.pseudonyms.items()}
    table = Table("name in the file", "pseudonym", "group", "trials", box=None)
    for person in people:
        count = sum(trial.participant_id == person.id for trial in trials)
        table.add_row(plain(names[person.id]), person.id, plain(person.group), str(count))
    out.print(table)
    out.print(f"{len(trials)} trials of {len(people)} participants. Names were not kept.")
    for one in found.stimuli:
        if one.stimulus not in plan.images:
            err.print(plain(f"'{one.stimulus}' left out: {one.note}"), style="yellow")
    for sentence in found.warnings:
        err.print(plain(sentence), style="yellow")
    for file in found.files:
        for sentence in file.warnings:
            err.print(f"{file.file.name}: {sentence}", style="yellow", markup=False)


def _photographs(found: RecordingsPreview, given: list[str], known: set[str]) -> dict[str, str]:
    images = {one.stimulus: one.image_id for one in found.stimuli if one.image_id}
    stimuli = {one.stimulus for one in found.stimuli}
    for text in given:
        name, equals, image_id = text.rpartition("=")
        if not equals or name not in stimuli or image_id not in known:
            wrong = "stimulus of these files" if equals and name not in stimuli else "photograph"
            raise InputError(
                f"'{text}' names no {wrong}", remedy="write it like --stimulus NAME=PHOTOGRAPH"
            )
        images[name] = image_id
    return images
