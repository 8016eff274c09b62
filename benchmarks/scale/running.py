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


def make(folder: Path, photographs: int) -> Path:
    """Draw phantoms, two photographs of each neonate."""
    made = folder / f"phantoms-{photographs}"
    return write_study_folder(made, subjects=photographs // 2).parent


def n_cnn(phantoms: Path) -> float:
    """Return the proportion of the N-CNN alone, whose passes are short: all else weighs most."""
    return _over_the_passes(phantoms, "n_cnn_phantoms")


def vgg_face(phantoms: Path) -> float:
    """Return the proportion of VGG-Face alone, whose passes are long and leave no core idle."""
    return _over_the_passes(phantoms, "vgg_face_phantoms")


def _over_the_passes(phantoms: Path, classifier: str) -> float:
    """Return how long a run takes in proportion to its passes, once all is loaded and traced.

    The passes are the calls that explain a photograph: they are counted by the clock within the
    run, so that both see the same load.
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
                runner.run_study(study, Path(folder, f"{name}-out"), classifiers=[classifier])
                whole = perf_counter() - start
                assert study.results.count() > 0
    return whole / within[0]


_TITLE = "neopain run with {} in proportion to the passes that it needs, by the clock"
FIGURES = (
    Figure(
        name="run_over_passes",
        title=_TITLE.format("the N-CNN"),
        unit="times",
        measure=n_cnn,
        most=1.15,
        flat=True,
    ),
    Figure(
        name="run_over_passes_vgg_face",
        title=_TITLE.format("VGG-Face"),
        unit="times",
        measure=vgg_face,
        most=1.15,
        flat=True,
    ),
)
