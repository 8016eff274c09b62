"""Saying what a weight file is, and bringing it into the user's own folder of models."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import out, plain, print_json, progress, warn
from neopain_gui.cli.weights_of_training import weights_of_training
from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.pipeline.weights_work import is_training

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.declared import Declared
    from neopain_gui.classifiers.foreign.findings import Findings
    from neopain_gui.pipeline.classifier_preview import Preview

_BRING = "Bring it into your own folder of models; it is copied, the file stays as it is."
_BAR = 20
_TRY = "A study: what the network says of its labelled photographs, as declared."
_OUTPUT = "What an output means: pain, no pain, or any other name. Once for each, in their order."


def weights(
    file: Annotated[
        Path, typer.Argument(help="A weight file, whoever made it, or the folder of a training.")
    ],
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
    study: Annotated[Path | None, typer.Option("--try", help=_TRY)] = None,
    title: Annotated[str, typer.Option(help="For people.")] = "",
    licence: Annotated[str, typer.Option(help="Of the weights.")] = "",
) -> None:
    """Say what a weight file is, before anything is done with it; bring it in with --import."""
    from neopain_gui.classifiers.looking import BASE, look_at

    try:
        if is_training(file):
            more = any((outputs, size, colours, scale, mean, licence, study))
            weights_of_training(file, name, title, bring=bring, as_json=as_json, more=more)
            return
        found = look_at(file, size)
    except NeoPainError as error:
        if as_json:
            problem = error.on_command_line if isinstance(error, InputError) else str(error)
            print_json({"file": file.name, "can_be_brought_in": False, "problem": problem})
        raise
    said = Said(
        name=name,
        outputs=tuple(outputs or ()),
        size=size,
        colours=colours,
        scale=scale,
        mean=mean,
        fit=fit,
        title=title,
        licence=licence,
    )
    if not as_json and not bring and study is None:
        _say(found)
    shown = {} if study is None else _preview(found, file, said, study, as_json=as_json)
    copy = _bring(found, file, said) if bring else None
    if as_json:
        print_json(found.as_dict() | {"can_be_brought_in": True} | shown)
    elif copy is not None:
        among = "bases of a training" if found.kind == BASE else "classifiers"
        out.print(plain(f"{name} is among the {among} now: {copy}"), soft_wrap=True)
        out.print(plain(f"To take it out again: neopain classifiers --remove {name}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was given on the command line about a network."""

    name: str
    outputs: tuple[str, ...]
    size: int | None
    colours: str
    scale: float | None
    mean: str
    fit: str
    title: str
    licence: str

    def declared(self, found: Findings, file: Path) -> Declared:
        """Return what was declared, or refuse it where a part of it is missing."""
        from neopain_gui.classifiers.foreign.declared import Declared, numbers, preprocessing

        colours = self.colours or ("grey" if found.channels == 1 else "")
        size = self.size or found.size
        missing = [
            option
            for option, given in (
                ("--output for each output", self.outputs),
                ("--size", size),
                ("--colours", colours),
                ("--scale", self.scale),
                ("--mean", self.mean),
            )
            if not given
        ]
        if missing or self.scale is None or size is None:
            raise InputError(
                "the file does not say what its outputs mean and its inputs expect, so you must",
                file=file,
                remedy=f"give {', '.join(missing)}",
            )
        how = preprocessing(
            size=size, colours=colours, scale=self.scale, mean=numbers(self.mean), fit=self.fit
        )
        return Declared(
            outputs=self.outputs, preprocessing=how, title=self.title, licence=self.licence
        )


def _bring(found: Findings, file: Path, said: Said) -> Path:
    from neopain_gui.classifiers.bringing import bring_in, bring_in_base, bring_in_own
    from neopain_gui.classifiers.looking import BASE, OWN

    if not said.name:
        raise InputError("it needs a name", remedy="give --name")
    more = (said.outputs, said.size, said.colours and found.kind == OWN, said.scale, said.mean)
    if found.kind in (OWN, BASE) and any(more):
        raise InputError(
            "of this file it is known what its outputs and inputs are",
            file=file,
            remedy="give --name alone",
        )
    if found.kind == BASE:
        return bring_in_base(
            file, said.name, colours=said.colours, title=said.title, licence=said.licence
        )
    if found.kind == OWN:
        return bring_in_own(file, said.name)
    return bring_in(file, said.name, said.declared(found, file))


def _preview(
    found: Findings, file: Path, said: Said, study_path: Path, *, as_json: bool
) -> dict[str, object]:
    """Print what the network says of a study's labelled photographs; return it for JSON."""
    from neopain_gui.classifiers.foreign.findings import NETWORK
    from neopain_gui.classifiers.looking import BASE
    from neopain_gui.classifiers.trying import try_out
    from neopain_gui.pipeline.classifier_preview import preview
    from neopain_gui.study import Study

    if found.kind == BASE:
        raise InputError(
            "VGG-Face's convolutions alone give no class scores",
            file=file,
            remedy="leave --try out",
        )
    classifier = try_out(file, said.declared(found, file) if found.kind == NETWORK else None)
    with progress() as job, Study.open(study_path, read_only=True) as study:
        made = preview(study, classifier, job)
    if not as_json:
        _print_preview(made)
    scores = {str(label): list(values) for label, values in made.scores.items()}
    return {"preview": {"scores": scores, "auc": made.auc, "remarks": list(made.remarks)}}


def _print_preview(made: Preview) -> None:
    from neopain_gui.pipeline.classifier_preview import BINS

    table = Table("score of pain", box=None)
    for label, values in made.scores.items():
        table.add_column(f"labelled {label} ({len(values)})", justify="left")
    counts = [made.histogram(label) for label in made.scores]
    longest = max(map(max, counts)) or 1
    for place in range(BINS):
        bars = ["#" * math.ceil(one[place] / longest * _BAR) for one in counts]
        cells = [f"{bar} {one[place] or ''}" for bar, one in zip(bars, counts, strict=True)]
        table.add_row(f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}", *cells)
    out.print(table)
    out.print(made.in_words)
    for remark in made.remarks:
        warn(remark)


def _say(found: Findings) -> None:
    from neopain_gui.classifiers.foreign.findings import NETWORK
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
    if found.kind == NETWORK and explained:
        out.print("* can be explained")
    for sentence in found.to_know:
        warn(sentence)
    for sentence in found.uncertain:
        out.print(plain(f"Uncertain: {sentence}"))
    declared = " --output … --colours … --scale … --mean …" if found.kind == NETWORK else ""
    out.print(plain(f"To bring it in: neopain weights {found.file} --import --name ID{declared}"))
