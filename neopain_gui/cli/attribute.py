"""The command that explains a photograph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import out, progress
from neopain_gui.cli.options import (
    STEPS,
    Options,
    OutFolder,
    SingleTarget,
    options_of,
    parse_box,
)


def attribute(
    image: Annotated[Path, typer.Argument(help="A photograph (PNG, JPEG, BMP, TIFF).")],
    folder: OutFolder,
    classifier: Annotated[str, typer.Option(help="Id or weight file.")] = "n_cnn_phantoms",
    method: Annotated[str, typer.Option(help="grad_cam or integrated_gradients.")] = "grad_cam",
    layer: Annotated[
        str | None, typer.Option(help="Layer for GradCAM; the last convolution by default.")
    ] = None,
    target: SingleTarget = "predicted",
    face: Annotated[
        str | None, typer.Option(help="The face as LEFT,TOP,RIGHT,BOTTOM; found by default.")
    ] = None,
    c: Annotated[float, typer.Option(help="Contour mask: keep ≥ mean + c · sd.")] = 0.5,
    steps: Annotated[str | None, STEPS] = None,
    option: Options = None,
) -> None:
    """Explain one photograph: heatmap, overlay, contour mask and a record of what made them."""
    from neopain_gui.classifiers.registry import find
    from neopain_gui.pipeline.single import attribute_file

    with progress() as job:
        files = attribute_file(
            image,
            folder,
            classifier=classifier,
            method=method,
            layer=layer,
            target=target,
            box=parse_box(face) if face else None,
            c=c,
            options=options_of(option, steps),
            job=job,
        )
    for file in files:
        out.print(file.name, markup=False)
    if find(classifier).synthetic:
        out.print("Demo weights trained on synthetic phantoms: not for real photographs.")
