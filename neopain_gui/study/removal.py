"""Taking things out of a study's tables, so that they can be put back exactly as they were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from neopain_gui.provenance import canonical_json, sha256_bytes
from neopain_gui.study.holdings import SETTINGS, TABLES, Present
from neopain_gui.study.predictions import forget_predictions, write_prediction_of_row

GROUP_MAP = "gaze.group_map"
"""Stage of the maps of groups of people."""
_TABLE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table'"
OF_RATERS = "annotation."
"""How the stages of maps begin that follow from what raters said."""
_OF_RATERS = f"{OF_RATERS}*"
RATER = "rater"
"""Column of who said something in a round."""
_PARENTS = frozenset({"neonates", "participants", "images", "rounds"})
KEY_START = 16
"""Digits of a trial's key by which a group map's facts name it."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is to be taken out.

    Attributes
    ----------
    images, neonates, participants : frozenset of str
        Ids; a neonate goes with all photographs.
    maps : frozenset of (str, str)
        Photograph and name of the extraction model.
    trials : frozenset of (str, str, int)
        Participant, recording, beginning.
    rounds : frozenset of str
        Tokens of rounds; a round goes with all that was said in it.
    round_raters : frozenset of (str, str)
        Token and rater: what somebody said in a round goes, and they are no longer asked.
    """

    images: frozenset[str] = frozenset()
    neonates: frozenset[str] = frozenset()
    participants: frozenset[str] = frozenset()
    maps: frozenset[tuple[str, str]] = frozenset()
    trials: frozenset[tuple[str, str, int]] = frozenset()
    rounds: frozenset[str] = frozenset()
    round_raters: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken out.

    Attributes
    ----------
    rows : Mapping of str to tuple of tuple
        Whole rows, by table.
    columns : Mapping of str to tuple of str
        What the rows hold, by table.
    settings : Mapping of str to dict
        What went from settings.
    """

    rows: Mapping[str, tuple[Row, ...]]
    columns: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def values(self, table: str, column: str) -> list[Any]:
        """Return a column of the rows of a table."""
        if table not in self.rows:
            return []
        place = self.columns[table].index(column)
        return [row[place] for row in self.rows[table]]

    def count(self, table: str) -> int:
        """Return how many rows of a table went."""
        return len(self.rows.get(table, ()))

    @property
    def empty(self) -> bool:
        """True where nothing went."""
        return not any(self.rows.values())


def said_by(token: str, rater: str) -> str:
    """Return how the facts of a map name whoever said in a round what it follows from."""
    return sha256_bytes(f"{token}:{rater}".encode())[:KEY_START]


def take(connection: sqlite3.Connection, what: Selection) -> Taken:
    """Delete what is selected and whatever was made of it; unknown ids do not matter.

    Group maps of removed participants or trials go too, and so do maps that a method made by
    comparing with a removed photograph.
    """
    numbers: dict[str, set[int]] = {table: set() for table in TABLES}
    neonates = set(what.neonates)
    images = set(what.images) | _find(connection, "images", "id", "neonate_id", neonates)
    for table, holds in TABLES.items():
        for column, ids in (
            (holds.image, images),
            (holds.participant, what.participants),
            (holds.round, what.rounds),
            (holds.neonate if table == "neonates" else "", neonates),
        ):
            if column:
                numbers[table] |= _find(connection, table, "rowid", column, ids)
        if holds.round and holds.participant == RATER:
            sql = f"SELECT rowid FROM {table} WHERE {holds.round} = ? AND {RATER} = ?"
            for asked in what.round_raters:
                numbers[table] |= _numbers(connection, sql, asked)
    for image_id, model in what.maps:
        numbers["results"] |= _numbers(
            connection,
            "SELECT rowid FROM results WHERE image_id = ? AND model_name = ?",
            (image_id, model),
        )
    for trial in what.trials:
        numbers["trials"] |= _numbers(
            connection,
            "SELECT rowid FROM trials WHERE participant_id = ? AND recording = ? AND start_us = ?",
            trial,
        )
    numbers["results"] |= _group_maps(connection, numbers["trials"])
    numbers["results"] |= _compared_with(connection, images)
    numbers["results"] |= _maps_of_raters(connection, numbers["round_raters"])
    numbers["neonates"] |= _without_photographs(connection, numbers["images"])
    taken = _delete(connection, numbers)
    forget_predictions(connection, taken.values("results", "image_id"))
    return replace(taken, settings=clean_settings(connection))


def put(connection: sqlite3.Connection, taken: Taken) -> None:
    """Put back what was taken out; what has come into its place since gives way."""
    for table in TABLES:
        rows = taken.rows.get(table, ())
        if not rows:
            continue
        columns = taken.columns[table]
        marks = ", ".join("?" * len(columns))
        # A parent that is there again keeps its children; one that was replaced would lose them.
        way = "IGNORE" if table in _PARENTS else "REPLACE"
        connection.executemany(
            f"INSERT OR {way} INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows
        )
        if table == "results":
            for row in rows:
                write_prediction_of_row(connection, dict(zip(columns, row, strict=True)))
    for key, gone in taken.settings.items():
        stored = _setting(connection, key)
        value = {**(stored if isinstance(stored, Mapping) else {}), **gone}
        connection.execute(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, canonical_json(value))
        )


def note_purge(connection: sqlite3.Connection, former: str = "", present: str = "") -> None:
    """Note durably that a purge is due, and which participant's pseudonym became which."""
    connection.execute("INSERT INTO to_purge VALUES (?, ?)", (former, present))


def rename_participant(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Call a participant otherwise wherever they stand."""
    there = {row[0] for row in connection.execute(_TABLE_NAMES)}
    if "round_raters" in there:
        _rename_maps(connection, old, new)
    for table, holds in TABLES.items():
        if holds.participant and table in there:
            connection.execute(
                f"UPDATE {table} SET {holds.participant} = ? WHERE {holds.participant} = ?",
                (new, old),
            )
    _rename_in_label(connection, old, new)


def _rename_in_label(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Let the label that counts stay the same rater's."""
    key = "counted label"
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    stored = json.loads(row[0]) if row is not None else None
    if isinstance(stored, dict) and stored.get("rater") == old:
        connection.execute(
            "UPDATE settings SET value = ? WHERE key = ?",
            (canonical_json({**stored, "rater": new}), key),
        )


def _rename_maps(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Call a rater otherwise in the maps that follow from what they said."""
    tokens = connection.execute("SELECT token FROM round_raters WHERE rater = ?", (old,))
    names = {said_by(token, old): said_by(token, new) for (token,) in tokens}
    sql = "SELECT rowid, model_name, facts FROM results WHERE stage GLOB ?"
    for number, model, text in connection.execute(sql, (_OF_RATERS,)).fetchall():
        facts = json.loads(text)
        if not names.keys() & facts["said_by"]:
            continue
        facts["said_by"] = sorted(names.get(one, one) for one in facts["said_by"])

        own = model.endswith(f" by {old}")
        connection.execute(
            "UPDATE OR REPLACE results SET model_name = ?, facts = ? WHERE rowid = ?",
            (f"{model.removesuffix(old)}{new}" if own else model, canonical_json(facts), number),
        )


def join_participant(connection: sqlite3.Connection, other: str, into: str) -> tuple[int, int, int]:
    """Give a participant all that is another's, who goes.

    Returns
    -------
    tuple of int
        How many trials, scores and answers in rounds gave way; scores and answers that say the
        same do not count.
    """
    both = "SELECT observer_group, attributes FROM participants WHERE id = ?"
    group, attributes = connection.execute(both, (into,)).fetchone()
    others_group, further = connection.execute(both, (other,)).fetchone()
    connection.execute(
        "UPDATE participants SET observer_group = ?, attributes = ? WHERE id = ?",
        (
            group or others_group,
            canonical_json({**json.loads(further), **json.loads(attributes)}),
            into,
        ),
    )
    scores = connection.execute(
        "SELECT count(*) FROM pain_scores a JOIN pain_scores b ON a.image_id = b.image_id "
        "WHERE a.participant_id = ? AND b.participant_id = ? AND a.score <> b.score",
        (other, into),
    ).fetchone()[0]
    there = {row[0] for row in connection.execute(_TABLE_NAMES)}
    answers = 0
    if "answers" in there:
        answers = connection.execute(
            "SELECT count(*) FROM answers a JOIN answers b "
            "USING (token, image_id, repeat, instrument, item) "
            "WHERE a.rater = ? AND b.rater = ? AND (a.value IS NOT b.value OR a.text <> b.text)",
            (other, into),
        ).fetchone()[0]
    columns = {
        table: holds.participant
        for table, holds in TABLES.items()
        if holds.participant and table in there and table != "participants"
    }
    if "turns" in there:  # two orders of one round cannot be one: the first one's stays
        connection.execute(
            "DELETE FROM turns WHERE rater = ? AND token IN "
            "(SELECT token FROM round_raters WHERE rater = ?)",
            (other, into),
        )
    for table, column in columns.items():
        connection.execute(
            f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (into, other)
        )
    trials = connection.execute(
        "SELECT count(*) FROM trials WHERE participant_id = ?", (other,)
    ).fetchone()[0]
    for table, column in columns.items():
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (other,))
    connection.execute("DELETE FROM participants WHERE id = ?", (other,))
    return trials, scores, answers


def clean_settings(connection: sqlite3.Connection) -> dict[str, Mapping[str, Any]]:
    """Take from the settings what speaks of what is not there; return the entries that went."""
    present = Present(
        images=frozenset(row[0] for row in connection.execute("SELECT id FROM images")),
        neonates=frozenset(row[0] for row in connection.execute("SELECT id FROM neonates")),
        keys=frozenset(row[0] for row in connection.execute("SELECT key FROM results")),
    )
    gone: dict[str, Mapping[str, Any]] = {}
    for key, cleaned in SETTINGS.items():
        before = _setting(connection, key)
        after = cleaned(before, present) if before is not None else None
        if after == before:
            continue
        connection.execute(
            "UPDATE settings SET value = ? WHERE key = ?", (canonical_json(after), key)
        )
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            gone[key] = {name: one for name, one in before.items() if name not in after}
    return gone


def _setting(connection: sqlite3.Connection, key: str) -> Any:
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    try:
        return json.loads(row[0])
    except ValueError:  # damaged: whoever asks for it is told
        return None


def _find(
    connection: sqlite3.Connection, table: str, wanted: str, column: str, ids: Iterable[str]
) -> set[Any]:
    sql = f"SELECT {wanted} FROM {table} WHERE {column} = ?"
    return {row[0] for one in ids for row in connection.execute(sql, (one,))}


def _numbers(connection: sqlite3.Connection, sql: str, parameters: tuple[Any, ...]) -> set[int]:
    return {row[0] for row in connection.execute(sql, parameters)}


def _group_maps(connection: sqlite3.Connection, trials: set[int]) -> set[int]:
    """Return the group maps that trials are part of.

    Facts name a map's trials; of a map that was made before they did, any on the same photograph
    may have been part.
    """
    found: set[int] = set()
    for number in trials:
        image_id, key = connection.execute(
            "SELECT image_id, key FROM trials WHERE rowid = ?", (number,)
        ).fetchone()
        maps = connection.execute(
            "SELECT rowid, facts FROM results WHERE image_id = ? AND stage = ?",
            (image_id, GROUP_MAP),
        )
        for result, facts in maps:
            part = json.loads(facts).get("trials")
            if not isinstance(part, list) or key[:KEY_START] in part:
                found.add(result)
    return found


def _maps_of_raters(connection: sqlite3.Connection, rows: Iterable[int]) -> set[int]:
    """Return the maps that follow from what was said by whoever goes from a round."""
    gone = {
        said_by(
            *connection.execute(
                "SELECT token, rater FROM round_raters WHERE rowid = ?", (row,)
            ).fetchone()
        )
        for row in rows
    }
    if not gone:
        return set()
    sql = "SELECT rowid, facts FROM results WHERE stage GLOB ?"
    return {
        number
        for number, facts in connection.execute(sql, (_OF_RATERS,))
        if gone & set(json.loads(facts).get("said_by", ()))
    }


def _compared_with(connection: sqlite3.Connection, images: set[str]) -> set[int]:
    """Return the maps for which a method compared with one of these photographs."""
    hashes = _find(connection, "images", "sha256", "id", images)
    found: set[int] = set()
    if not hashes:
        return found
    rows = connection.execute(
        "SELECT rowid, inputs FROM results WHERE instr(inputs, '\"references\"')"
    )
    for number, inputs in rows:
        references = json.loads(inputs).get("references")
        if isinstance(references, list) and any(
            isinstance(one, list) and one and one[0] in hashes for one in references
        ):
            found.add(number)
    return found


def _without_photographs(connection: sqlite3.Connection, going: set[int]) -> set[int]:
    """Return the neonates that will have no photograph any more."""
    left = {
        row["neonate_id"]
        for row in connection.execute("SELECT rowid, neonate_id FROM images")
        if row["rowid"] not in going
    }
    rows = connection.execute("SELECT rowid, id FROM neonates")
    return {row["rowid"] for row in rows if row["id"] not in left}


def _delete(connection: sqlite3.Connection, numbers: Mapping[str, set[int]]) -> Taken:
    rows: dict[str, tuple[Row, ...]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for table in reversed(list(TABLES)):
        found: list[Row] = []
        for number in sorted(numbers[table]):
            cursor = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (number,))
            columns[table] = tuple(one[0] for one in cursor.description)
            found.append(tuple(cursor.fetchone()))
        if found:
            rows[table] = tuple(found)
        connection.executemany(
            f"DELETE FROM {table} WHERE rowid = ?", [(number,) for number in numbers[table]]
        )
    return Taken(rows=rows, columns=columns)
