"""Which key answers which question of a round."""

from __future__ import annotations

from collections.abc import Mapping

from neopain_gui.annotation.scales import Item, Scale
from neopain_gui.annotation.scales.definition import KEYS

PAIN, NO_PAIN, CANNOT_TELL, TEN, NOTE, REST = "P", "N", "C", "T", "M", "."
"""Keys of the label, of a score of 10, of the note, and for what is still open of the scales."""


def item_letters(scales: Mapping[str, Scale]) -> dict[tuple[str, str], str]:
    """Return the key of each item that a photograph can show, by instrument and item.

    An item has the letter that its scale gives it, where no item before it has that; the others
    have the letters that are left, in their order. Those beyond the last have none: Tab leads to
    them.
    """
    asked = [
        ((instrument, item.id), item.key)
        for instrument, scale in scales.items()
        for item in scale.items
        if item.on_still
    ]
    given: dict[str, tuple[str, str]] = {}
    for which, key in asked:
        if key:
            given.setdefault(key, which)
    there = {which: key for key, which in given.items()}
    left = iter([one for one in KEYS if one not in given])
    found = {which: there.get(which) or next(left, "") for which, _key in asked}
    return {which: key for which, key in found.items() if key}


def next_level(item: Item, value: float | None, codable: bool) -> tuple[float | None, bool]:
    """Return what a press of an item's key makes of its answer.

    The first press says the level above the lowest, each further one the next; after the highest
    comes the lowest, then "not codable", then no answer.

    Parameters
    ----------
    item : Item
        Which.
    value, codable : float or None, bool
        The answer so far; None and True where there is none.

    Returns
    -------
    tuple of (float or None, bool)
        Value and whether it is codable.
    """
    levels = [one.value for one in item.levels]
    if value is None:
        return (None, True) if not codable else (levels[1], True)
    if value == levels[0]:
        return None, False
    place = levels.index(value) + 1 if value in levels else 0
    return (levels[place] if place < len(levels) else levels[0]), True
