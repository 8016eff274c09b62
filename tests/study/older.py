"""Studies as earlier versions left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from neopain_gui.study import migrations

TABLE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def make_older(study: Path, version: int) -> None:
    """Put a closed study's rows into the tables of an earlier version; the rest is lost."""
    file, newer = study / "study.sqlite", study / "newer.sqlite"
    file.replace(newer)
    with (
        closing(sqlite3.connect(newer)) as source,
        closing(sqlite3.connect(file, isolation_level=None)) as made,
    ):
        migrations.migrate(made, migrations.steps()[:version])
        made.execute("PRAGMA journal_mode = WAL")
        names = [
            row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for name in names:
            columns = [row[1] for row in made.execute(f"PRAGMA table_info({name})")]
            rows = source.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
            marks = ", ".join("?" * len(columns))
            made.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    newer.unlink()
