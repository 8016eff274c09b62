"""Columns of tests of pain against no pain, wherever they stand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from neopain_gui.agreement.class_tests import Difference, Test
from neopain_gui.agreement.measures import measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.sheet import Cell, interval_columns

Column = str | Callable[[Any], Cell]


def class_columns(label: str) -> dict[str, Column]:
    """Return the columns of the mean over one class."""
    said = {"mean": "value", "sd": "sd", "low": "low", "high": "high", "df": "df"}
    return {
        f"photographs_{label}": f"n_{label}",
        **{f"{name}_{label}": f"{label}.{of}" for name, of in said.items()},
    }


def difference_columns() -> dict[str, Column]:
    """Return the columns of the tests of Table 5, of paired tests and of sizes of effects."""
    return {
        "higher_in": higher_in,
        "test": lambda one: _test(one.independent),
        **{name: f"independent.{name}" for name in ("statistic", "df", "p")},
        **{name: name for name in ("p_holm", "p_bh", "family")},
        "shapiro_p_pain": lambda one: _two(one.independent.normal)[0],
        "shapiro_p_no_pain": lambda one: _two(one.independent.normal)[1],
        "not_tested_because": "independent.why",
        "difference": "paired_difference.value",
        **interval_columns("difference_", "paired_difference"),
        "neonates": lambda one: one.paired.n[0],
        "paired_test": lambda one: _test(one.paired),
        **{f"paired_{name}": f"paired.{name}" for name in ("statistic", "df", "p")},
        **{name: name for name in ("paired_p_holm", "paired_p_bh", "paired_family")},
        "shapiro_p_differences": lambda one: one.paired.normal[0],
        "not_paired_because": "paired.why",
        **_of_size("hedges_g", "hedges"),
        **_of_size("cliffs_delta", "cliff"),
    }


def higher_in(pair: PairSummary) -> str | None:
    """Return the class in which a pair agrees more; None where it cannot be said."""
    a, b = (measure_of(pair.metric).ranked(one.value) for one in (pair.pain, pair.no_pain))
    if math.isnan(a) or math.isnan(b) or a == b:
        return None
    return str(PainLabel.PAIN if a > b else PainLabel.NO_PAIN)


def _of_size(name: str, of: str) -> dict[str, Column]:
    """Return the columns of an effect size."""
    ends = {f"{name}_{end}": f"{of}.{end}" for end in ("low", "high", "df")}
    return {name: f"{of}.value", **ends, f"{name}_without_interval_because": f"{of}.why"}


def _test(found: Difference) -> str | None:
    return None if found.test is Test.NONE else str(found.test)


def _two(normal: tuple[float, ...]) -> tuple[float, float]:
    return (normal[0], normal[1]) if len(normal) == 2 else (math.nan, math.nan)
