"""The beginning of a run's folder, and what goes on only with what it began with."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from neopain_gui.errors import EnvironmentFault, InputError, reason
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.folds_file import folds_text
from neopain_gui.training.protocol_file import protocol_text
from neopain_gui.training.run_folder import (
    COPIES,
    COPIES_BEGUN,
    FEATURES,
    FOLDS,
    LOCK,
    PAUSE,
    PROTOCOL,
    RUN,
    folds_there,
)
from neopain_gui.training.run_record import RunRecord, read_record, write_record


def begin(run: Path, record: RunRecord, plan: FoldPlan, *, resume: bool = False) -> None:
    """Make a run's folder, or make sure that it is this very run's.

    Parameters
    ----------
    run : Path
        Made if need be.
    record : RunRecord
    plan : FoldPlan
        Its folds.
    resume : bool
        Whether a run that is there is gone on with.

    Raises
    ------
    InputError
        Something else is there, or another run, or this one and nobody asked to go on.
    EnvironmentFault
        The folder cannot be made.
    """
    if (run / RUN).exists():
        if not resume:
            raise InputError(
                "a training is there already",
                file=run,
                remedy="go on with it, or choose another folder",
                command="go on with it with --resume, or choose another folder with --out",
            )
        _require_same(run, record, plan)
        return
    if run.is_dir() and any(run.iterdir()):
        raise InputError(
            "is not empty, and no training is in it", file=run, remedy="choose another folder"
        )
    try:
        run.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"{run.name}: the folder cannot be made: {reason(error)}."
        ) from error
    write_record(run, record)
    _write_tables(run, plan)


def take_back(run: Path) -> None:
    """Remove what :func:`begin` has made of a run that came to nothing, if no fold has begun."""
    if folds_there(run):
        return
    for name in (RUN, PROTOCOL, FOLDS, COPIES, COPIES_BEGUN, LOCK, PAUSE):
        (run / name).unlink(missing_ok=True)
    shutil.rmtree(run / FEATURES, ignore_errors=True)
    with suppress(OSError):  # somebody else's files are in it
        run.rmdir()


def _write_tables(run: Path, plan: FoldPlan) -> None:
    write_bytes_atomic(run / PROTOCOL, protocol_text(plan.protocol).encode())
    write_bytes_atomic(run / FOLDS, folds_text(plan).encode())


def _require_same(run: Path, record: RunRecord, plan: FoldPlan) -> None:
    parts = read_record(run).differing(record)
    table = run / FOLDS
    if not parts and table.is_file() and table.read_text("utf-8") != folds_text(plan):
        parts = ["its folds"]
    if parts:
        raise InputError(
            f"the training there began with other settings: {', '.join(parts)}",
            file=run,
            remedy="undo what was changed since, or begin another training",
            command="choose another folder with --out, or give what it began with",
        )
    if not table.is_file():
        _write_tables(run, plan)
