"""Agreement as CSV: per photograph, and the means of Tables 3 and 4.

Every table is text with LF line ends and commas, and depends on its arguments alone. An
undefined value is an empty cell, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from neopain_gui.agreement import PairAgreement
from neopain_gui.agreement.intervals import RANGES, mean_over_neonates
from neopain_gui.dataset.records import FaceImage
from neopain_gui.reports.cells import csv_text as _csv
from neopain_gui.reports.cells import number as _number
from neopain_gui.reports.cells import text as _text

METRICS = ("cosine", "spearman", "overlap")
"""The metrics of Tables 3 and 4, in their order: attributes of ``PairAgreement``."""

_MEASURES = {
    "cosine": "cosine", "spearman": "spearman", "overlap": "overlap", "chance": "chance_overlap",
    "kappa": "kappa", "iou": "iou", "coverage_a": "coverage_a", "coverage_b": "coverage_b",
}  # fmt: skip
"""Columns, and the attributes of ``PairAgreement`` that stand in them."""


class PairOnImage(Protocol):
    """A pair's agreement and the photograph it was measured on."""

    @property
    def image(self) -> FaceImage:
        """The photograph."""

    @property
    def pair(self) -> PairAgreement:
        """The agreement."""


def per_image_table(rows: Iterable[PairOnImage]) -> str:
    """Return every pair's agreement on every photograph as CSV.

    Parameters
    ----------
    rows : iterable of PairOnImage
        In the order in which they are to appear.

    Returns
    -------
    str
        Columns image, neonate, label, model_a, model_b, the eight measures of ``PairAgreement``
        with six decimals (chance is that of the overlap), undefined_because, which says why a cell
        is empty, and file, the original file.
    """
    header = [
        *("image", "neonate", "label", "model_a", "model_b"),
        *(*_MEASURES, "undefined_because", "file"),
    ]
    lines = []
    for row in rows:
        image, pair = row.image, row.pair
        lines.append(
            [
                _text(image.id),
                _text(image.neonate.id if image.neonate else ""),
                _text(str(image.label) if image.label else ""),
                _text(pair.model_a),
                _text(pair.model_b),
                *(_number(getattr(pair, name), 6) for name in _MEASURES.values()),
                _text(pair.flag),
                _text(image.file),
            ]
        )
    return _csv(header, lines)


def means_table(pairs: Iterable[PairAgreement], models: Sequence[str]) -> str:
    """Return the mean of each metric for each pair of extraction models, as in Tables 3 and 4.

    Undefined values are left out of the means; :func:`counts_table` says how many.

    Parameters
    ----------
    pairs : iterable of PairAgreement
        Of all photographs of one class.
    models : sequence of str
        The extraction models, in the order in which they are to appear.

    Returns
    -------
    str
        Columns metric, extraction_model and one per model; one block of rows per metric; four
        decimals, 1.0000 on the diagonal, an empty cell where no photograph gave a value.

    Raises
    ------
    ValueError
        A pair names a model that is not in ``models``.
    """
    values = _collected(pairs, models)
    lines = []
    for metric in METRICS:
        for row in models:
            cells = ["1.0000" if row == column else _mean(values, metric, row, column)
                     for column in models]  # fmt: skip
            lines.append([metric, _text(row), *cells])
    return _csv(["metric", "extraction_model", *map(_text, models)], lines)


def counts_table(rows: Iterable[PairOnImage], models: Sequence[str]) -> str:
    """Return what each mean of :func:`means_table` rests on, as CSV.

    Parameters
    ----------
    rows : iterable of PairOnImage
        Of all photographs of one class.
    models : sequence of str
        As for :func:`means_table`.

    Returns
    -------
    str
        One row per metric and pair: mean, standard deviation (divided by n less 1) and the ends of
        the 95 % interval over neonates with four decimals, its degrees of freedom, photographs and
        neonates in the mean, undefined left out of it, and chance, the mean chance level of the
        overlap over the same photographs (empty for the other metrics).

    Raises
    ------
    ValueError
        As for :func:`means_table`.
    """
    there = list(rows)
    values = _collected((one.pair for one in there), models)
    whose: dict[frozenset[str], list[str]] = {}
    for one in there:
        neonate = one.image.neonate.id if one.image.neonate else f"\0{one.image.id}"
        whose.setdefault(frozenset((one.pair.model_a, one.pair.model_b)), []).append(neonate)
    header = ["metric", "model_a", "model_b", "mean", "sd", "low", "high", "df", "photographs",
              "neonates", "undefined", "chance"]  # fmt: skip
    lines = []
    for metric in METRICS:
        for row, column in combinations(models, 2):
            names = frozenset((row, column))
            found = values.get(names, [])
            numbers = [getattr(pair, metric) for pair in found]
            mean = mean_over_neonates(numbers, whose.get(names, []), within=RANGES[metric])
            chance = [pair.chance_overlap for pair in found if not math.isnan(pair.overlap)]
            lines.append(
                [
                    metric,
                    _text(row),
                    _text(column),
                    *(_number(one, 4) for one in (mean.value, mean.sd, mean.low, mean.high)),
                    _number(mean.df, 0),
                    str(mean.n),
                    str(mean.neonates),
                    str(len(found) - mean.n),
                    _number(_average(chance) if metric == "overlap" else math.nan, 4),
                ]
            )
    return _csv(header, lines)


_Collected = dict[frozenset[str], list[PairAgreement]]


def _collected(pairs: Iterable[PairAgreement], models: Sequence[str]) -> _Collected:
    values: _Collected = {}
    for pair in pairs:
        names = frozenset((pair.model_a, pair.model_b))
        if not names <= set(models):
            raise ValueError(f"{pair.model_a} or {pair.model_b} is not among {', '.join(models)}")
        values.setdefault(names, []).append(pair)
    return values


def _mean(values: _Collected, metric: str, row: str, column: str) -> str:
    numbers = [getattr(pair, metric) for pair in values.get(frozenset((row, column)), [])]
    return _number(_average([number for number in numbers if not math.isnan(number)]), 4)


def _average(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers) if numbers else math.nan
