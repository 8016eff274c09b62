"""What is wrong with a definition, and at which of its parts, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

Where = tuple[str | int, ...]

_MESSAGES: Mapping[str, str] = {
    "string_too_short": "it is empty",
    "string_too_long": "it has more than {max_length} characters",
    "string_pattern_mismatch": "it begins with a small letter and goes on with small letters, "
    "digits and _",
    "string_type": "it is no text",
    "too_short": "there are fewer than {min_length}",
    "too_long": "there are more than {max_length}",
    "greater_than_equal": "it is less than {ge:g}",
    "less_than_equal": "it is more than {le:g}",
    "float_type": "it is no number",
    "float_parsing": "it is no number",
    "finite_number": "it is no number",
    "missing": "it is missing",
    "extra_forbidden": "nothing is called so",
}
_ONE: Mapping[str, str] = {
    "items": "item",
    "levels": "level",
    "totals": "total",
    "bands": "band",
    "cut_offs": "cut-off",
    "switches": "switch",
    "features": "feature",
    "points": "point",
    "eyes": "eye",
    "mirror": "mirror pair",
    "lines": "line",
    "distances": "distance",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a definition.

    Attributes
    ----------
    where : tuple of str or int
        The part, as keys and places lead to it; empty for the whole.
    place : str
        The same in words: ``"item 3, level 1, title"``.
    problem : str
        What is wrong there, as part of a sentence.
    more : int
        How much more is wrong.
    """

    where: Where
    place: str
    problem: str
    more: int = 0

    @property
    def words(self) -> str:
        """Place and problem, as part of a sentence."""
        more = f" (and {self.more} more)" if self.more else ""
        return f"{self.place}: {self.problem}{more}" if self.place else f"{self.problem}{more}"

    @property
    def sentence(self) -> str:
        """The same as a sentence of its own."""
        return f"{self.words[:1].upper()}{self.words[1:]}."


def fault_of(error: ValidationError) -> Fault:
    """Return the first thing that is wrong with a definition, and how much more there is."""
    found = error.errors(include_url=False)
    where = tuple(found[0]["loc"])
    # What is wrong inside a part is wrong with the part, too: it counts once.
    own = [one for one in found if not any(_inside(other["loc"], one["loc"]) for other in found)]
    return Fault(
        where=where, place=_place(where), problem=_problem(found[0]), more=max(0, len(own) - 1)
    )


def _inside(part: Where, whole: Where) -> bool:
    return len(part) > len(whole) and part[: len(whole)] == whole


def _place(where: Where) -> str:
    parts: list[str] = []
    for part in where:
        if isinstance(part, int) and parts:
            parts[-1] = f"{_ONE.get(parts[-1], parts[-1])} {part + 1}"
        elif part != "constrained-str":  # pydantic's name for one of several kinds of text
            parts.append(str(part))
    return ", ".join(parts)


def _problem(found: Mapping[str, Any]) -> str:
    message = _MESSAGES.get(found["type"])
    if message is None:
        return str(found["msg"]).removeprefix("Value error, ")
    return message.format(**found.get("ctx", {}))
