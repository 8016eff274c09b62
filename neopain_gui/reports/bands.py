"""Strong, moderate, weak: the words in which section 4.2.2 speaks of agreement."""

from __future__ import annotations

import math

from neopain_gui.agreement.measures import measure_of

BY_CHANCE = "not above chance"
"""In place of a word where two masks overlap by no more than their sizes give."""


def band(metric: str, value: float) -> str:
    """Return ``"strong"``, ``"moderate"`` or ``"weak"``; nothing where 4.2.2 has no word for it."""
    measure = measure_of(metric)
    if measure.bands is None or math.isnan(value):
        return ""
    weak, strong = (measure.ranked(end) for end in measure.bands)
    if measure.ranked(value) >= strong:
        return "strong"
    return "weak" if measure.ranked(value) <= weak else "moderate"
