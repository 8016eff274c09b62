"""Which of a cross-validated classifier's networks have not seen a photograph's neonate.

A neonate may have been renamed since the training, or a photograph moved to another one. So what
counts first is the photographs' SHA-256: that of the photograph itself, and those of the other
photographs that are now said to be of the same neonate. Only where none of them took part in the
training does the neonate's name count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.classifiers.folds.record import FoldsRecord
from neopain_gui.counted import listed


class Why(StrEnum):
    """How the networks were chosen."""

    UNSEEN = "unseen"
    """They have not seen the neonate."""
    OTHERS_SEEN = "others seen"
    """They have not seen the photograph, but others of the neonate as it is composed now."""
    ALL_SEEN = "all seen"
    """Every network has learnt from the neonate: all of them are asked."""
    NOT_IN_TRAINING = "not in the training"
    """The neonate took no part in the training: all of them are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """The networks that explain a photograph.

    Attributes
    ----------
    folds : tuple of int
        From 1; where there are several, the mean of their maps is meant.
    of : int
        How many folds the classifier has.
    why : Why
    said : str
        All of it in a sentence or two.
    """

    folds: tuple[int, ...]
    of: int
    why: Why
    said: str


def held_out(
    record: FoldsRecord,
    sha256: str,
    *,
    neonate: str = "",
    dataset: str = "",
    siblings: Collection[str] = (),
) -> HeldOut:
    """Say which networks explain a photograph.

    Parameters
    ----------
    record : FoldsRecord
        The classifier.
    sha256 : str
        Of the photograph's file.
    neonate, dataset : str
        Whose it is said to be now; empty if that is unknown.
    siblings : collection of str
        SHA-256 of the other photographs that are said to be of the same neonate.
    """
    own = record.photographs.get(sha256)
    others = {record.photographs[one] for one in siblings if one in record.photographs}
    known = sorted(others | {own}) if own is not None else sorted(others)
    by_name = not known and _of_that_name(record, neonate, dataset)
    if by_name:
        known = [neonate]
    if not known:
        return _of_all(record, Why.NOT_IN_TRAINING, _STRANGER)
    common = set.intersection(*(set(record.neonates[one].unseen) for one in known))
    if common:
        return _of(record, sorted(common), Why.UNSEEN, _notes(record, known, neonate, by_name))
    if own is not None and record.neonates[own].unseen and len(known) > 1:
        mixed = _MIXED.format(listed(known))
        return _of(record, record.neonates[own].unseen, Why.OTHERS_SEEN, mixed)
    return _of_all(record, Why.ALL_SEEN, _SEEN)


def folds_named(folds: Sequence[int], of: int) -> str:
    """Return folds as a sentence names them.

    >>> folds_named([3], 10), folds_named([2, 5], 10), folds_named([1, 2], 2)
    ('the network of fold 3', 'the networks of folds 2 and 5', 'the networks of all 2 folds')
    """
    if len(folds) == of:
        return f"the networks of all {of} folds"
    if len(folds) == 1:
        return f"the network of fold {folds[0]}"
    return f"the networks of folds {listed([str(number) for number in folds])}"


_STRANGER = "the neonate took no part in the training, so it is in no fold"
_SEEN = (
    "the neonate was never held out: every network has seen it in its training, so this is no test"
)
_MIXED = (
    " They have not seen this photograph, but others of its neonate: its photographs were of "
    "several neonates at the training ({})."
)
OPTIMISTIC = " Its weights were chosen on the neonates that it tests (preset paper)."


def _of_that_name(record: FoldsRecord, neonate: str, dataset: str) -> bool:
    there = record.neonates.get(neonate)
    return there is not None and (dataset == there.dataset or "" in (dataset, there.dataset))


def _notes(record: FoldsRecord, known: list[str], neonate: str, by_name: bool) -> str:
    """Say how the neonate was recognised, where that is not plain."""
    said = ""
    if by_name:
        said = (
            " Known by the neonate’s name alone: none of its photographs took part in the training."
        )
    elif known != [neonate]:
        said = f" The neonate was called {listed(known)} at the training."
    return said + (OPTIMISTIC if record.chosen_on_test else "")


def _of(record: FoldsRecord, folds: Collection[int], why: Why, notes: str) -> HeldOut:
    numbers, count = tuple(sorted(folds)), len(record.folds)
    whose = f"{folds_named(numbers, count)} of {count}" if len(numbers) < count else ""
    if len(numbers) == 1:
        whose = f"Explained by {whose}"
    else:
        whose = f"The mean of what {whose or folds_named(numbers, count)} give"
    without = ", trained without this neonate" if why is Why.UNSEEN else ""
    return HeldOut(folds=numbers, of=count, why=why, said=f"{whose}{without}.{notes}")


def _of_all(record: FoldsRecord, why: Why, reason: str) -> HeldOut:
    count = len(record.folds)
    return HeldOut(
        folds=tuple(range(1, count + 1)),
        of=count,
        why=why,
        said=f"The mean of what {folds_named(range(1, count + 1), count)} give: {reason}.",
    )
