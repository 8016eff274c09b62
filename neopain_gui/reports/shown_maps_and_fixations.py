"""The further tables as people read them: classifiers, relations, whole maps, fixations."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from neopain_gui.agreement.association import ONE_SIDE
from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.intervals import mean_over_neonates
from neopain_gui.agreement.measures import MEASURES, measure_of
from neopain_gui.dataset.face_image import neonates_of
from neopain_gui.findings.achieved import Achieved, Seen
from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.label_source import shown_with_label_source
from neopain_gui.reports.measure_tables import borders_table
from neopain_gui.reports.shown_table import (
    MEAN,
    Rows,
    ShownCell,
    ShownTable,
    ends,
    mean_cells,
    number,
    p_cell,
    table_of,
)

_FIGURES = (
    ("Accuracy", "accuracy"), ("Precision", "precision"), ("Sensitivity", "sensitivity"),
    ("F1", "f1"), ("AUC", "auc"),
)  # fmt: skip
"""Those of Tables 1 and 2, in their order."""
_COUNTS = ("true_pain", "missed_pain", "false_alarm", "true_rest")
_WHOLE = tuple(
    (head, name, one.range)
    for one in MEASURES
    if one.on_maps is not None
    for name, head, _ in one.columns
)
_AT = tuple((one.short, one.id, one.range) for one in MEASURES if one.on_fixations is not None)
"""What each is called, its column, and what it can be."""


def map_and_fixation_tables(findings: Analysis) -> list[ShownTable]:
    """Return those of the tables that have rows."""
    images = findings.comparison.images
    whose = dict(zip((image.id for image in images), neonates_of(images), strict=True))
    made = []
    if findings.classifiers:
        made.append(classifiers_table(findings.classifiers))
    if findings.relations:
        made.append(relations_table(findings.relations))
    borders = borders_table(findings.further)
    if borders.sections:
        made.append(borders)
    if findings.maps:
        made.append(maps_table(findings.maps, whose))
    if findings.at_fixations:
        made.append(fixations_table(findings.at_fixations, whose))
    return shown_with_label_source(made, findings.comparison.label_source)


def classifiers_table(classifiers: Sequence[Achieved]) -> ShownTable:
    """Return what each classifier achieves, by the figures of Tables 1 and 2."""
    groups: dict[str, list[Achieved]] = {}
    for one in sorted(classifiers, key=_order):
        groups.setdefault(_heading(one), []).append(one)
    sections = tuple((head, tuple(map(_classifier, mine))) for head, mine in groups.items())
    return ShownTable(
        name="classifiers",
        title="What each classifier achieves on these photographs (the figures of Tables 1 and 2)",
        header=("", "Photographs", "Neonates", "Pain found", "Pain missed", "False alarm",
                "No pain found", *(name for name, _ in _FIGURES)),
        sections=sections,
        notes=(
            "In per cent. Pain is the positive class and counts as found where its score is 0.5 or "
            "more. Tables 1 and 2 of the dissertation are means over ten folds, on photographs "
            "that "
            "the classifier had not seen in training; above each group of rows stands what is on "
            "record of that here. Figures on photographs of the training say how well it "
            "remembers, not how well it does.",
        ),
    )  # fmt: skip


_HEADINGS = {
    Seen.HELD_OUT: "Held out: judged by networks that were not trained on the neonate",
    Seen.CHOSE: "Not trained on the neonate, which chose the weights (preset paper): too good",
    Seen.NEW: "Photographs that took no part in the training",
    Seen.OTHERS_SEEN: "Trained on other photographs of the same neonates: too good",
    Seen.TRAINED_ON: "On its own training photographs: no test",
    Seen.UNTESTED: "Untested: trained on all neonates there were, perhaps on these: no test",
    Seen.NOT_ON_RECORD: "Whether it was trained on these photographs is not on record",
}


def _heading(one: Achieved) -> str:
    """Say what stands above a classifier's row."""
    there = [kind for kind in Seen if one.seen.get(kind)]
    return _HEADINGS[there[0]] if len(there) == 1 else f"Photographs: {one.in_training}"


def _order(one: Achieved) -> list[int]:
    """Put what was held out first, and mixtures behind what they are mixtures of."""
    return [place for place, kind in enumerate(Seen) if one.seen.get(kind)][::-1]


def _classifier(one: Achieved) -> tuple[ShownCell, ...]:
    found = one.figures
    return (
        ShownCell(text=one.classifier),
        ShownCell(text=str(found.photographs)),
        ShownCell(text=str(found.neonates)),
        *(ShownCell(text=str(getattr(found, count))) for count in _COUNTS),
        *(ShownCell(text=_percent(getattr(found, figure))) for _, figure in _FIGURES),
    )


def relations_table(relations: Sequence[Any]) -> ShownTable:
    """Return how agreement goes with being right, confidence and people’s scores."""
    sections = [
        (
            measure_of(metric).title,
            tuple(_relation(one) for one in relations if one.metric == metric),
        )
        for metric in dict.fromkeys(one.metric for one in relations)
    ]
    family = next((one.family for one in relations if one.family), "no tests")
    return table_of(
        "relations",
        "Is agreement related to being right, to confidence, to people’s scores?",
        ("Pair", "With", "Value", "95 % interval", "t", "df", "p", "Holm", "B–H", "Photographs",
         "Neonates"),
        sections,
        (
            "Value: Spearman’s coefficient of agreement with confidence or people’s scores; for "
            "correct, mean agreement where the classifier is right less that where it is wrong. "
            "Intervals and tests are over "
            "neonates: Student’s t on the jackknife’s error, each neonate left out with all its "
            f"photographs. Bold: p < {ALPHA:g}. Holm and Benjamini–Hochberg (B–H) correct within a "
            f"family ({family}).",
        ),
    )  # fmt: skip


def _relation(one: Any) -> tuple[ShownCell, ...]:
    found = one.found
    between = found.why if math.isnan(found.value) and found.why else ends(found)
    if between == ONE_SIDE and one.to == "correct":
        between = "never right, or never wrong"
    return (
        ShownCell(text=f"{one.model_a} and {one.model_b}"),
        ShownCell(text=f"{one.to}, {one.of}"),
        ShownCell(text=number(found.value, 3)),
        ShownCell(text=between),
        ShownCell(text=number(found.statistic, 2)),
        ShownCell(text=number(found.df, 0)),
        *(p_cell(p) for p in (found.p, one.p_holm, one.p_bh)),
        ShownCell(text=str(found.n)),
        ShownCell(text=str(found.neonates)),
    )


def maps_table(maps: Sequence[Any], whose: Mapping[str, str]) -> ShownTable:
    """Return the agreement of whole maps, as means over photographs."""
    return table_of(
        "maps",
        "Agreement of the maps themselves, before they become masks",
        ("Pair (a and b)", *MEAN),
        _means(maps, lambda one: f"{one.model_a} and {one.model_b}", _WHOLE, whose),
        (
            "CC: Pearson’s correlation coefficient. SIM: histogram intersection. KL: "
            "Kullback–Leibler divergence in nats, how much is lost where one map stands for the "
            "other. EMD: earth mover’s distance as a share of the face’s diagonal.",
        ),
    )


def fixations_table(rows: Sequence[Any], whose: Mapping[str, str]) -> ShownTable:
    """Return how well maps say where people fixate, as means over photographs."""
    return table_of(
        "fixations",
        "How well each map predicts where people fixate",
        ("Map, fixations of", *MEAN),
        _means(rows, lambda one: f"{one.model}, {one.group}", _AT, whose),
        (
            "Shuffled AUC and information gain (bits a fixation) are against the group’s fixations "
            "on photographs of other neonates. A group’s own map is made of these very fixations.",
        ),
    )


def _means(
    records: Sequence[Any],
    name: Callable[[Any], str],
    columns: Sequence[tuple[str, str, tuple[float, float]]],
    whose: Mapping[str, str],
) -> list[tuple[str, Rows]]:
    """Return the mean of each column over the records of one name, a section a column."""
    groups: dict[str, list[Any]] = {}
    for one in sorted(records, key=name):  # as every other table, also where maps are missing
        groups.setdefault(name(one), []).append(one)
    return [
        (
            heading,
            tuple(
                (
                    ShownCell(text=title),
                    *mean_cells(
                        mean_over_neonates(
                            [one.values[column] for one in mine],
                            [whose[one.image] for one in mine],
                            within=within,
                        )
                    ),
                )
                for title, mine in groups.items()
            ),
        )
        for heading, column, within in columns
    ]


def _percent(value: float) -> str:
    return number(100 * value, 1)
