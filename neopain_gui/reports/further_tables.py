"""Tables of a report beyond the dissertation's: classifiers, maps, fixations, relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from neopain_gui.reports.sheet import Cell, Sheet

_CLASSIFIERS = (
    "photographs", "neonates", "true_pain", "missed_pain", "false_alarm", "true_rest",
    "accuracy", "balanced_accuracy", "precision", "sensitivity", "f1", "auc",
)  # fmt: skip
_MAPS = ("image", "model_a", "model_b", "cc", "sim", "kl_a_b", "kl_b_a", "emd")
_FIXATIONS = (
    "image", "model", "group", "nss", "auc_judd", "shuffled_auc", "information_gain", "fixations",
)  # fmt: skip
_SCORES = (
    "image", "of", "classifier", "pain", "no_pain", "predicted", "score", "participants",
)  # fmt: skip
_RELATIONS = (
    "model_a", "model_b", "metric", "to", "of", "statistic", "p", "p_holm", "p_bh", "family",
    "photographs",
)  # fmt: skip


class Further(Protocol):
    """What these tables are made from; the records have the columns as attributes.

    A column is called what it is called in every other table, whatever the attribute's name.
    """

    @property
    def classifiers(self) -> Sequence[tuple[str, Any]]:
        """Names and evaluations."""

    @property
    def maps(self) -> Sequence[Any]:
        """Two maps of a photograph."""

    @property
    def at_fixations(self) -> Sequence[Any]:
        """A map and a group's fixations on a photograph."""

    @property
    def relations(self) -> Sequence[Any]:
        """A pair's agreement and something else."""

    @property
    def scores(self) -> Sequence[Any]:
        """What was said of a photograph."""


def further_sheets(findings: Further) -> list[Sheet]:
    """Return those of the tables that have rows."""
    sheets = [
        Sheet(
            name="classifiers",
            says="What each classifier achieves on the labelled photographs; pain is positive.",
            header=("classifier", *_CLASSIFIERS),
            rows=tuple(
                (name, *_cells(one, _CLASSIFIERS, {"neonates": "subjects"}))
                for name, one in findings.classifiers
            ),
        ),
        _sheet(
            "scores",
            "What classifiers and people said of each photograph: what classifiers and relations "
            "follow from.",
            _SCORES,
            findings.scores,
        ),
        _sheet(
            "relations",
            "How agreement goes with being right (difference of means, tested as in Table 5), with "
            "confidence and with people's scores (Spearman's coefficient).",
            _RELATIONS,
            findings.relations,
        ),
        _sheet(
            "maps",
            "Agreement of relevance maps over the face: Pearson's CC, SIM, KL in nats (a or b as "
            "what is true), EMD as a share of the face's diagonal.",
            _MAPS,
            findings.maps,
        ),
        _sheet(
            "fixations",
            "How well each map says where a group of people fixates; the shuffled AUC and the "
            "information gain are against the group's fixations on photographs of other neonates.",
            _FIXATIONS,
            findings.at_fixations,
        ),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(name: str, says: str, columns: Sequence[str], records: Sequence[Any]) -> Sheet:
    called = {"photographs": "n"}
    rows = tuple(_cells(record, columns, called) for record in records)
    return Sheet(name=name, says=says, header=tuple(columns), rows=rows)


def _cells(record: Any, columns: Sequence[str], called: Mapping[str, str]) -> tuple[Cell, ...]:
    values = (getattr(record, called.get(column, column)) for column in columns)
    return tuple(None if value == "" else value for value in values)
