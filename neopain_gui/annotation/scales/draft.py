"""A scale while somebody writes it: its definition as plain data, which need not be usable yet.

Every function returns a new definition and leaves the one that it was given alone.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from neopain_gui.annotation.faults import Fault, fault_of
from neopain_gui.annotation.scales.definition import Scale, free_scale_id, rule_fault
from neopain_gui.annotation.scales.reading import scale_text
from neopain_gui.annotation.scales.rule import WORDS
from neopain_gui.annotation.scales.totals import totals_of

Definition = dict[str, Any]
_Entry = TypeVar("_Entry")
_LONGEST_ID, _LONGEST_SHORT = 40, 24


def blank(taken: Mapping[str, Scale]) -> Definition:
    """Return the beginning of a scale that has nothing: one item, and their sum."""
    short = free_short("Own", taken)
    made: Definition = {
        "id": free_scale_id(short, taken),
        "version": "1",
        "title": "Own scale",
        "short": short,
        "source": {"text": "Made for this study"},
        "items": [],
        "totals": [
            {"id": "total", "title": "Total", "rule": "sum(items)", "low": 0.0, "high": 1.0}
        ],
    }
    return with_item(made, 0)


def copied(scale: Scale, taken: Mapping[str, Scale]) -> Definition:
    """Return a scale of one's own that begins as another is."""
    made = definition_of(scale)
    made["short"] = free_short(scale.short, taken)
    return {
        **made,
        "id": free_scale_id(str(made["short"]), taken),
        "version": "1",
        "title": f"{scale.title}, changed"[:120],
    }


def newer(scale: Scale, taken: Mapping[str, Scale]) -> Definition:
    """Return the next version of a scale of one's own, which stands beside it."""
    number = int(scale.version) + 1 if scale.version.isdecimal() else 2
    base = re.sub(r"-v\d+$", "", scale.id)[: _LONGEST_ID - 6]
    short = re.sub(r" v\d+$", "", scale.short)
    while f"{base}-v{number}" in taken:
        number += 1
    return {
        **definition_of(scale),
        "id": f"{base}-v{number}",
        "version": str(number),
        "short": free_short(f"{short[: _LONGEST_SHORT - 5]} v{number}", taken),
    }


def definition_of(scale: Scale) -> Definition:
    """Return a scale as plain data."""
    return _plain(json.loads(scale_text(scale)))


def free_short(short: str, taken: Mapping[str, Scale]) -> str:
    """Return a short name that none of the scales has: maps and tables are told apart by it."""
    names = {one.short.casefold() for one in taken.values()}
    number, made = 1, short
    while made.casefold() in names:
        number += 1
        made = f"{short[: _LONGEST_SHORT - 4]} {number}"
    return made


# -- what is wrong -------------------------------------------------------------------------------
def read_draft(
    definition: Mapping[str, Any], others: Iterable[Scale] = ()
) -> tuple[Scale | None, Fault | None]:
    """Return the scale that a definition is; None, and what is wrong, where it is none yet.

    Parameters
    ----------
    definition : Mapping
        As plain data.
    others : iterable of Scale
        The study's other scales: none of them may have its short name.
    """
    try:
        scale = Scale.model_validate_json(json.dumps(_plain(definition)))
    except ValidationError as error:
        return None, fault_of(error)
    for one in others:
        if one.id != scale.id and one.short.casefold() == scale.short.casefold():
            problem = f"“{one.title}” is called {one.short} too, and tables would not tell them"
            return None, Fault(where=("short",), place="short name", problem=f"{problem} apart")
    return scale, None


def fault_of_rule(definition: Mapping[str, Any], place: int) -> str:
    """Return what is wrong with the rule of a total, as a sentence; empty for nothing."""
    totals = definition.get("totals", [])
    items = item_ids(definition)
    known = {*items, *_ids(definition, "switches"), *(str(one["id"]) for one in totals[:place])}
    total = totals[place]
    wrong = rule_fault(str(total.get("rule", "")), str(total.get("title", "")), items, known)
    return f"{wrong[:1].upper()}{wrong[1:]}." if wrong else ""


def item_ids(definition: Mapping[str, Any]) -> list[str]:
    """Return what rules call the items."""
    return _ids(definition, "items")


# -- items ---------------------------------------------------------------------------------------
def with_item(definition: Definition, place: int) -> Definition:
    """Put a new item at a place: absent or present."""
    title = f"Item {len(definition['items']) + 1}"
    levels = [{"value": 0.0, "title": "Absent"}, {"value": 1.0, "title": "Present"}]
    item = {"id": _free(title, _every_id(definition)), "title": title, "levels": levels}
    return _following(definition, "items", _inserted(definition["items"], place, item))


def with_copy(definition: Definition, place: int) -> Definition:
    """Put a copy of an item behind it; its key stays the first one's."""
    item = copy.deepcopy(definition["items"][place])
    item["id"] = _free(str(item["id"]), _every_id(definition))
    item["title"] = f"{item['title']} (copy)"[:120]
    item.pop("key", None)
    return _following(definition, "items", _inserted(definition["items"], place + 1, item))


def without_item(definition: Definition, place: int) -> Definition:
    """Take an item out; a rule that names it says so."""
    items = [one for number, one in enumerate(definition["items"]) if number != place]
    return _following(definition, "items", items)


def with_moved(definition: Definition, place: int, by: int) -> Definition:
    """Move an item up or down; beyond the ends it stays."""
    items = list(definition["items"])
    to = place + by
    if 0 <= to < len(items):
        items.insert(to, items.pop(place))
    return {**definition, "items": items}


def with_field(definition: Definition, part: str, place: int, **values: Any) -> Definition:
    """Change fields of one of the ``items`` or ``totals``; an empty one that may be absent goes.

    An item's name in rules follows its question as long as it was made from it, and rules follow
    its name.
    """
    entries = list(definition[part])
    before = entries[place]
    made = {**before, **values}
    for key in ("help", "why_not", "features", "key", "bands", "cut_offs"):
        if key in made and not made[key]:
            del made[key]
    for key, usual in (("weight", 1.0), ("on_still", True), ("missing", "unknown")):
        if made.get(key) == usual:
            del made[key]
    entries[place] = made
    after = {**definition, part: entries}
    if part != "items":
        return after
    if "title" in values and "id" not in values and _follows(before):
        others = _every_id({**definition, "items": _without(definition["items"], place)})
        made["id"] = _free(str(values["title"]), others)
    if made["id"] != before["id"]:
        after = _renamed(after, str(before["id"]), str(made["id"]))
    if "levels" in values or "weight" in values:
        return _following(definition, "items", after["items"])
    return after


# -- totals --------------------------------------------------------------------------------------
def with_total(definition: Definition) -> Definition:
    """Put a new total behind the others: the sum of all items."""
    low, high = reach(definition, "sum(items)") or (0.0, 1.0)
    name = _free("Total", _every_id(definition))
    total = {"id": name, "title": "Total", "rule": "sum(items)", "low": low, "high": high}
    return {**definition, "totals": [*definition.get("totals", []), total]}


def without_total(definition: Definition, place: int) -> Definition:
    """Take a total out."""
    return {**definition, "totals": _without(definition["totals"], place)}


def reach(definition: Definition, rule: str) -> tuple[float, float] | None:
    """Return between what a rule lies where all items are at their lowest, and their highest."""
    probe = {
        **definition,
        "totals": [{"id": "reach_of_it", "title": "T", "rule": rule, "low": -1e3, "high": 1e3}],
    }
    scale, _fault = read_draft(probe)
    if scale is None:
        return None
    ends = []
    for values in (
        {one.id: one.low for one in scale.items},
        {one.id: one.high for one in scale.items},
    ):
        value = totals_of(scale, values)["reach_of_it"].value
        if value is None:
            return None
        ends.append(value)
    return (min(ends), max(ends)) if min(ends) < max(ends) else None


def _following(definition: Definition, part: str, entries: list[Any]) -> Definition:
    """Change entries; the ends of totals that lay at those of their rule do so again."""
    after = {**definition, part: entries}
    totals = []
    for one in definition.get("totals", []):
        rule = str(one.get("rule", ""))
        ends, now = reach(definition, rule), reach(after, rule)
        first = not definition["items"]
        follows = now and (first or ends == (one.get("low"), one.get("high")))
        totals.append({**one, "low": now[0], "high": now[1]} if now and follows else one)
    return {**after, "totals": totals}


# -- names ---------------------------------------------------------------------------------------
def slug(title: str) -> str:
    """Return a name for rules that is made from a title.

    >>> slug("Brow bulge!"), slug("7 signs")
    ('brow_bulge', 'item_7_signs')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[: _LONGEST_ID - 6] or "item"
    return plain if plain[0].isalpha() and plain not in WORDS else f"item_{plain}"


def _free(title: str, taken: Collection[str]) -> str:
    base, number = slug(title), 1
    made = base
    while made in taken:
        number += 1
        made = f"{base}_{number}"
    return made


def _follows(item: Mapping[str, Any]) -> bool:
    """Say whether an item's name in rules is the one that was made from its question."""
    base = slug(str(item.get("title", "")))
    return bool(re.fullmatch(rf"{re.escape(base)}(_\d+)?", str(item.get("id", ""))))


def _renamed(definition: Definition, before: str, after: str) -> Definition:
    """Let every rule call an item by its new name; one that is no name yet is not written there."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", after) or not before:
        return definition
    word = re.compile(rf"\b{re.escape(before)}\b")
    totals = [
        {**one, "rule": word.sub(after, str(one.get("rule", "")))}
        for one in definition.get("totals", [])
    ]
    return {**definition, "totals": totals}


def _plain(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in definition.items() if key != "$schema"}


def _every_id(definition: Mapping[str, Any]) -> set[str]:
    return {one for part in ("items", "switches", "totals") for one in _ids(definition, part)}


def _ids(definition: Mapping[str, Any], part: str) -> list[str]:
    return [str(one.get("id", "")) for one in definition.get(part, [])]


def _inserted(entries: Sequence[_Entry], place: int, entry: _Entry) -> list[_Entry]:
    return [*entries[:place], entry, *entries[place:]]


def _without(entries: Sequence[_Entry], place: int) -> list[_Entry]:
    return [one for number, one in enumerate(entries) if number != place]
