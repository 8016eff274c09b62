"""``neopain run`` on phantoms, beside the engine's passes that it cannot do without."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

from benchmarks.scale.figure import Figure
from neopain_gui.dataset import face_images, preview
from neopain_gui.demo.phantoms.phantom import write_study_folder
from neopain_gui.study import Study

CLASSIFIER = "n_cnn_phantoms"


def make(folder: Path, photographs: int) -> Path:
    """Draw phantoms, two photographs of each neonate."""
    made = folder / f"phantoms-{photographs}"
    return write_study_folder(made, subjects=photographs // 2).parent


def over_the_passes(phantoms: Path) -> float:
    """Return how long a run takes in proportion to its passes, once all is loaded and traced.

    The passes are the calls that explain a photograph: they are counted by the clock within the
    run, so that both see the same load. The N-CNN alone, whose passes are the shortest: whatever
    is done beside them weighs most there.
    """
    from neopain_gui.pipeline import runner
    from neopain_gui.pipeline.maps import attribute

    within = [0.0]
    explain = attribute.explain

    def counted(*given: Any, **named: Any) -> Any:
        start = perf_counter()
        found = explain(*given, **named)
        within[0] += perf_counter() - start
        return found

    with tempfile.TemporaryDirectory() as folder, patch.object(attribute, "explain", counted):
        for name in ("first", "counted"):
            with Study.create(Path(folder, name)) as study:
                study.images.add(face_images(preview(phantoms)), root=phantoms, copy=True)
                within[0], start = 0.0, perf_counter()
                runner.run_study(study, Path(folder, f"{name}-out"), classifiers=[CLASSIFIER])
                whole = perf_counter() - start
                assert study.results.count() > 0
    return whole / within[0]


FIGURES = (
    Figure(
        name="run_over_passes",
        title="neopain run in proportion to the passes that it needs, by the clock",
        unit="times",
        measure=over_the_passes,
        most=1.15,
        flat=True,
    ),
)
