"""What the classifiers of a study say of its photographs, without reading a record of a map."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from neopain_gui.study.part import Part
from neopain_gui.study.predictions import Prediction

_SELECT = "SELECT image_id, classifier, weights, class, p FROM predictions"
_SAID = (
    "SELECT image_id, model_name, json_extract(facts, '$.classifier') AS classifier, "
    "json_extract(facts, '$.scores') AS scores FROM results "
    "WHERE model_kind = 'attribution' AND json_valid(facts) "
    "AND json_type(facts, '$.scores') = 'object' ORDER BY image_id, model_name"
)


_HOW = (
    "SELECT DISTINCT image_id, json_extract(facts, '$.classifier') AS classifier, "
    "CASE WHEN json_valid(inputs) THEN json_extract(inputs, '$.weights') END AS weights, "
    "json_extract(facts, '$.folds.why') AS why, json_extract(facts, '$.folds.said') AS said, "
    "json_extract(facts, '$.untested') AS untested FROM results "
    "WHERE model_kind = 'attribution' AND json_valid(facts) "
    "AND (json_type(facts, '$.folds') = 'object' OR json_type(facts, '$.untested') = 'true') "
    "ORDER BY image_id, classifier, why, said"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedHow:
    """What the records of maps say of the training of the networks that judged a photograph.

    Attributes
    ----------
    image_id, classifier, weights : str
        As of :class:`~.predictions.Prediction`.
    why, said : str
        Of a cross-validated classifier: how its networks were chosen, in a word and in sentences.
    untested : bool
        Whether nothing was kept from the training to test it.
    """

    image_id: str
    classifier: str
    weights: str
    why: str
    said: str
    untested: bool


class PredictionStore(Part):
    """What classifiers say; part of :class:`~.store.Study`."""

    def all(self, image_id: str | None = None) -> list[Prediction]:
        """Return what each classifier says of a photograph, or of all, by photograph."""
        where, values = ("", ()) if image_id is None else (" WHERE image_id = ?", (image_id,))
        found = self._database.rows(f"{_SELECT}{where} ORDER BY image_id, classifier", values)
        return [
            Prediction(
                image_id=who[0],
                classifier=who[1],
                weights=who[2],
                scores={row["class"]: row["p"] for row in rows},
            )
            for who, rows in groupby(found, key=lambda row: (row[0], row[1], row[2]))
        ]

    def class_scores(self, classifier: str, name: str = "pain") -> dict[str, float]:
        """Return photograph → a classifier's score of a class, for all photographs that have one.

        Parameters
        ----------
        classifier : str
            The classifier's id.
        name : str
            The class.
        """
        found = self._database.rows(
            "SELECT image_id, p FROM predictions WHERE classifier = ? AND class = ?",
            (classifier, name),
        )
        return {row[0]: row[1] for row in found}

    def classes(self, classifier: str) -> list[str]:
        """Return the classes of which a classifier has said anything."""
        found = self._database.rows(
            "SELECT DISTINCT class FROM predictions WHERE classifier = ? ORDER BY class",
            (classifier,),
        )
        return [row[0] for row in found]

    def class_score(self, image_id: str, classifier: str, name: str = "pain") -> float | None:
        """Return a classifier's score of a class for one photograph; None where it has none."""
        found = self._database.rows(
            "SELECT p FROM predictions WHERE image_id = ? AND classifier = ? AND class = ?",
            (image_id, classifier, name),
        )
        return found[0][0] if found else None

    def classifiers(self) -> list[str]:
        """Return the ids of the classifiers of which there is a score, in order."""
        found = self._database.rows(
            "WITH RECURSIVE one(id) AS (SELECT min(classifier) FROM predictions UNION ALL "
            "SELECT (SELECT min(classifier) FROM predictions WHERE classifier > one.id) FROM one "
            "WHERE one.id IS NOT NULL) SELECT id FROM one WHERE id IS NOT NULL"
        )
        return [row[0] for row in found]

    def trained_how(self) -> list[TrainedHow]:
        """Return what is on record of photographs in the trainings of what judged them."""
        spoke = {(one.image_id, one.classifier, one.weights) for one in self.all()}
        return [
            TrainedHow(
                image_id=row["image_id"],
                classifier=row["classifier"],
                weights=row["weights"],
                why=row["why"] or "",
                said=row["said"] or "",
                untested=bool(row["untested"]),
            )
            for row in self._database.rows(_HOW)
            if (row["image_id"], row["classifier"], row["weights"]) in spoke
        ]

    def beside_maps(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Return photograph, extraction model, classifier and its scores for each map of such.

        Much quicker than the records, of which it is a part; by photograph and name.
        """
        return [self._parsed(_said, row) for row in self._database.rows(_SAID)]


def _said(row: sqlite3.Row) -> tuple[str, str, str, dict[str, Any]]:
    return row["image_id"], row["model_name"], row["classifier"] or "", json.loads(row["scores"])
