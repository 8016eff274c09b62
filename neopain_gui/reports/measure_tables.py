"""Measures that do not follow from counts of pixels: of borders, of maps, at fixations.

Tables 3 to 5 and the baselines are of the others, as in the dissertation; these have their own, so
that a further measure changes nothing there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.measures import FURTHER, measure_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.class_columns import class_columns, difference_columns
from neopain_gui.reports.sheet import Cell, Sheet, interval_columns, sheet_of
from neopain_gui.reports.shown_means import pair_cell, sections_of
from neopain_gui.reports.shown_table import (
    MEAN,
    ShownCell,
    ShownTable,
    mean_cells,
    number,
    p_cell,
    table_of,
)

HIGHER, LOWER = "higher", "lower"


def further_measures_sheet(pairs: Sequence[PairSummary]) -> Sheet:
    """Return means, tests and sizes of effects, as Table 5 has them of the other measures."""
    return sheet_of(
        "further_measures",
        "Means by class and pain against no pain by further measures: of the masks' borders, of "
        "the maps, at fixations; better says whether higher or lower is better.",
        pairs,
        {
            **{name: name for name in ("metric", "model_a", "model_b")},
            "unit": lambda one: measure_of(one.metric).unit,
            "better": lambda one: LOWER if measure_of(one.metric).lower_is_better else HIGHER,
            "mean": "all_images.value",
            **interval_columns("mean_", "all_images"),
            "photographs": "all_images.n",
            **class_columns("pain"),
            **class_columns("no_pain"),
            **difference_columns(),
        },
    )


def on_photographs_sheet(compared: Comparison) -> Sheet:
    """Return what further measures of masks say of every pair on every photograph.

    Those of maps and at fixations have tables of their own.
    """
    table, names = compared.table, [one for one in FURTHER if measure_of(one).of_masks]
    values = {name: table.values(name) for name in names if name in table.further}
    rows: list[tuple[Cell, ...]] = []
    for row, place in zip(*np.nonzero(table.compared), strict=True):
        image, pair = compared.images[row], table.pairs[place]
        for name, found in values.items():
            value = float(found[row, place])
            empty = table.pair(row, place).flag if math.isnan(value) else ""
            rows.append(
                (
                    image.id,
                    image.neonate.id if image.neonate else None,
                    str(image.label) if image.label else None,
                    *pair,
                    name,
                    value,
                    measure_of(name).unit or None,
                    (empty or measure_of(name).undefined) if math.isnan(value) else None,
                    image.file,
                )
            )
    return Sheet(
        name="further_measures_photographs",
        says="Further measures of contour masks, of their borders, of every pair of extraction "
        "models on every photograph.",
        header=(
            *("image", "neonate", "label", "model_a", "model_b", "metric", "value", "unit"),
            *("undefined_because", "file"),
        ),
        rows=tuple(rows),
    )


def borders_table(pairs: Sequence[PairSummary]) -> ShownTable:
    """Return how far apart the borders of masks are, as people read it."""
    names = [
        name
        for name in dict.fromkeys(one.metric for one in pairs)
        if name in FURTHER and measure_of(name).of_masks
    ]

    def row(one: PairSummary) -> tuple[ShownCell, ...]:
        decimals = measure_of(one.metric).decimals
        return (
            pair_cell(one),
            *mean_cells(one.all_images, decimals),
            ShownCell(text=number(one.pain.value, decimals)),
            ShownCell(text=number(one.no_pain.value, decimals)),
            p_cell(one.independent.p),
            p_cell(one.paired.p),
        )

    said = "; ".join(f"{measure_of(name).title}: {measure_of(name).explained}" for name in names)
    return table_of(
        "contours",
        "How far apart the borders of the contour masks are",
        ("Pair", *MEAN, "Pain", "No pain", "p", "p, paired"),
        sections_of(pairs, row, names),
        (
            f"{said}. The smaller, the more two agree; masks that are empty have no border and are "
            "left out. There is no chance level. p: pain against no pain as in Table 5, and "
            f"neonate by neonate; bold: p < {ALPHA:g}, before any correction: they are in no "
            "family.",
        ),
    )
