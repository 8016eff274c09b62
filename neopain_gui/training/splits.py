"""A random split that keeps all photographs of one neonate on one side; folds are dealt elsewhere.

A network that has seen a child's face at rest knows the child: photographs of one neonate on both
sides of a split make every figure too good. So nothing here splits without subjects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Which photographs serve what.

    Attributes
    ----------
    train, validation, test : ndarray of int, shape (n,)
        Sorted positions; together they are all photographs, and no subject is in two of them.
    """

    train: Indices
    validation: Indices
    test: Indices


def split_subjects(
    subjects: Sequence[str | None],
    *,
    validation: float = 0.15,
    test: float = 0.15,
    seed: int = 0,
) -> Split:
    """Draw subjects for validation and test at random; the others train.

    Parameters
    ----------
    subjects : sequence of str or None
        Whose photograph each one is.
    validation, test : float
        Share of the subjects, in (0, 1).
    seed : int
        Equal seeds give equal splits.

    Raises
    ------
    InputError
        A photograph has no subject, or there are too few subjects.
    """
    from sklearn.model_selection import GroupShuffleSplit

    groups = _checked(subjects)
    count = len(np.unique(groups))
    held = [max(1, round(count * share)) for share in (validation, test)]
    if count - sum(held) < 1:
        raise InputError(
            f"{count} neonates cannot be split into training, validation and test",
            remedy="add photographs of more neonates",
        )
    positions = np.arange(len(groups))
    rest, tested = next(
        GroupShuffleSplit(1, test_size=held[1], random_state=seed).split(positions, groups=groups)
    )
    inner = GroupShuffleSplit(1, test_size=held[0], random_state=seed)
    trained, validated = next(inner.split(rest, groups=groups[rest]))
    return Split(
        train=np.sort(rest[trained]), validation=np.sort(rest[validated]), test=np.sort(tested)
    )


def _checked(subjects: Sequence[str | None]) -> NDArray[np.str_]:
    missing = [position for position, subject in enumerate(subjects) if not subject]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(subjects)} photographs have no neonate, so photographs of "
            "one neonate could come to lie on both sides of a split",
            place=f"first at position {missing[0] + 1}",
            remedy="name the neonate of every photograph",
        )
    return np.array([str(subject) for subject in subjects], dtype=np.str_)
