"""What classifiers say of photographs, as rows of the database.

A study keeps what each classifier said last of each photograph's present face. It is written with
the classifier's maps and goes with the last of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a classifier says of a photograph's face.

    Attributes
    ----------
    image_id : str
        The photograph.
    classifier : str
        The classifier's id.
    weights : str
        SHA-256 of its weights.
    scores : Mapping of str to float
        Class score in [0, 1] by class.
    """

    image_id: str
    classifier: str
    weights: str
    scores: Mapping[str, float]


_FORGET = (
    "DELETE FROM predictions WHERE image_id = ? AND NOT EXISTS (SELECT 1 FROM results "
    "WHERE results.image_id = predictions.image_id AND model_kind = 'attribution' "
    "AND json_valid(facts) AND json_extract(facts, '$.classifier') = predictions.classifier)"
)


def write_prediction(
    connection: sqlite3.Connection,
    image_id: str,
    inputs: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> None:
    """Keep what the record of a map says of its classifier's scores, if it says anything."""
    classifier, scores = facts.get("classifier"), facts.get("scores")
    if not isinstance(classifier, str) or not isinstance(scores, Mapping):
        return
    weights = str(inputs.get("weights", ""))
    new = {
        (weights, name, float(p))
        for name, p in scores.items()
        if isinstance(p, float | int) and not isinstance(p, bool)
    }
    there = connection.execute(
        "SELECT weights, class, p FROM predictions WHERE image_id = ? AND classifier = ?",
        (image_id, classifier),
    )
    if new == {tuple(row) for row in there}:
        return  # all layers of a method come with the same scores
    connection.execute(
        "DELETE FROM predictions WHERE image_id = ? AND classifier = ?", (image_id, classifier)
    )
    connection.executemany(
        "INSERT INTO predictions (image_id, classifier, weights, class, p) VALUES (?, ?, ?, ?, ?)",
        [(image_id, classifier, *one) for one in new],
    )


def write_prediction_of_row(connection: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    """Do the same for a row of ``results``; one that cannot be read says nothing."""
    try:
        inputs, facts = json.loads(row["inputs"]), json.loads(row["facts"])
    except (ValueError, RecursionError):
        return
    if isinstance(inputs, Mapping) and isinstance(facts, Mapping):
        write_prediction(connection, row["image_id"], inputs, facts)


def forget_predictions(connection: sqlite3.Connection, image_ids: Iterable[str]) -> None:
    """Delete what classifiers say of photographs of which they have no map any more."""
    connection.executemany(_FORGET, [(one,) for one in dict.fromkeys(image_ids)])
