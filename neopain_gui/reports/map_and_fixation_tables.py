"""Tables of a report beyond the dissertation's: classifiers, maps, fixations, relations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from neopain_gui.agreement.measures import MEASURES
from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.label_source import with_label_source
from neopain_gui.reports.measure_tables import further_measures_sheet, on_photographs_sheet
from neopain_gui.reports.sheet import Columns, Sheet, sheet_of

_CLASSIFIERS = (
    *("true_pain", "missed_pain", "false_alarm", "true_rest"),
    *("accuracy", "balanced_accuracy", "precision", "sensitivity", "f1", "auc"),
)


def _value(name: str) -> Callable[[Any], Any]:
    return lambda one: one.values[name]


_TABLES: tuple[tuple[str, str, str, Columns], ...] = (
    (
        "classifiers",
        "What each classifier achieves on the labelled photographs; pain is positive.",
        "classifiers",
        {
            "classifier": "classifier",
            "photographs": "figures.photographs",
            "neonates": "figures.neonates",
            **{name: f"figures.{name}" for name in _CLASSIFIERS},
            "seen_in_training": "in_training",
        },
    ),
    (
        "scores",
        "What classifiers and people said of each photograph: what classifiers and relations "
        "follow from.",
        "scores",
        {
            name: name
            for name in (
                *("image", "of", "classifier", "pain", "no_pain", "predicted", "score"),
                "participants",
            )
        },
    ),
    (
        "relations",
        "How agreement goes with being right (difference of means), with confidence and with "
        "people's scores (Spearman's coefficient); intervals of 95 % and tests over neonates.",
        "relations",
        {
            **{name: name for name in ("model_a", "model_b", "metric", "to", "of")},
            "value": "found.value",
            **{name: f"found.{name}" for name in ("low", "high", "statistic", "df", "p")},
            **{name: name for name in ("p_holm", "p_bh", "family")},
            "photographs": "found.n",
            "neonates": "found.neonates",
            "not_tested_because": "found.why",
        },
    ),
    (
        "maps",
        "Agreement of relevance maps over the face: Pearson's CC, SIM, KL in nats (a or b as "
        "what is true), EMD as a share of the face's diagonal.",
        "maps",
        {
            **{name: name for name in ("image", "model_a", "model_b")},
            **{
                name: _value(name)
                for one in MEASURES
                if one.on_maps is not None
                for name, _, _ in one.columns
            },
        },
    ),
    (
        "fixations",
        "How well each map says where a group of people fixates; the shuffled AUC and the "
        "information gain are against the group's fixations on photographs of other neonates.",
        "at_fixations",
        {
            **{name: name for name in ("image", "model", "group")},
            **{one.id: _value(one.id) for one in MEASURES if one.on_fixations is not None},
            "fixations": "fixations",
        },
    ),
)
"""Name, what is said of it, of which findings, and its columns."""


def map_and_fixation_sheets(findings: Analysis) -> list[Sheet]:
    """Return those of the tables that have rows."""
    sheets = [
        sheet_of(name, says, getattr(findings, records), columns)
        for name, says, records, columns in _TABLES
    ]
    sheets += [further_measures_sheet(findings.further), on_photographs_sheet(findings.comparison)]
    # classifiers are so sure that scores of six decimals would tie, and ranks of them be others
    there = [replace(sheet, exact=sheet.name == "scores") for sheet in sheets if sheet.rows]
    return with_label_source(there, findings.comparison.label_source)
