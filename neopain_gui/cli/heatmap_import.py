"""Command that takes heatmap pictures into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import err, open_study, out, plain, progress
from neopain_gui.cli.options import place_of
from neopain_gui.errors import ImageError, InputError
from neopain_gui.geometry import Box
from neopain_gui.jobs import PartOfJob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.gaze import HeatmapPreview, HeatmapRow
    from neopain_gui.jobs import Job
    from neopain_gui.study import Result, Study


def import_heatmaps(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: Annotated[Path, typer.Argument(help="Folder of heatmap pictures.")],
    mode: Annotated[
        str, typer.Option(help="How colours become numbers: paper (grey) or palette.")
    ] = "paper",
    place: Annotated[
        str | None,
        typer.Option(
            help="LEFT,TOP,WIDTH,HEIGHT of the photograph on pictures of the screen, in their "
            "pixels; looked for without it."
        ),
    ] = None,
) -> None:
    """Import heatmap pictures; photograph and group are recognised by their names."""
    from neopain_gui.gaze import CAVEATS, MODES, match_heatmaps

    if mode not in MODES:
        raise InputError(f"'{mode}' is no mode", remedy=f"choose {' or '.join(MODES)}")
    box = _box_of(place) if place else None
    with progress() as job, open_study(study) as opened:
        if opened.read_only:
            raise InputError(str(opened.why_read_only), file=study)
        preview = match_heatmaps(folder, opened.images(), PartOfJob(job, 0.0, 0.2))
        results, refused = _read(opened, preview.rows, mode, box, PartOfJob(job, 0.2, 1.0))
        opened.record_many(results)
    _report(results, preview)
    for error in refused:
        err.print(str(error), style="red", markup=False)
    if results:
        err.print(CAVEATS[mode], markup=False)
    if refused:
        raise InputError(
            f"{len(refused)} of {len(preview.rows)} heatmap pictures were not imported",
            remedy="see above why; the others are in the study",
        )


def _read(
    study: Study, rows: Sequence[HeatmapRow], mode: str, box: Box | None, job: Job
) -> tuple[list[Result], list[ImageError]]:
    """Read every picture; what is wrong with one does not keep the others out."""
    from neopain_gui.gaze import same_proportions
    from neopain_gui.imaging import probe
    from neopain_gui.pipeline.gaze import Placing, import_heatmap

    results, refused = [], []
    for done, row in enumerate(rows):
        job.check()
        job.progress(done, len(rows), row.image_id)
        try:
            width, height = probe(row.file)
            image = study.image(row.image_id)
            whole = same_proportions((height, width), (image.height, image.width))
            results.append(
                import_heatmap(
                    study,
                    row.file,
                    image_id=row.image_id,
                    group=str(row.group),
                    mode=mode,
                    placing=Placing(box=box) if box and not whole else None,
                    job=PartOfJob(job, done / len(rows), (done + 1) / len(rows)),
                )
            )
        except ImageError as error:
            refused.append(error)
    return results, refused


def _report(results: Sequence[Result], preview: HeatmapPreview) -> None:
    from neopain_gui.gaze.placing import match

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
    count = "1 heatmap" if len(results) == 1 else f"{len(results)} heatmaps"
    out.print(plain(f"{count} imported: {groups}."))
    for left_out in preview.unmatched:
        text = f"{left_out.file.name} left out: {left_out.reason}"
        err.print(text, style="yellow", markup=False)
    for same in preview.duplicates:
        names = ", ".join(file.name for file in same.files)
        err.print(f"More than one picture for one place: {names}", style="yellow", markup=False)


def _box_of(text: str) -> Box:
    """Return ``LEFT,TOP,WIDTH,HEIGHT`` as whole pixels."""
    left, top, width, height = place_of(text)
    if not all(value.is_integer() for value in (left, top, width, height)):
        raise InputError(f"'{text}' is not in whole pixels")
    return Box(left=int(left), top=int(top), right=int(left + width), bottom=int(top + height))
