"""Studies of 200, 2,000 and 10,000 photographs: what people wait for, and how it grows.

``python -m benchmarks scale`` prints it alone. ``NEOPAIN_SCALE=100000`` adds that size, and
``NEOPAIN_SCALE_LINES=1`` prints one line a figure, ``name size value unit``. Beside each figure
stands, as its peer, what that of the next smaller study would be here if it grew as the study does,
or, of what is not to grow, that figure itself. What is clearly more than that grows worse than
linearly: it is said and counts as what is over its limit does.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.rows import Sized
from benchmarks.scale import comparison, disk, importing, made, people, running, study_file, window
from benchmarks.scale.figure import Figure


class Group(NamedTuple):
    """Figures that are measured in the same studies, which ``make`` makes, one for each size."""

    of: str
    sizes: tuple[int, ...]
    make: Callable[[Path, int], Path]
    figures: tuple[Figure, ...]


def groups() -> list[Group]:
    """Return what is measured, and at which sizes."""
    more = os.environ.get("NEOPAIN_SCALE", "")
    sizes = sorted({200, 2000, 10_000, *([int(more)] if more else [])})
    figures = (*study_file.FIGURES, *window.FIGURES, *comparison.FIGURES)
    return [
        Group("photographs", tuple(sizes), made.make, figures),
        Group("people", (11, 44), people.make, people.FIGURES),
        Group("photographs", (20, 500), importing.make, importing.FIGURES),
        Group("photographs", (4, 12), running.make, running.FIGURES),
        Group("photographs", (2, 4), disk.make, disk.FIGURES),
    ]


def run() -> Iterator[Sized]:
    """Yield each figure at each size, smaller studies first."""
    for group in groups():
        yield from measured(group)


def measured(group: Group) -> Iterator[Sized]:
    """Yield a group's figures; each study is deleted when it was measured."""
    before: dict[str, Sized] = {}
    for size in group.sizes:
        with tempfile.TemporaryDirectory() as folder:
            study = group.make(Path(folder), size)
            for figure in group.figures:
                if figure.sizes and size not in figure.sizes:
                    continue
                before[figure.name] = Sized(
                    word=figure.name,
                    title=figure.title,
                    unit=figure.unit,
                    size=size,
                    measured=figure.of(study),
                    limit=figure.limits.get(size, figure.most),
                    smaller=before.get(figure.name),
                    of=group.of,
                    flat=figure.flat,
                    noise=figure.noise,
                )
                yield before[figure.name]
