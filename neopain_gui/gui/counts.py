"""How many, in words."""

from __future__ import annotations


def photographs(count: int) -> str:
    """Say how many photographs: ``1 photograph``, ``20 photographs``."""
    return f"{count} photograph" + ("" if count == 1 else "s")


def maps(count: int) -> str:
    """Say how many maps: ``1 map``, ``70 maps``."""
    return f"{count} map" + ("" if count == 1 else "s")


def them(count: int) -> str:
    """Return the pronoun for that many things."""
    return "it" if count == 1 else "them"
