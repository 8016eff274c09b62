"""The command that writes a study's report."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import NOTICE, err, out, progress, say_out_of_date
from neopain_gui.cli.options import DecimalComma, OutFolder


def report(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    photographs: Annotated[
        bool | None,
        typer.Option(
            "--with-photographs/--without-photographs",
            help="Whether the figures show the photographs. Without either, the study's own answer "
            "counts, which is asked for once.",
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Name of an extraction model; repeat it for several."),
    ] = None,
    image: Annotated[
        list[str] | None,
        typer.Option("--image", help="Id or file name of a photograph; repeat it for several."),
    ] = None,
    decimal_comma: DecimalComma = False,
) -> None:
    """Write a study's report: a page, tables (CSV, XLSX, LaTeX) and figures (PNG, SVG, PDF)."""
    from neopain_gui.pipeline.out_of_date import out_of_date
    from neopain_gui.pipeline.report import write_report
    from neopain_gui.pipeline.settings.usual import differences, sentence
    from neopain_gui.study import Study

    show = _shown(study) if photographs is None else photographs
    with _seldom_collecting(), progress() as job, Study.open(study, read_only=True) as opened:
        files = write_report(
            opened,
            folder,
            photographs=show,
            models=model,
            image_ids=image,
            decimal_comma=decimal_comma,
            job=job,
        )
        stale = out_of_date(opened)
        differing = sentence(differences(opened))
    if not show:
        err.print("The photographs are left out of it.")
    say_out_of_date(stale)
    if differing:
        err.print(differing, style="yellow", markup=False)
    out.print(f"{files[0].name} and {len(files) - 1} more files in {folder.name}/. {NOTICE}")


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for circles of objects seldom: there are few, and it took a twelfth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _shown(path: Path) -> bool:
    """Return the study's answer; ask for it where there is none and somebody to answer."""
    from neopain_gui.pipeline.report import PHOTOGRAPHS, may_show_photographs
    from neopain_gui.study import Study

    with Study.open(path, read_only=True) as study:
        said = may_show_photographs(study)
    if said is not None:
        return said
    if not sys.stdin.isatty():
        return False
    answer = typer.confirm(
        "May reports of this study show its photographs? The answer is kept in the study"
    )
    with Study.open(path) as study:
        if not study.read_only:
            study.set_setting(PHOTOGRAPHS, answer)
    return answer
