"""Folds that were trained elsewhere, brought together in one run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from neopain_gui.errors import EnvironmentFault, InputError, reason
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.training.folds_file import fold_count
from neopain_gui.training.run import collected
from neopain_gui.training.run_folder import (
    COPIES,
    FOLDS,
    PREDICTIONS,
    PROTOCOL,
    RUN,
    fold_folder,
    folds_there,
    is_done,
)
from neopain_gui.training.run_lock import held
from neopain_gui.training.run_record import RunRecord, read_record


def collect(parts: Sequence[Path], run: Path, job: Job = NULL_JOB) -> list[int]:
    """Copy the folds that are done into one run, and join their tables if all are there.

    Parameters
    ----------
    parts : sequence of Path
        Folders of the same run, of which each has trained some folds.
    run : Path
        Where they come together: a new folder, or that of the same run.
    job : Job, optional
        Told where the folder cannot be locked.

    Returns
    -------
    list of int
        The folds that are missing still.

    Raises
    ------
    InputError
        A folder is of another run, two of them trained the same fold otherwise, or somebody
        trains into the folder.
    """
    record, table = read_record(parts[0]), (parts[0] / FOLDS).read_bytes()
    for folder in (*parts[1:], *([run] if (run / RUN).exists() else [])):
        _require_same(record, table, folder)
    _taken(parts, run)  # refused before anything is there
    try:
        run.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_kept(run, error) from error
    with held(run, job):
        return _into(parts, run)


def _into(parts: Sequence[Path], run: Path) -> list[int]:
    """Copy the folds into a folder that nobody else writes to; return those that are missing."""
    taken = _taken(parts, run)
    try:
        for name in (RUN, FOLDS, PROTOCOL, COPIES):
            if (parts[0] / name).exists() and not (run / name).exists():
                shutil.copyfile(parts[0] / name, run / name)
        for fold, folder in taken.items():
            if not is_done(run, fold):
                shutil.rmtree(fold_folder(run, fold), ignore_errors=True)
                shutil.copytree(fold_folder(folder, fold), fold_folder(run, fold))
    except OSError as error:
        raise _not_kept(run, error) from error
    count = fold_count(run / FOLDS)
    collected(run, count)
    return [fold for fold in range(1, count + 1) if not is_done(run, fold)]


def _not_kept(run: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"{run.name}: the folds cannot be kept: {reason(error)}.")


def _require_same(record: RunRecord, table: bytes, folder: Path) -> None:
    differing = record.differing(read_record(folder))
    if not differing and (folder / FOLDS).read_bytes() != table:
        differing = ["the folds"]
    if differing:
        raise InputError(
            f"its folds were trained otherwise than those of the others: {', '.join(differing)}",
            file=folder,
            remedy="collect only the folders of one training",
        )


def _taken(parts: Sequence[Path], run: Path) -> dict[int, Path]:
    """Return each fold that is done, and the folder that it is taken from."""
    taken: dict[int, Path] = {}
    for folder in (run, *parts):
        for fold in folds_there(folder):
            if is_done(folder, fold):
                first = taken.setdefault(fold, folder)
                if first != folder and _differ(first, folder, fold):
                    raise InputError(
                        f"fold {fold} is done in {first.name} too, with other numbers",
                        file=folder,
                        remedy="collect only one of the two",
                    )
    return taken


def _differ(first: Path, second: Path, fold: int) -> bool:
    tables = [fold_folder(each, fold) / PREDICTIONS for each in (first, second)]
    return tables[0].read_bytes() != tables[1].read_bytes()
