"""In which order a rater sees a round's photographs, and which of them twice.

Every order is drawn from the round's seed and the rater's name, so that it can be drawn again. The
two photographs of a neonate, and the two times of a repeated one, are the round's ``apart``
positions from each other, or as many as its photographs allow: :func:`distance_of` says how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from neopain_gui.annotation.answers import Turn
from neopain_gui.annotation.round import Round

_TRIES = 20
"""Orders that are drawn before one that is a little less random is put together."""


def repeats_of(share: float, photographs: int) -> int:
    """Return how many photographs come twice: the share, and one at least where there is a share.

    >>> repeats_of(0.1, 60), repeats_of(0.1, 3), repeats_of(0, 60)
    (6, 1, 0)
    """
    return max(int(share * photographs + 0.5), 1) if share > 0 and photographs > 0 else 0


def turns(round_: Round, rater: str, neonate_of: Mapping[str, str | None]) -> tuple[Turn, ...]:
    """Draw a rater's order.

    Parameters
    ----------
    round_ : Round
        The round.
    rater : str
        Whose order.
    neonate_of : Mapping of str to str or None
        The neonate of each photograph; None, or a photograph that is missing here, where nobody
        knows: such a photograph is apart from its own repetition only.
    """
    draw = Random(f"{round_.seed}:{rater}")  # noqa: S311 (an order, no secret)
    images = _shuffled(round_.image_ids, draw)
    again = images[: repeats_of(round_.repeats, len(images))]
    every = [*images, *again]
    whose = {one: neonate_of.get(one) or f"\0{one}" for one in images}
    for apart in range(round_.apart, 0, -1):
        for number in range(_TRIES + 1):
            order = _drawn(every, whose, apart, draw, fullest_first=number == _TRIES)
            if order is not None:
                return _numbered(order)
    return _numbered(_shuffled(every, draw))


def distance_of(order: Sequence[Turn], neonate_of: Mapping[str, str | None]) -> int | None:
    """Return the fewest positions between two turns of one neonate; None where no neonate has two.

    >>> distance_of([Turn(image_id="a"), Turn(image_id="b"), Turn(image_id="a", repeat=1)], {})
    2
    """
    last: dict[str, int] = {}
    fewest: int | None = None
    for place, turn in enumerate(order):
        whose = neonate_of.get(turn.image_id) or f"\0{turn.image_id}"
        if whose in last:
            distance = place - last[whose]
            fewest = distance if fewest is None else min(fewest, distance)
        last[whose] = place
    return fewest


def _shuffled(values: Sequence[str], draw: Random) -> list[str]:
    # By keys: random() alone is promised to stay the same with every version of Python.
    keyed = [(draw.random(), place) for place in range(len(values))]
    return [values[place] for _, place in sorted(keyed)]


def _drawn(
    every: Sequence[str], whose: Mapping[str, str], apart: int, draw: Random, *, fullest_first: bool
) -> list[str] | None:
    """Return an order with every neonate ``apart`` positions apart, or None where it ran aground.

    With the neonate that has the most photographs left always first, it runs aground only where
    there is no such order.
    """
    left = _shuffled(every, draw)
    counts = Counter(whose[one] for one in left)
    order: list[str] = []
    while left:
        near = {whose[one] for one in order[-(apart - 1) :]} if apart > 1 else set()
        # Also where neonates may stand together, nobody sees the same photograph twice running.
        last = order[-1] if order else None
        free = [one for one in left if whose[one] not in near and one != last]
        if not free:
            return None
        chosen = max(free, key=lambda one: counts[whose[one]]) if fullest_first else free[0]
        order.append(chosen)
        left.remove(chosen)
        counts[whose[chosen]] -= 1
    return order


def _numbered(order: Sequence[str]) -> tuple[Turn, ...]:
    seen: Counter[str] = Counter()
    made = []
    for one in order:
        made.append(Turn(image_id=one, repeat=seen[one]))
        seen[one] += 1
    return tuple(made)
