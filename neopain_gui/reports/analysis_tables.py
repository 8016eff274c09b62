"""A study's analysis as tables of one observation a row.

An undefined value is an empty cell; beside it stands why, or how many there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from neopain_gui.agreement.measures import FAMILY, OVERLAP
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.reports.agreement_tables import TABLES, means_sheet, results_sheet
from neopain_gui.reports.chance import BesideChance, beside_chance
from neopain_gui.reports.class_columns import class_columns, difference_columns
from neopain_gui.reports.inference_tables import inference_sheets
from neopain_gui.reports.label_source import with_label_source
from neopain_gui.reports.people_tables import ceiling_sheet, participants_sheet, winners_sheet
from neopain_gui.reports.region_tables import (
    drawn_sheet,
    in_regions_sheet,
    ranks_on_photographs_sheet,
    ranks_sheet,
    regions_sheet,
)
from neopain_gui.reports.sheet import Cell, Sheet, interval_columns, sheet_of


def analysis_sheets(findings: Analysis) -> list[Sheet]:
    """Return every table of a report, in the order in which a reader wants them."""
    sheets = [
        results_sheet(findings.comparison),
        photographs_sheet(findings.comparison),
        means_sheet(findings, PainLabel.PAIN),
        means_sheet(findings, PainLabel.NO_PAIN),
        differences_sheet(findings),
        matrix_sheet(findings),
        baselines_sheet(findings.pairs),
        ceiling_sheet(findings),
        participants_sheet(findings),
        winners_sheet(findings),
        regions_sheet(findings),
        ranks_sheet(findings),
        ranks_on_photographs_sheet(findings),
        in_regions_sheet(findings),
        *inference_sheets(findings),
        *([drawn_sheet(findings)] if findings.drawn else []),
        gaps_sheet(findings.comparison),
    ]
    return with_label_source(sheets, findings.comparison.label_source)


def photographs_sheet(compared: Comparison) -> Sheet:
    """Return the photographs that were compared, with the names of their original files."""
    labels = compared.data_set_labels or [image.label for image in compared.images]
    return Sheet(
        name="photographs",
        says="The photographs that were compared, with the names of their original files.",
        header=("image", "file", "neonate", "label", "data_set_label", "stimulus", "sha256"),
        rows=tuple(
            (
                image.id,
                image.file,
                image.neonate.id if image.neonate else None,
                str(image.label) if image.label else None,
                str(own) if own else None,
                image.stimulus or None,
                image.sha256,
            )
            for image, own in zip(compared.images, labels, strict=True)
        ),
    )


def metrics_of(pairs: Sequence[PairSummary]) -> list[str]:
    """Return the metrics in their order."""
    return list(dict.fromkeys(one.metric for one in pairs))


def differences_sheet(findings: Analysis) -> Sheet:
    """Return Table 5: pain against no pain, as it was tested there and as pairs, with sizes."""
    pain, no_pain = (beside_chance(findings.comparison, label) for label in TABLES)

    def beside(found: Mapping[tuple[str, str], BesideChance]) -> Callable[[PairSummary], Cell]:
        return lambda one: found[one.model_a, one.model_b].chance if one.metric == OVERLAP else None

    return sheet_of(
        "table5",
        "Pain against no pain: the tests of Table 5, paired tests, adjusted p-values, sizes.",
        findings.pairs,
        {
            **_PAIR,
            **class_columns("pain"),
            **class_columns("no_pain"),
            "chance_pain": beside(pain),
            "chance_no_pain": beside(no_pain),
            **difference_columns(),
        },
    )


def matrix_sheet(findings: Analysis) -> Sheet:
    """Return Table 5 as the dissertation prints it: a matrix of p-values for each metric."""
    models = findings.comparison.table.models
    p = {
        (one.metric, pair): one.independent.p
        for one in findings.pairs
        for pair in ((one.model_a, one.model_b), (one.model_b, one.model_a))
    }
    return Sheet(
        name="table5_matrix",
        says="Table 5 as the dissertation prints it: p of pain against no pain, before any "
        "correction, for every two extraction models; table5 has all of each test.",
        header=("metric", "extraction_model", *models),
        rows=tuple(
            (metric, row, *(p.get((metric, (row, column))) for column in models))
            for metric in metrics_of(findings.pairs)
            if metric in FAMILY
            for row in models
        ),
        exact=True,
    )


_PAIR = {name: name for name in ("metric", "model_a", "model_b")}


ON_GRID = ("on_grid", "shuffled", "mean_map")
"""What the baselines compare, in the order in which each photograph has them."""


def spread(pair: PairSummary, place: int) -> float:
    """Return the standard deviation over photographs of what the baselines compare."""
    values = np.array([one[place + 1] for one in pair.on_photographs], np.float64)
    known = values[np.isfinite(values)]
    return float(known.std(ddof=1)) if len(known) > 1 else math.nan


def baselines_sheet(pairs: Sequence[PairSummary]) -> Sheet:
    """Return what agreement is worth: beside chance, other photographs and what every face gets.

    ``value`` is in the photographs' pixels; ``on_grid``, ``shuffled`` and ``mean_map`` are on the
    common grid and compare with each other.
    """
    columns: dict[str, str | Callable[[PairSummary], Cell]] = {
        **_PAIR,
        "value": "all_images.value",
        **interval_columns("", "all_images"),
        "chance": "chance",
        "above_chance": "above_chance.value",
        **{f"above_chance_{end}": f"above_chance.{end}" for end in ("low", "high", "sd")},
        "chance_t": "above_chance.statistic",
        "chance_df": "above_chance.df",
        **{"chance_p": "above_chance.p", "chance_p_holm": "chance_p_holm"},
        "chance_family": "chance_family",
    }
    for place, name in enumerate(ON_GRID):
        columns[name] = "own" if name == "on_grid" else name
        columns[f"{name}_sd"] = lambda one, place=place: spread(one, place)  # type: ignore[misc]
    columns |= {
        "above_shuffled": "beyond_shuffled.difference",
        "p": "beyond_shuffled.p",
        "p_holm": "shuffled_p_holm",
        "family": "shuffled_family",
        "photographs": "beyond_shuffled.n",
        "neonates": "beyond_shuffled.neonates",
    }
    return sheet_of(
        "baselines",
        "Agreement beside chance, other photographs' masks and what every face gets.",
        pairs,
        columns,
    )


def gaps_sheet(compared: Comparison) -> Sheet:
    """Return what is missing: photographs left out, maps that are not there, empty masks."""
    return Sheet(
        name="exclusions",
        says="Photographs left out, maps that are missing and masks that are empty or full.",
        header=("image", "model", "because"),
        rows=tuple(_gaps(compared)),
    )


def _gaps(compared: Comparison) -> Iterator[tuple[Cell, ...]]:
    for image_id, why in compared.left_out:
        yield image_id, None, why
    table = compared.table
    places = {
        name: [at for at, pair in enumerate(table.pairs) if name in pair] for name in table.models
    }
    for row, image_id in enumerate(table.image_ids):
        for name, its in places.items():
            compared_here = [at for at in its if table.compared[row, at]]
            if not compared_here:
                yield image_id, name, "it has no map of this model"
                continue
            at = compared_here[0]
            side = table.counts.in_a if table.pairs[at][0] == name else table.counts.in_b
            if side[row, at] == 0:
                yield image_id, name, "the mask is empty within the face"
            elif side[row, at] == table.counts.pixels[row, at]:
                yield image_id, name, "the mask covers the whole face"
