"""How many, in words."""

from __future__ import annotations

from neopain_gui.counted import counted, matching


def photographs(count: int) -> str:
    """Say how many photographs: ``1 photograph``, ``20 photographs``."""
    return counted(count, "photograph")


def maps(count: int) -> str:
    """Say how many maps: ``1 map``, ``70 maps``."""
    return counted(count, "map")


def participants(count: int) -> str:
    """Say how many people: ``1 participant``, ``20 participants``."""
    return counted(count, "participant")


def fixations(count: int) -> str:
    """Say how many fixations: ``1 fixation``, ``7 fixations``."""
    return counted(count, "fixation")


def trials(count: int) -> str:
    """Say how many trials: ``1 trial``, ``40 trials``."""
    return counted(count, "trial")


def them(count: int) -> str:
    """Return the pronoun for that many things."""
    return matching(count, "it", "them")
