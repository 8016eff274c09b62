"""One network on all neonates, once the folds are done: more to learn from, and nothing to test."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.weights import WeightsMetadata, save_weights
from neopain_gui.dataset.plain_table import read_table
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.training.cohort import of_datasets
from neopain_gui.training.fit import Lesson, fit
from neopain_gui.training.fold_plan import positions
from neopain_gui.training.kept import KeptState
from neopain_gui.training.one_fold import (
    CLASS_ORDER,
    Course,
    Late,
    class_weights,
    head_of,
    phases_of,
    with_drawn,
)
from neopain_gui.training.run import Material, course_of, deterministic
from neopain_gui.training.run_folder import CURVE, REFIT, SEARCH, WEIGHTS, fold_folder, is_done
from neopain_gui.training.search import Drawn, read_search
from neopain_gui.training.seeds import derived_seed
from neopain_gui.training.spent import Spent

ALL = 0
"""In place of a fold's number: what is drawn at random for it is no fold's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refitted:
    """A network that was trained on all neonates.

    Attributes
    ----------
    weights : Path
        Its file.
    sha256 : str
        Of that.
    neonates, photographs : int
        What it was trained on.
    epochs : tuple of int
        Of each phase: the median of what was best in the folds.
    """

    weights: Path
    sha256: str
    neonates: int
    photographs: int
    epochs: tuple[int, ...]


def refit(material: Material, run: Path, job: Job = NULL_JOB) -> Refitted:
    """Train on all neonates for as long as was best in the folds; what is there is replaced.

    There is nothing left to choose on, so each phase has the median of the folds' best epochs, and
    where heads were drawn the one with the lowest error on a fold's inner validation is taken. One
    that was stopped goes on to the same bytes.

    Parameters
    ----------
    material : Material
        That of the run.
    run : Path
        Its folder, all folds done.
    job : Job, optional
        Told of progress, epochs and batches; asked whether to stop before each batch.

    Raises
    ------
    Cancelled
        The job was stopped.
    InputError
        Not all folds are done, or their curves are damaged.
    """
    epochs = refit_epochs(run, len(material.plan))
    deterministic()
    course = course_of(material, run, Spent(), PartOfJob(job, 0.0, 0.1))
    if course.protocol.searches:
        chosen_head = with_drawn(course.protocol, best_drawn(run, len(material.plan)))
        course = replace(course, protocol=chosen_head, trainee=course.other(chosen_head))
    division = course.protocol.division
    neonates = {m.neonate for m in course.plan.cohort if of_datasets(m, division.train_from)}
    chosen = positions([one.neonate for one in course.photographs], neonates)
    folder = run / REFIT
    folder.mkdir(exist_ok=True)
    course.trainee.begin(derived_seed(course.protocol.seed, "weights", ALL) >> 32)
    lesson = Lesson(
        train=course.samples.with_copies(chosen),
        validation=np.zeros(0, np.intp),
        pain=course.samples.pain,
        seed=course.protocol.seed,
        fold=ALL,
        batch=course.protocol.optimiser.batch,
    )
    phases = phases_of(
        course,
        class_weights(course, lesson.train),
        Late(course.inputs, 1, PartOfJob(job, 0.1, 0.3)),
        PartOfJob(job, 0.1, 0.3),
    )
    long = [
        replace(phase, epochs=count, patience=count)
        for phase, count in zip(phases, epochs, strict=False)  # a phase may not have been come to
        if count
    ]
    fit(long, lesson, folder, PartOfJob(job, 0.3, 0.95))
    sha256 = save_weights(
        course.trainee.finished(), folder / WEIGHTS, _described(course, len(neonates), epochs)
    )
    KeptState(folder).clear()
    return Refitted(
        weights=folder / WEIGHTS,
        sha256=sha256,
        neonates=len(neonates),
        photographs=len(chosen),
        epochs=epochs,
    )


def refit_epochs(run: Path, folds: int) -> tuple[int, ...]:
    """Return for each phase the median over folds of its epochs up to the best.

    Raises
    ------
    InputError
        Not all folds are done, or a curve is damaged.
    """
    missing = [fold for fold in range(1, folds + 1) if not is_done(run, fold)]
    if missing:
        raise InputError(
            f"fold {missing[0]} is not done, and how long to train follows from all folds",
            file=run,
            remedy="go on with the training first",
            command="go on with it first: neopain train --resume",
        )
    best = [best_epochs(fold_folder(run, fold) / CURVE) for fold in range(1, folds + 1)]
    phases = max(map(len, best))
    found = [
        _median([one[phase] if phase < len(one) else 0 for one in best]) for phase in range(phases)
    ]
    return (max(1, found[0]), *found[1:])


def best_drawn(run: Path, folds: int) -> Drawn:
    """Return the head with the lowest error on inner validation of all that the folds tried."""
    every = [
        one for fold in range(1, folds + 1) for one in read_search(fold_folder(run, fold) / SEARCH)
    ]
    return min(every, key=lambda one: one.val_loss).drawn


def best_epochs(curve: Path) -> list[int]:
    """Return how many epochs of each phase lead to the best weights so far.

    A later phase counts none where nothing in it was better than what it began with.
    """
    table = read_table(curve)
    rows: dict[int, list[float]] = {}
    try:
        for _, cells in table.lines:
            row = dict(zip(table.header, cells, strict=True))
            rows.setdefault(int(row["phase"]), []).append(float(row["val_loss"]))
    except (KeyError, ValueError) as error:
        raise InputError(
            "is no curve of a training", file=curve, remedy="remove the fold's folder, and go on"
        ) from error
    found, lowest = [], float("inf")
    for phase in sorted(rows):
        within = min(rows[phase])
        found.append(rows[phase].index(within) + 1 if within < lowest else 0)
        lowest = min(lowest, within)
    return found


def _median(counts: Sequence[int]) -> int:
    """Return the middle count; of two in the middle their mean, half rounded up."""
    return int(statistics.median(counts) + 0.5)


def _described(course: Course, neonates: int, epochs: Sequence[int]) -> WeightsMetadata:
    protocol = course.protocol
    short = ARCHITECTURES[protocol.architecture].short_name
    counted = " and ".join(map(str, epochs))
    return WeightsMetadata(
        architecture=protocol.architecture,
        class_order=CLASS_ORDER,
        training=f"All {neonates} neonates, none kept to test it; protocol {protocol.preset}; "
        f"{counted} epochs, the median of what was best in {len(course.plan)} folds.",
        synthetic=course.synthetic,
        title=f"{short} refitted on {neonates} neonates, untested",
        licence=course.licence,
        head=head_of(protocol),
        untested=True,
    )
