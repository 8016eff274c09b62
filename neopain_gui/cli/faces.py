"""Command that finds the faces of a study's photographs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, opened_to_write, out, progress
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


def _without_face(study: Study) -> list[str]:
    missing = study.faces.without()
    return [image.id for image in study.images.all() if image.id in missing]


def _checked(study: Study, image_ids: Sequence[str]) -> list[str]:
    known = {image.id for image in study.images.all()}
    for image_id in image_ids:
        if image_id not in known:
            raise InputError(f"there is no photograph '{image_id}' in the study")
    return list(dict.fromkeys(image_ids))
