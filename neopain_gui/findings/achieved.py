"""What a classifier achieves on a study's photographs, and what its training saw of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.training.evaluation.held_out import HeldOut


class Seen(StrEnum):
    """What is on record of a photograph in the training of the networks that judged it."""

    HELD_OUT = "held out"
    """The networks neither learnt from its neonate nor were chosen by it."""
    CHOSE = "chose the weights"
    """They did not learn from its neonate, which chose their weights (preset paper)."""
    NEW = "not in the training"
    """It took no part in the training."""
    OTHERS_SEEN = "others of its neonate trained on"
    TRAINED_ON = "trained on"
    UNTESTED = "untested"
    """They learnt from every neonate that there was; from whom is not on record here."""
    NOT_ON_RECORD = "not on record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Achieved:
    """Figures of a classifier.

    Attributes
    ----------
    classifier : str
        Its id.
    figures : HeldOut
        On the labelled photographs.
    seen : Mapping of Seen to int
        How many of these photographs are of which kind.
    """

    classifier: str
    figures: HeldOut
    seen: Mapping[Seen, int]

    @property
    def in_training(self) -> str:
        """What its training saw of them: ``held out``, ``18 held out, 2 trained on``."""
        there = [kind for kind in Seen if self.seen.get(kind)]
        if len(there) == 1:
            return str(there[0])
        return ", ".join(f"{self.seen[kind]} {kind}" for kind in there)
