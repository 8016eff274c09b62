"""The figures beside a map, in words: what they are and how far to trust them. Without Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from neopain_gui.agreement import MEASURES, Measure
from neopain_gui.agreement.measures import OVERLAP
from neopain_gui.agreement.metrics import above_chance
from neopain_gui.classifiers.folds.held_out import Why
from neopain_gui.counted import listed
from neopain_gui.gui.scene.map_figures import Agreement, Measures
from neopain_gui.maps import RelevanceMap
from neopain_gui.percentages import percent
from neopain_gui.pipeline.maps.noise_words import about, rounding_mark, rounding_of, written

# Decision 5: the default reaches 1 %; beyond five the attributions do not add up to the score.
COMPLETENESS_GOOD = 0.01
COMPLETENESS_POOR = 0.05
_ALIKE = 0.5
"""A baseline with a score from here on is itself taken for the class that is explained."""
WAITING = "…"
BY_CHANCE = "by chance"
"""Level of a figure that is not above what chance gives: grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the details.

    Attributes
    ----------
    name, text : str
        What it is, and its value with unit.
    level : str
        ``""``, ``"warning"``, ``"error"`` or :data:`BY_CHANCE`; the text says so too.
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
        text = percent(error, ".2g" if error < 1 else ".0f")
    return Figure(
        name="Completeness error",
        text=text + word,
        level=level,
        tip="How far the attributions are from adding up to the difference of the scores of "
        "the photograph and the baseline, relative to that difference",
    )


def figures(
    facts: Mapping[str, Any],
    relevance: RelevanceMap,
    *,
    score: str = "",
    measures: Measures | None = None,
    previous: str = "",
    human: str = "",
) -> list[Figure]:
    """List what is known of a map.

    Parameters
    ----------
    facts : Mapping
        Of its row.
    relevance : RelevanceMap
        Its values.
    score : str
        ``"probability"`` or ``"logit"``: what F is.
    measures : Measures, optional
        What was worked out; None while it is on its way.
    previous, human : str
        What it is compared with; empty where there is nothing.
    """
    lines = _what(facts)
    if relevance.empty:
        lines.append(
            Figure(
                name="Map",
                text="empty – zero everywhere",
                level="warning",
                tip="Nothing speaks for the explained class at this layer (decision 8)",
            )
        )
    lines.append(_entropy(measures))
    for name, with_it in (
        (previous, measures.previous if measures else None),
        (human, measures.human if measures else None),
    ):
        if name:
            lines += _agreement(name, with_it)
    lines += _path(facts, score)
    lines += _rounding(facts) + _seed(facts)
    height, width = relevance.values.shape
    lines.append(
        Figure(
            name="Resolution",
            text=f"{width} × {height}",
            tip="Cells of the grid on which the map was made",
        )
    )
    return lines


def _what(facts: Mapping[str, Any]) -> list[Figure]:
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
    if folds := facts.get("folds"):
        lines.append(_by_fold(folds))
    if facts.get("mode"):
        lines.append(
            Figure(
                name="Colours read as",
                text=str(facts["mode"]),
                tip="paper: grey conversion of the picture (3.5)",
            )
        )
    return lines


def _by_fold(folds: Mapping[str, Any]) -> Figure:
    """Say which networks of a cross-validated classifier speak; a warning where it is no test."""
    used = folds["used"]
    if len(used) == folds["of"]:
        text = f"mean of all {folds['of']} folds"
    else:
        several = "mean of folds" if len(used) > 1 else "fold"
        text = f"{several} {listed([str(one) for one in used])} of {folds['of']}"
    seen = folds["why"] in (Why.ALL_SEEN, Why.OTHERS_SEEN)
    text += {Why.UNSEEN: ", neonate held out", Why.NOT_IN_TRAINING: ", neonate in none"}.get(
        folds["why"], ", neonate seen"
    )
    return Figure(
        name="Explained by",
        text=text,
        tip=str(folds["said"]),
        level="warning" if seen else "",
    )


def _entropy(measures: Measures | None) -> Figure:
    if measures is None:
        text = WAITING
    elif math.isnan(measures.entropy):
        text = "undefined"
    else:
        text = percent(measures.entropy)
    return Figure(
        name="Spread (entropy)",
        text=text,
        tip="How evenly the relevance is spread: Shannon's entropy as a share of the largest "
        "possible. 0 % where one pixel has it all, 100 % where every pixel has the same",
    )


def _agreement(name: str, found: Agreement | None) -> list[Figure]:
    """Say how far a contour mask agrees with another one; None while that is on its way."""
    over = f"Of the contour masks of this map and of {name}, over the face"
    return [
        _by(measure, f"{measure.short[0].upper()}{measure.short[1:]} with {name}", found, over)
        for measure in MEASURES
        if measure.in_family
    ]


def _by(measure: Measure, name: str, found: Agreement | None, over: str) -> Figure:
    tip = f"{over}: {measure.explained}"
    if found is None:
        return Figure(name=name, text=WAITING, tip=tip)
    value = found.values.get(measure.id, math.nan)
    if math.isnan(value):
        why = f"{tip}. {found.why_not}" if found.why_not else tip
        return Figure(name=name, text="undefined", level="warning", tip=why)
    text = f"{value:.{measure.decimals}f}".replace("-", "−")
    if measure.id == OVERLAP:
        return _beside_chance(name, found, text, tip)
    return Figure(name=name, text=text, tip=tip)


def _beside_chance(name: str, found: Agreement, text: str, tip: str) -> Figure:
    """Say an overlap beside its chance level; of an empty mask it would say nothing."""
    tip += f". Two independent masks of these sizes would reach {found.chance:.3f}"
    if found.why_not:
        return Figure(name=name, text=found.why_not, level="warning", tip=tip)
    text += f", chance\u00a0{found.chance:.3f}"  # as far as they are compared
    if not above_chance(found.values[OVERLAP], found.chance):
        return Figure(name=name, text=f"{text} (not above)", level=BY_CHANCE, tip=tip)
    return Figure(name=name, text=text, tip=tip)


def _path(facts: Mapping[str, Any], score: str) -> list[Figure]:
    """Say how well a way from a baseline to the photograph was summed up."""
    lines = []
    unit = {"probability": "the class's score", "logit": "the class's logit"}.get(score, "F")
    at_end, at_start = _number(facts, "score"), _number(facts, "baseline_score")
    if at_end is not None and at_start is not None:
        alike = score == "probability" and at_start >= _ALIKE
        lines += [
            Figure(
                name="Score of the photograph",
                text=_written(at_end),
                tip=f"F(photograph), where F is {unit}",
            ),
            Figure(
                name="Score of the baseline",
                text=_written(at_start) + (f" (taken for {facts.get('target')})" if alike else ""),
                level="warning" if alike else "",
                tip=f"F(baseline), where F is {unit}. Where the baseline is taken for the class "
                "itself, the map explains little",
            ),
            Figure(
                name="Difference",
                text=_written(at_end - at_start),
                tip="The photograph's score less the baseline's: what the attributions should add "
                "up to",
            ),
        ]
    residual = _number(facts, "residual")
    if residual is not None:
        lines.append(
            Figure(
                name="Residual",
                text=_written(residual),
                tip="The attributions' sum minus that difference",
            )
        )
    if "completeness_error" in facts:
        error = facts["completeness_error"]
        lines.append(completeness(math.inf if error is None else float(error)))
    lines += [
        Figure(name=name, text=write(value), tip=tip)
        for key, name, write, tip in _COUNTS
        if (value := _number(facts, key)) is not None
    ]
    return lines


def _about(share: float) -> str:
    return f"about {percent(share, '.2g')}"


def _whole(count: float) -> str:
    return f"{count:.0f}"


def _rounding(facts: Mapping[str, Any]) -> list[Figure]:
    """Say how far rounding alone moves a layer's map."""
    share = rounding_of(facts)
    if share is None:
        return []
    mask = _number(facts, "rounding_mask")
    of_mask = [] if mask is None else [f"{written(mask)} of the mask"]
    return [
        Figure(
            name="Moved by rounding",
            text=", ".join((f"{about(share)} of the maximum", *of_mask)),
            level="warning" if rounding_mark(facts) else "",
            tip="What changes when the photograph's values move by a millionth of themselves. "
            "Another processor, or another version of the libraries, changes about as much",
        )
    ]


def _seed(facts: Mapping[str, Any]) -> list[Figure]:
    """Say how far the map of another seed would differ."""
    mask, share = _number(facts, "seed_mask"), _number(facts, "seed_map")
    if mask is None or share is None:
        return []
    return [
        Figure(
            name="Changed by a seed",
            text=f"{about(share)} of the maximum, {written(mask)} of the mask",
            tip="Estimate from halves of the random draws: how far the maps of two seeds differ. "
            "More masks or samples make it smaller",
        )
    ]


_COUNTS = (
    (
        "map_error",
        "Map error",
        _about,
        "Estimate of how far the map is from one summed up ever more finely",
    ),
    (
        "mask_change",
        "Mask change",
        _about,
        "Pixels of the contour mask that changed with the last refinement",
    ),
    ("steps", "Steps", _whole, "Points between the baseline and the photograph"),
    ("gradients", "Gradients", _whole, "How many gradients were computed"),
    ("references", "References", _whole, "Photographs without pain from which the ways start"),
    ("samples", "Samples", _whole, "Over how many noisy copies, baselines or masks it is a mean"),
)


def _number(facts: Mapping[str, Any], name: str) -> float | None:
    value = facts.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if math.isfinite(value) else None


def _written(value: float) -> str:
    return f"{value:.4f}".replace("-", "−") if abs(value) < 10 else f"{value:.4g}"
