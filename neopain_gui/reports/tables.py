"""Agreement as CSV: per photograph, and the means of Tables 3 and 4.

Every table is text with LF line ends and commas, and depends on its arguments alone. An
undefined value is an empty cell, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from neopain_gui.agreement import PairAgreement
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


def counts_table(pairs: Iterable[PairAgreement], models: Sequence[str]) -> str:
    """Return on how many photographs each mean of :func:`means_table` rests, as CSV.

    Parameters
    ----------
    pairs, models
        As for :func:`means_table`.

    Returns
    -------
    str
        One row per metric and pair: mean and population standard deviation with four decimals,
        photographs in the mean, undefined left out of it, and chance, the mean chance level of
        the overlap over the same photographs (empty for the other metrics).

    Raises
    ------
    ValueError
        As for :func:`means_table`.
    """
    values = _collected(pairs, models)
    header = ["metric", "model_a", "model_b", "mean", "sd", "photographs",
              "undefined", "chance"]  # fmt: skip
    lines = []
    for metric in METRICS:
        for place, row in enumerate(models):
            for column in models[place + 1 :]:
                found = values.get(frozenset((row, column)), [])
                kept = [p for p in found if not math.isnan(getattr(p, metric))]
                numbers = [getattr(pair, metric) for pair in kept]
                chance = [pair.chance_overlap for pair in kept] if metric == "overlap" else []
                lines.append(
                    [
                        metric,
                        _text(row),
                        _text(column),
                        _number(_average(numbers), 4),
                        _number(_deviation(numbers), 4),
                        str(len(kept)),
                        str(len(found) - len(kept)),
                        _number(_average(chance), 4),
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


def _deviation(numbers: Sequence[float]) -> float:
    middle = _average(numbers)
    return math.sqrt(_average([(number - middle) ** 2 for number in numbers] or [math.nan]))
