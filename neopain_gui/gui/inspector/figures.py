"""The figures beside a map, in words: what they are and how far to trust them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from neopain_gui.maps import RelevanceMap

# Decision 5: the default reaches 1 %; beyond five the attributions do not add up to the score.
COMPLETENESS_GOOD = 0.01
COMPLETENESS_POOR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the details.

    Attributes
    ----------
    name, text : str
        What it is, and its value with unit.
    level : str
        ``""``, ``"warning"`` or ``"error"``; the text says so too.
    tip : str
        What it means.
    """

    name: str
    text: str
    level: str = ""
    tip: str = ""


def completeness(error: float) -> Figure:
    """Judge an Integrated Gradients completeness error, relative to F(x) − F(x′).

    Infinite where the two scores are equal and the attributions are not zero.
    """
    level, word = "", ""
    if not error <= COMPLETENESS_POOR:
        level, word = "error", " (too large)"
    elif error > COMPLETENESS_GOOD:
        level, word = "warning", " (over 1 %)"
    if math.isinf(error):
        text, word = "undefined", " (equal scores at both ends)"
    else:
        text = f"{100 * error:.2g} %" if error < 1 else f"{100 * error:.0f} %"
    return Figure(
        name="Completeness error",
        text=text + word,
        level=level,
        tip="How far the attributions are from adding up to the difference of the scores of "
        "the photograph and the black baseline, relative to that difference",
    )


def figures(facts: Mapping[str, Any], relevance: RelevanceMap) -> list[Figure]:
    """List what is known of a map, from its row and its values."""
    lines = []
    if facts.get("layer"):
        lines.append(
            Figure(name="Layer", text=str(facts["layer"]), tip="Whose activations the map weighs")
        )
    if facts.get("target"):
        lines.append(
            Figure(
                name="Explained class",
                text=str(facts["target"]),
                tip="The class whose score the map explains",
            )
        )
    if "completeness_error" in facts:
        error = facts["completeness_error"]
        lines.append(completeness(math.inf if error is None else float(error)))
    if isinstance(facts.get("steps"), int):
        lines.append(
            Figure(
                name="Steps",
                text=f"{facts['steps']}",
                tip="Points between the baseline and the photograph",
            )
        )
    if facts.get("mode"):
        lines.append(
            Figure(
                name="Colours read as",
                text=str(facts["mode"]),
                tip="paper: grey conversion of the picture (3.5)",
            )
        )
    height, width = relevance.values.shape
    lines.append(
        Figure(name="Grid", text=f"{width} × {height}", tip="Resolution at which the map was made")
    )
    if relevance.empty:
        lines.append(
            Figure(
                name="Map",
                text="empty – zero everywhere",
                level="warning",
                tip="Nothing speaks for the explained class at this layer (decision 8)",
            )
        )
    return lines
