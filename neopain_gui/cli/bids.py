"""Command that writes a study's recordings as a data set after BIDS."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import NOTICE, out, plain, progress, warn
from neopain_gui.cli.options import OutFolder, sides_of, size_of
from neopain_gui.errors import InputError

_SAYS = {
    "ScreenSize": "--screen-mm",
    "ScreenResolution": "--screen",
    "ScreenDistance": "--distance",
    "Authors": "--author",
    "License": "--licence",
}
"""By field, the option that says what the study does not know."""


def bids(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    task: Annotated[
        str, typer.Option("--task", help="What participants did, in letters and digits.")
    ] = "viewing",
    screen_mm: Annotated[
        str | None,
        typer.Option("--screen-mm", help="WIDTHxHEIGHT of the screen in millimetres."),
    ] = None,
    screen: Annotated[
        str | None,
        typer.Option(help="WIDTHxHEIGHT of the screen in pixels, where a recording is silent."),
    ] = None,
    distance: Annotated[
        float | None,
        typer.Option(help="Of the eyes from the screen, mm, where a recording is silent."),
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option("--author", help="Of the data set; repeatable.")
    ] = None,
    licence: Annotated[
        str, typer.Option("--licence", "--license", help="Of the data set, such as CC0.")
    ] = "",
    photographs: Annotated[
        bool,
        typer.Option(
            "--with-photographs", help="Write the photographs, too: neonates are recognisable."
        ),
    ] = False,
) -> None:
    """Write recordings of gaze, and masks, as a data set after BIDS 1.11."""
    from neopain_gui.pipeline.bids.export import export_bids
    from neopain_gui.pipeline.bids.known import Told
    from neopain_gui.study import Study

    told = Told(
        task=task,
        screen_px=None if screen is None else size_of(screen),
        screen_mm=_millimetres(screen_mm),
        distance_mm=distance,
        authors=tuple(author or ()),
        licence=licence,
        photographs=photographs,
    )
    with progress() as job, Study.open(study, read_only=True) as opened:
        done = export_bids(opened, folder, told, job)
    for sentence in done.sentences[1:]:
        warn(sentence)
    options = list(dict.fromkeys(_SAYS[one] for one in done.unknown if one in _SAYS))
    if options:
        warn(f"Some of it can be said: {', '.join(options)}.")
    out.print(plain(f"{done.sentences[0]} {NOTICE}"), soft_wrap=True)


def _millimetres(text: str | None) -> tuple[float, float] | None:
    try:
        return None if text is None else sides_of(text)
    except ValueError:
        raise InputError(
            f"'{text}' is no size of a screen in millimetres", remedy="write it like 509x286"
        ) from None
