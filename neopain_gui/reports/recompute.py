"""Scripts beside a report that compute its tables again from the exported data, without NeoPain."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

FOLDER = "recompute"
"""Of the report's folder."""


def recompute_files() -> dict[str, bytes]:
    """Return the files by their names in a report: a Python file, a notebook of it, an R script."""
    python, r = (_template(name) for name in ("recompute.py.txt", "mixed_models.R.txt"))
    return {
        f"{FOLDER}/recompute.py": python.encode(),
        f"{FOLDER}/recompute.ipynb": (json.dumps(_notebook(python), indent=1) + "\n").encode(),
        f"{FOLDER}/mixed_models.R": r.encode(),
    }


def _template(name: str) -> str:
    return resources.files("neopain_gui.reports").joinpath(f"templates/{name}").read_text("utf-8")


def _notebook(python: str) -> dict[str, Any]:
    """Return the file as a notebook: what it says of itself, then a cell for each of its parts."""
    head, *parts = python.split("# %% ")
    cells: list[dict[str, Any]] = [_cell("markdown", head.strip().strip('"'), 0)]
    for number, part in enumerate(parts, 1):
        title, _, code = part.partition("\n")
        cells.append(_cell("markdown", f"## {title}", 2 * number - 1))
        cells.append(_cell("code", code.strip("\n"), 2 * number))
    return {
        "cells": cells,
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(kind: str, text: str, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made
