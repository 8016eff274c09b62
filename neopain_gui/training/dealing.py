"""Dealing neonates, data set by data set, so that every part has both classes where it can.

Chance comes from :mod:`~neopain_gui.training.seeds`: a neonate's place in the order follows from
the seed and its pseudonym alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.cohort import CLASSES, Member, by_dataset, lacks
from neopain_gui.training.seeds import derived_seed

_ATTEMPTS = 60
"""Deals that are tried where a fold lacks a class and exchanging neonates does not help."""
Places = dict[Member, int]
"""Which part each neonate is in, from 0."""


def deal(members: Sequence[Member], count: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """Deal neonates into folds (section 3.3.3): each fold holds as much of every data set.

    The neonates of a data set are shuffled and dealt one by one, and the next data set goes on
    where the last one ended. Where a fold lacks a class, neonates of one data set change places.

    Returns
    -------
    tuple of tuple of str
        The neonates of each fold, in the order of ``members``. Of a data set no fold holds two
        more than another.
    """
    carriers = {label: sum(member.has(label) for member in members) for label in CLASSES}
    fewest = sum(max(0, count - number) for number in carriers.values())
    best: Places = {}
    for attempt in range(_ATTEMPTS):
        places = _dealt(members, count, seed, attempt)
        _mend(places, count, moves=True)
        if not best or _lacking(places, count) < _lacking(best, count):
            best = places
        if _lacking(best, count) == fewest:
            break
    return tuple(
        tuple(member.neonate for member in members if best[member] == fold) for fold in range(count)
    )


def draw(members: Sequence[Member], share: float, *seed: str | int) -> tuple[str, ...]:
    """Draw a share of each data set's neonates: those held out of the training.

    Of a data set with two neonates or more at least one is drawn, and one stays. Where either
    side lacks a class, neonates of one data set change sides; where that does not help and the
    other side can spare a neonate with that class, it is drawn too.
    """
    places: Places = {}
    for dataset, some in by_dataset(members).items():
        order = _shuffled(some, *seed, "draw", dataset)
        held = min(len(some) - 1, max(1, round(share * len(some))))
        part = {member: int(rank >= held) for rank, member in enumerate(order)}
        _mend(part, 2, moves=False)
        places |= part
    if all(places.values()) and len(members) > 1:  # one neonate of each data set
        places[_shuffled(members, *seed, "draw")[0]] = 0
    _mend(places, 2, moves=False)
    for label in lacks(member for member, side in places.items() if not side):
        _draw_more(places, label)
    return tuple(member.neonate for member in members if not places[member])


def _draw_more(places: Places, label: PainLabel) -> None:
    staying = [member for member, side in places.items() if side]
    for member in staying:
        others = [other for other in staying if other is not member]
        if member.has(label) and not set(lacks(others)) - set(lacks(staying)):
            places[member] = 0
            return


def _shuffled(members: Iterable[Member], *seed: str | int) -> list[Member]:
    return sorted(members, key=lambda member: derived_seed(*seed, member.neonate))


def _dealt(members: Sequence[Member], count: int, seed: int, attempt: int) -> Places:
    order = [
        member
        for dataset, some in by_dataset(members).items()
        for member in _shuffled(some, seed, "deal", attempt, dataset)
    ]
    return {member: rank % count for rank, member in enumerate(order)}


def _mend(places: Places, count: int, *, moves: bool) -> None:
    """Let neonates of one data set change places while that gives a part a class it lacks.

    With ``moves`` a neonate may also go alone from a part with more of its data set to a part
    with fewer.
    """
    while (found := _better(places, count, moves=moves)) is not None:
        places.update(found)


def _better(places: Places, count: int, *, moves: bool) -> Places | None:
    having = [[0] * len(CLASSES) for _ in range(count)]
    for member, part in places.items():
        for index, label in enumerate(CLASSES):
            having[part][index] += member.has(label)
    sizes = Counter((member.dataset, part) for member, part in places.items())
    for part in range(count):
        if all(having[part]):
            continue
        here = [member for member, place in places.items() if place == part]
        for member, place in places.items():
            if place == part:
                continue
            before = having[part].count(0) + having[place].count(0)
            same = [other for other in here if other.dataset == member.dataset]
            fewer = sizes[member.dataset, part] < sizes[member.dataset, place]
            for other in (*same, *([None] if moves and fewer else [])):
                if (
                    _zeros(having[part], other, member) + _zeros(having[place], member, other)
                    < before
                ):
                    return {member: part} | ({} if other is None else {other: place})
    return None


def _zeros(having: list[int], leaving: Member | None, coming: Member | None) -> int:
    """Return how many classes a part lacks when a neonate has left it and another has come."""
    return sum(
        having[index]
        + (coming is not None and coming.has(label))
        - (leaving is not None and leaving.has(label))
        == 0
        for index, label in enumerate(CLASSES)
    )


def _lacking(places: Places, count: int) -> int:
    parts: list[list[Member]] = [[] for _ in range(count)]
    for member, part in places.items():
        parts[part].append(member)
    return sum(len(lacks(part)) for part in parts)
