"""What a study's folder of trainings holds of its photographs, and how that goes with them.

A training says of itself on which photographs it was trained: that, and what its networks have
learned, stays when a photograph is removed, and is named beforehand. The faces that it keeps to be
quick are pictures of neonates: they go, and are cut out again where a training goes on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from neopain_gui.natural_order import natural_key
from neopain_gui.provenance import sha256_file
from neopain_gui.training.run_folder import FEATURES, REFIT, RUN, WEIGHTS

TRAININGS_FOLDER = "trainings"
REMOVED = ".removed-"
"""What the folder of a training begins with that was taken out and can be put back still."""


def training_folders(study: Path) -> list[Path]:
    """Return the folders of a study's trainings, in no order; those taken out are not among."""
    return [one for one in _folders(study) if not one.name.startswith(".")]


def removed_trainings(study: Path) -> list[Path]:
    """Return the folders of trainings that were taken out and can be put back still."""
    return [one for one in _folders(study) if one.name.startswith(REMOVED)]


def trained_with(study: Path, sha256s: Collection[str]) -> list[str]:
    """Return the names of the trainings that any of these photographs is, or may be, part of."""
    wanted = set(sha256s)
    with_their_own = {one.name: photographs_in(one) for one in training_folders(study)}
    return sorted(
        (name for name, own in with_their_own.items() if own is None or own & wanted),
        key=natural_key,
    )


def photographs_in(training: Path) -> set[str] | None:
    """Return the SHA-256 of a training's photographs; None where it does not say."""
    try:
        said = json.loads((training / RUN).read_text("utf-8"))
        return {str(one["sha256"]) for one in said["photographs"]}
    except (OSError, ValueError, LookupError, TypeError):
        return None


def refits_of(study: Path) -> dict[str, set[str]]:
    """Return SHA-256 of each network refitted here → those of the photographs it learnt from."""
    found = {}
    for folder in training_folders(study):
        weights, photographs = folder / REFIT / WEIGHTS, photographs_in(folder)
        if photographs is not None and weights.is_file():
            found[sha256_file(weights)] = photographs
    return found


def sweep_removed(study: Path) -> bool:
    """Delete the trainings that were taken out; say whether there was one.

    Raises
    ------
    OSError
        A file could not be deleted.
    """
    found = removed_trainings(study)
    for one in found:
        shutil.rmtree(one)
    return bool(found)


def sweep_faces(study: Path, known: Collection[str]) -> None:
    """Delete the faces that a training keeps where one may be of a photograph that is no more.

    Parameters
    ----------
    study : Path
        The study folder.
    known : collection of str
        SHA-256 of the photographs that the study has.

    Raises
    ------
    OSError
        A file could not be deleted.
    """
    for one in training_folders(study):
        own = photographs_in(one)
        if (one / FEATURES).is_dir() and (own is None or own - set(known)):
            shutil.rmtree(one / FEATURES)


def _folders(study: Path) -> list[Path]:
    within = study / TRAININGS_FOLDER
    if not within.is_dir():
        return []
    return [one for one in within.iterdir() if one.is_dir() and not one.is_symlink()]
