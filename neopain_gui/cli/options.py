"""Options that several commands have, and how their texts are read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.imaging import require_file, require_folder
from neopain_gui.study_opener import names_study


def _folder_to_write(path: Path | None) -> Path | None:
    """Find out before anything slow whether a folder can be made, without making it."""
    if path is not None:
        require_folder(path)
    return path


def _file_to_write(path: Path | None) -> Path | None:
    """Find out the same of a file."""
    if path is not None:
        require_file(path)
    return path


OUT_FOLDER = typer.Option(
    "--out", help="Folder that the files are written to.", callback=_folder_to_write
)
OutFolder = Annotated[Path, OUT_FOLDER]
DecimalComma = Annotated[
    bool,
    typer.Option(
        "--decimal-comma",
        help="Write CSV for spreadsheets that write 0,5: decimal comma, semicolons between cells.",
    ),
]
OUT_FILE = partial(typer.Option, "--out", callback=_file_to_write)
Classifiers = Annotated[
    list[str] | None,
    typer.Option("--classifier", help="Id or weight file; repeat it for several. All by default."),
]
Methods = Annotated[
    list[str] | None,
    typer.Option("--method", help="Id of a method, or all; repeat it for several."),
]
Target = Annotated[
    str,
    typer.Option(
        help="Class that is explained: predicted, labelled, pain, 'no pain', or another class of "
        "the classifier."
    ),
]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        help="Option of a method as NAME=VALUE; repeat it for several. "
        "'neopain methods' lists them.",
    ),
]
STEPS = typer.Option(
    "--steps",
    help="Integrated Gradients: a number of midpoints, auto (as many as the contour mask needs; "
    "the default), or paper (50, trapezoid). Short for --option steps=…",
)


def options_of(texts: list[str] | None, steps: str | None) -> dict[str, str]:
    """Return the options of methods that ``--option`` and ``--steps`` give."""
    from neopain_gui.pipeline.settings.method_options import parse_options

    return parse_options([*(texts or []), *([f"steps={steps}"] if steps else [])])


def check_options(methods: Sequence[str], options: Mapping[str, str]) -> None:
    """Check before anything slow that each option is known to a method and fits it."""
    from neopain_gui.attribution.methods import find_method

    for name, value in options.items():
        knowing = [m for m in map(find_method, methods) if name in m.parameters]
        if not knowing:
            raise InputError(
                f"none of the methods has an option {name!r}",
                remedy="'neopain methods' lists the options",
            )
        for method in knowing:
            method.parameters[name].checked(value)


def parse_box(text: str) -> Box:
    """Return the box that ``--face`` means.

    Raises
    ------
    InputError
        It is not four whole numbers with an area.
    """
    try:
        left, top, right, bottom = (int(part) for part in text.split(","))
        return Box(left=left, top=top, right=right, bottom=bottom)
    except ValueError:
        raise InputError(
            f"--face {text!r} is not a rectangle",
            remedy="give four whole numbers, for example --face 90,40,210,190",
        ) from None


def is_study(path: Path) -> bool:
    """Say whether a study is meant, not a photograph."""
    return path.is_dir() or names_study(path)


def size_of(text: str) -> tuple[int, int]:
    """Return (width, height) of ``WIDTHxHEIGHT``."""
    match = re.fullmatch(r"([1-9]\d{1,4})[x×]([1-9]\d{1,4})", text)
    if match is None:
        raise InputError(f"'{text}' is no size of a screen", remedy="write it like 1280x1024")
    return int(match[1]), int(match[2])


def sides_of(text: str) -> tuple[float, float]:
    """Return width and height of ``WIDTHxHEIGHT``, which need not be whole.

    Raises
    ------
    ValueError
        It is no such text.
    """
    width, height = (float(side) for side in text.replace("×", "x").split("x"))
    return width, height


def place_of(text: str) -> tuple[float, float, float, float]:
    """Return left, top, width and height of ``LEFT,TOP,WIDTH,HEIGHT``."""
    try:
        left, top, width, height = (float(part) for part in text.split(","))
        if not (math.isfinite(left + top) and 0 < width < math.inf and 0 < height < math.inf):
            raise ValueError(text)
    except ValueError as error:
        raise InputError(
            f"'{text}' is no place of a picture", remedy="write it like 480,395,320,233"
        ) from error
    return left, top, width, height
