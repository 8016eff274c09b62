"""The program's own files, read and parsed once for all the rules that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "neopain_gui"
TESTS = ROOT / "tests"


@cache
def texts(folder=PACKAGE):
    """Return the text of each file of Python in a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


@cache
def trees(folder=PACKAGE):
    """Return the same, parsed."""
    return {name: ast.parse(text) for name, text in texts(folder).items()}
