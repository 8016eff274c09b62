"""Command that takes heatmap pictures into a study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, opened_to_write, out, plain, progress, warn
from neopain_gui.cli.options import place_of
from neopain_gui.counted import counted
from neopain_gui.errors import ImageError, InputError
from neopain_gui.geometry import Box
from neopain_gui.imaging import probe
from neopain_gui.jobs import PartOfJob
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from neopain_gui.gaze import HeatmapPreview
    from neopain_gui.jobs import Job
    from neopain_gui.study import Result, Study

Mode = Annotated[
    str,
    typer.Option(
        help="How colours become numbers: palette (the colour scale inverted), or paper (grey, "
        "as in the dissertation)."
    ),
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        help="LEFT,TOP,WIDTH,HEIGHT of the photograph on pictures of the screen, in their "
        "pixels; looked for without it."
    ),
]


def import_heatmaps(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: Annotated[Path, typer.Argument(help="Folder of heatmap pictures.")],
    mode: Mode = "palette",
    place: PlaceOption = None,
    group: Annotated[
        str | None,
        typer.Option(help="Group of the pictures whose name and folder say none; any name."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Import also in the place of maps that are there already."),
    ] = False,
    keep_both: Annotated[
        bool,
        typer.Option(
            "--keep-both",
            help="Where a map is there already, import under another name: 'Experts (picture)'.",
        ),
    ] = False,
) -> None:
    """Import heatmap pictures; photograph and group are recognised by their names."""
    from neopain_gui.gaze import CAVEATS, MODES, match_heatmaps
    from neopain_gui.pipeline.eye_tracking.heatmap_import import gaze_maps_of

    if mode not in MODES:
        raise InputError(f"'{mode}' is no mode", remedy=f"choose {' or '.join(MODES)}")
    if replace and keep_both:
        raise InputError("--replace and --keep-both exclude each other", remedy="give one of them")
    box = _box_of(place) if place else None
    with progress() as job, opened_to_write(study) as opened:
        preview = match_heatmaps(folder, opened.images.all(), PartOfJob(job, 0.0, 0.2))
        wanted = _wanted(preview, group)
        rows, again = _beside(opened, wanted, mode, replace=replace, keep_both=keep_both)
        if rows:  # before any is read: who is warned can still stop
            style = "yellow" if mode == "paper" else ""
            err.print(plain(CAVEATS[mode]), style=style)
        before = gaze_maps_of(opened)
        results, refused = _read(opened, rows, mode, box, PartOfJob(job, 0.2, 1.0))
        opened.results.record_many(results)
    _report(results, preview, [one.file for one in wanted])
    _count(again, sum((one.image_id, one.model.name) in before for one in results))
    for error in refused:
        err.print(plain(error.on_command_line), style="red")
    if refused:
        raise InputError(
            f"{len(refused)} of {len(rows)} heatmap pictures were not imported",
            remedy="see above why; the others are in the study",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A picture that is to be imported."""

    file: Path
    image_id: str
    group: str


def _wanted(preview: HeatmapPreview, group: str | None) -> list[_Wanted]:
    """Return the pictures whose photograph and group are known, by name or by ``--group``."""
    rows = [
        _Wanted(file=row.file, image_id=row.image_id, group=str(row.group)) for row in preview.rows
    ]
    if group:
        rows += [
            _Wanted(file=one.file, image_id=one.image_id, group=group)
            for one in preview.unmatched
            if one.image_id and one.group is None
        ]
    return rows


def _beside(
    study: Study, rows: Sequence[_Wanted], mode: str, *, replace: bool, keep_both: bool
) -> tuple[list[_Wanted], int]:
    """Return what is to be read, and how many pictures are in the study already.

    Raises
    ------
    InputError
        A map is there already, and it was not said what is to become of it; or two pictures are
        for one map.
    """
    from neopain_gui.pipeline.eye_tracking.heatmap_import import (
        free_group,
        gaze_maps_of,
        map_source,
    )

    there = gaze_maps_of(study)
    taken, kept, again, asked = set(there), [], 0, []
    for wanted in rows:
        row, place = wanted, (wanted.image_id, wanted.group)
        present = there.get(place)
        if present is not None:
            inputs = present.provenance.inputs
            if inputs.get("picture") == sha256_file(row.file) and inputs.get("mode") == mode:
                again += 1
                continue
            if keep_both:
                name = free_group(row.group, row.image_id, taken, "picture")
                row = _Wanted(file=row.file, image_id=row.image_id, group=name)
            elif not replace:
                asked.append(f"{row.image_id}, {row.group} ({map_source(present)})")
        taken.add((row.image_id, row.group))
        kept.append(row)
    if asked:
        more = f" and {len(asked) - 3} more" if len(asked) > 3 else ""
        raise InputError(
            f"there are maps already: {'; '.join(asked[:3])}{more}; nothing was imported",
            remedy="put the pictures in their place with --replace, keep both with --keep-both, "
            "or leave these pictures out",
        )
    return kept, again


def _read(
    study: Study, rows: Sequence[_Wanted], mode: str, box: Box | None, job: Job
) -> tuple[list[Result], list[ImageError]]:
    """Read every picture; what is wrong with one does not keep the others out."""
    from neopain_gui.gaze import same_proportions
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing, import_heatmap

    results, refused = [], []
    for done, row in enumerate(rows):
        job.check()
        job.progress(done, len(rows), row.image_id)
        try:
            width, height = probe(row.file)
            image = study.images.get(row.image_id)
            whole = same_proportions((height, width), (image.height, image.width))
            results.append(
                import_heatmap(
                    study,
                    row.file,
                    image_id=row.image_id,
                    group=row.group,
                    mode=mode,
                    placing=Placing(box=box) if box and not whole else None,
                    job=PartOfJob(job, done / len(rows), (done + 1) / len(rows)),
                )
            )
        except ImageError as error:
            refused.append(error)
    return results, refused


def _count(again: int, replaced: int) -> None:
    for count, what in ((again, "already there"), (replaced, "replaced an earlier map")):
        if count:
            out.print(f"{count} {what}.")


def _report(results: Sequence[Result], preview: HeatmapPreview, wanted: Collection[Path]) -> None:
    from neopain_gui.gaze.heatmaps.placing import match

    for result in results:
        where = result.provenance.inputs.get("place")
        if where is None:
            continue
        left, top, right, bottom = where
        likeness = result.facts.get("likeness")
        how = "as said" if likeness is None else match(likeness)
        text = f"{result.image_id}, {result.model.name}: at {left},{top},{right - left}"
        out.print(plain(f"{text},{bottom - top} ({how})"))
    groups = ", ".join(sorted({result.model.name for result in results})) or "none"
    count = counted(len(results), "heatmap")
    out.print(plain(f"{count} imported: {groups}."))
    for result in results:
        if result.facts.get("empty"):
            text = f"{result.image_id}, {result.model.name}: the map is empty, without any colour"
            err.print(f"{text} of the scale", style="yellow", markup=False)
    for row in preview.rows:
        if row.note:
            warn(f"{row.file.name} taken for {row.image_id}, {row.group}: {row.note}")
    for left_out in preview.unmatched:
        if left_out.file in wanted:
            continue
        meant = f" (perhaps {', '.join(left_out.near)})" if left_out.near else ""
        warn(f"{left_out.file.name} left out: {left_out.reason}{meant}")
    for same in preview.duplicates:
        names = ", ".join(file.name for file in same.files)
        err.print(f"More than one picture for one place: {names}", style="yellow", markup=False)


def _box_of(text: str) -> Box:
    """Return ``LEFT,TOP,WIDTH,HEIGHT`` as whole pixels."""
    left, top, width, height = place_of(text)
    if not all(value.is_integer() for value in (left, top, width, height)):
        raise InputError(f"'{text}' is not in whole pixels")
    return Box(left=int(left), top=int(top), right=int(left + width), bottom=int(top + height))
