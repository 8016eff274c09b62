"""What rows of the tables of raters mean; of a damaged row an error says so."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from neopain_gui.annotation.answers import Amendment, Answer, Landmark, Mark, Sitting
from neopain_gui.faces.drawn import Outlines, unpacked


@lru_cache(maxsize=64)
def _outlines(content: bytes) -> Outlines:
    """Return outlines, the same arrays for the same bytes.

    What is read anew after each stroke is mostly what it was, and each of two hundred steps of undo
    keeps all regions of a photograph.
    """
    made = unpacked(content)
    for one in made:
        one.flags.writeable = False
    return made


def answer_of(row: sqlite3.Row) -> Answer:
    """Return the record of a row."""
    return Answer(
        round=row["round"],
        rater=row["rater"],
        image_id=row["image_id"],
        repeat=row["repeat"],
        instrument=row["instrument"],
        version=row["version"],
        item=row["item"],
        value=row["value"],
        codable=bool(row["codable"]),
        text=row["text"],
    )


def mark_of(row: sqlite3.Row) -> Mark:
    """Return the record of a row."""
    return Mark(
        round=row["round"],
        rater=row["rater"],
        image_id=row["image_id"],
        repeat=row["repeat"],
        name=row["name"],
        outlines=_outlines(row["outlines"]),
        weight=row["weight"],
    )


def landmark_of(row: sqlite3.Row) -> Landmark:
    """Return the record of a row."""
    return Landmark(
        round=row["round"],
        rater=row["rater"],
        image_id=row["image_id"],
        repeat=row["repeat"],
        set=row["landmark_set"],
        name=row["name"],
        x=row["x"],
        y=row["y"],
        visible=bool(row["visible"]),
    )


def sitting_of(row: sqlite3.Row) -> Sitting:
    """Return the record of a row."""
    return Sitting(
        round=row["round"],
        rater=row["rater"],
        image_id=row["image_id"],
        repeat=row["repeat"],
        seconds=row["seconds"],
        done=bool(row["done"]),
        at=row["at"],
    )


def amendment_of(row: sqlite3.Row) -> Amendment:
    """Return the record of a row."""
    return Amendment(
        round=row["round"],
        rater=row["rater"],
        image_id=row["image_id"],
        repeat=row["repeat"],
        at=row["at"],
        reason=row["reason"],
        what=row["what"],
    )
