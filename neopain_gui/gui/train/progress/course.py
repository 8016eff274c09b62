"""How far a training is, fold by fold: what its folder says, and what it says while it learns.

Knows no Qt.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from neopain_gui.gui.widgets.shown_words import Line, Table
from neopain_gui.jobs import JobMessage, PassedOver, Said
from neopain_gui.percentages import percent
from neopain_gui.reports.evaluation.run_facts import read_curve
from neopain_gui.training.epoch import BatchSeen, Epoch, Paused
from neopain_gui.training.run_folder import CURVE, fold_folder, folds_there, is_done

_MOST_BATCHES = 4000
"""Batches that are drawn: the latest."""
_TUNING = {1: "", 2: "fine-tuning, "}


@dataclass(slots=True, kw_only=True)
class FoldCourse:
    """A fold's curve.

    Attributes
    ----------
    epochs : list of tuple
        Number, training loss, loss and accuracy on inner validation.
    batches : deque of tuple
        Where in the epochs, and the loss of the batch.
    done : bool
        Whether the fold is done.
    """

    epochs: list[tuple[int, float, float, float]] = field(default_factory=list)
    batches: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=_MOST_BATCHES))
    done: bool = False

    @property
    def best(self) -> tuple[int, float, float, float] | None:
        """The epoch with the lowest loss on inner validation."""
        return min(self.epochs, key=lambda one: one[2], default=None)


class Course:
    """A training as it goes on.

    Attributes
    ----------
    count : int
        How many folds there are; 0 while that is not known.
    at : BatchSeen or None
        Where it is.
    most : int
        Epochs of the present phase, at most; 0 while that is not known.
    paused : bool
        Whether it waits before its next batch.
    said : list of str
        Sentences for people.
    """

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self.folds: dict[int, FoldCourse] = {}
        self.at: BatchSeen | None = None
        self.most = 0
        self.paused = False
        self.said: list[str] = []

    def read(self, run: Path) -> None:
        """Take in what a training's folder says; what was heard of its batches stays.

        Raises
        ------
        InputError
            A curve is damaged.
        """
        for number in folds_there(run):
            fold = self._fold(number)
            fold.done = is_done(run, number)
            path = fold_folder(run, number) / CURVE
            if path.is_file():
                fold.epochs = [
                    (one.epoch, one.loss, one.val_loss, one.val_accuracy)
                    for one in read_curve(path)
                ]

    def hear(self, message: JobMessage) -> None:
        """Take in what the training says."""
        match message:
            case BatchSeen():
                if self.at is not None and message.fold != self.at.fold:
                    self._fold(self.at.fold).done = True
                self.at = message
                at = message.epoch - 1 + message.number / message.count
                self._fold(message.fold).batches.append((at, message.loss))
            case Epoch():
                self.most = message.most
                fold = self._fold(message.fold)
                row = (message.number, message.training_loss, message.loss, message.accuracy)
                fold.epochs = [one for one in fold.epochs if one[0] < message.number] + [row]
            case Paused():
                self.paused = message.on
            case Said():
                before = "Before it began: " if self.at is None else ""
                self.said.append(f"{before}{message.text}")
            case PassedOver():
                self.said.append(f"{message.what} is left out: {message.why}.")

    def _fold(self, number: int) -> FoldCourse:
        return self.folds.setdefault(number, FoldCourse())

    @property
    def done(self) -> int:
        """How many folds are done."""
        return sum(one.done for one in self.folds.values())

    @property
    def latest(self) -> int:
        """The fold that is under way, else the last that was begun; 0 before the first."""
        return self.at.fold if self.at is not None else max(self.folds, default=0)

    @property
    def place(self) -> tuple[int, int, bool]:
        """Fold, epoch, and whether it is paused: what a list of trainings says."""
        at = self.at
        return (at.fold, at.epoch, self.paused) if at is not None else (0, 0, self.paused)

    def where(self) -> str:
        """Say which fold, epoch and batch it is at."""
        if self.at is None:
            return ""
        at, of = self.at, f" of {self.count}" if self.count else ""
        return (
            f"Fold {at.fold}{of}, {_TUNING[at.phase]}epoch {at.epoch}, batch {at.number} of "
            f"{at.count}"
        )

    def loss_lines(self, number: int) -> list[Line]:
        """Return the losses of a fold."""
        fold = self.folds.get(number, FoldCourse())
        known = [one for one in fold.epochs if one[1] == one[1]]
        lines = [
            Line(
                name="inner validation",
                across=tuple(float(one[0]) for one in fold.epochs),
                up=tuple(one[2] for one in fold.epochs),
                marks=True,
            ),
            Line(
                name="training, each epoch",
                across=tuple(one[0] - 0.5 for one in known),
                up=tuple(one[1] for one in known),
            ),
            Line(
                name="training, each batch",
                across=tuple(at for at, _ in fold.batches),
                up=tuple(loss for _, loss in fold.batches),
            ),
        ]
        return [one for one in lines if one.up]

    def accuracy_lines(self, number: int) -> list[Line]:
        """Return the accuracy of a fold on inner validation."""
        epochs = self.folds.get(number, FoldCourse()).epochs
        line = Line(
            name="inner validation",
            across=tuple(float(one[0]) for one in epochs),
            up=tuple(one[3] for one in epochs),
            marks=True,
        )
        return [line] if epochs else []

    def table(self) -> Table:
        """Return a row a fold."""
        rows = []
        for number in range(1, max(self.count, *self.folds, 0, 0) + 1):
            fold = self.folds.get(number)
            best = fold.best if fold is not None else None
            state = "done" if fold is not None and fold.done else "begun" if fold else "waits"
            if best is None:
                rows.append((str(number), state, "0" if fold else "", "", "", ""))
                continue
            epochs = len(fold.epochs) if fold is not None else 0
            rows.append(
                (
                    *(str(number), state, str(epochs), str(best[0])),
                    *(f"{best[2]:.4f}", percent(best[3], ".1f")),
                )
            )
        heads = ("fold", "state", "epochs", "best epoch", "its loss", "its accuracy")
        return Table(heads=heads, rows=tuple(rows))
