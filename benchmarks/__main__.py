"""Run every ``bench_*.py``'s ``run()``, or those named, and print what they measured.

``python -m benchmarks masks attribution`` runs two of them. The exit status is 1 if something
is over its limit.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from math import isnan
from pathlib import Path

from benchmarks.rows import Missing, Sized


def main(names: list[str]) -> int:
    """Print a line per measurement; return the exit status."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    known = [file.stem.removeprefix("bench_") for file in files]
    unknown = set(names) - set(known)
    if unknown:
        print(f"there is no benchmark {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
        return 2
    over, lines = False, os.environ.get("NEOPAIN_SCALE_LINES") == "1"
    if not lines:
        print(f"{'measured':>10} {'peer':>10} {'ratio':>6} {'limit':>10}")
    for name in names or known:
        for row in import_module(f"benchmarks.bench_{name}").run():
            if isinstance(row, Missing):
                print(f"{'missing':>39}  {name}: {row.peer} ({row.why})", flush=True)
                continue
            late = row.measured > row.limit
            over = over or late
            if lines and isinstance(row, Sized):
                print(row.line, flush=True)
                continue
            cells = (_cell(row.measured, 10), _cell(row.peer, 10), _cell(row.ratio, 6))
            mark = "  OVER THE LIMIT" if late else ""
            print(*cells, _cell(row.limit, 10), f" {name}: {row.name}{mark}", flush=True)
    return int(over)


def _cell(value: float, width: int) -> str:
    return "–".rjust(width) if isnan(value) else f"{value:{width}.4g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
