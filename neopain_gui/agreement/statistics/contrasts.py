"""Estimated means of a mixed model, and their contrasts as one named family."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from neopain_gui.agreement.class_tests import Adjustment, adjusted
from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.statistics.mixed_models import Estimate, MixedModel
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


class Family(StrEnum):
    """How the p-values of contrasts know of each other."""

    NONE = "none"
    HOLM = "Holm"
    TUKEY = "Tukey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """An estimated mean.

    Attributes
    ----------
    at : dict of str to object
        The levels it is the mean of.
    estimate : Estimate
        With its error; its t is against 0.
    weights : ndarray of float64, shape (p,)
        Of the fixed effects.
    """

    at: dict[str, Any]
    estimate: Estimate
    weights: Array


def estimated_means(model: MixedModel, of: str | Sequence[str]) -> list[Mean]:
    """Return the mean that the model expects at each combination of levels of ``of``.

    Parameters
    ----------
    model : MixedModel
        A fitted one.
    of : str or sequence of str
        Columns of the table that are classes in the model.

    Returns
    -------
    list of Mean
        Over the levels of the other classes every level counts the same, however many rows it
        has; numbers stand at their mean (Searle, Speed and Milliken, Am. Stat. 34, 1980).

    Raises
    ------
    InputError
        A column is no class of the model.
    """
    wanted = [of] if isinstance(of, str) else list(of)
    classes, numbers = _columns(model)
    for name in wanted:
        if name not in classes:
            known = ", ".join(classes) or "none"
            raise InputError(f"{name!r} is no class of the model, whose classes are: {known}")
    others = [name for name in classes if name not in wanted]
    made = []
    for levels in product(*(classes[name] for name in wanted)):
        at = dict(zip(wanted, levels, strict=True))
        rows = [
            {**at, **dict(zip(others, rest, strict=True)), **numbers}
            for rest in product(*(classes[name] for name in others))
        ]
        weights = _design(model, rows).mean(axis=0)
        name = ", ".join(str(level) for level in levels)
        made.append(Mean(at=at, estimate=model.combination(name, weights), weights=weights))
    return made


def contrasts(
    model: MixedModel, of: str, by: str | Sequence[str] = (), *, family: Family = Family.HOLM
) -> list[Estimate]:
    """Return the differences between the levels of ``of``, two by two.

    Parameters
    ----------
    model : MixedModel
        A fitted one.
    of : str
        A class of the model.
    by : str or sequence of str
        Within each level of these.
    family : Family
        ``HOLM``: all contrasts that are returned are one family. ``TUKEY``: those within one
        level of ``by`` are, by the studentised range; its interval is as wide. ``NONE``.

    Returns
    -------
    list of Estimate
        ``a − b``; named by the levels.
    """
    within = [by] if isinstance(by, str) else list(by)
    means = estimated_means(model, [*within, of])
    strata: dict[tuple[Any, ...], list[Mean]] = {}
    for mean in means:
        strata.setdefault(tuple(mean.at[name] for name in within), []).append(mean)
    made = []
    for levels, group in strata.items():
        where = f" ({', '.join(map(str, levels))})" if levels else ""
        some = [
            model.combination(f"{a.at[of]} − {b.at[of]}{where}", a.weights - b.weights)
            for a, b in combinations(group, 2)
        ]
        made += [_tukey(one, len(group)) for one in some] if family is Family.TUKEY else some
    if family is Family.HOLM:
        p = adjusted([one.p for one in made], Adjustment.HOLM)
        made = [replace(one, p_adjusted=float(q)) for one, q in zip(made, p, strict=True)]
    return made


def _tukey(contrast: Estimate, groups: int) -> Estimate:
    """The studentised range of so many means; t × √2 is its statistic."""
    ranged = stats.studentized_range
    freedom = contrast.freedom
    p = float(ranged.sf(abs(contrast.t) * math.sqrt(2), groups, freedom))
    half = float(ranged.ppf(0.95, groups, freedom)) / math.sqrt(2) * contrast.error
    return replace(contrast, p_adjusted=p, low=contrast.value - half, high=contrast.value + half)


def _columns(model: MixedModel) -> tuple[dict[str, list[Any]], dict[str, float]]:
    """Return the columns that the fixed effects read: levels of classes, means of numbers."""
    table: pd.DataFrame = model.frame.table
    classes: dict[str, list[Any]] = {}
    numbers: dict[str, float] = {}
    for factor, info in model.frame.design.factor_infos.items():
        tree = ast.walk(ast.parse(factor.name(), mode="eval"))
        for name in (node.id for node in tree if isinstance(node, ast.Name)):
            if name not in table:
                continue
            if info.type == "categorical":
                classes[name] = sorted(table[name].unique(), key=_order(table, name))
            else:
                numbers[name] = float(table[name].mean())
    return classes, numbers


def _order(table: pd.DataFrame, name: str) -> Any:
    """The order of levels: a categorical column's own, else natural."""
    import pandas as pd

    dtype = table[name].dtype
    if isinstance(dtype, pd.CategoricalDtype):
        places = {level: place for place, level in enumerate(dtype.categories)}
        return places.__getitem__
    return lambda level: (not isinstance(level, (int, float)), level)


def _design(model: MixedModel, rows: list[dict[str, Any]]) -> Array:
    import pandas as pd
    import patsy

    (matrix,) = patsy.build_design_matrices([model.frame.design], pd.DataFrame(rows))
    return np.asarray(matrix, np.float64)
