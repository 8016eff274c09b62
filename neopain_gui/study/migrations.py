"""The versions of a study's database, and how an older one becomes the present one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib import resources

from neopain_gui.faces.drawn import packed, parse_outlines

# "NPST": tells a study from any other SQLite file.
APPLICATION_ID = 0x4E505354

# Step n takes version n to n + 1. Steps are only ever added: a study of every earlier version
# is somebody's work.
_STEPS = (
    "schema.sql",
    "gaze.sql",
    "regions.sql",
    "removal.sql",
    "copies.sql",
    "faces.sql",
    "predictions.sql",
    "waiting.sql",
    "detectors.sql",
    "annotations.sql",
    "packed_marks.sql",
)


def steps() -> tuple[str, ...]:
    """Return the SQL of every step, the first being the schema of version 1."""
    package = resources.files(__package__)
    return tuple((package / name).read_text(encoding="utf-8") for name in _STEPS)


def migrate(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Bring a database to the version ``len(steps)``, each step in a transaction of its own.

    Parameters
    ----------
    connection : sqlite3.Connection
        In autocommit mode (``isolation_level=None``).
    steps : sequence of str
        SQL without transaction statements.

    Raises
    ------
    sqlite3.Error
        A step failed; the database is as it was before that step.
    """
    present = version_of(connection)
    connection.create_function("exact_number", 2, _exact_number, deterministic=True)
    connection.create_function("packed_outlines", 1, _packed_outlines, deterministic=True)
    for number, sql in enumerate(steps[present:], start=present + 1):
        # executescript() commits before it starts, so the transaction is part of the script.
        # application_id and user_version live in the file's header and are transactional too.
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;\n{sql}\n;"
                f"PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {number};"
                "COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise


def _exact_number(text: str, key: str) -> float | None:
    """Return a number of a JSON object to the last bit, which SQLite's own reading may not give."""
    found = json.loads(text).get(key)
    return float(found) if isinstance(found, float | int) else None


def _packed_outlines(text: str) -> bytes:
    """Return outlines packed; what is none stays for whoever reads it to say so."""
    try:
        return packed(parse_outlines(text))
    except (ValueError, TypeError, RecursionError):
        return text.encode("utf-8", "replace")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version that a database says it has; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def shape_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Return type, name and SQL of every table, index, view and trigger."""
    found = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return frozenset((kind, name, sql) for kind, name, sql in found)


def expected_shape(steps: Sequence[str]) -> frozenset[tuple[str, str, str]]:
    """Return what :func:`shape_of` says of a database made by these steps."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, steps)
        return shape_of(connection)
