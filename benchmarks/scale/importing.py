"""Looking at photographs before they are imported, and copying them into a study."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.scale.figure import Figure
from benchmarks.scale.made import write_photograph
from neopain_gui.dataset import face_images, preview
from neopain_gui.study import Study


def make(folder: Path, photographs: int) -> Path:
    """Make a folder of photographs."""
    made = folder / f"to-import-{photographs}"
    made.mkdir()
    for number in range(photographs):
        write_photograph(made, number)
    return made


def importing(photographs: Path) -> float:
    """Return the milliseconds by the clock that each photograph takes to be imported."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Study.create(Path(folder, "made")) as made,
    ):
        start = perf_counter()
        found = preview(photographs)
        made.images.add(face_images(found), root=photographs, copy=True)
        taken = perf_counter() - start
        return 1000 * taken / len(made.images.all())


FIGURES = (
    Figure(
        name="import",
        title="import of each photograph, copied, by the clock",
        unit="ms",
        measure=importing,
        flat=True,
    ),
)
