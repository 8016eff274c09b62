"""A name that a classifier can have and none has."""

from __future__ import annotations

import re

from neopain_gui import locations
from neopain_gui.classifiers.registry import available

_LONGEST = 40


def free_name(wanted: str) -> str:
    """Return a name like the one that is wanted, which no classifier and no file of one has."""
    taken = {one.id.casefold() for one in available()}
    taken |= {one.name.partition(".")[0].casefold() for one in locations.user_models().glob("*")}
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted).strip("-_") or "training"
    number = 1
    while True:
        ending = f"-{number}" if number > 1 else ""
        free = plain[: _LONGEST - len(ending)] + ending
        if free.casefold() not in taken:
            return free
        number += 1
