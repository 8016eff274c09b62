"""Commands on studies: the demo, running one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from neopain_gui.cli.console import (
    NOTICE,
    err,
    open_study,
    opened_to_write,
    out,
    progress,
    say_out_of_date,
    warn,
)
from neopain_gui.cli.options import (
    OUT_FOLDER,
    STEPS,
    Classifiers,
    DecimalComma,
    Methods,
    Options,
    OutFolder,
    Target,
    check_options,
    options_of,
)
from neopain_gui.errors import InputError
from neopain_gui.jobs import PartOfJob
from neopain_gui.percentages import percent
from neopain_gui.pipeline.maps.odd_maps import MapFacts, empty_masks, odd_maps
from neopain_gui.pipeline.out_of_date_words import SIGN
from neopain_gui.pipeline.waiting_jobs import left_over
from neopain_gui.pipeline.waiting_jobs import sentence as sentence_of_waiting

_WAITING = (
    "Open it in the window to go on with what waits, or to discard it; what is there by then is "
    "not made again."
)


def demo(
    context: typer.Context,
    headless: Annotated[
        bool, typer.Option("--headless", help="Run everything without a window.")
    ] = False,
    folder: Annotated[Path | None, OUT_FOLDER] = None,
) -> None:
    """Open the demo study: synthetic phantoms, both classifiers, two synthetic groups."""
    if not headless:
        if folder is not None:
            raise InputError("--out is for the demo without a window", remedy="add --headless")
        raise typer.Exit(context.obj.open_window(demo=True))
    if folder is None:
        raise InputError("the demo needs a place for its files", remedy="give --out FOLDER")
    from neopain_gui.pipeline.demo_study import make_demo_study
    from neopain_gui.pipeline.maps.noise_words import noise_lines
    from neopain_gui.pipeline.runner import completeness_errors, run_study

    with progress() as job:
        path = make_demo_study(folder, rated=True, job=PartOfJob(job, 0.0, 0.02))
        with open_study(path) as study:
            comparison = run_study(study, folder, job=PartOfJob(job, 0.02, 1.0))
            errors = completeness_errors(study)
            noise = noise_lines((one.model.name, one.facts) for one in study.results.all())
            odd = odd_maps(map(MapFacts.of, study.results.all()))
    out.print("Demo weights trained on synthetic phantoms: the figures mean nothing clinically.")
    for name, (median, worst) in errors.items():
        out.print(
            f"{name}: completeness error {percent(median, '.1f')} in the middle photograph, "
            f"{percent(worst, '.1f')} in the worst."
        )
    for line in noise:
        out.print(line, markup=False)
    _print_summary(comparison, folder, odd)


def run(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    classifier: Classifiers = None,
    method: Methods = None,
    target: Target = "predicted",
    steps: Annotated[str | None, STEPS] = None,
    option: Options = None,
    decimal_comma: DecimalComma = False,
) -> None:
    """Do what is missing in a study and write contour masks and tables.

    Options that are chosen here become the study's.
    """
    from neopain_gui.attribution.methods import PAPER_METHODS, chosen_methods, find_method
    from neopain_gui.pipeline import runner
    from neopain_gui.pipeline.maps.noise_words import noise_lines
    from neopain_gui.pipeline.out_of_date import out_of_date
    from neopain_gui.pipeline.settings.method_options import (
        METHOD_OPTIONS,
        changed_options,
        with_options,
    )
    from neopain_gui.pipeline.settings.usual import differences, sentence

    methods, options = chosen_methods(method or PAPER_METHODS), options_of(option, steps)
    check_options(methods, options)
    with progress() as job, opened_to_write(study) as opened:
        waiting = sentence_of_waiting(left_over(opened))
        for one in methods:
            if any(name in find_method(one).parameters for name in options):
                kept = with_options(opened, one, changed_options(opened, one, options))
                opened.set_setting(METHOD_OPTIONS, kept)
        comparison = runner.run_study(
            opened,
            folder,
            classifiers=tuple(classifier) if classifier else None,
            methods=methods,
            target=target,
            options=options,
            decimal_comma=decimal_comma,
            job=job,
        )
        differing = sentence(differences(opened))
        noise = noise_lines((one.model.name, one.facts) for one in opened.results.all())
        odd = odd_maps(map(MapFacts.of, opened.results.all()))
        stale = out_of_date(opened)
    _print_summary(comparison, folder, odd)
    for line in noise:
        out.print(line, markup=False)
    say_out_of_date(stale)
    if waiting:
        err.print(f"{waiting} {_WAITING}", style="yellow", markup=False)
    if differing:
        err.print(differing, style="yellow", markup=False)


def _print_summary(comparison: Any, folder: Path, odd: Sequence[str]) -> None:
    images, pairs = comparison.images, int(comparison.table.compared.any(axis=0).sum())
    out.print(
        f"{len(comparison.models)} extraction models, {pairs} pairs, "
        f"{len(images)} photographs compared; files in {folder.name}/."
    )
    for image_id, why in comparison.left_out:
        err.print(f"{image_id} left out: {why}", style="yellow", markup=False)
    for sentence in comparison.cautions:
        if not sentence.startswith(SIGN):  # said with its remedy
            err.print(sentence, style="yellow", markup=False)
    for sentence in (*odd, *empty_masks(comparison.table)):
        warn(sentence)
    out.print(NOTICE)
