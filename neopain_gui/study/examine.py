"""Looking whether a file is a whole study of ours, before anything of it is used or written.

What could make SQLite run a stranger's statements is looked at before the first query: that takes
a millisecond. All pages, indexes and values are looked at after that, which takes a second for
200,000 results and can go on beside the reading: whatever is read is checked once more as a record.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from neopain_gui.errors import StudyError
from neopain_gui.study import migrations
from neopain_gui.study.faults import damaged, restore

# A string, a quoted name, a comment, or what a CHECK begins and ends with.
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|\bCHECK\b|[()]", re.IGNORECASE)


def examine_shape(connection: sqlite3.Connection, file: Path) -> int:
    """Return the version of a study's database; refuse what is none.

    Not a table, index, trigger or view more or less than our own steps make is let through. Of a
    newer study the tables are not known, but no version of NeoPain makes views or triggers: they
    would run a stranger's statements.

    Raises
    ------
    StudyError
        It is empty, not a study's, or has another shape.
    """
    if not file.stat().st_size:
        raise StudyError(f"{file.name} is empty", file=file.parent, remedy=restore(file))
    if connection.execute("PRAGMA application_id").fetchone()[0] != migrations.APPLICATION_ID:
        raise StudyError(f"{file.name} was not written by NeoPain", file=file.parent)
    version = migrations.version_of(connection)
    shape = migrations.shape_of(connection)
    steps = migrations.steps()
    if version < 1 or any(kind in ("view", "trigger") for kind, *_ in shape):
        raise damaged(file)
    if version <= len(steps) and shape != _expected(steps[:version]):
        raise damaged(file)
    return version


@lru_cache(maxsize=4)
def _expected(steps: tuple[str, ...]) -> frozenset[tuple[str, str, str]]:
    return migrations.expected_shape(steps)


def examine_whole(connection: sqlite3.Connection, file: Path, version: int) -> None:
    """Look at every page, index and value of a database whose shape was found good.

    Raises
    ------
    StudyError
        It is damaged, or holds what NeoPain never writes.
    sqlite3.Error
        It cannot be read, or the connection was interrupted.
    """
    # Not quick_check: it leaves out whether the indexes agree with their tables.
    if [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        raise damaged(file)
    if version > len(migrations.steps()):
        return  # a stranger's conditions are not run; its values are checked as they are read
    for kind, name, sql in migrations.shape_of(connection):
        # integrity_check leaves these out where SQLite may not write to the file.
        broken = " OR ".join(f"NOT ({one})" for one in conditions(sql)) if kind == "table" else ""
        if broken and connection.execute(f"SELECT 1 FROM {name} WHERE {broken} LIMIT 1").fetchone():  # noqa: S608
            raise damaged(file)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise damaged(file)


def conditions(sql: str) -> Iterator[str]:
    """Yield the conditions of the CHECK clauses of a statement that makes a table.

    >>> list(conditions("CREATE TABLE a (b INT CHECK (b IN (1, 2)), CHECK (b <> ')'))"))
    ['b IN (1, 2)', "b <> ')'"]
    """
    depth, start = 0, None
    waiting = False
    for token in _TOKEN.finditer(sql):
        said = token.group()
        if said.upper() == "CHECK":
            waiting = start is None
        elif said == "(":
            if waiting:
                start, depth, waiting = token.end(), 0, False
            elif start is not None:
                depth += 1
        elif said == ")" and start is not None:
            if depth == 0:
                yield sql[start : token.start()]
                start = None
            else:
                depth -= 1
