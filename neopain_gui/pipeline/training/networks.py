"""The networks that a training leaves: one a fold, and that on all neonates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from neopain_gui.pipeline.training.trainings import Training
from neopain_gui.training.run_folder import REFIT, WEIGHTS, fold_folder, folds_there, is_done

ON_ALL = "On all neonates, untested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One of them.

    Attributes
    ----------
    title : str
        For people.
    name : str
        What a file of it is called, without an ending.
    weights : Path
        Its weight file.
    """

    title: str
    name: str
    weights: Path


def refitted(training: Training) -> Path | None:
    """Return the weight file of the network on all neonates, if it was trained to its end."""
    file = training.folder / REFIT / WEIGHTS
    return file if file.is_file() else None


def networks_of(training: Training) -> list[Network]:
    """Return the networks that are done: that on all neonates first, then fold by fold."""
    found = []
    on_all = refitted(training)
    if on_all is not None:
        found.append(Network(title=ON_ALL, name=f"{training.name}-all", weights=on_all))
    found += [
        Network(
            title=f"Fold {fold} of {training.folds}",
            name=f"{training.name}-fold-{fold:02d}",
            weights=fold_folder(training.folder, fold) / WEIGHTS,
        )
        for fold in folds_there(training.folder)
        if is_done(training.folder, fold)
    ]
    return found
