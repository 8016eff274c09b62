"""Nothing of a study is missing from the list that removing goes by."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from neopain_gui.study import migrations
from neopain_gui.study.holdings import FILES, FOLDERS, TABLES
from tests.study import planted

SPEAKS = {"image": r"image|photo", "neonate": r"neonate|subject", "participant": r"participant"}
OWN = {
    "images": "image",
    "neonates": "neonate",
    "participants": "participant",
    "faces": "image",  # whose key is the photograph
}


def test_every_table_and_every_column_that_refers_to_somebody_is_listed() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        migrations.migrate(raw, migrations.steps())
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        assert sorted(TABLES) == sorted(tables), "list every table in study/holdings.py"
        order = list(TABLES)
        for table, holds in TABLES.items():
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            listed = {holds.image, holds.neonate, holds.participant, holds.blob} - {""}
            assert listed <= set(columns)
            for reference in raw.execute(f"PRAGMA foreign_key_list({table})"):
                other, column = reference[2], reference[3]
                if other in OWN:  # else it belongs to nobody by itself
                    assert getattr(holds, OWN[other]) == column, (table, column)
                assert order.index(other) < order.index(table), "parents stand first"
            for column in columns:
                for kind, words in SPEAKS.items():
                    if re.search(words, column):
                        assert getattr(holds, kind) == column, (table, column)
            if table != "settings":  # its key is a name
                assert ("key" in columns) == (holds.blob == "key"), table


def test_every_file_and_folder_of_a_full_study_is_listed(tmp_path: Path) -> None:
    with planted.make(tmp_path) as study:
        for entry in study.path.iterdir():
            assert entry.name in (FOLDERS if entry.is_dir() else FILES), (
                f"list {entry.name} in study/holdings.py, and say there how it is cleared"
            )
        assert {one.name for one in study.path.iterdir() if one.is_dir()} == set(FOLDERS)
