"""Results as rows of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from neopain_gui.attribution.methods import METHODS
from neopain_gui.errors import StudyError
from neopain_gui.maps import ATTRIBUTION, ExtractionModel
from neopain_gui.provenance import Provenance, canonical_json
from neopain_gui.study.images import box_of
from neopain_gui.study.predictions import write_prediction, write_prediction_of_row
from neopain_gui.study.removal import GROUP_MAP, KEY_START
from neopain_gui.study.result_types import Result

SELECT_RESULTS = (
    "SELECT results.*, images.width, images.height FROM results "
    "JOIN images ON images.id = results.image_id"
)

# One step in the index for each name, instead of all rows.
SELECT_MODELS = (
    "WITH RECURSIVE one(name) AS (SELECT min(model_name) FROM results UNION ALL "
    "SELECT (SELECT min(model_name) FROM results WHERE model_name > one.name) FROM one "
    "WHERE one.name IS NOT NULL) "
    "SELECT name, (SELECT model_kind FROM results WHERE model_name = name LIMIT 1), "
    "(SELECT facts FROM results WHERE model_name = name LIMIT 1) FROM one "
    "WHERE name IS NOT NULL"
)

Row = tuple[Any, ...]
"""A row of the table as it is stored."""

# A row that another one replaces runs the trigger, too, because of the PRAGMA.
WATCH = """
PRAGMA recursive_triggers = ON;
CREATE TEMP TABLE gone AS SELECT * FROM results LIMIT 0;
CREATE TEMP TRIGGER going AFTER DELETE ON results BEGIN INSERT INTO gone VALUES (
    OLD.image_id, OLD.model_name, OLD.model_kind, OLD.key, OLD.stage, OLD.version, OLD.inputs,
    OLD.box_left, OLD.box_top, OLD.box_right, OLD.box_bottom, OLD.facts
); END;
"""
# Of each name the first: what took its place within the block was never there before it.
GONE = (
    "SELECT * FROM temp.gone WHERE rowid IN "
    "(SELECT min(rowid) FROM temp.gone GROUP BY image_id, model_name) ORDER BY rowid"
)
UNWATCH = "DROP TRIGGER going; DROP TABLE temp.gone;"

# Only where the photograph is there, its face is the one that the map covers, and no other kind of
# extraction model has taken the name; a row that is there already is not written again.
_RESTORE = (
    "INSERT OR REPLACE INTO results SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 "
    "WHERE EXISTS (SELECT 1 FROM images WHERE id = ?1) "
    "AND (?3 <> 'attribution' OR NOT EXISTS (SELECT 1 FROM faces WHERE image_id = ?1 AND "
    "(box_left, box_top, box_right, box_bottom) <> (?8, ?9, ?10, ?11))) "
    "AND NOT EXISTS (SELECT 1 FROM results WHERE model_name = ?2 AND model_kind <> ?3) "
    "AND NOT EXISTS (SELECT 1 FROM results "
    "WHERE image_id = ?1 AND model_name = ?2 AND key = ?4 AND facts = ?12)"
)


def result_of(row: sqlite3.Row) -> Result:
    """Return the record of a row of :data:`SELECT_RESULTS`.

    Raises
    ------
    ValueError, TypeError, RecursionError
        The row is damaged: among others, its key is not the hash of its provenance.
    """
    provenance = provenance_of((row["stage"], row["version"], row["inputs"]))
    if provenance.key != row["key"]:
        raise ValueError("key and provenance disagree")
    facts = json.loads(row["facts"])
    return Result(
        image_id=row["image_id"],
        model=model_of(row["model_name"], row["model_kind"], facts),
        box=box_of(row),
        photograph_size=(row["height"], row["width"]),
        provenance=provenance,
        facts=facts,
    )


def model_of(name: str, kind: str, facts: Mapping[str, Any]) -> ExtractionModel:
    """Return an extraction model with its parts, from what a study keeps of one of its maps.

    The name is method, classifier and, where it is not the usual one, layer; which method and layer
    made the map is on record, so that bars within a classifier's name part nothing.
    """
    if kind != ATTRIBUTION.id:
        return ExtractionModel(name=name, kind=kind)
    layer, method = str(facts.get("layer") or ""), METHODS.get(str(facts.get("method", "")))
    whole = name.removesuffix(f"|{layer}") if layer else name
    title, _, maker = whole.partition("|")  # no method's title has a bar
    if method is not None and whole.startswith(f"{method.title}|"):
        title, maker = method.title, whole.removeprefix(f"{method.title}|")
    if "layer" not in facts:  # of a program that did not say: what stands third
        maker, _, layer = maker.partition("|")
    elif whole == name:
        layer = ""
    return ExtractionModel(name=name, kind=kind, maker=maker, method=title, layer=layer)


def model_of_row(name: str, kind: str, facts: str) -> ExtractionModel:
    """Return the same of facts as they are stored; without parts where they are damaged."""
    try:
        known = json.loads(facts)
    except ValueError:
        known = {}
    return model_of(name, kind, known if isinstance(known, Mapping) else {})


def provenance_of(columns: Sequence[Any]) -> Provenance:
    """Return what stage, version and inputs say that made a result."""
    stage, version, inputs = columns
    return Provenance(stage=stage, version=version, inputs=json.loads(inputs))


def _made_of_what_is_gone(connection: sqlite3.Connection, result: Result) -> bool:
    """Say whether a photograph or a trial that it was made with was removed meanwhile."""
    for sha256, *_ in result.provenance.inputs.get("references", ()):
        known = connection.execute("SELECT 1 FROM images WHERE sha256 = ?", (sha256,))
        if known.fetchone() is None:
            return True
    trials = result.facts.get("trials", ()) if result.provenance.stage == GROUP_MAP else ()
    found = connection.execute("SELECT key FROM trials WHERE image_id = ?", (result.image_id,))
    return bool(trials) and not {row[0][:KEY_START] for row in found}.issuperset(trials)


def write_result(connection: sqlite3.Connection, result: Result, study: Path) -> bool:
    """Insert a result or replace the earlier one of the same photograph and extraction model.

    Returns
    -------
    bool
        False if it was left out: the photograph's face has changed since, or a photograph or a
        trial that it was made with was removed.

    Raises
    ------
    StudyError
        There is no such photograph, or the extraction model is known as another kind.
    ValueError
        The result does not fit the photograph's size.
    """
    image = connection.execute(
        "SELECT images.width, images.height, faces.* FROM images "
        "LEFT JOIN faces ON faces.image_id = images.id WHERE images.id = ?",
        (result.image_id,),
    ).fetchone()
    if image is None:
        raise StudyError(f"there is no photograph {result.image_id} in the study", file=study)
    size = (image["height"], image["width"])
    if tuple(result.photograph_size) != size or result.box.clipped(*size[::-1]) != result.box:
        raise ValueError(
            f"result for a photograph of {result.photograph_size} with {result.box}, but "
            f"{result.image_id} is {size}"
        )
    stale = image["box_left"] is not None and box_of(image) != result.box
    if result.model.traits.tied_to_face and stale:
        return False
    if _made_of_what_is_gone(connection, result):
        return False
    other = kind_of(connection, result.model.name)
    if other not in (None, result.model.kind):
        raise StudyError(
            f"the study knows “{result.model.name}” as {other}, not as {result.model.kind}",
            file=study,
            remedy="choose another name",
        )
    connection.execute(
        "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row_of(result),
    )
    write_prediction(connection, result.image_id, result.provenance.inputs, result.facts)
    return True


def kind_of(connection: sqlite3.Connection, model_name: str) -> str | None:
    """Return as which kind of extraction model a name is known; None where it is not.

    All rows of a name are of one kind, so that looking at one of them is enough.
    """
    found = connection.execute(
        "SELECT model_kind FROM results WHERE model_name = ? LIMIT 1", (model_name,)
    ).fetchone()
    return None if found is None else str(found[0])


def row_of(result: Result) -> Row:
    """Return a result as a row of the table."""
    return (
        result.image_id,
        result.model.name,
        result.model.kind,
        result.key,
        result.provenance.stage,
        int(result.provenance.version),
        canonical_json(dict(result.provenance.inputs)),
        *(int(side) for side in result.box.as_tuple()),
        canonical_json(dict(result.facts)),
    )


def restore_row(connection: sqlite3.Connection, row: Row) -> bool:
    """Insert a row that was taken out; False where it is there, or fits no more."""
    there = connection.execute(_RESTORE, row).rowcount > 0
    if there:
        write_prediction_of_row(
            connection, {"image_id": row[0], "inputs": row[6], "facts": row[11]}
        )
    return there
