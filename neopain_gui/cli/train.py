"""The command that trains a classifier on a study's photographs."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import NOTICE, err, out, plain, progress
from neopain_gui.cli.training_options import (
    Copies,
    Epochs,
    FoldCount,
    FoldTable,
    ProtocolName,
    Seed,
    Trained,
)
from neopain_gui.counted import counted, matching
from neopain_gui.errors import InputError
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.pipeline.training.train import Wanted
    from neopain_gui.training.protocol import Protocol


_BASE = typer.Option(
    "--base", help="Of VGG-Face: the convolutions it begins with, the id of a base or a file."
)
_COLLECT = typer.Option(
    "--collect",
    help="Train nothing: bring the folds in this folder together in --out; repeat it for several.",
)
_HALF = typer.Option(
    "--half",
    help="Of VGG-Face: keep what the base gives in half precision, which takes half the disk.",
)
_FOLD = re.compile(r"([1-9]\d*)/([1-9]\d*)")


def train(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    architecture: Annotated[
        Trained, typer.Option("--architecture", help="What is trained.", show_default=False)
    ],
    base: Annotated[str, _BASE] = "",
    protocol: ProtocolName = "honest",
    folds: FoldCount = None,
    fold_table: FoldTable = None,
    epochs: Epochs = None,
    copies: Copies = None,
    seed: Seed = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="The training's folder; a new one in the study by default."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the training that is in the folder.")
    ] = False,
    fold: Annotated[
        str,
        typer.Option(
            "--fold",
            help="Train one fold only, as 3/10: the others elsewhere. --collect joins them.",
        ),
    ] = "",
    collect: Annotated[list[Path] | None, _COLLECT] = None,
    half: Annotated[bool, _HALF] = False,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Say what it would take, and train nothing.")
    ] = False,
) -> None:
    """Train a classifier, fold by fold, and say what it achieves on neonates it has not seen."""
    from neopain_gui.pipeline.training.train import Wanted
    from neopain_gui.training.protocol import with_options
    from neopain_gui.training.protocol_file import read_protocol

    run = folder or _folder(study, str(architecture), resume=resume)
    if collect:
        _collect(study, collect, run)
        return
    given = read_protocol(protocol, str(architecture))
    chosen = with_options(given, folds=folds, epochs=epochs, copies=copies, seed=seed)
    if folds is not None and fold_table is not None:
        raise InputError(
            "--folds and --fold-table both say how many folds there are",
            remedy="leave one of them out",
        )
    only = _only(fold, None if fold_table else chosen)
    wanted = Wanted(protocol=chosen, base=base, table=fold_table, half=half)
    if estimate:
        _estimate(study, wanted, only)
        return
    _train(study, wanted, run, only, resume=resume)


def _folder(study: Path, architecture: str, *, resume: bool) -> Path:
    """Return the folder of a training of a study: that which is gone on with, or a new one."""
    from neopain_gui.pipeline.training.trainings import new_folder, unfinished
    from neopain_gui.study.naming import existing_study

    within = existing_study(study)
    return unfinished(within, architecture) if resume else new_folder(within, architecture)


def _only(fold: str, protocol: Protocol | None) -> tuple[int, ...]:
    """Return the fold that ``--fold`` names."""
    if not fold:
        return ()
    match = _FOLD.fullmatch(fold)
    if match is None:
        raise InputError(f"'{fold}' is no fold", remedy="write it like --fold 3/10")
    number, count = int(match[1]), int(match[2])
    division = protocol.division if protocol else None
    if division and division.kind == "folds" and count != division.folds:
        raise InputError(
            f"--fold {fold} counts {count} folds, and the protocol has {division.folds}",
            remedy=f"add --folds {count}",
        )
    if number > count:
        raise InputError(f"there is no fold {fold}", remedy=f"choose one from 1/{count} on")
    return (number,)


def _train(study: Path, wanted: Wanted, run: Path, only: tuple[int, ...], *, resume: bool) -> None:
    from neopain_gui.pipeline.training.train import train_on
    from neopain_gui.study import Study
    from neopain_gui.training.presets import PRESETS, changes

    out.print(plain(f"Training {run.name}."))
    out.print(plain(f"Protocol: {PRESETS[wanted.protocol.preset]}."))
    for sentence in changes(wanted.protocol):
        err.print(sentence, style="yellow", markup=False)
    with progress() as job, Study.open(study, read_only=True) as opened:
        done = train_on(opened, wanted, run, job, only=only, resume=resume)
    if only:
        out.print(plain(f"Fold {only[0]} is in {run.name}/."))
    if done:
        _evaluate(study, run)


def _estimate(study: Path, wanted: Wanted, only: tuple[int, ...]) -> None:
    from neopain_gui.pipeline.training.estimate import estimate
    from neopain_gui.study import Study

    with Study.open(study, read_only=True) as opened:
        found = estimate(opened, wanted, only=only)
    out.print(plain(f"{found.said()} {found.how}"))


def _collect(study: Path, parts: list[Path], run: Path) -> None:
    from neopain_gui.training.collect import collect

    with progress() as job:
        missing = collect(parts, run, job)
    if missing:
        listed = ", ".join(map(str, missing))
        what = f"{counted(len(missing), 'fold')} {matching(len(missing), 'is', 'are')} missing"
        err.print(f"{what}: {listed}.", style="yellow", markup=False)
    else:
        _evaluate(study, run)


def _evaluate(study: Path, run: Path) -> None:
    """Write what the folds achieve, and say where everything is."""
    from neopain_gui.pipeline.training.judgements import judgements_of
    from neopain_gui.reports.evaluation import evaluate_run
    from neopain_gui.study import Study

    with Study.open(study, read_only=True) as opened:
        judgements = judgements_of(opened)
    pooled = evaluate_run(run, judgements).table.pooled
    for name in ("accuracy", "auc"):
        one = pooled[name]
        reach = f" ({percent(one.low, '.1f')} to {percent(one.high, '.1f')})" if not one.why else ""
        why = f" (no interval: {one.why})" if one.why else ""
        value = "undefined" if math.isnan(one.value) else percent(one.value, ".1f")
        out.print(plain(f"{_FIGURES[name]}: {value}{reach}{why}."))
    out.print(plain(f"All folds are in {run.name}/, what they achieve in card.md. {NOTICE}"))


_FIGURES = {"accuracy": "Accuracy on neonates held out", "auc": "AUC"}
