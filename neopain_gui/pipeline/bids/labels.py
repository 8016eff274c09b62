"""Names as BIDS takes them: of participants letters and digits, of columns snake_case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from neopain_gui.errors import InputError

_LABEL = re.compile(r"[0-9A-Za-z]+")
_NOBODY = "X"


def labels_of(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the label it has in file names: letters and digits of ASCII.

    A name that is one already keeps it. No two labels differ by capitals alone, because some disks
    do not tell such files apart.

    >>> labels_of(["P-01", "P01", "Médica 2", "…"])
    {'P01': 'P01', 'P-01': 'P01x2', 'Médica 2': 'Medica2', '…': 'X'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(dict.fromkeys(names), key=lambda one: not _LABEL.fullmatch(one)):
        ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        made[name] = _free("".join(_LABEL.findall(ascii_only)) or _NOBODY, "x", taken)
    return made


def columns_of(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return for each name what a column of it is called.

    >>> columns_of(["Years of work", "years-of-work", "Group"], ["group"])
    {'Years of work': 'years_of_work', 'years-of-work': 'years_of_work_2', 'Group': 'group_2'}
    """
    there = {one.casefold() for one in taken}
    made = {}
    for name in names:
        ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        made[name] = _free("_".join(_LABEL.findall(ascii_only.lower())) or "column", "_", there)
    return made


def _free(wanted: str, between: str, taken: set[str]) -> str:
    made, number = wanted, 1
    while made.casefold() in taken:
        number += 1
        made = f"{wanted}{between}{number}"
    taken.add(made.casefold())
    return made


def checked_task(task: str) -> str:
    """Return what a task is called in file names.

    Raises
    ------
    InputError
        It has something else than letters and digits.
    """
    if not _LABEL.fullmatch(task):
        raise InputError(
            f"'{task}' cannot stand in the names of a BIDS data set's files",
            remedy="say what participants did in letters from A to Z and digits only, as viewing",
        )
    return task
