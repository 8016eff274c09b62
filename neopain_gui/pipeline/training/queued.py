"""Trainings in a study's queue: what is kept of one that was asked for, and which wait still."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from neopain_gui.errors import NeoPainError
from neopain_gui.pipeline.training.train import Wanted
from neopain_gui.pipeline.training.trainings import DONE, PART, training_in, trainings_folder
from neopain_gui.pipeline.work import REFIT
from neopain_gui.training.protocol_file import protocol_from, protocol_text
from neopain_gui.training.run_folder import REFIT as REFIT_FOLDER
from neopain_gui.training.run_folder import RUN, WEIGHTS


def to_keep(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a training that was asked for, as plain JSON types.

    Its folder by name, for a study moves; and what is wanted, for it may not have begun.
    """
    kept: dict[str, Any] = {"run": Path(arguments["run"]).name}
    if isinstance(wanted := arguments.get("wanted"), Wanted):
        kept["wanted"] = as_kept(wanted)
    return kept


def as_kept(wanted: Wanted) -> dict[str, Any]:
    """Return what is wanted as plain JSON types; :func:`wanted_of` reads it."""
    return {
        "protocol": protocol_text(wanted.protocol),
        "base": wanted.base,
        "half": wanted.half,
        "held": wanted.held,
    }


def folder_of(study: Path, kept: Mapping[str, Any]) -> Path:
    """Return the folder of a training that was asked for."""
    return trainings_folder(study) / Path(str(kept.get("run", ""))).name


def wanted_of(kept: Mapping[str, Any]) -> Wanted | None:
    """Return what was wanted of a training that may not have begun; None where nobody knows."""
    said = kept.get("wanted")
    if not isinstance(said, Mapping):
        return None
    try:
        protocol = protocol_from(said["protocol"])
        held = said["held"]
        return Wanted(
            protocol=protocol,
            base=str(said["base"]),
            half=bool(said["half"]),
            held=None if held is None else tuple(tuple(map(str, one)) for one in held),
        )
    except (NeoPainError, TypeError, LookupError, AttributeError):
        return None


def waits(study: Path, work: str, kept: Mapping[str, Any]) -> bool:
    """Say whether what was asked for is not done: nobody did it since, nor took it out."""
    folder = folder_of(study, kept)
    if work == REFIT.id:
        return training_in(folder).state == DONE and not (folder / REFIT_FOLDER / WEIGHTS).exists()
    if not (folder / RUN).exists():
        return wanted_of(kept) is not None
    return training_in(folder).state == PART
