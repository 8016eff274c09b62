"""Random search: heads of VGG-Face drawn, tried on inner validation, and the best one kept.

It sees a fold's training neonates alone, so that whoever is tested has chosen nothing. Every draw
follows from seed, fold and number; a search that was killed goes on with the draw it was at.
"""

from __future__ import annotations

import csv
import gc
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from neopain_gui.counted import counted, listed
from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, JobMessage, PartOfJob
from neopain_gui.training.epoch import BatchSeen
from neopain_gui.training.fit import Inputs, Lesson, Phase, learn, scored
from neopain_gui.training.learner import Learner, cross_entropy, fresh
from neopain_gui.training.networks import head_network
from neopain_gui.training.protocol import Protocol, Search
from neopain_gui.training.run_folder import SEARCH
from neopain_gui.training.seeds import derived_seed, derived_share

COLUMNS = ("draw", "layers", "rate", "l1", "epochs", "val_loss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A head with what it is trained with.

    Attributes
    ----------
    layers : tuple of int
        Neurons of each fully connected layer.
    rate, l1 : float
        Learning rate, and weight of the penalty.
    """

    layers: tuple[int, ...]
    rate: float
    l1: float

    def said(self) -> str:
        """Return it in words."""
        count = counted(len(self.layers), "layer")
        return (
            f"{count} of {listed([str(units) for units in self.layers])} neurons, learning rate "
            f"{self.rate:.2g}, L1 {self.l1:.2g}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A head that was drawn, and how it did.

    Attributes
    ----------
    draw : int
        From 1.
    drawn : Drawn
    epochs : int
        Until nothing got better.
    val_loss : float
        The lowest on the inner validation; infinite where the loss became no number.
    """

    draw: int
    drawn: Drawn
    epochs: int
    val_loss: float


class _Quiet(PartOfJob):
    """A part of a job that says nothing of batches, whose curve would be many."""

    def partial(self, message: JobMessage) -> None:
        """Pass on what is no batch."""
        if not isinstance(message, BatchSeen):
            super().partial(message)


def draw_head(search: Search, seed: int, fold: int, number: int) -> Drawn:
    """Draw a head; equal arguments give equal heads."""

    def whole(ends: Sequence[int], *what: str | int) -> int:
        low, high = ends
        share = derived_share(seed, "search", fold, number, *what)
        return low + int(share * (high - low + 1))

    def scale(ends: Sequence[float], what: str) -> float:
        low, high = map(math.log, ends)
        return math.exp(low + derived_share(seed, "search", fold, number, what) * (high - low))

    count = whole(search.layers, "layers")
    return Drawn(
        layers=tuple(whole(search.units, "units", layer) for layer in range(count)),
        rate=scale(search.rate, "rate"),
        l1=scale(search.l1, "l1"),
    )


def best_head(
    protocol: Protocol,
    lesson: Lesson,
    inputs: Inputs,
    width: int,
    folder: Path,
    class_weights: Sequence[float] = (1.0, 1.0),
    job: Job = NULL_JOB,
) -> Tried:
    """Try as many heads as the protocol says; return the best.

    Parameters
    ----------
    protocol : Protocol
        With a search.
    lesson : Lesson
        Of the fold.
    inputs : Inputs
        What the head learns from.
    width : int
        Numbers of an input.
    folder : Path
        Of the fold; the table of draws is kept there, and gone on with.
    class_weights : sequence of float, optional
    job : Job, optional
        Asked whether to stop before each batch.

    Raises
    ------
    Cancelled
        The job was stopped.
    InputError
        No head has learnt anything, or the table is damaged.
    """
    assert protocol.search is not None
    search, path = protocol.search, folder / SEARCH
    tried = read_search(path) if path.is_file() else []
    for number in range(len(tried) + 1, search.draws + 1):
        drawn = draw_head(search, protocol.seed, lesson.fold, number)
        job.progress(
            number - 1, search.draws, f"Fold {lesson.fold}, head {number} of {search.draws}"
        )
        tried.append(_tried(number, drawn, protocol, lesson, inputs, width, class_weights, job))
        write_bytes_atomic(path, _text(tried).encode())
        gc.collect()  # a network and its traced functions hold each other
    best = min(tried, key=lambda one: one.val_loss)
    if not math.isfinite(best.val_loss):
        raise InputError(
            f"the loss of every head that was drawn for fold {lesson.fold} became no number",
            remedy="draw lower learning rates",
        )
    return best


def _tried(
    number: int,
    drawn: Drawn,
    protocol: Protocol,
    lesson: Lesson,
    inputs: Inputs,
    width: int,
    class_weights: Sequence[float],
    job: Job,
) -> Tried:
    """Train a head until nothing gets better."""
    assert protocol.head is not None
    assert protocol.search is not None
    optimiser = protocol.optimiser
    network = head_network(width, drawn.layers, protocol.head.dropout, l1=drawn.l1, l2=optimiser.l2)
    fresh(network, derived_seed(protocol.seed, "search", lesson.fold, number) >> 32)
    learner = Learner(
        network,
        rate=drawn.rate,
        rho=optimiser.rho,
        epsilon=optimiser.epsilon,
        class_weights=class_weights,
    )
    phase = Phase(
        number=1,
        epochs=protocol.search.epochs,
        patience=optimiser.patience,
        learner=lambda: learner,
        inputs=inputs,
    )
    held, pain = lesson.validation, lesson.pain[lesson.validation]
    best, waited, epoch = math.inf, 0, 0
    quiet = _Quiet(job, 0.0, 1.0)
    while epoch < phase.epochs and waited < phase.patience:
        epoch += 1
        if not math.isfinite(learn(phase, learner, lesson, epoch, quiet)):
            return Tried(draw=number, drawn=drawn, epochs=epoch, val_loss=math.inf)
        figure = cross_entropy(scored(learner, inputs, held), pain)
        if not math.isfinite(figure):
            return Tried(draw=number, drawn=drawn, epochs=epoch, val_loss=math.inf)
        waited = 0 if figure < best else waited + 1
        best = min(best, figure)
    return Tried(draw=number, drawn=drawn, epochs=epoch, val_loss=best)


def read_search(path: Path) -> list[Tried]:
    """Read the table of a fold's draws.

    Raises
    ------
    InputError
        It is damaged.
    """
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            return [
                Tried(
                    draw=int(row["draw"]),
                    drawn=Drawn(
                        layers=tuple(map(int, row["layers"].split())),
                        rate=float(row["rate"]),
                        l1=float(row["l1"]),
                    ),
                    epochs=int(row["epochs"]),
                    val_loss=float(row["val_loss"]),
                )
                for row in csv.DictReader(stream)
            ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "the table of heads that were tried is damaged",
            file=path,
            remedy="remove the fold's folder, and it is trained again",
        ) from error


def _text(tried: Sequence[Tried]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in tried:
        layers = " ".join(map(str, one.drawn.layers))
        row = (one.drawn.rate, one.drawn.l1)
        writer.writerow(
            [one.draw, layers, *map(repr, row), one.epochs, repr(np.float64(one.val_loss).item())]
        )
    return stream.getvalue()
