"""Commands that bring photographs into a study or find them again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import opened_to_write, out, plain, progress, warn
from neopain_gui.counted import counted
from neopain_gui.dataset import compare, face_images, gaps, new_records, preview
from neopain_gui.dataset.boxes import BoxKind
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob

if TYPE_CHECKING:
    from neopain_gui.dataset import FaceImage, ImportPreview, Incoming
    from neopain_gui.study import Study

_COPY = typer.Option(
    "--copy",
    help="Copy the photographs into the study (portable). The copies have the same pixels and "
    "leave out what cameras wrote into the files.",
)
_GIVEN = typer.Argument(
    help="Folder of photographs, a manifest (CSV), or several files and folders."
)


_BOXES = typer.Option(
    "--boxes",
    help="What the four numbers of a manifest's face boxes are: corners (x1, y1, x2, y2) or xywh "
    "(x, y, width, height). By default what fits the photographs.",
    show_default=False,
)
_OUTSIDE = typer.Option(
    "--outside-boxes", help="Also take face boxes of which most lies outside their photographs."
)

_STRETCH = typer.Option(
    "--stretch",
    help="Take pictures of another range (12 bits in 16, grey of floating point) as copies in the "
    "study that are stretched to 0…255.",
)


def new(
    study: Annotated[Path, typer.Argument(help="Study to make, for example ward.neopain.")],
    given: Annotated[list[Path], _GIVEN],
    copy: Annotated[bool, _COPY] = False,
    boxes: Annotated[BoxKind | None, _BOXES] = None,
    outside_boxes: Annotated[bool, _OUTSIDE] = False,
    stretch: Annotated[bool, _STRETCH] = False,
) -> None:
    """Make a study from a folder of photographs, a manifest or single files."""
    from neopain_gui.study import Study

    _check_order("new", study, given)
    Study.require_free(study)
    with progress() as job:
        looking = PartOfJob(job, 0.0, 0.6)
        found = preview(given, looking, boxes=boxes, outside=outside_boxes, stretch=stretch)
        incoming = compare(found)
        _say_what_to_look_at(found, incoming)
        images = face_images(found)
        files = found.files
        making = PartOfJob(job, 0.6, 1.0)
        with Study.create(
            study,
            fill=lambda made: made.images.add(
                images, files=files, copy=copy, stretched=found.stretched, job=making
            ),
        ) as made:
            for sentence in made.remarks:
                warn(sentence)
            name = made.path.name
    neonates = {image.neonate.id for image in images if image.neonate}
    many = f"{counted(len(images), 'photograph')} of {counted(len(neonates), 'neonate')}"
    out.print(plain(f"{many} in {name}."))
    out.print(incoming.counts)


def add(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    given: Annotated[list[Path], _GIVEN],
    copy: Annotated[bool, _COPY] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept",
            help="Also take what differs from what the study says of its photographs; what it "
            "says nothing of is always filled in.",
        ),
    ] = False,
    boxes: Annotated[BoxKind | None, _BOXES] = None,
    outside_boxes: Annotated[bool, _OUTSIDE] = False,
    stretch: Annotated[bool, _STRETCH] = False,
) -> None:
    """Add photographs to a study; those that it has already are not taken twice."""
    _check_order("add", study, given)
    with progress() as job, opened_to_write(study) as opened:
        looking = PartOfJob(job, 0.0, 0.6)
        found = preview(given, looking, boxes=boxes, outside=outside_boxes, stretch=stretch)
        incoming = compare(found, opened.images.all())
        _say_what_to_look_at(found, incoming)
        updates = [one.accepted for one in incoming.changed if accept or one.only_adds]
        for one in incoming.changed:
            taken = accept or one.only_adds
            warn(f"{one.row.image.file}: {one}" + ("" if taken else " (left as it is)"))
        add_incoming(opened, found, incoming, updates, copy=copy, job=PartOfJob(job, 0.6, 1.0))
    if any(not (accept or one.only_adds) for one in incoming.changed):
        warn("Add --accept to take what differs.")
    out.print(incoming.counts)


def add_incoming(
    study: Study,
    found: ImportPreview,
    incoming: Incoming,
    updates: Sequence[FaceImage],
    *,
    copy: bool,
    job: Job = NULL_JOB,
) -> None:
    """Add what is new and write what was accepted, all or nothing."""
    images = new_records(incoming.new, study.images.all())
    if images or updates:
        study.images.add(
            images,
            files=found.files,
            copy=copy,
            stretched=found.stretched,
            updates=updates,
            job=job,
        )


def find_moved(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: Annotated[Path, typer.Argument(help="Folder below which the photographs are now.")],
) -> None:
    """Look for photographs that are not where the study left them, by their content."""
    _check_order("find-moved", study, [folder])
    if not folder.is_dir():
        there = folder.exists()
        raise InputError(
            "is not a folder" if there else "is not there",
            file=folder,
            remedy="give a folder" if there else "check the name of the folder",
        )
    with progress() as job, opened_to_write(study) as opened:
        before = opened.images.missing()
        missing = opened.images.relocate(folder, job=job)
        names = {image.id: image.name for image in opened.images.all()}
    for image_id in missing:
        warn(f"{image_id} ({names[image_id]}) is still missing")
    out.print(f"found {len(set(before) - set(missing))}, still missing {len(missing)}")


def _check_order(command: str, study: Path, given: Sequence[Path]) -> None:
    """Refuse a study's name where the photographs' should be, and the other way round.

    Raises
    ------
    InputError
        With the command as it was meant.
    """
    from neopain_gui.study.naming import SUFFIX

    last = given[-1]
    meant = last.suffix == SUFFIX or (command == "new" and not last.exists())
    if meant and study.suffix != SUFFIX and study.exists():
        photographs = " ".join(shlex.quote(str(one)) for one in (study, *given[:-1]))
        raise InputError(
            "the study comes first and the photographs after it",
            remedy=f"write: neopain {command} {shlex.quote(str(last))} {photographs}",
        )


def _say_what_to_look_at(found: ImportPreview, incoming: Incoming) -> None:
    """Print whatever the window's preview shows: each file that is warned of or left out."""
    for sentence in (*found.problems, *gaps([row.image for row in incoming.new])):
        warn(sentence)
    if found.boxes is not None and not found.boxes.sure:
        other = found.boxes.kind.other
        warn(f"Add --boxes {other} if they are {other.words}, --boxes {other.other} if not.")
    if any("so the box was left out" in said for row in found.rows for said in row.box_warnings):
        warn("Add --outside-boxes to take such boxes.")
    if found.stretchable:
        many = counted(found.stretchable, "picture")
        warn(f"Add --stretch to stretch the values of {many} to the full range, 0…255.")
    rows = [(row, row.to_check) for row in incoming.new]
    rows += [(one.row, one.row.warnings) for one in incoming.changed]  # it has its neonate
    for row, warnings in rows:
        for warning in warnings:
            warn(f"{row.image.file}: {warning}")
    for left in incoming.left_out:
        meant = f" (perhaps {', '.join(left.suggestions)})" if left.suggestions else ""
        warn(f"{left.file} left out: {left.reason}{meant}")
