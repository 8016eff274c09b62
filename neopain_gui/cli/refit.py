"""The command that trains once more on all neonates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neopain_gui.cli.console import out, plain, progress, warn
from neopain_gui.counted import counted

_BASE = typer.Option(
    "--base", help="Of VGG-Face: where the base is now that the training began with."
)


def refit(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    training: Annotated[str, typer.Argument(help="One of its trainings, or the folder of one.")],
    base: Annotated[str, _BASE] = "",
) -> None:
    """Train one network on all neonates, as a training's folds were; it is marked as untested."""
    from neopain_gui.pipeline.training.refit import refit_training
    from neopain_gui.pipeline.training.trainings import named_or_folder
    from neopain_gui.reports.evaluation.refit_card import UNTESTED
    from neopain_gui.study import Study

    with progress() as job, Study.open(study, read_only=True) as opened:
        run = named_or_folder(opened.path, training)
        made = refit_training(opened, run, base, job)
    epochs = " and ".join(map(str, made.epochs))
    out.print(
        plain(
            f"Trained on {counted(made.photographs, 'photograph')} of "
            f"{counted(made.neonates, 'neonate')} for {epochs} epochs, the median of what was "
            f"best in the folds. The weights are in {run.name}/refit/, with their card."
        ),
        soft_wrap=True,
    )
    warn(UNTESTED)
    out.print("'neopain weights FILE --import --name ID' brings them in as a classifier.")
