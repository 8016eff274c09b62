"""One fold: train, or go on; keep the weights; say what they make of who was held out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.vgg_face import FULLY_CONNECTED
from neopain_gui.classifiers.weights import WeightsMetadata, save_weights
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, Said
from neopain_gui.training.fit import Inputs, Lesson, Phase, fit
from neopain_gui.training.fold_plan import FoldPlan, positions
from neopain_gui.training.kept import KeptState, Standing
from neopain_gui.training.learner import Learner
from neopain_gui.training.networks import Trainee
from neopain_gui.training.photographs import Faces, Indices, Photograph, Samples
from neopain_gui.training.predicted import pain_scores, predictions_text, write_text
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.run_folder import (
    PREDICTIONS,
    TIMES,
    VALIDATION,
    WEIGHTS,
    fold_folder,
    is_done,
)
from neopain_gui.training.search import Drawn, best_head
from neopain_gui.training.seeds import derived_seed
from neopain_gui.training.spent import Spent

CLASS_ORDER = (PainLabel.NO_PAIN, PainLabel.PAIN)
"""Output 0 and output 1 of whatever is trained here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """What all folds of a run share.

    Attributes
    ----------
    protocol : Protocol
    plan : FoldPlan
    photographs : list of Photograph
    faces : Faces
    samples : Samples
        Photographs and copies.
    trainee : Trainee
        The network.
    other : callable
        Makes a network with another head, as a protocol says.
    inputs : callable
        Gives what a phase learns from, by its number.
    spent : Spent
        Since when the time of the next fold counts.
    titled : str
        What the weights are called, without the fold.
    synthetic : bool
        Whether they have only ever seen phantoms.
    licence : str
        Of the weights, which inherit that of their base.
    """

    protocol: Protocol
    plan: FoldPlan
    photographs: list[Photograph]
    faces: Faces
    samples: Samples
    trainee: Trainee
    other: Callable[[Protocol], Trainee]
    inputs: Callable[[int, Job], Inputs]
    titled: str
    spent: Spent
    synthetic: bool = False
    licence: str = ""


def train_fold(course: Course, fold: int, run: Path, job: Job = NULL_JOB) -> Standing | None:
    """Train a fold unless it is done.

    Returns
    -------
    Standing or None
        How the training went; None where the fold was done before.
    """
    if is_done(run, fold):
        return None
    folder = fold_folder(run, fold)
    folder.mkdir(parents=True, exist_ok=True)
    seed = course.protocol.seed
    course.trainee.begin(derived_seed(seed, "weights", fold) >> 32)
    parts = course.plan.parts(fold)
    neonates = [one.neonate for one in course.photographs]
    train, held, test = (
        positions(neonates, part) for part in (parts.train, parts.validation, parts.test)
    )
    samples = course.samples
    lesson = Lesson(
        train=samples.with_copies(train),
        validation=samples.originals(held),
        pain=samples.pain,
        seed=seed,
        fold=fold,
        batch=course.protocol.optimiser.batch,
    )
    weights = class_weights(course, lesson.train)
    first = Late(course.inputs, 1, PartOfJob(job, 0.0, 0.3))
    if course.protocol.searches:
        course = _searched(course, lesson, first, folder, weights, PartOfJob(job, 0.0, 0.3))
    phases = phases_of(course, weights, first, PartOfJob(job, 0.0, 0.3))
    standing = fit(phases, lesson, folder, PartOfJob(job, 0.3, 0.95), course.spent)
    _write(course, fold, folder, {VALIDATION: held, PREDICTIONS: test}, standing, job)
    KeptState(folder).clear()
    return standing


def _searched(
    course: Course,
    lesson: Lesson,
    inputs: Inputs,
    folder: Path,
    weights: tuple[float, float],
    job: Job,
) -> Course:
    """Return the course of a fold with the best of the heads that were drawn for it."""
    protocol = course.protocol
    assert protocol.search is not None
    width = int(course.trainee.part(1).input_shape[1])
    best = best_head(protocol, lesson, inputs, width, folder, weights, job)
    job.partial(
        Said(
            text=f"Fold {lesson.fold}: of {counted(protocol.search.draws, 'drawn head')} the "
            f"best has {best.drawn.said()}."
        )
    )
    chosen = with_drawn(protocol, best.drawn)
    trainee = course.other(chosen)
    trainee.begin(derived_seed(protocol.seed, "weights", lesson.fold) >> 32)
    return replace(course, protocol=chosen, trainee=trainee)


def with_drawn(protocol: Protocol, drawn: Drawn) -> Protocol:
    """Return a protocol with a head that was drawn."""
    assert protocol.head is not None
    return replace(
        protocol,
        head=replace(protocol.head, layers=drawn.layers),
        optimiser=replace(protocol.optimiser, rate=drawn.rate, l1=drawn.l1),
    )


def phases_of(course: Course, weights: tuple[float, float], first: Inputs, job: Job) -> list[Phase]:
    """Return the phases of a training, of which the first learns from what is given."""
    protocol, trainee = course.protocol, course.trainee
    optimiser = protocol.optimiser
    settings = [(1, optimiser.rate, optimiser.patience)]
    tuning = protocol.fine_tuning
    if tuning is not None and tuning.groups:
        settings.append((2, tuning.rate, tuning.patience))
    return [
        Phase(
            number=number,
            epochs=optimiser.epochs,
            patience=patience,
            learner=_learner(trainee, number, rate, weights, protocol),
            inputs=first if number == 1 else Late(course.inputs, number, job),
        )
        for number, rate, patience in settings
    ]


def _learner(
    trainee: Trainee,
    number: int,
    rate: float,
    weights: tuple[float, float],
    protocol: Protocol,
) -> Callable[[], Learner]:
    optimiser = protocol.optimiser
    return lambda: Learner(
        trainee.part(number),
        rate=rate,
        rho=optimiser.rho,
        epsilon=optimiser.epsilon,
        class_weights=weights,
    )


class Late:
    """The inputs of a phase, made ready when the phase is come to."""

    def __init__(self, make: Callable[[int, Job], Inputs], phase: int, job: Job) -> None:
        self._make, self._phase, self._job = make, phase, job
        self._inputs: Inputs | None = None

    def batch(self, rows: Indices) -> Any:
        """Return the inputs of some rows."""
        if self._inputs is None:
            self._inputs = self._make(self._phase, self._job)
        return self._inputs.batch(rows)


def class_weights(course: Course, rows: Indices) -> tuple[float, float]:
    """Return how much each class counts; both the same unless the protocol says otherwise."""
    if not course.protocol.optimiser.class_weights:
        return 1.0, 1.0
    pain = int(np.count_nonzero(course.samples.pain[rows]))
    return len(rows) / (2 * (len(rows) - pain)), len(rows) / (2 * pain)


def head_of(protocol: Protocol) -> tuple[int, ...]:
    """Return the fully connected layers where they are not those of the architecture."""
    layers = protocol.head.layers if protocol.head else ()
    return () if layers == FULLY_CONNECTED else layers


def _write(
    course: Course,
    fold: int,
    folder: Path,
    tables: dict[str, Indices],
    standing: Standing,
    job: Job,
) -> None:
    """Write weights, then tables; the held-out photographs' comes last and says: done."""
    architecture = course.protocol.architecture
    network = course.trainee.finished()
    metadata = WeightsMetadata(
        architecture=architecture,
        class_order=CLASS_ORDER,
        training=f"Fold {fold} of {len(course.plan)}, protocol {course.protocol.preset}; "
        f"weights of epoch {standing.best_epoch} of {standing.epoch}.",
        synthetic=course.synthetic,
        title=f"{course.titled}, fold {fold}",
        licence=course.licence,
        head=head_of(course.protocol),
    )
    save_weights(network, folder / WEIGHTS, metadata)
    write_text(folder / TIMES, course.spent.text(standing))
    for name, chosen in tables.items():
        scores = pain_scores(
            network, ARCHITECTURES[architecture].preprocessing, course.faces, chosen, job
        )
        write_text(folder / name, predictions_text(course.photographs, chosen, fold, scores))
