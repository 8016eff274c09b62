"""Saying what a weight file is, and bringing it into the user's own folder of models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import out, plain
from neopain_gui.errors import InputError, NeoPainError

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.findings import Findings

_BRING = "Bring it into your own folder of models; it is copied, the file stays as it is."
_OUTPUT = "What an output means: pain, no pain, or any other name. Once for each, in their order."


def weights(
    file: Annotated[Path, typer.Argument(help="A weight file, whoever made it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    bring: Annotated[bool, typer.Option("--import", help=_BRING)] = False,
    name: Annotated[str, typer.Option(help="What it will be called, with --import.")] = "",
    outputs: Annotated[list[str] | None, typer.Option("--output", help=_OUTPUT)] = None,
    size: Annotated[
        int | None, typer.Option(help="Side of its pictures in pixels, if the file has none.")
    ] = None,
    colours: Annotated[str, typer.Option(help="RGB, BGR or grey.")] = "",
    scale: Annotated[
        float | None, typer.Option(help="What values from 0 to 255 are divided by.")
    ] = None,
    mean: Annotated[
        str, typer.Option(help="What is then subtracted: a number, or one for each channel: a,b,c.")
    ] = "",
    fit: Annotated[
        str, typer.Option(help="A face that is no square is stretched, or padded with black.")
    ] = "stretched",
    title: Annotated[str, typer.Option(help="For people.")] = "",
    licence: Annotated[str, typer.Option(help="Of the weights.")] = "",
) -> None:
    """Say what a weight file is, before anything is done with it; bring it in with --import."""
    from neopain_gui.classifiers.looking import look_at

    try:
        found = look_at(file, size)
    except NeoPainError as error:
        if as_json:
            problem = error.on_command_line if isinstance(error, InputError) else str(error)
            _print_json({"file": file.name, "can_be_brought_in": False, "problem": problem})
        raise
    if bring:
        copy = _bring(
            found,
            file,
            name,
            outputs=tuple(outputs or ()),
            colours=colours,
            size=size,
            scale=scale,
            mean=mean,
            fit=fit,
            title=title,
            licence=licence,
        )
        if as_json:
            _print_json(found.as_dict() | {"can_be_brought_in": True, "brought_in": name})
        else:
            out.print(plain(f"{name} is among the classifiers now: {copy}"), soft_wrap=True)
            out.print("To take it out again, remove that file and what has its name beside it.")
    elif as_json:
        _print_json(found.as_dict() | {"can_be_brought_in": True})
    else:
        _say(found)


def _bring(
    found: Findings,
    file: Path,
    name: str,
    *,
    outputs: tuple[str, ...],
    size: int | None,
    colours: str,
    scale: float | None,
    mean: str,
    fit: str,
    title: str,
    licence: str,
) -> Path:
    from neopain_gui.classifiers.bringing import bring_in, bring_in_own
    from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
    from neopain_gui.classifiers.looking import OWN

    if not name:
        raise InputError("it needs a name", remedy="give --name")
    if found.kind == OWN:
        said = (outputs, size, colours, scale, mean, title, licence)
        if any(said):
            raise InputError(
                "a file of NeoPain's says itself what its outputs and inputs are",
                file=file,
                remedy="give --name alone",
            )
        return bring_in_own(file, name)
    if found.channels == 1:
        colours = colours or "grey"
    missing = [
        option
        for option, given in (
            ("--output for each output", outputs),
            ("--size", size or found.size),
            ("--colours", colours),
            ("--scale", scale),
            ("--mean", mean),
        )
        if not given
    ]
    if missing or scale is None:
        raise InputError(
            "the file does not say what its outputs mean and its inputs expect, so you must",
            file=file,
            remedy=f"give {', '.join(missing)}",
        )
    how = preprocessing(
        size=size or found.size or 0, colours=colours, scale=scale, mean=_numbers(mean), fit=fit
    )
    declared = Declared(outputs=outputs, preprocessing=how, title=title, licence=licence)
    return bring_in(file, name, declared)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(
            f"the mean {text[:40]!r} is not made of numbers",
            remedy="give --mean with a number, or with one for each channel: 93.6,104.8,129.2",
        ) from error


def _say(found: Findings) -> None:
    from neopain_gui.classifiers.looking import OWN
    from neopain_gui.classifiers.looking_words import facts

    table = Table(box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for what, said in facts(found):
        table.add_row(what, plain(said))
    out.print(table)
    layers = Table("layer", "kind", "gives", "weights", box=None)
    explained = {layer.name for layer in found.explained}
    for layer in found.layers:
        shape = " × ".join("any" if side is None else str(side) for side in layer.shape)
        mark = "*" if layer.name in explained else ""
        layers.add_row(plain(layer.name + mark), layer.kind, shape, f"{layer.parameters:,}")
    out.print(layers)
    if found.kind != OWN and explained:
        out.print("* can be explained")
    for sentence in found.uncertain:
        out.print(plain(f"Uncertain: {sentence}"))
    more = (
        "--name ID" if found.kind == OWN else "--name ID --output … --colours … --scale … --mean …"
    )
    out.print(plain(f"To bring it in: neopain weights {found.file} --import {more}"))


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))  # noqa: T201
