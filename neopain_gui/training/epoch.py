"""What a training says while it learns."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.jobs import JobMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch(JobMessage):
    """Figures on the validation part, which the training never sees.

    Attributes
    ----------
    number, most : int
        Which one, from 1, and how many there are at most.
    loss : float
        Cross-entropy.
    accuracy : float
        Share of photographs told apart, in [0, 1].
    fold : int
        Counted from 1; 0 where there are no folds.
    phase : int
        1: learning; 2: fine-tuning.
    training_loss : float
        Mean over the epoch's batches, with the penalty on the weights; NaN where not said.
    better : bool
        Whether these are the best figures so far.
    """

    number: int
    most: int
    loss: float
    accuracy: float
    fold: int = 0
    phase: int = 1
    training_loss: float = float("nan")
    better: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSeen(JobMessage):
    """The loss of a batch that has just been learnt from.

    Attributes
    ----------
    fold, phase, epoch : int
        Where the training is, each counted from 1.
    number, count : int
        Which batch of the epoch, from 1, and how many it has.
    loss : float
        With the penalty on the weights.
    """

    fold: int
    phase: int
    epoch: int
    number: int
    count: int
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(JobMessage):
    """The training waits before its next batch, or does so no more.

    Attributes
    ----------
    on : bool
        Whether it waits.
    """

    on: bool
