"""``predictions.csv``: written in one way, and read with every mistake in one sentence."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.dataset.plain_table import PlainTable, read_table
from neopain_gui.errors import InputError
from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.training.evaluation.predictions import Predictions

COLUMNS = ("image", "neonate", "label", "fold", "p_pain")
FACTS = ("dataset", "sex", "stimulus")
"""Columns that are there only where something is known."""


def csv_text(predictions: Predictions) -> str:
    """Return the file's text; class scores with all digits that they need."""
    known = [name for name in FACTS if (getattr(predictions, name) != "").any()]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*COLUMNS, *known])
    for row in range(len(predictions)):
        label = PainLabel.PAIN if predictions.label[row] else PainLabel.NO_PAIN
        writer.writerow(
            [
                str(predictions.image[row]),
                str(predictions.neonate[row]),
                str(label),
                int(predictions.fold[row]),
                repr(float(predictions.p_pain[row])),
                *(str(getattr(predictions, name)[row]) for name in known),
            ]
        )
    return stream.getvalue()


def write_csv(predictions: Predictions, path: Path) -> None:
    """Write the file, whole or not at all.

    Raises
    ------
    EnvironmentFault
        It could not be written.
    """
    write_bytes_atomic(path, csv_text(predictions).encode())


def read_csv(path: Path) -> Predictions:
    """Read the file; columns in any order, others are left aside.

    Raises
    ------
    InputError
        It is not there, no table, lacks a column, or a line is wrong.
    """
    table = read_table(path)
    place = _places(table, path)
    values: dict[str, list[str]] = {name: [] for name in place}
    folds: list[int] = []
    scores: list[float] = []
    seen: dict[tuple[str, int], int] = {}
    for number, cells in table.lines:
        line = {name: cells[at].strip() if at < len(cells) else "" for name, at in place.items()}
        fold, score = _checked(line, path, number)
        twice = seen.setdefault((line["image"], fold), number)
        if twice != number:
            raise InputError(
                f"the photograph {line['image']!r} is in fold {fold} already (line {twice})",
                file=path,
                place=f"line {number}",
                remedy="keep one of the two lines",
            )
        folds.append(fold)
        scores.append(score)
        for name, cell in line.items():
            values[name].append(cell)
    if not scores:
        raise InputError("has no photographs", file=path, remedy="choose a run that has ended")
    return Predictions.of(
        image=values["image"],
        neonate=values["neonate"],
        label=[PainLabel(one) for one in values["label"]],
        fold=folds,
        p_pain=scores,
        **{name: values[name] for name in FACTS if name in values},
    )


def _places(table: PlainTable, path: Path) -> dict[str, int]:
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        raise InputError(
            f"has no column {missing[0]!r}",
            file=path,
            place="line of column names",
            remedy=f"its columns must be {', '.join(COLUMNS)}",
        )
    return {name: table.header.index(name) for name in (*COLUMNS, *FACTS) if name in table.header}


def _checked(line: dict[str, str], path: Path, number: int) -> tuple[int, float]:
    """Return fold and class score of a line, or say what is wrong with it."""

    def wrong(problem: str, column: str, remedy: str) -> InputError:
        return InputError(
            problem, file=path, place=f"line {number}, column {column!r}", remedy=remedy
        )

    if not line["image"]:
        raise wrong("no photograph is named", "image", "name it")
    if not line["neonate"]:
        raise wrong("no neonate is named", "neonate", "name the neonate of every photograph")
    if line["label"] not in tuple(map(str, PainLabel)):
        raise wrong(f"{line['label']!r} is no label", "label", "write 'pain' or 'no pain'")
    if not (line["fold"].isascii() and line["fold"].isdigit() and 0 < int(line["fold"]) < 10**6):
        raise wrong(f"{line['fold']!r} is no fold", "fold", "write a whole number from 1 on")
    try:
        score = float(line["p_pain"])
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise wrong(
            f"{line['p_pain']!r} is no class score",
            "p_pain",
            "write a number from 0 to 1, with a point",
        )
    return int(line["fold"]), score
