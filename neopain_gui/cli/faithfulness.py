"""The command that examines maps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from neopain_gui.cli.console import NOTICE, err, open_study, out, progress
from neopain_gui.cli.options import (
    STEPS,
    Classifiers,
    Options,
    OutFolder,
    Target,
    check_options,
    options_of,
)
from neopain_gui.errors import InputError

Images = Annotated[
    list[str] | None,
    typer.Option("--image", help="Id or file name of a photograph; repeat it for several."),
]
AnyMethods = Annotated[
    list[str] | None,
    typer.Option("--method", help="Id of a method; repeat it for several. All by default."),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        help="localisation, regions, curves, agreement, sensitivity or randomisation; "
        "repeat it for several. All by default.",
    ),
]
Layer = Annotated[
    str, typer.Option(help="Layer for methods by layer; the last convolution by default.")
]
Neonates = Annotated[
    int,
    typer.Option(help="With --phantoms: how many synthetic neonates, one photograph in pain each."),
]
Subjects = Annotated[
    int | None, typer.Option("--subjects", hidden=True, help="The earlier name of --neonates.")
]
Few = Annotated[
    int, typer.Option(help="Photographs for sensitivity and randomisation, which take longest.")
]
Fill = Annotated[str, typer.Option(help="What deleted pixels turn into: blurred, mean or black.")]
Radius = Annotated[int, typer.Option(help="Of the noise, in grey levels of 255.")]
Samples = Annotated[int, typer.Option(help="Noisy copies of each photograph.")]
By = Annotated[str, typer.Option(help="Steps of the randomisation: group (of layers) or layer.")]
Seed = Annotated[int, typer.Option(help="Of everything that is drawn.")]


def faithfulness(
    folder: OutFolder,
    study: Annotated[
        Path | None, typer.Argument(help="A study (folder ending in .neopain); or --phantoms.")
    ] = None,
    phantoms: Annotated[
        bool,
        typer.Option("--phantoms", help="Examine held-out phantoms, of which all is known."),
    ] = False,
    classifier: Classifiers = None,
    method: AnyMethods = None,
    image: Images = None,
    measure: Measures = None,
    target: Target = "predicted",
    layer: Layer = "",
    neonates: Neonates = 10,
    subjects: Subjects = None,
    few: Few = 3,
    fill: Fill = "blurred",
    radius: Radius = 5,
    samples: Samples = 8,
    by: By = "group",
    seed: Seed = 0,
    steps: Annotated[str | None, STEPS] = None,
    option: Options = None,
) -> None:
    """Examine how far maps can be trusted: curves, noise, randomised layers, facial features."""
    from neopain_gui.pipeline.faithfulness.plan import MEASURES, Plan, with_controls
    from neopain_gui.pipeline.faithfulness.run import examine_phantoms, examine_study

    if (study is None) != phantoms or (phantoms and image):
        raise InputError(
            "maps of either a study or phantoms are examined",
            remedy="give the path of a study, or --phantoms alone",
        )
    methods, options = _methods(method), options_of(option, steps)
    check_options(methods, options)
    plan = Plan(
        methods=with_controls(methods),
        measures=tuple(measure or MEASURES),
        target=target,
        layer=layer,
        options=_by_method(methods, options),
        fill=fill,
        radius=radius,
        samples=samples,
        by=by,
        few=few,
        seed=seed,
    )
    with progress() as job:
        if study is None:
            findings = examine_phantoms(
                folder, plan, subjects=_first(subjects, neonates), classifiers=classifier, job=job
            )
        else:
            with open_study(study) as opened:
                findings = examine_study(
                    opened, folder, plan, image_ids=image, classifiers=classifier, job=job
                )
    _print(findings, folder, seed)


def _first(said: int | None, usual: int) -> int:
    return usual if said is None else said


def _methods(wanted: list[str] | None) -> tuple[str, ...]:
    from neopain_gui.attribution.methods import chosen_methods

    return chosen_methods(wanted or ["all"])


def _by_method(methods: tuple[str, ...], options: dict[str, str]) -> dict[str, dict[str, object]]:
    from neopain_gui.attribution.methods import find_method

    return {
        method: {n: v for n, v in options.items() if n in find_method(method).parameters}
        for method in methods
    }


def _print(findings: Any, folder: Path, seed: int) -> None:
    from neopain_gui.classifiers.registry import find
    from neopain_gui.pipeline.faithfulness.overview import overviews, unchanged

    for overview in overviews(findings, seed=seed, intervals=False):
        name = find(overview.classifier).short_name
        table = Table("method", *overview.columns, box=None, title=f"{name}: {overview.title}")
        for line in overview.lines:
            table.add_row(*line)
        out.print(table)
    for classifier, method, word in unchanged(findings.summary(seed)):
        text = f"{method} on {classifier} {word} when nothing is learnt."
        err.print(text, style="yellow", markup=False)
    out.print(f"Files in {folder.name}/. {NOTICE}", markup=False)
