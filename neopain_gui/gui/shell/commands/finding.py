"""Which commands fit what was typed, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_OTHER_WORD, _SEVERAL, _OTHER_PLACE = 0.5, 0.75, 1.5
_LETTERS_ONLY, _INSIDE, _WORDS, _BEGINNING, _ALL = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that can be found.

    Attributes
    ----------
    id : str
        Its name for the program.
    text, plain : str
        As it is shown, and as it is always called.
    words : str
        Other words that people use for it.
    menu : str
        Where it is.
    enabled : bool
        Whether it can be used now.
    """

    id: str
    text: str
    plain: str
    words: str = ""
    menu: str = ""
    enabled: bool = True


def score(typed: str, text: str) -> float | None:
    """Rate how well the typed letters fit: all must occur in their order; None if not.

    Letters that follow each other and letters that begin a word count more.

    >>> score("ex", "Export") > score("ex", "Next photograph")
    True
    >>> score("zz", "Export") is None
    True
    """
    wanted, given = typed.casefold().replace(" ", ""), text.casefold()
    total, place, before = 0.0, 0, -2
    for letter in wanted:
        found_at = given.find(letter, place)
        if found_at < 0:
            return None
        starts = found_at == 0 or not given[found_at - 1].isalnum()
        total += 1.0 + 2.0 * (found_at == before + 1) + 1.5 * starts - 0.01 * found_at
        place, before = found_at + 1, found_at
    return total - 0.02 * len(given)


def _how(typed: str, text: str) -> float | None:
    """Say how a text fits: as a whole, at its beginning, by its words, inside, by letters."""
    wanted, given = typed.casefold().strip(), text.casefold()
    fine = score(wanted, given)
    if fine is None:
        return None
    words = given.replace("/", " ").split()
    if wanted == given:
        kind = _ALL
    elif given.startswith(wanted):
        kind = _BEGINNING
    elif all(any(word.startswith(part) for word in words) for part in wanted.split()):
        kind = _WORDS
    elif wanted in given:
        kind = _INSIDE
    else:
        kind = _LETTERS_ONLY
    return kind + fine / 1000


def rate(typed: str, entry: Entry) -> float | None:
    """Rate something by its name; other words for it count less, its menu least."""
    rated = [
        (_how(typed, entry.plain), 0.0),
        (_how(typed, entry.words), _OTHER_WORD),
        (_how(typed, f"{entry.words} {entry.plain}"), _SEVERAL),
        (_how(typed, f"{entry.menu} {entry.plain}"), _OTHER_PLACE),
    ]
    good = [
        # among other words it does not matter which: the order of the menus decides
        (int(how) if less else how) - less
        for how, less in rated
        if how is not None and how >= _INSIDE
    ]
    letters = [how - less for how, less in rated if how is not None and not less]
    return max(good or letters, default=None)


def _rank(how: float) -> float:
    return _BEGINNING if _BEGINNING <= how < _ALL else how


def found(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return what fits, best first and what cannot be used now last; everything for no letters.

    Where something fits by its words, what has only the same letters somewhere is left out.
    """
    if not typed.strip():
        return sorted(entries, key=lambda entry: not entry.enabled)
    rated = [(how, e) for e in entries if (how := rate(typed, e)) is not None]
    best = max((how for how, _entry in rated), default=0.0)
    if best >= _WORDS - _OTHER_WORD and len(typed.strip()) > 2:
        rated = [(how, entry) for how, entry in rated if how >= _INSIDE - _OTHER_WORD]
    # among those that begin with what was typed the order of the menus decides, not their length
    rated.sort(key=lambda pair: (not pair[1].enabled, -_rank(pair[0])))
    return [entry for _how_well, entry in rated]
