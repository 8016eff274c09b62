"""A scale: its items, their levels, the rules of its totals, bands and cut-offs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from neopain_gui.annotation.scales.rule import WORDS, RuleError, names_in, parsed

MOST_ITEMS = 60
KEYS = "QWERYUIOASDFGHJKLZXV"
"""Letters that an item can be answered by: those that a round's page needs itself are left out."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ScaleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Number = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]


class _Part(BaseModel):
    """A part of a definition: nothing is guessed, nothing unknown is let through."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Level(_Part):
    """One answer to an item.

    Attributes
    ----------
    value : float
        What it counts.
    title : str
        In a few words.
    """

    value: Number
    title: Line


class Item(_Part):
    """One question of a scale.

    Attributes
    ----------
    id : str
        What data and rules call it.
    title : str
        What the page calls it.
    help : str
        What to look for; short and in NeoPain's own words.
    levels : tuple of Level
        The answers, from the lowest to the highest. "Not codable" is always there beside them, and
        is never 0.
    weight : float
        What a level's value is multiplied by where a rule names the item.
    on_still : bool
        Whether a photograph of a face can show it.
    why_not : str
        Why it cannot; said where the item is greyed.
    features : tuple of str
        The features of the face that it is about
        (:data:`~neopain_gui.faces.regions.FEATURES`, or a region of one's own).
    key : str
        The letter that answers it, one of :data:`KEYS`; empty for the next that is free.
    """

    id: Id
    title: Line
    help: Text = ""
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=20)]
    weight: Number = 1.0
    on_still: bool = True
    why_not: Text = ""
    features: tuple[Line, ...] = ()
    key: Annotated[str, StringConstraints(pattern=f"^[{KEYS}]?$")] = ""

    @model_validator(mode="after")
    def _checked(self) -> Item:
        values = [one.value for one in self.levels]
        if sorted(set(values)) != values:
            raise ValueError(f"the levels of “{self.title}” do not rise from each to the next")
        if self.id in WORDS:
            raise ValueError(f"an item cannot be called “{self.id}”: rules use that word")
        if not self.on_still and not self.why_not:
            raise ValueError(f"“{self.title}” does not say why a photograph cannot show it")
        return self

    @property
    def low(self) -> float:
        """The lowest level's value."""
        return self.levels[0].value

    @property
    def high(self) -> float:
        """The highest level's value."""
        return self.levels[-1].value

    def level(self, value: float) -> Level | None:
        """Return the level of a value; None where there is none."""
        return next((one for one in self.levels if one.value == value), None)


class Band(_Part):
    """A stretch of totals that has a name; both ends belong to it."""

    low: Number
    high: Number
    title: Line


class CutOff(_Part):
    """From where on a total is taken for pain.

    Attributes
    ----------
    sign : {"at least", "more than"}
        Whether the value itself is above it.
    value : float
        The value.
    note : str
        Who uses it.
    """

    sign: Literal["at least", "more than"] = "at least"
    value: Number
    note: Text = ""

    def reached(self, total: float) -> bool:
        """Say whether a total is taken for pain."""
        return total >= self.value if self.sign == "at least" else total > self.value

    @property
    def words(self) -> str:
        """As a table writes it: ``≥ 3``."""
        return f"{'≥' if self.sign == 'at least' else '>'} {self.value:g}"


class Total(_Part):
    """What items come to.

    Attributes
    ----------
    id, title : str
        What data and rules, and what the page call it.
    rule : str
        See :mod:`~neopain_gui.annotation.scales.rule`; it may name items, switches and the totals
        before it.
    missing : {"unknown", "prorate"}
        What becomes of it where an item that it needs was not coded: it is not known, or the item
        is taken to lie as far up its levels as the others do on average, which is said with every
        total.
    low, high : float
        Between what it lies.
    bands : tuple of Band
        What its values are called.
    cut_offs : tuple of CutOff
        The first is the usual one.
    """

    id: Id
    title: Line
    rule: Line | Text
    missing: Literal["unknown", "prorate"] = "unknown"
    low: Number
    high: Number
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()

    @property
    def tree(self) -> ast.expr:
        """The rule, taken apart."""
        return parsed(self.rule)


class Switch(_Part):
    """A choice that a study makes once for a scale; a rule takes it for 1 or 0."""

    id: Id
    title: Line
    on: bool = False


class Source(_Part):
    """Where a scale comes from."""

    text: Line | Text
    doi: Text = ""
    rights: Text = ""


class Scale(_Part):
    """A scale as data.

    Attributes
    ----------
    id : str
        What data call it, after ``scale:``.
    version : str
        Of this definition: answers keep it.
    title, short : str
        Its name, and what heads of columns call it.
    about : str
        For whom it was made, and what it takes.
    language : str
        Of the wording, as in ``"en"``.
    source : Source
        Who made it.
    items : tuple of Item
        In their order on the page.
    switches : tuple of Switch
        What a study chooses.
    totals : tuple of Total
        In their order.
    """

    id: ScaleId
    version: Line
    title: Line
    short: Annotated[str, StringConstraints(min_length=1, max_length=24, strip_whitespace=True)]
    about: Text = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")] = "en"
    source: Source
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    switches: tuple[Switch, ...] = ()
    totals: Annotated[tuple[Total, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _checked(self) -> Scale:
        ids = [*self.item_ids]
        ids += [one.id for one in self.switches] + [one.id for one in self.totals]
        if twice := next((one for one in ids if ids.count(one) > 1), ""):
            raise ValueError(f"“{twice}” is there twice")
        keys = [one.key for one in self.items if one.key]
        if twice := next((one for one in keys if keys.count(one) > 1), ""):
            raise ValueError(f"two items have the key {twice}")
        known = [*self.item_ids, *(one.id for one in self.switches)]
        for total in self.totals:
            _check_total(self, total, known)
            known.append(total.id)
        return self

    @property
    def item_ids(self) -> tuple[str, ...]:
        """What data call its items."""
        return tuple(one.id for one in self.items)

    @property
    def instrument(self) -> str:
        """What a round calls it."""
        return f"scale:{self.id}"

    def item(self, item_id: str) -> Item | None:
        """Return an item; None where there is none of this id."""
        return next((one for one in self.items if one.id == item_id), None)

    def total(self, total_id: str = "") -> Total | None:
        """Return a total, the main one (the last) by default; None where there is none."""
        if not total_id:
            return self.totals[-1] if self.totals else None
        return next((one for one in self.totals if one.id == total_id), None)


def free_scale_id(title: str, taken: Iterable[str]) -> str:
    """Return an id for a scale of this title that none of the others has.

    >>> free_scale_id("Our scale, 2", {"our-scale-2"})
    'our-scale-2-2'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30] or "scale"
    base = plain if plain[0].isalpha() else f"scale-{plain}"
    taken, number, made = set(taken), 1, base
    while made in taken:
        number += 1
        made = f"{base}-{number}"
    return made


def rule_fault(rule: str, title: str, items: Sequence[str], known: Collection[str]) -> str:
    """Return what is wrong with the rule of a total, as part of a sentence; empty for nothing.

    Parameters
    ----------
    rule, title : str
        The rule, and what its total is called.
    items : sequence of str
        What ``items`` stands for in it.
    known : collection of str
        What it may name.
    """
    try:
        for name in names_in(parsed(rule), items):
            if name not in known:
                return f"the rule of “{title}” refers to “{name}”, which is no item of the scale"
    except RuleError as error:
        return str(error)
    return ""


def _check_total(scale: Scale, total: Total, known: list[str]) -> None:
    if wrong := rule_fault(total.rule, total.title, scale.item_ids, known):
        raise ValueError(wrong)
    if total.low >= total.high:
        raise ValueError(f"“{total.title}” lies between {total.low:g} and {total.high:g}")
    for one in total.bands:
        if not total.low <= one.low <= one.high <= total.high:
            raise ValueError(f"the band “{one.title}” does not lie inside “{total.title}”")
    for cut in total.cut_offs:
        if not total.low <= cut.value <= total.high:
            raise ValueError(f"a cut-off of “{total.title}” does not lie inside it")
