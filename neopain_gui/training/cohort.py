"""The neonates whose photographs train and test, and what is refused before anything is dealt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.natural_order import natural_key

CLASSES = (PainLabel.PAIN, PainLabel.NO_PAIN)
FEWEST = 4
"""Photographs without which no class has two neonates, so that one can test and one train."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A neonate with what counts for dealing it.

    Attributes
    ----------
    neonate : str
        Pseudonym.
    dataset : str
        Empty if unknown; those without are dealt as if they were a data set.
    pain, no_pain : int
        Photographs of each class.
    """

    neonate: str
    dataset: str = ""
    pain: int = 0
    no_pain: int = 0

    def has(self, label: PainLabel) -> bool:
        """Whether a photograph of the neonate has a label."""
        return bool(self.pain if label is PainLabel.PAIN else self.no_pain)


Cohort = tuple[Member, ...]
"""In natural order of the neonates' pseudonyms."""


def cohort_of(
    neonates: Sequence[str | None], datasets: Sequence[str], labels: Sequence[PainLabel | None]
) -> Cohort:
    """Gather the neonates of photographs.

    Parameters
    ----------
    neonates, datasets, labels : sequence, length n
        Whose each photograph is, from which data set, and what the data set says of it.

    Raises
    ------
    InputError
        A photograph has no neonate or no label, a neonate is in two data sets, a class is
        missing, or there are too few photographs or neonates to train and to test.
    ValueError
        The lengths differ.
    """
    if not len(neonates) == len(datasets) == len(labels):
        raise ValueError("neonates, data sets and labels must be of one length")
    _all_known(neonates, "neonate", "photographs of one neonate could come to train and to test")
    _all_known(labels, "label", "nothing can be learnt from them")
    homes: dict[str, str] = {}
    counts: Counter[tuple[str, PainLabel]] = Counter()
    for name, dataset, label in zip(neonates, datasets, labels, strict=True):
        assert name is not None
        assert label is not None
        if homes.setdefault(name, dataset) != dataset:
            raise InputError(
                f"the neonate {name} is in the data sets “{homes[name]}” and “{dataset}”",
                remedy="give two neonates two names, or one neonate one data set",
            )
        counts[name, label] += 1
    members = tuple(
        Member(
            neonate=name,
            dataset=homes[name],
            pain=counts[name, PainLabel.PAIN],
            no_pain=counts[name, PainLabel.NO_PAIN],
        )
        for name in sorted(homes, key=natural_key)
    )
    _enough(members)
    return members


def _all_known(values: Sequence[object], what: str, consequence: str) -> None:
    missing = [position for position, value in enumerate(values) if not value]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(values)} photographs have no {what}, so {consequence}",
            place=f"first at position {missing[0] + 1}",
            remedy=f"name the {what} of every photograph, or leave those without out",
        )


def _enough(members: Cohort) -> None:
    photographs = sum(member.pain + member.no_pain for member in members)
    if len(members) < 2:
        raise InputError(
            f"{counted(len(members), 'neonate')} cannot both train and test a classifier",
            remedy="add photographs of more neonates",
        )
    for label in CLASSES:
        if not any(member.has(label) for member in members):
            raise InputError(
                f"no photograph is labelled “{label}”, and a classifier needs both classes",
                remedy="label photographs, or add some of that class",
            )
    if photographs < FEWEST:
        raise InputError(
            f"{counted(photographs, 'photograph')} are too few to train and to test a classifier",
            remedy="add photographs of more neonates",
        )
    for label in CLASSES:
        having = [member.neonate for member in members if member.has(label)]
        if len(having) < 2:
            raise InputError(
                f"only the neonate {having[0]} has photographs labelled “{label}”, so there is "
                "none left to train with when it is tested",
                remedy="add photographs of more neonates",
            )


def by_dataset(members: Iterable[Member]) -> dict[str, list[Member]]:
    """Return the neonates of each data set, data sets in natural order."""
    found: dict[str, list[Member]] = {}
    for member in members:
        found.setdefault(member.dataset, []).append(member)
    return {name: found[name] for name in sorted(found, key=natural_key)}


def of_datasets(member: Member, datasets: tuple[str, ...]) -> bool:
    """Whether a neonate is of one of some data sets; where none is named, each is meant."""
    return not datasets or member.dataset in datasets


def lacks(members: Iterable[Member]) -> tuple[PainLabel, ...]:
    """Return the classes that no photograph of some neonates has."""
    some = list(members)
    return tuple(label for label in CLASSES if not any(member.has(label) for member in some))
