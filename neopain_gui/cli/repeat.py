"""Repeating a map from its record, and saying whether it is the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from neopain_gui.cli.console import err, out, progress
from neopain_gui.cli.options import is_study
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.pipeline.map_files.repeat import Repeated

EXIT_DIFFERS = 2
"""The map differs from the record's; its files are written all the same."""


def repeat_from(
    record: Path,
    what: Path,
    folder: Path,
    classifiers: list[str] | None,
    references: Path | None,
) -> None:
    """Repeat and say what became of it.

    Raises
    ------
    typer.Exit
        With :data:`EXIT_DIFFERS`.
    InputError
        It cannot be repeated.
    """
    from neopain_gui.pipeline.map_files.repeat import repeat
    from neopain_gui.study import Study

    if classifiers and len(classifiers) > 1:
        raise InputError(
            "a map is of one classifier", remedy="give --classifier once or leave it out"
        )
    classifier = classifiers[0] if classifiers else None
    with progress() as job:
        if is_study(what):
            with Study.open(what, read_only=True) as study:
                done = repeat(
                    record, study, folder, classifier=classifier, references=references, job=job
                )
        else:
            done = repeat(
                record, what, folder, classifier=classifier, references=references, job=job
            )
    _say(done, record, folder)


def _say(done: Repeated, record: Path, folder: Path) -> None:
    from neopain_gui.pipeline.maps.noise_words import compared_with_rounding, written

    files = f"{len(done.files)} files in {folder.name}/."
    if done.same_map and not done.differences:
        out.print(f"identical: {record.stem}, {files}", markup=False)
        return
    different = "; ".join(done.differences)
    if done.same_map:
        out.print(f"identical map: {record.stem}, {files}", markup=False)
        err.print(f"Its record differs: {different}.", style="yellow", markup=False)
        return
    share = done.furthest
    by = "" if share is None else f" by at most {written(share)} of its maximum"
    usual = compared_with_rounding(share, done.rounding)
    by += f" ({usual})" if usual else ""
    versions = [one for one in done.differences if one.endswith(" now")]
    why = "; ".join(versions) or (
        "the versions of the software are the same, so this machine rounds in another way"
    )
    err.print(f"not identical: {record.stem} differs{by}: {why}.", style="red", markup=False)
    out.print(files, markup=False)
    raise typer.Exit(EXIT_DIFFERS)
