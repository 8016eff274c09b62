"""Folds counted: how many neonates and photographs train, validate and test in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from neopain_gui.training.cohort import Member
from neopain_gui.training.fold_plan import FoldPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a fold.

    Attributes
    ----------
    neonates, pain, no_pain : int
        How many, and their photographs of each class.
    datasets : tuple of (str, int)
        Of each data set how many neonates, in the order in which they occur.
    """

    neonates: int
    pain: int
    no_pain: int
    datasets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldRow:
    """A fold.

    Attributes
    ----------
    fold : int
        From 1.
    train, validation, test : Side
        ``validation`` is ``test`` where the test chooses the weights.
    """

    fold: int
    train: Side
    validation: Side
    test: Side


def fold_rows(plan: FoldPlan) -> tuple[FoldRow, ...]:
    """Count what each fold of a plan trains, validates and tests."""
    members = {member.neonate: member for member in plan.cohort}

    def side(names: Iterable[str]) -> Side:
        return _side([members[name] for name in names])

    rows = []
    for fold in range(1, len(plan) + 1):
        parts = plan.parts(fold)
        rows.append(
            FoldRow(
                fold=fold,
                train=side(parts.train),
                validation=side(parts.validation),
                test=side(parts.test),
            )
        )
    return tuple(rows)


def _side(members: list[Member]) -> Side:
    return Side(
        neonates=len(members),
        pain=sum(member.pain for member in members),
        no_pain=sum(member.no_pain for member in members),
        datasets=tuple(Counter(member.dataset for member in members).items()),
    )
