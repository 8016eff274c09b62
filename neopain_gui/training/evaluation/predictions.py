"""What networks said of photographs whose neonates they had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.dataset.face_image import PainLabel

Array = NDArray[np.float64]
Texts = NDArray[np.str_]
Truths = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """Class scores of photographs, each by the network of the fold in which it was held out.

    Attributes
    ----------
    image, neonate : ndarray of str, shape (n,)
        Pseudonyms of photograph and neonate.
    dataset, sex, stimulus : ndarray of str, shape (n,)
        What is known besides; empty where it is not.
    label : ndarray of bool, shape (n,)
        Whether the data set says *pain*.
    fold : ndarray of int64, shape (n,)
        From 1. In hold-out × 10 a photograph is in several.
    p_pain : ndarray of float64, shape (n,)
        The class score of pain, in [0, 1].
    """

    image: Texts
    neonate: Texts
    dataset: Texts
    sex: Texts
    stimulus: Texts
    label: Truths
    fold: Whole
    p_pain: Array

    @classmethod
    def of(
        cls,
        *,
        image: Sequence[str],
        neonate: Sequence[str],
        label: Sequence[PainLabel] | Sequence[bool] | Truths,
        p_pain: ArrayLike,
        fold: ArrayLike = 1,
        dataset: Sequence[str] = (),
        sex: Sequence[str] = (),
        stimulus: Sequence[str] = (),
    ) -> Predictions:
        """Return predictions from sequences of one length; one fold stands for all.

        Raises
        ------
        ValueError
            The lengths differ, a class score is not in [0, 1], a neonate is empty, a fold is below
            1, or a photograph is twice in a fold.
        """
        n = len(image)
        pain = [one is PainLabel.PAIN if isinstance(one, PainLabel) else bool(one) for one in label]
        made = cls(
            image=np.array(image, np.str_),
            neonate=np.array(neonate, np.str_),
            dataset=np.array(dataset or [""] * n, np.str_),
            sex=np.array(sex or [""] * n, np.str_),
            stimulus=np.array(stimulus or [""] * n, np.str_),
            label=np.array(pain, np.bool_),
            fold=np.array(np.broadcast_to(np.asarray(fold, np.int64), (n,))),
            p_pain=np.array(p_pain, np.float64),
        )
        _check(made)
        return made

    def __len__(self) -> int:
        return len(self.image)

    @property
    def clusters(self) -> Whole:
        """A number for each neonate; one pseudonym in two data sets is two neonates."""
        return numbered(self.dataset, self.neonate)

    @property
    def neonates(self) -> int:
        """How many there are."""
        return len(np.unique(self.clusters))

    @property
    def datasets(self) -> Whole:
        """A number for each photograph's data set."""
        return numbered(self.dataset)

    def some(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Predictions:
        """Return those of some photographs."""
        return Predictions(**{name: getattr(self, name)[chosen] for name in self.__slots__})

    def with_scores(self, p_pain: Array) -> Predictions:
        """Return the same photographs with other class scores."""
        return replace(self, p_pain=p_pain)

    def with_facts(self, facts: Mapping[str, Mapping[str, str]]) -> Predictions:
        """Return them with data set, sex and stimulus of each photograph, where those are known.

        Parameters
        ----------
        facts : Mapping of str to Mapping
            By photograph: ``dataset``, ``sex``, ``stimulus``.
        """
        made = {
            name: np.array(
                [
                    facts.get(image, {}).get(name) or known
                    for image, known in zip(
                        self.image.tolist(), getattr(self, name).tolist(), strict=True
                    )
                ],
                np.str_,
            )
            for name in ("dataset", "sex", "stimulus")
        }
        return replace(self, dataset=made["dataset"], sex=made["sex"], stimulus=made["stimulus"])


def numbered(*columns: Texts) -> Whole:
    """Return a number for each row, the same for the same, in their alphabetical order.

    >>> numbered(np.array(["b", "a", "b"])).tolist()
    [1, 0, 1]
    """
    together = ["\0".join(row) for row in zip(*(one.tolist() for one in columns), strict=True)]
    _, places = np.unique(np.array(together, np.str_), return_inverse=True)
    return places.astype(np.int64)


def _check(made: Predictions) -> None:
    n = len(made)
    if any(getattr(made, name).shape != (n,) for name in made.__slots__):
        raise ValueError("all columns must be of one length")
    if not ((made.p_pain >= 0) & (made.p_pain <= 1)).all():
        raise ValueError("class scores must lie in [0, 1]")
    if (made.neonate == "").any():
        raise ValueError("every photograph needs its neonate")
    if (made.fold < 1).any():
        raise ValueError("folds are counted from 1")
    seen = set(zip(made.image.tolist(), made.fold.tolist(), strict=True))
    if len(seen) < n:
        raise ValueError("a photograph is twice in a fold")
