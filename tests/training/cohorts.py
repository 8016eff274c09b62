"""Neonates that tests deal, and what must hold of any plan."""

from __future__ import annotations

from hypothesis import strategies as st

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.cohort import Cohort, Member

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN
EITHER = ((1, 0), (0, 1), (2, 1))
"""Photographs of pain and without: a neonate has the one, the other, or both."""


def cohort(*datasets: list[tuple[int, int]]) -> Cohort:
    """Return neonates of data sets d0, d1, … with their photographs of each class."""
    pairs = [(f"d{number}", each) for number, some in enumerate(datasets) for each in some]
    return tuple(
        Member(neonate=f"n{number}", dataset=name, pain=pain, no_pain=rest)
        for number, (name, (pain, rest)) in enumerate(pairs, start=1)
    )


def cohorts(most: int = 40, sets: int = 3) -> st.SearchStrategy[Cohort]:
    """Any neonates of up to three data sets, of whatever classes."""
    some = st.lists(st.sampled_from(EITHER), min_size=1, max_size=most // sets)
    return st.lists(some, min_size=1, max_size=sets).map(lambda lists: cohort(*lists))


def published() -> Cohort:
    """Return neonates like the dissertation's: 30 of UNIFESP, 27 of iCOPE."""
    members = [Member(neonate=f"U{n}", dataset="UNIFESP", pain=5, no_pain=7) for n in range(1, 31)]
    members += [
        Member(neonate=f"C{n}", dataset="iCOPE", pain=n % 4, no_pain=1 + n % 3)
        for n in range(1, 28)
    ]
    return tuple(members)
