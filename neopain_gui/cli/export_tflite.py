"""The command that writes a classifier for other programs and telephones."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import NOTICE, out, plain, progress, warn
from neopain_gui.counted import bytes_in_words


class Type(StrEnum):
    """How the weights are kept."""

    FLOAT = "float"
    HALF = "fp16"
    INT8 = "int8"


_TYPE = typer.Option(
    "--type", help="float: as they are; fp16: half the size; int8 (dynamic range): a quarter."
)
_THRESHOLD = typer.Option(
    "--threshold", help="The class score of pain from which on the JSON calls it pain."
)


def export_tflite(
    classifier: Annotated[str, typer.Argument(help="The id of a classifier, or a weight file.")],
    file: Annotated[Path, typer.Option("--out", help="The file to write, ending in .tflite.")],
    kind: Annotated[Type, _TYPE] = Type.FLOAT,
    threshold: Annotated[float | None, _THRESHOLD] = None,
) -> None:
    """Write a classifier as TFLite with a JSON that says how it is used; checked against Keras."""
    from neopain_gui.classifiers.registry import find
    from neopain_gui.classifiers.tflite import Kind
    from neopain_gui.classifiers.worth import what_to_know
    from neopain_gui.pipeline.training.tflite import export_tflite as write

    with progress() as job:
        made = write(classifier, file, Kind(str(kind)), threshold=threshold, job=job)
    checked = made.checked
    out.print(
        plain(
            f"{made.file.name}: {bytes_in_words(made.size)}; how it is used is in "
            f"{made.about.name}."
        ),
        soft_wrap=True,
    )
    out.print(
        f"Its class scores of {checked.pictures} phantoms differ from Keras's by at most "
        f"{checked.largest:.2g} (up to {checked.limit:g} is let pass). {NOTICE}",
        soft_wrap=True,
    )
    known = what_to_know(find(classifier))
    if known:
        warn(known)
