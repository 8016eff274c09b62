"""Tables with tabs between cells, ``n/a`` for what is not known, and JSON beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.reports.cells import plain

NOTHING = "n/a"


def numbers(values: ArrayLike, decimals: int) -> list[str]:
    """Return numbers with so many decimals; ``n/a`` for NaN and infinite ones."""
    array = np.asarray(values, np.float64)
    written = map(f"{{:.{decimals}f}}".format, array.tolist())
    if np.isfinite(array).all():
        return list(written)
    known = np.isfinite(array).tolist()
    return [cell if there else NOTHING for cell, there in zip(written, known, strict=True)]


def number(value: float | None, decimals: int) -> str:
    """Return one number likewise; ``n/a`` for None."""
    return NOTHING if value is None else numbers([value], decimals)[0]


def word(text: str) -> str:
    """Return a text in one cell; ``n/a`` where there is none."""
    return plain(text).strip() or NOTHING


def table(columns: Mapping[str, Sequence[str]]) -> str:
    """Return columns of cells as a table with a head."""
    return "\t".join(columns) + "\n" + lines(columns.values())


def lines(columns: Iterable[Sequence[str]]) -> str:
    """Return columns of cells as lines without a head, as compressed tables of BIDS are."""
    return "".join("\t".join(row) + "\n" for row in zip(*columns, strict=True))


def json_text(content: Mapping[str, Any]) -> str:
    """Return what a JSON file holds, in the order given."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def put(path: Path, text: str) -> None:
    """Write a text with the line ends that BIDS wants on every system."""
    path.write_text(text, "utf-8", newline="\n")
