"""CSV for spreadsheets that write 0,5: decimal commas, and semicolons between cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from neopain_gui.reports.dictionary import is_text

_NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")


def csv_bytes(files: Mapping[str, str], *, comma: bool, kind: str = "") -> dict[str, bytes]:
    """Return files as they are written, their CSV with decimal commas where that is wanted.

    Parameters
    ----------
    files : Mapping of str to str
        By name; those that end in ``.csv`` are tables with commas between cells.
    comma : bool
        Whether numbers have a decimal comma, and cells a semicolon between them.
    kind : str
        What they are tables of, as in the data dictionary: ``"gaze"`` or nothing.
    """
    return {
        name: (
            with_decimal_comma(f"{kind}/{name[:-4]}" if kind else name[:-4], text)
            if comma and name.endswith(".csv")
            else text
        ).encode()
        for name, text in files.items()
    }


def with_decimal_comma(table: str, text: str) -> str:
    r"""Return a table with decimal commas; columns of names stay as they are.

    >>> with_decimal_comma("results", "neonate,value\n1.5,0.25\n")
    'neonate;value\n1.5;0,25\n'
    """
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    names = [is_text(table, name) for name in head]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    writer.writerows(
        [
            cell.replace(".", ",") if not name and _NUMBER.fullmatch(cell) else cell
            for cell, name in zip(row, names, strict=True)
        ]
        for row in rows
    )
    return stream.getvalue()
