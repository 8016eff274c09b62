"""Agreement as CSV: per photograph, and the means of Tables 3 and 4.

Every table is text with LF line ends and commas, and depends on its arguments alone. An
undefined value is an empty cell, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from operator import attrgetter
from typing import Protocol

from neopain_gui.agreement import PairAgreement
from neopain_gui.agreement.intervals import mean_over_neonates
from neopain_gui.agreement.measures import FAMILY, MEASURES, OVERLAP, measure_of
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.reports.cells import csv_text as _csv
from neopain_gui.reports.cells import number as _number
from neopain_gui.reports.cells import text as _text


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
        Columns image, neonate, label, model_a, model_b, each measure that follows from counts and
        from no other measure, chance behind the overlap, whose it is, both coverages, with six
        decimals; undefined_because, which says why a cell is empty, and file, the original file.
    """
    header = [
        *("image", "neonate", "label", "model_a", "model_b"),
        *(name for name, _ in _figures()),
        *("undefined_because", "file"),
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
                *(_number(figure(pair), 6) for _, figure in _figures()),
                _text(pair.flag),
                _text(image.file),
            ]
        )
    return _csv(header, lines)


def _figures() -> Iterator[tuple[str, Callable[[PairAgreement], float]]]:
    """Yield the columns of numbers, each with what stands in it."""
    for one in MEASURES:
        if one.from_counts is not None and not one.follows_from:
            yield one.id, lambda pair, name=one.id: pair.values[name]  # type: ignore[misc]
            if one.id == OVERLAP:
                yield "chance", attrgetter("chance_overlap")
    for name in ("coverage_a", "coverage_b"):
        yield name, attrgetter(name)


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
    for metric in FAMILY:
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
    for metric in FAMILY:
        for row, column in combinations(models, 2):
            names = frozenset((row, column))
            found = values.get(names, [])
            numbers = [pair.values[metric] for pair in found]
            mean = mean_over_neonates(
                numbers, whose.get(names, []), within=measure_of(metric).range
            )
            chance = [pair.chance_overlap for pair in found if not math.isnan(pair.values[OVERLAP])]
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
                    _number(_average(chance) if metric == OVERLAP else math.nan, 4),
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
    numbers = [pair.values[metric] for pair in values.get(frozenset((row, column)), [])]
    return _number(_average([number for number in numbers if not math.isnan(number)]), 4)


def _average(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers) if numbers else math.nan
