"""What a training says after each time through its photographs."""

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
    """

    number: int
    most: int
    loss: float
    accuracy: float
