"""Strong, moderate, weak: the words in which section 4.2.2 speaks of agreement."""

from __future__ import annotations

import math

BANDS = {"cosine": (0.50, 0.70), "spearman": (0.40, 0.60), "overlap": (0.50, 0.70)}
"""Weak up to the first, strong from the second (4.2.2); other metrics have no bands there."""

BY_CHANCE = "not above chance"
"""In place of a word where two masks overlap by no more than their sizes give."""


def band(metric: str, value: float) -> str:
    """Return ``"strong"``, ``"moderate"`` or ``"weak"``; nothing where 4.2.2 has no word for it."""
    if metric not in BANDS or math.isnan(value):
        return ""
    weak, strong = BANDS[metric]
    if value >= strong:
        return "strong"
    return "weak" if value <= weak else "moderate"
