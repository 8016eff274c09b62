"""Within which difference agreement counts as equivalent: set beforehand, or a default."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from neopain_gui.agreement.measures import measure_of
from neopain_gui.errors import InputError
from neopain_gui.findings.inference import Margin
from neopain_gui.findings.people import Bound, Ceiling

if TYPE_CHECKING:
    from neopain_gui.study import Study

MARGINS = "equivalence margins"
"""Key of the study's setting: metric → margin, when it was set, and after what."""
WITHOUT_CEILING = 0.05
"""Of the metric's range, where people were not compared with each other."""


def margin_of(study: Study, metric: str, ceilings: Sequence[Ceiling]) -> Margin:
    """Return the margin of a metric: what was set, or a default that says where it comes from.

    The default is half the width of the human ceiling's interval, the largest of all groups: what
    the study cannot tell of people among themselves, it need not tell of networks.
    """
    kept = study.setting(MARGINS, {})
    if isinstance(kept, dict) and isinstance(one := kept.get(metric), dict):
        return Margin(metric=metric, value=float(one["margin"]), source=_set(one))
    widths = [
        one.value.high - one.value.low
        for one in ceilings
        if one.metric == metric and one.bound is Bound.HALVES and math.isfinite(one.value.high)
    ]
    if widths and max(widths) > 0:
        source = "default: half the width of the human ceiling’s interval"
        return Margin(metric=metric, value=max(widths) / 2, source=source)
    low, high = measure_of(metric).range
    if not math.isfinite(high - low):
        low, high = 0.0, 1.0
    source = "default: a twentieth of the metric’s range, as no human ceiling is worked out"
    return Margin(metric=metric, value=WITHOUT_CEILING * (high - low), source=source)


def _set(one: dict[str, Any]) -> str:
    after = ", after results had been worked out" if one.get("after_results") else ""
    return f"set on {one['set']}{after}"


def with_margin(study: Study, metric: str, value: float | None) -> dict[str, Any]:
    """Return the setting with another margin of a metric; None goes back to the default.

    Raises
    ------
    InputError
        There is no such metric, or the margin is no positive number.
    """
    try:
        measure_of(metric)
    except ValueError as wrong:
        raise InputError(str(wrong)) from None
    kept = dict(study.setting(MARGINS, {}) or {})
    if value is None:
        kept.pop(metric, None)
        return kept
    if not (math.isfinite(value) and value > 0):
        raise InputError(
            f"the margin of equivalence is {value:g}: give a number above 0, in the metric’s unit"
        )
    kept[metric] = {
        "margin": float(value),
        "set": datetime.now(UTC).date().isoformat(),
        "after_results": study.statistics.there_are,
    }
    return kept
