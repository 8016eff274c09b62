"""Rows of two studies, put into a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from sqlite3 import Connection, Row
from typing import Any

from neopain_gui.errors import StudyError
from neopain_gui.study.predictions import write_prediction_of_row
from neopain_gui.study.results import kind_of

OF_THE_FACE = frozenset({"faces", "chosen_faces", "face_candidates", "faces_absent"})


def boxes_of(rows: Iterable[Row]) -> dict[str, tuple[int, ...]]:
    """Return the boxes of rows, by photograph."""
    sides = ("box_left", "box_top", "box_right", "box_bottom")
    return {row["image_id"]: tuple(row[side] for side in sides) for row in rows}


def settled(connection: Connection) -> set[str]:
    """Return the photographs whose face is known, or known to be none."""
    return {
        row[0]
        for table in OF_THE_FACE
        for row in connection.execute(f"SELECT image_id FROM {table}")
    }


def insert(connection: Connection, table: str, values: Mapping[str, Any]) -> None:
    """Insert a row unless the first study has one in its place."""
    if table == "results":
        other = kind_of(connection, values["model_name"])
        if other not in (None, values["model_kind"]):
            raise StudyError(
                f"“{values['model_name']}” is {other} in the first study and "
                f"{values['model_kind']} in the second",
                remedy="remove it in one of them",
            )
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    made = connection.execute(
        f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", tuple(values.values())
    )
    if table == "round_raters":
        connection.execute(
            "UPDATE round_raters SET handed_in = ? WHERE token = ? AND rater = ? "
            "AND handed_in = ''",
            (values["handed_in"], values["token"], values["rater"]),
        )
    if table == "results" and made.rowcount > 0:
        write_prediction_of_row(connection, values)
