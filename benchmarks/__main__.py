"""Run every ``bench_*.py``'s ``run()``, or those named, and print what they measured.

``python -m benchmarks masks attribution`` runs two of them. The last lines say what is over its
limit and what grows more than it may; the exit status is then 1.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from math import isnan
from pathlib import Path
from typing import TextIO

from benchmarks.rows import Missing, Row, Sized


def main(names: list[str]) -> int:
    """Print a line per measurement; return the exit status."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    known = [file.stem.removeprefix("bench_") for file in files]
    unknown = set(names) - set(known)
    if unknown:
        print(f"there is no benchmark {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
        return 2
    lines = os.environ.get("NEOPAIN_SCALE_LINES") == "1"
    wrong: list[str] = []
    if not lines:
        print(f"{'measured':>10} {'peer':>10} {'ratio':>6} {'limit':>10}")
    for name in names or known:
        for row in import_module(f"benchmarks.bench_{name}").run():
            if isinstance(row, Missing):
                print(f"{'missing':>39}  {name}: {row.peer} ({row.why})", flush=True)
                continue
            marks = _judged(row)
            wrong += [f"{name}: {row.name}: {mark}" for mark in marks]
            if lines and isinstance(row, Sized):
                print(row.line, flush=True)
                continue
            cells = (_cell(row.measured, 10), _cell(row.peer, 10), _cell(row.ratio, 6))
            said = "".join(f"  {mark.upper()}" for mark in marks)
            print(*cells, _cell(row.limit, 10), f" {name}: {row.name}{said}", flush=True)
    _conclude(wrong, sys.stderr if lines else sys.stdout)
    return int(bool(wrong))


def _judged(row: Row | Sized) -> list[str]:
    """Say what is wrong with a measurement."""
    marks = []
    if row.measured > row.limit:
        marks.append(f"over the limit of {row.limit:g}")
    if isinstance(row, Sized) and row.grows:
        marks.append("grows, and is not to" if row.flat else "grows worse than linearly")
    return marks


def _conclude(wrong: list[str], stream: TextIO) -> None:
    print(*wrong or ["Nothing is over its limit or grows more than it may."], sep="\n", file=stream)


def _cell(value: float, width: int) -> str:
    return "–".rjust(width) if isnan(value) else f"{value:{width}.4g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
