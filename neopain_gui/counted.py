"""A number with its word."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a number of things in words.

    >>> counted(1, "photograph"), counted(0, "row"), counted(2, "stimulus", "stimuli")
    ('1 photograph', '0 rows', '2 stimuli')
    """
    return f"{count} {matching(count, singular, plural or singular + 's')}"


def matching(count: int, singular: str, plural: str) -> str:
    """Return the word that goes with a number of things.

    >>> matching(1, "was", "were"), matching(0, "was", "were")
    ('was', 'were')
    """
    return singular if count == 1 else plural


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def bytes_in_words(size: float) -> str:
    """Say roughly how much disk that is: ``12 kB``, ``340 MB``, ``2.4 GB``."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if size >= factor:
            value = size / factor
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{max(1, round(size / 1e3))} kB"


def duration(seconds: float) -> str:
    """Say roughly how long something takes: ``20 seconds``, ``5 minutes``, ``3 hours``."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size)} {unit}s"
    count = max(1, round(seconds))
    return counted(count, "second")
