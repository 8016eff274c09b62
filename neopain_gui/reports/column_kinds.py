"""Kinds of columns that tables have, and what the data dictionary says of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Column(NamedTuple):
    """What a column holds.

    Attributes
    ----------
    unit, range, meaning : str
        What a 1 is, which values may occur, and what they say.
    """

    unit: str
    range: str
    meaning: str


TEXT, SHARE, COUNT, ANY = "text", "0 to 1", "0, 1, 2, …", "any number"
MEASURE = "−1 to 1; of overlap, cosine, IoU and Dice 0 to 1"
TIMES = "0 or more"
BOUNDS = "half and half, half and all, one and rest, one and all"


def named(meaning: str) -> Column:
    """Return a column of text."""
    return Column("", TEXT, meaning)


def share(meaning: str) -> Column:
    """Return a column of shares."""
    return Column("share", SHARE, meaning)


def count(meaning: str) -> Column:
    """Return a column of counts."""
    return Column("count", COUNT, meaning)


def measure(meaning: str) -> Column:
    """Return a column of agreement by a metric."""
    return Column("of the metric", MEASURE, meaning)


def yes(meaning: str) -> Column:
    """Return a column of truth values."""
    return Column("", "TRUE or FALSE", meaning)


def pixels(meaning: str) -> Column:
    """Return a column of places on a photograph."""
    return Column("pixels of the photograph", ANY, meaning)


def ms(meaning: str) -> Column:
    """Return a column of times."""
    return Column("ms", TIMES, meaning)


def degrees(meaning: str) -> Column:
    """Return a column of angles."""
    return Column("degrees", TIMES, meaning)


def probability(meaning: str) -> Column:
    """Return a column of p-values."""
    return Column("probability", SHARE, meaning)


def of_class(label: str) -> dict[str, Column]:
    """Return the columns of the mean over one class."""
    of = label.replace("_", " ")
    return {
        f"photographs_{label}": count(f"Photographs of {of} with a value."),
        f"mean_{label}": measure(f"Mean over the photographs of {of}."),
        f"sd_{label}": Column("of the metric", TIMES, "Its standard deviation (divided by n "
                              "less 1)."),
        **ends("_" + label, measure),
        f"df_{label}": Column("", TIMES, "Degrees of freedom of that interval."),
    }  # fmt: skip


def ends(suffix: str, column: Callable[[str], Column]) -> dict[str, Column]:
    """Return the columns of an interval's ends."""
    return {
        f"{which}{suffix}": column(f"{said} end of its 95 % interval over neonates.")
        for which, said in (("low", "Lower"), ("high", "Upper"))
    }


def size(name: str, column: Callable[[str], Column], meaning: str) -> dict[str, Column]:
    """Return the columns of an effect size."""
    return {
        name: column(meaning),
        f"{name}_low": column("Lower end of its 95 % interval over neonates."),
        f"{name}_high": column("Upper end of its 95 % interval over neonates."),
        f"{name}_df": Column("", TIMES, "Degrees of freedom of that interval."),
        f"{name}_without_interval_because": named("Why it has no interval."),
    }
