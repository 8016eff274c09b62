"""The training of one fold: epochs until nothing gets better, kept after each of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job, Said
from neopain_gui.training.epoch import BatchSeen, Epoch
from neopain_gui.training.kept import KeptState, Standing
from neopain_gui.training.learner import Arrays, Learner, cross_entropy, set_weights, weights_of
from neopain_gui.training.seeds import derived_seed
from neopain_gui.training.spent import Spent

Indices = NDArray[np.intp]
PATIENCE = "patience"
EPOCHS = "epochs"
NOT_A_NUMBER = "not a number"


class Inputs(Protocol):
    """What a network takes, by rows."""

    def batch(self, rows: Indices) -> NDArray[np.float32]:
        """Return the inputs of some rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of a fold's training.

    Attributes
    ----------
    number : int
        1: learning; 2: fine-tuning.
    epochs : int
        At most.
    patience : int
        So many epochs in which nothing gets better end it.
    learner : callable
        Makes what learns, with the weights as they are then.
    inputs : Inputs
        What it learns from.
    """

    number: int
    epochs: int
    patience: int
    learner: Callable[[], Learner]
    inputs: Inputs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Which rows of the inputs serve what.

    Attributes
    ----------
    train, validation : ndarray of int
        The validation's decide which epoch is the best, and teach nothing. Without any the last
        epoch's weights are kept, and patience ends nothing.
    pain : ndarray of bool
        Of every row of the inputs.
    seed, fold : int
        What order and dropout follow from; fold 0 is the training on all neonates.
    batch : int
        Rows in a batch.
    """

    train: Indices
    validation: Indices
    pain: NDArray[np.bool_]
    seed: int
    fold: int
    batch: int = 16


def fit(
    phases: Sequence[Phase],
    lesson: Lesson,
    folder: Path,
    job: Job = NULL_JOB,
    spent: Spent | None = None,
) -> Standing:
    """Train, or go on with a training; the networks then have the best epoch's weights.

    Parameters
    ----------
    phases : sequence of Phase
        One after the other; each begins with the best weights of that before.
    lesson : Lesson
        What is learnt.
    folder : Path
        What is kept after each epoch; a training that was stopped or killed goes on from there, to
        the same bytes.
    job : Job, optional
        Asked whether to stop before each batch; told of each batch and epoch.
    spent : Spent, optional
        Since when its time counts; from now on by default.

    Raises
    ------
    Cancelled
        The job was stopped; the epochs that were done are kept.
    InputError
        The loss became no number before an epoch was done.
    """
    kept, spent = KeptState(folder), spent or Spent()
    standing, arrays = kept.read() or (Standing(), None)
    while True:
        phase = phases[standing.phase]
        learner = phase.learner()
        if arrays is not None:
            kept.restore(learner, arrays)
        _through(phase, learner, lesson, standing, kept, spent, job)
        if standing.over == NOT_A_NUMBER or standing.phase + 1 == len(phases):
            break
        standing = replace(standing, phase=standing.phase + 1, phase_epoch=0, waited=0, over="")
        arrays = _next_begins(phases[standing.phase], standing, kept)
    kept.write_curve(standing)
    set_weights(learner.network, kept.read_best())
    return standing


def _next_begins(phase: Phase, standing: Standing, kept: KeptState) -> Arrays:
    """Begin a phase with the best weights so far, and keep all that it will go on from."""
    learner = phase.learner()
    set_weights(learner.network, kept.read_best())
    arrays = learner.state()
    kept.write_best(weights_of(learner.network))  # with the layers that did not learn before
    kept.write(standing, arrays)
    return arrays


def _through(
    phase: Phase,
    learner: Learner,
    lesson: Lesson,
    standing: Standing,
    kept: KeptState,
    spent: Spent,
    job: Job,
) -> None:
    """Go through a phase to its end, which ``standing.over`` names."""
    held, pain = lesson.validation, lesson.pain[lesson.validation]
    while not (over := _over(phase, standing)):
        number = standing.epoch + 1
        job.progress(standing.phase_epoch, phase.epochs, _words(lesson, phase, standing))
        loss = learn(phase, learner, lesson, number, job)
        asked = len(held) and math.isfinite(loss)
        logits = scored(learner, phase.inputs, held) if asked else np.zeros(0)
        figure = cross_entropy(logits, pain) if len(logits) else loss
        if not math.isfinite(figure):
            _end_with_no_number(standing, number, job)
            return
        accuracy = float(((logits >= 0) == pain).mean()) if len(held) else math.nan
        better = figure < standing.best or not len(held)
        standing.epoch, standing.phase_epoch = number, standing.phase_epoch + 1
        standing.waited = 0 if better else standing.waited + 1
        validated = figure if len(held) else math.nan
        standing.curve.append((number, phase.number, loss, validated, accuracy))
        if better:
            standing.best, standing.best_epoch = figure, number
            kept.write_best(weights_of(learner.network))
        spent.add_to(standing)
        kept.write(standing, learner.state())
        job.partial(
            Epoch(
                number=number,
                most=phase.epochs,
                loss=figure,
                accuracy=accuracy,
                fold=lesson.fold,
                phase=phase.number,
                training_loss=loss,
                better=better,
            )
        )
    standing.over = over


def _over(phase: Phase, standing: Standing) -> str:
    if standing.waited >= phase.patience:
        return PATIENCE
    return EPOCHS if standing.phase_epoch >= phase.epochs else ""


def _words(lesson: Lesson, phase: Phase, standing: Standing) -> str:
    what = "Learning" if phase.number == 1 else "Fine-tuning"
    where = f"fold {lesson.fold}" if lesson.fold else "all neonates"
    return f"{what}: {where}, epoch {standing.epoch + 1}"


def learn(phase: Phase, learner: Learner, lesson: Lesson, number: int, job: Job) -> float:
    """Go through the training rows once; return the mean loss, or what is no number at once."""
    rng = np.random.default_rng(derived_seed(lesson.seed, "order", lesson.fold, number))
    order = lesson.train[rng.permutation(len(lesson.train))]
    learner.begin_epoch(lesson.seed, lesson.fold, number)
    starts = range(0, len(order), lesson.batch)
    total = 0.0
    for done, start in enumerate(starts, start=1):
        job.check()
        rows = order[start : start + lesson.batch]
        loss = learner.learn(phase.inputs.batch(rows), lesson.pain[rows])
        if not math.isfinite(loss):
            return loss
        total += loss * len(rows)
        job.partial(
            BatchSeen(
                fold=lesson.fold,
                phase=phase.number,
                epoch=number,
                number=done,
                count=len(starts),
                loss=loss,
            )
        )
    return total / len(order)


def scored(learner: Learner, inputs: Inputs, rows: Indices) -> NDArray[np.float64]:
    """Return the logits of pain of some rows."""
    step = 64
    parts = [
        learner.logits(inputs.batch(rows[start : start + step]))
        for start in range(0, len(rows), step)
    ]
    found: NDArray[Any] = np.concatenate(parts)
    return found


def _end_with_no_number(standing: Standing, number: int, job: Job) -> None:
    """Stop where the loss is no number any more; what was good is kept."""
    if not standing.best_epoch:
        raise InputError(
            f"the loss is no number any more in epoch {number}, before anything was learnt",
            remedy="choose a lower learning rate, and look at the photographs",
        )
    job.partial(
        Said(
            text=f"The loss is no number any more in epoch {number}: the training of this fold "
            f"ends with the weights of epoch {standing.best_epoch}."
        )
    )
    standing.over = NOT_A_NUMBER
