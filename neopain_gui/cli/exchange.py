"""Commands that exchange annotations with other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli import round_options as opt
from neopain_gui.cli.console import open_study, opened_to_write, out, plain, progress, warn
from neopain_gui.cli.options import OutFolder
from neopain_gui.cli.upkeep import StudyArgument
from neopain_gui.counted import counted

_LISTED = 20


def export_annotations(
    study: StudyArgument,
    format_: Annotated[
        str,
        typer.Option("--format", help="labelme, coco, geojson, cvat, pts, masks or csv."),
    ],
    out_folder: OutFolder,
    round_: Annotated[str, typer.Option("--round", help="Only of this round.")] = "",
    rater: Annotated[str, typer.Option("--rater", help="Only of this rater.")] = "",
    photographs: Annotated[
        bool,
        typer.Option("--with-photographs", help="Write the photographs, too, encoded anew."),
    ] = False,
) -> None:
    """Write what raters drew, placed or said for other programs."""
    from neopain_gui.pipeline.annotation.exchange.out import export_annotations as export

    with open_study(study) as opened, progress() as job:
        done = export(
            opened,
            format_,
            out_folder,
            round_=round_,
            rater=rater,
            photographs=photographs,
            job=job,
        )
    out.print(plain(done.sentences[0]), soft_wrap=True)
    for sentence in done.sentences[1:]:
        warn(sentence)


def import_annotations(
    study: StudyArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files of labelme, COCO, QuPath (GeoJSON), CVAT, iBUG (.pts), masks (PNG in a "
            "folder called like the photograph), tables of ratings; or folders of them."
        ),
    ],
    rater: Annotated[
        str, typer.Option("--rater", help="Whose they are; needed where a file does not say.")
    ] = "",
    round_: Annotated[
        str,
        typer.Option(
            "--round", help="Round they belong to; made if it is not there. By default Imported."
        ),
    ] = "",
    landmarks: Annotated[
        str, typer.Option("--landmarks", help="Set of the points whose set a file does not say.")
    ] = "",
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let the files count where the study says something else."),
    ] = False,
    preview: opt.Preview = False,
) -> None:
    """Take in annotations of other programs; photographs are recognised by content, then name."""
    from neopain_gui.pipeline.annotation.exchange.into import look_at
    from neopain_gui.pipeline.annotation.exchange.taking import Taking

    with opened_to_write(study) as opened, progress() as job:
        found = look_at(
            opened,
            files,
            rater=rater,
            round_=round_,
            landmarks=landmarks,
            replacing=replace,
            job=job,
        )
        if not preview and not found.changes_nothing:
            Taking(opened, found).put(True)
    for row in found.rows[:_LISTED]:
        out.print(plain(f"{row.photograph} ({row.how}): {row.brings}"), soft_wrap=True)
    if len(found.rows) > _LISTED:
        out.print(f"and {counted(len(found.rows) - _LISTED, 'photograph')} more")
    for sentence in (*found.conflicts, *found.left_out):
        warn(sentence)
    for sentence in found.sentences:
        out.print(plain(sentence), soft_wrap=True)
    if found.conflicts:
        whose = "the files count" if replace else "the study’s stay; add --replace to change that"
        differ = counted(len(found.conflicts), "annotation differs", "annotations differ")
        warn(f"Where {differ}, {whose}.")
    if preview or found.changes_nothing:
        out.print("Nothing was taken in.")
