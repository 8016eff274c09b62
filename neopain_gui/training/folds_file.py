"""Folds as a table that people read and change: ``folds.csv``, a neonate and its fold a row.

Where folds are drawn anew each time (hold-out) a neonate has a row for each fold that holds it
out.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from neopain_gui.counted import counted, matching
from neopain_gui.dataset.plain_table import read_table
from neopain_gui.errors import InputError, ManifestError
from neopain_gui.natural_order import natural_key
from neopain_gui.training.cohort import Cohort, of_datasets
from neopain_gui.training.fold_plan import FoldPlan, checked
from neopain_gui.training.protocol import Kind, Protocol

COLUMNS = ("neonate", "fold")
_MOST = 1000


def folds_text(plan: FoldPlan) -> str:
    """Write who is held out in which fold, as CSV, in the order of the neonates."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for member in plan.cohort:
        writer.writerows((member.neonate, fold) for fold in plan.folds_of(member.neonate))
    return stream.getvalue()


def fold_count(file: Path) -> int:
    """Return how many folds a table that NeoPain wrote has.

    Raises
    ------
    ManifestError
        It is no such table.
    """
    try:
        numbers = [line.rpartition(",")[2] for line in file.read_text("utf-8").splitlines()[1:]]
        return max(map(int, numbers))
    except (OSError, ValueError) as error:
        raise ManifestError(
            "says of no neonate in which fold it is",
            file=file,
            remedy="train again into another folder",
        ) from error


def read_folds(file: Path, cohort: Cohort, protocol: Protocol) -> FoldPlan:
    """Read folds that somebody wrote, for a study's neonates.

    How many folds there are is what the file says, whatever the protocol says.

    Raises
    ------
    ManifestError
        It is no such table, or names a neonate twice, not at all, or one that is not there.
    InputError
        A fold could not be trained or tested.
    """
    table = read_table(file)
    names = [name.casefold() for name in table.header]
    for column in COLUMNS:
        if names.count(column) != 1:
            raise ManifestError(
                f"has no column “{column}”" if column not in names else f"has “{column}” twice",
                file=file,
                place="line 1",
                remedy="name two columns “neonate” and “fold”",
            )
    where = [names.index(column) for column in COLUMNS]
    division = protocol.division
    once = division.kind is not Kind.HOLD_OUT
    rows: dict[tuple[str, int], int] = {}
    lines: dict[str, int] = {}
    known = {member.neonate for member in cohort}
    for line, cells in table.lines:
        neonate, fold = (cells[index].strip() if index < len(cells) else "" for index in where)
        place = f"line {line}"
        number = _fold(fold, file, place)
        if neonate not in known:
            raise ManifestError(
                f"there is no neonate “{neonate}” whose photographs are trained with",
                file=file,
                place=place,
                remedy="correct the name, or take the line out",
            )
        if (once and neonate in lines) or (neonate, number) in rows:
            raise ManifestError(
                f"the neonate {neonate} is named in line {lines[neonate]} already",
                file=file,
                place=place,
                remedy="take one of the two out",
            )
        rows[neonate, number] = lines[neonate] = line
    if division.kind is Kind.ONE_OUT:
        known = {m.neonate for m in cohort if of_datasets(m, division.test_on)}
    _complete(rows, known if once else set(), file)
    count = max(number for _, number in rows)
    held = tuple(
        tuple(m.neonate for m in cohort if (m.neonate, number) in rows)
        for number in range(1, count + 1)
    )
    if division.kind is Kind.FOLDS:
        protocol = replace(protocol, division=replace(division, folds=count))
    try:
        return checked(FoldPlan(cohort=cohort, protocol=protocol, held=held))
    except InputError as error:
        raise InputError(
            error.problem, file=file, remedy="change the folds of some neonates"
        ) from error


def _fold(text: str, file: Path, place: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST and len(text) < 9:
        return int(text)
    raise ManifestError(
        f"“{text}” is no fold",
        file=file,
        place=f"{place}, column “fold”",
        remedy=f"write a whole number from 1 to {_MOST}",
    )


def _complete(rows: dict[tuple[str, int], int], known: set[str], file: Path) -> None:
    """Refuse neonates without a fold and folds without a neonate."""
    if not rows:
        raise ManifestError("names no neonate", file=file, remedy="write a line for each")
    missing = sorted(known - {neonate for neonate, _ in rows}, key=natural_key)
    if missing:
        more = len(missing) - 1
        others = f", nor {matching(more, 'has', 'have')} {counted(more, 'other')}" if more else ""
        raise ManifestError(
            f"the neonate {missing[0]} has no fold{others}",
            file=file,
            remedy="write a line for each neonate",
        )
    numbers = {number for _, number in rows}
    if len(numbers) < 2 and known:
        raise ManifestError("has one fold alone", file=file, remedy="deal neonates into more folds")
    empty = sorted(set(range(1, max(numbers) + 1)) - numbers)
    if empty:
        raise ManifestError(
            f"no neonate is in fold {empty[0]}",
            file=file,
            remedy="number the folds from 1 without a gap",
        )
