"""How many, in words."""

from __future__ import annotations


def photographs(count: int) -> str:
    """Say how many photographs: ``1 photograph``, ``20 photographs``."""
    return f"{count} photograph" + ("" if count == 1 else "s")


def maps(count: int) -> str:
    """Say how many maps: ``1 map``, ``70 maps``."""
    return f"{count} map" + ("" if count == 1 else "s")


def participants(count: int) -> str:
    """Say how many people: ``1 participant``, ``20 participants``."""
    return f"{count} participant" + ("" if count == 1 else "s")


def fixations(count: int) -> str:
    """Say how many fixations: ``1 fixation``, ``7 fixations``."""
    return f"{count} fixation" + ("" if count == 1 else "s")


def trials(count: int) -> str:
    """Say how many trials: ``1 trial``, ``40 trials``."""
    return f"{count} trial" + ("" if count == 1 else "s")


def them(count: int) -> str:
    """Return the pronoun for that many things."""
    return "it" if count == 1 else "them"


def duration(seconds: float) -> str:
    """Say roughly how long something takes: ``20 seconds``, ``5 minutes``, ``3 hours``."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size)} {unit}s"
    count = max(1, round(seconds))
    return f"{count} second" + ("" if count == 1 else "s")
