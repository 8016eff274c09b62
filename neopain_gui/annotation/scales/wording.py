"""Another wording of a scale: the authors' own, where whoever keeps the study may use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neopain_gui.annotation.scales.definition import Item, Scale

Wording = Mapping[str, Any]
"""``{"title", "about", "language", "items": {ID: {"title", "help", "levels": {"0": …}}}}``; what is
missing stays as it is. Nothing that counts can be changed by it."""


def with_wording(scale: Scale, wording: Wording) -> Scale:
    """Return a scale with other words; ids, levels, rules and cut-offs stay.

    Raises
    ------
    ValueError
        It names an item or level that the scale has not, or is no wording.
    """
    items = wording.get("items", {})
    if not isinstance(items, Mapping) or (unknown := set(items) - set(scale.item_ids)):
        named = f": {sorted(unknown)[0]}" if isinstance(items, Mapping) else ""
        raise ValueError(f"the wording is not of the items of {scale.short}{named}")
    head = {key: wording[key] for key in ("title", "about", "language") if wording.get(key)}
    worded = [_item(one, items.get(one.id, {})) for one in scale.items]
    return Scale.model_validate(
        {**scale.model_dump(), **head, "items": tuple(one.model_dump() for one in worded)}
    )


def wording_of(scale: Scale, plain: Scale) -> dict[str, Any] | None:
    """Return how the words of two scales differ; None where more than words does."""
    wording: dict[str, Any] = {
        key: getattr(scale, key)
        for key in ("title", "about", "language")
        if getattr(scale, key) != getattr(plain, key)
    }
    items: dict[str, Any] = {}
    for mine, theirs in zip(scale.items, plain.items, strict=False):
        said: dict[str, Any] = {
            key: getattr(mine, key)
            for key in ("title", "help")
            if getattr(mine, key) != getattr(theirs, key)
        }
        levels = {
            f"{one.value:g}": one.title
            for one, other in zip(mine.levels, theirs.levels, strict=False)
            if one.title != other.title
        }
        if levels:
            said["levels"] = levels
        if said:
            items[mine.id] = said
    if items:
        wording["items"] = items
    try:
        return wording if with_wording(plain, wording) == scale else None
    except ValueError:
        return None


def _item(item: Item, words: Mapping[str, Any]) -> Item:
    levels = words.get("levels", {})
    values = {f"{one.value:g}" for one in item.levels}
    if unknown := set(levels) - values:
        raise ValueError(f"“{item.title}” has no level {sorted(unknown)[0]}")
    made = item.model_dump()
    made |= {key: words[key] for key in ("title", "help") if key in words}
    for one in made["levels"]:
        one["title"] = levels.get(f"{one['value']:g}", one["title"])
    return Item.model_validate(made)
