"""Which neonates train, validate and test in each fold: dealt, then kept as data.

No neonate is on two sides of a fold, but where the test itself chooses the weights (the preset
*paper*): there the neonates that validate are those that are tested.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.counted import counted
from neopain_gui.errors import InputError
from neopain_gui.training.cohort import Cohort, Member, by_dataset, lacks, of_datasets
from neopain_gui.training.dealing import deal, draw
from neopain_gui.training.protocol import Choice, Kind, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The neonates of a fold, in natural order.

    Attributes
    ----------
    train, validation, test : tuple of str
        ``validation`` chooses the weights; it is ``test`` where the protocol is optimistic.
    """

    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldPlan:
    """The folds of a run; they are numbered from 1.

    Attributes
    ----------
    cohort : tuple of Member
        All neonates.
    protocol : Protocol
        Whose folds they are.
    held : tuple of tuple of str
        The neonates that each fold holds out of its training.
    """

    cohort: Cohort
    protocol: Protocol
    held: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.held)

    def parts(self, fold: int) -> Parts:
        """Return who trains, validates and tests in a fold.

        Raises
        ------
        InputError
            A class would be missing, or nobody be left.
        """
        division, selection = self.protocol.division, self.protocol.selection
        held = set(self.held[fold - 1])
        test = [m for m in self.cohort if m.neonate in held and of_datasets(m, division.test_on)]
        train = [
            m for m in self.cohort if m.neonate not in held and of_datasets(m, division.train_from)
        ]
        if not test:
            raise InputError(f"fold {fold} tests no neonate", remedy="move one into it")
        _both_classes(train, fold, "to train with", self)
        if selection.by is Choice.TEST:
            return Parts(train=_names(train), validation=_names(test), test=_names(test))
        inner = set(draw(train, selection.share, self.protocol.seed, "inner", fold))
        validation = [member for member in train if member.neonate in inner]
        rest = [member for member in train if member.neonate not in inner]
        for some in (rest, validation):
            _both_classes(some, fold, "to train with and to choose the weights on", self)
        return Parts(train=_names(rest), validation=_names(validation), test=_names(test))

    def folds_of(self, neonate: str) -> tuple[int, ...]:
        """Return the folds that hold a neonate out: one, but where folds are drawn anew."""
        return tuple(number for number, held in enumerate(self.held, start=1) if neonate in held)


def plan_folds(cohort: Cohort, protocol: Protocol) -> FoldPlan:
    """Divide the neonates as a protocol says; equal seeds give equal folds.

    Raises
    ------
    InputError
        There are too few neonates, a data set that is named is not there, or a fold would lack
        a class to train with.
    """
    division = protocol.division
    present = by_dataset(cohort)
    for name in (*division.train_from, *division.test_on):
        if name not in present:
            raise InputError(
                f"no photograph is of the data set “{name}”",
                remedy=f"name one of {', '.join(present)}",
            )
    held: tuple[tuple[str, ...], ...]
    if division.kind is Kind.ONE_OUT:
        held = tuple(
            (member.neonate,) for member in cohort if of_datasets(member, division.test_on)
        )
    elif division.kind is Kind.HOLD_OUT:
        held = tuple(
            draw(cohort, division.test_share, protocol.seed, "hold-out", number)
            for number in range(1, division.repetitions + 1)
        )
    else:
        if len(cohort) < division.folds:
            raise InputError(
                f"{counted(len(cohort), 'neonate')} are too few for {division.folds} folds",
                remedy="choose fewer folds, or add photographs of more neonates",
                command="choose fewer with --folds, or add photographs of more neonates",
            )
        held = deal(cohort, division.folds, protocol.seed)
    return checked(FoldPlan(cohort=cohort, protocol=protocol, held=held))


def checked(plan: FoldPlan) -> FoldPlan:
    """Return a plan whose every fold can be trained and tested.

    Raises
    ------
    InputError
        One cannot; the sentence says which and why.
    """
    for fold in range(1, len(plan) + 1):
        plan.parts(fold)
    return plan


def positions(neonates: Sequence[str], chosen: Collection[str]) -> NDArray[np.intp]:
    """Return the positions of the photographs of some neonates, in order."""
    wanted = set(chosen)
    return np.flatnonzero([name in wanted for name in neonates])


def _names(members: Sequence[Member]) -> tuple[str, ...]:
    return tuple(member.neonate for member in members)


def _both_classes(members: Sequence[Member], fold: int, purpose: str, plan: FoldPlan) -> None:
    for label in lacks(members):
        more = "add photographs of more neonates"
        if plan.protocol.division.kind is Kind.FOLDS and len(plan) > 2:
            remedy = f"choose fewer folds, move neonates, or {more}"
            command = f"choose fewer with --folds, or {more}"
        elif plan.protocol.selection.by is Choice.INNER:
            remedy = f"{more}, or take the preset “paper”, in which the test chooses the weights"
            command = f"{more}, or let the test choose the weights with --protocol paper"
        else:
            remedy = command = more
        raise InputError(
            f"fold {fold} has no photograph labelled “{label}” left {purpose}",
            remedy=remedy,
            command=command,
        )
