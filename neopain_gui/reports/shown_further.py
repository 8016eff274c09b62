"""The further tables as people read them: classifiers, relations, whole maps, fixations."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.reports.further_tables import Further
from neopain_gui.reports.shown_table import METRIC_NAMES, ShownCell, ShownTable, number, p_value

Rows = tuple[tuple[ShownCell, ...], ...]

_FIGURES = (
    ("Accuracy", "accuracy"), ("Precision", "precision"), ("Sensitivity", "sensitivity"),
    ("F1", "f1"), ("AUC", "auc"),
)  # fmt: skip
"""Those of Tables 1 and 2, in their order."""
_COUNTS = ("true_pain", "missed_pain", "false_alarm", "true_rest")
_WHOLE = (
    ("CC", "cc", 2), ("SIM", "sim", 2), ("KL, b for a", "kl_a_b", 2),
    ("KL, a for b", "kl_b_a", 2), ("EMD", "emd", 3),
)  # fmt: skip
_AT = (
    ("NSS", "nss", 2), ("AUC-Judd", "auc_judd", 2), ("Shuffled AUC", "shuffled_auc", 2),
    ("Information gain", "information_gain", 2),
)  # fmt: skip


def further_shown(findings: Further) -> list[ShownTable]:
    """Return those of the tables that have rows."""
    made = []
    if findings.classifiers:
        made.append(classifiers_table(findings.classifiers))
    if findings.relations:
        made.append(relations_table(findings.relations))
    if findings.maps:
        made.append(maps_table(findings.maps))
    if findings.at_fixations:
        made.append(fixations_table(findings.at_fixations))
    return made


def classifiers_table(classifiers: Sequence[tuple[str, Any]]) -> ShownTable:
    """Return what each classifier achieves, by the figures of Tables 1 and 2."""
    rows = tuple(
        (
            ShownCell(text=name),
            ShownCell(text=str(one.photographs), hint=f"of {one.subjects} neonates"),
            *(ShownCell(text=str(getattr(one, count))) for count in _COUNTS),
            *(ShownCell(text=_percent(getattr(one, figure))) for _, figure in _FIGURES),
        )
        for name, one in classifiers
    )
    return ShownTable(
        name="classifiers",
        title="What each classifier achieves on these photographs (the figures of Tables 1 and 2)",
        header=("", "Photographs", "Pain found", "Pain missed", "False alarm", "No pain found",
                *(name for name, _ in _FIGURES)),
        sections=(("", rows),),
        notes=(
            "In per cent. Pain is the positive class and counts as found where its score is 0.5 or "
            "more. Tables 1 and 2 of the dissertation are means over ten folds, on photographs "
            "that "
            "the classifier had not seen in training; whether it has seen these photographs is not "
            "on record.",
        ),
    )  # fmt: skip


def relations_table(relations: Sequence[Any]) -> ShownTable:
    """Return how agreement goes with being right, confidence and people's scores."""
    sections = []
    for metric in dict.fromkeys(one.metric for one in relations):
        rows = tuple(
            (
                ShownCell(text=f"{one.model_a} and {one.model_b}"),
                ShownCell(text=f"{one.to}, {one.of}"),
                ShownCell(text=number(one.statistic), bold=one.p < ALPHA),
                ShownCell(text=p_value(one.p), bold=one.p < ALPHA),
                ShownCell(text=p_value(one.p_holm), bold=one.p_holm < ALPHA),
                ShownCell(text=p_value(one.p_bh), bold=one.p_bh < ALPHA),
                ShownCell(text=str(one.n)),
            )
            for one in relations
            if one.metric == metric
        )
        sections.append((METRIC_NAMES[metric], rows))
    return ShownTable(
        name="relations",
        title="Is agreement related to being right, to confidence, to people’s scores?",
        header=("Pair", "With", "Statistic", "p", "Holm", "B–H", "Photographs"),
        sections=tuple(sections),
        notes=(
            "Correct: mean agreement where the classifier is right minus that where it is wrong, "
            "tested as in Table 5. Confidence and people’s scores: Spearman’s coefficient. Bold: "
            f"p < {ALPHA:g}. Holm and Benjamini–Hochberg (B–H) correct within a family "
            f"({next((one.family for one in relations if one.family), 'no tests')}).",
        ),
    )


def maps_table(maps: Sequence[Any]) -> ShownTable:
    """Return the agreement of whole maps, as means over photographs."""
    return ShownTable(
        name="maps",
        title="Agreement of the maps themselves, before they become masks",
        header=("Pair (a and b)", *(name for name, _, _ in _WHOLE), "Photographs"),
        sections=(("", _means(maps, lambda one: f"{one.model_a} and {one.model_b}", _WHOLE)),),
        notes=(
            "Means over photographs. CC: Pearson’s correlation coefficient. SIM: histogram "
            "intersection. KL: Kullback–Leibler divergence in nats, how much is lost where one map "
            "stands for the other. EMD: earth mover’s distance as a share of the face’s diagonal.",
        ),
    )


def fixations_table(rows: Sequence[Any]) -> ShownTable:
    """Return how well maps say where people fixate, as means over photographs."""
    return ShownTable(
        name="fixations",
        title="How well each map predicts where people fixate",
        header=("Map, fixations of", *(name for name, _, _ in _AT), "Photographs"),
        sections=(("", _means(rows, lambda one: f"{one.model}, {one.group}", _AT)),),
        notes=(
            "Means over photographs. Shuffled AUC and information gain (bits a fixation) are "
            "against the group’s fixations on photographs of other neonates. A group’s own map is "
            "made of these very fixations.",
        ),
    )


def _means(
    records: Sequence[Any], name: Callable[[Any], str], columns: Sequence[tuple[str, str, int]]
) -> Rows:
    """Return the mean of each column over the records of one name, NaN left out."""
    groups: dict[str, list[Any]] = {}
    for one in records:
        groups.setdefault(name(one), []).append(one)
    made = []
    for title, mine in groups.items():
        cells = []
        for _, column, decimals in columns:
            known = [value for value in (getattr(one, column) for one in mine) if value == value]
            mean = math.fsum(known) / len(known) if known else math.nan
            hint = f"{len(known)} photographs"
            cells.append(ShownCell(text=number(mean, decimals), hint=hint))
        made.append((ShownCell(text=title), *cells, ShownCell(text=str(len(mine)))))
    return tuple(made)


def _percent(value: float) -> str:
    return number(100 * value, 1)
