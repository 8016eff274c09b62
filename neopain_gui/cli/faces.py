"""Commands that find the faces of a study's photographs, and of those of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, opened_to_write, out, plain, progress, warn
from neopain_gui.counted import counted
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.study import Study


def find_faces(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    image: Annotated[
        list[str] | None,
        typer.Option(help="Id of a photograph; repeatable. All without a face by default."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Search also where no face was found before.")
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Replace also faces that a person or the data set said, with --image."
        ),
    ] = False,
) -> None:
    """Find faces; those that a person or the data set said are never replaced unasked."""
    from neopain_gui.pipeline.photographs.find_faces import mark_faces, said_by_people

    if replace and not image:
        raise InputError(
            "--replace was given without photographs", remedy="name each with --image ID"
        )
    with opened_to_write(study) as opened:
        ids = _checked(opened, image) if image else _without_face(opened)
        kept = [] if replace else said_by_people(opened, ids)
        wanted = [one for one in ids if one not in kept]
        with progress() as job:
            missed = mark_faces(opened, wanted, job, again=again or replace)
    if kept:
        err.print(
            "Left as they are, because a person or the data set said where the face is (--replace "
            f"replaces them): {', '.join(kept)}.",
            style="yellow",
            markup=False,
        )
    out.print(
        f"Faces found on {len(wanted) - len(missed)} of {len(wanted)} photographs searched."
        if wanted
        else "No photograph was searched: each has its face marked."
    )


def detect(
    folder: Annotated[Path, typer.Argument(help="A folder of photographs.")],
    file: Annotated[Path, typer.Option("--out", help="The table to write, CSV.")],
    detector: Annotated[
        str | None,
        typer.Option(help="RetinaFace, BlazeFace or 'LBP cascade'. All that are there by default."),
    ] = None,
) -> None:
    """Find faces without a study: a table of boxes, scores and landmarks."""
    from neopain_gui.pipeline.photographs.detect import detect_in, write_detected

    with progress() as job:
        detected = detect_in(folder, detector, job)
    replaced = " (replaced)" if file.exists() else ""
    write_detected(detected, file)
    without, count = detected.without, len(detected.faces)
    by = f" by {' and '.join(detected.by)}" if detected.by else ""
    if without:
        warn(f"No face was found: {', '.join(without)}.")
    out.print(
        f"Faces found on {count - len(without)} of {counted(count, 'photograph')}{by}: "
        f"{plain(file.name)}{replaced}."
    )


def _without_face(study: Study) -> list[str]:
    missing = study.faces.without()
    return [image.id for image in study.images.all() if image.id in missing]


def _checked(study: Study, image_ids: Sequence[str]) -> list[str]:
    known = {image.id for image in study.images.all()}
    for image_id in image_ids:
        if image_id not in known:
            raise InputError(f"there is no photograph '{image_id}' in the study")
    return list(dict.fromkeys(image_ids))
