"""The command that carries a study's maps onto one face."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import NOTICE, open_study, out, plain, progress, warn
from neopain_gui.cli.options import DecimalComma, OutFolder
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.findings.average_face import AverageFaces

_STATISTICS = ("mass", "tfce", "pixel")


def average_face(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Name of an extraction model; repeat it for several."),
    ] = None,
    image: Annotated[
        list[str] | None,
        typer.Option("--image", help="Id or file name of a photograph; repeat it for several."),
    ] = None,
    statistic: Annotated[
        str,
        typer.Option(help="Of the test: mass (of clusters), tfce (15 times as long) or pixel."),
    ] = "mass",
    smooth: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Smooth maps with a Gaussian of this standard deviation, in distances between the "
            "eyes; 0 for none, 0.1 by default.",
        ),
    ] = None,
    decimal_comma: DecimalComma = False,
) -> None:
    """Carry all maps onto one neutral face: means by class, differences and where they are."""
    from neopain_gui.agreement.statistics import Statistic
    from neopain_gui.pipeline.analysis.average_face import SMOOTH
    from neopain_gui.pipeline.analysis.kept_average_faces import study_average_faces
    from neopain_gui.pipeline.compare import models_named
    from neopain_gui.pipeline.map_files.average_face_files import write_average_faces

    if statistic not in _STATISTICS:
        raise InputError(
            f"--statistic {statistic!r} is none", remedy=f"give {', '.join(_STATISTICS)}"
        )
    with open_study(study) as opened, progress() as job:
        found = study_average_faces(
            opened,
            image_ids=image,
            models=models_named(opened, model),
            statistic=Statistic[statistic.upper()],
            smooth=SMOOTH if smooth is None else smooth,
            job=job,
        )
        for sentence in found.notes:
            warn(sentence)
        if not found.faces:
            raise InputError(
                "no photograph has both a face box and a map",
                file=study,
                remedy="find faces and compute maps, or import gaze, first",
                command="run neopain find-faces and neopain run, or neopain import-gaze, first",
            )
        files = write_average_faces(found, folder, decimal_comma=decimal_comma, job=job)
    _say(found)
    out.print(plain(f"{len(files)} files in {folder.name}/. {NOTICE}"), soft_wrap=True)


def _say(found: AverageFaces) -> None:
    from neopain_gui.reports.average_face_tables import average_face_tables
    from neopain_gui.reports.average_face_words import METHOD, how_placed, how_tested

    for shown in average_face_tables(found):
        table = Table(*shown.header, box=None, title=shown.title)
        for row in shown.sections[0][1]:
            table.add_row(*(plain(cell.text) for cell in row))
        out.print(table)
    for sentence in (METHOD, how_tested(found.statistic, found.smooth), how_placed(found)):
        out.print(plain(sentence), soft_wrap=True)
