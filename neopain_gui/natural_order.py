"""The order in which people read names that hold numbers."""

from __future__ import annotations

import re


def natural_key(text: str) -> tuple[tuple[bool, int, str], ...]:
    """Sort key under which S2 comes before S10; a number may have any length.

    Texts that are equal but for case have one fixed order, too.

    >>> sorted(["S10", "s2", "S2", "S"], key=natural_key)
    ['S', 'S2', 's2', 'S10']
    """
    parts = (part for part in re.split(r"(\d+)", text.casefold()) if part)
    keys = (_number_key(p) if p.isdecimal() else (True, 0, p) for p in parts)
    return (*keys, (False, -1, text))


def _number_key(digits: str) -> tuple[bool, int, str]:
    short = digits.lstrip("0")
    return False, len(short), f"{short}\0{digits}"
