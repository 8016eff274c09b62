"""Option of the commands that read recordings: which column of a table holds what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from neopain_gui.gaze import ColumnMapping

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="A column of a table of another program, as time=…, x=…, y=…, x2=…, y2=… (the "
        "second eye), pupil=…, pupil2=…, validity=…, validity2=…, valid=…, participant=…, "
        "recording=… or stimulus=…; units as unit=s|ms|us|ns and gaze_unit=px|share|mm|deg, "
        "the latter two with screen_mm=WIDTHxHEIGHT and distance=MM; several times.",
    ),
]


def mapping_of(given: Sequence[str] | None) -> ColumnMapping | None:
    """Return what ``--map`` says; None where it says nothing.

    Raises
    ------
    InputError
        A column is lacking, unknown or no unit.
    """
    from neopain_gui.gaze import ColumnMapping

    pairs = [one.partition("=")[::2] for one in given or []]
    return ColumnMapping.from_dict(dict(pairs)) if pairs else None
