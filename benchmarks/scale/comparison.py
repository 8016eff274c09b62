"""The matrix and its tables: masks that are kept, memory that does not grow with photographs."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from benchmarks.scale.figure import Figure, peak_megabytes
from benchmarks.scale.made import MOST_WITH_VALUES
from neopain_gui.findings.comparison import Comparison
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study

MEASURES = ("cosine", "spearman", "overlap", "kappa", "iou", "dice")
MOST_COMPARED = 10_000


def _compared(study: Study) -> Comparison:
    ids = [image.id for image in study.images.all()[:MOST_COMPARED]]
    found = compare_study(study, mask_settings(study), image_ids=ids)
    assert len(found.images) == len(ids)
    assert len(found.models) == 6
    for measure in MEASURES:
        found.table.values(measure)
    return found


def second_time(study: Path) -> float:
    """Return the seconds of processor time of a matrix of all photographs that was made before."""
    with Study.open(study) as opened:
        _compared(opened)
    with Study.open(study) as opened:
        start = process_time()
        _compared(opened)
        return process_time() - start


def memory(study: Path) -> float:
    """Return the megabytes that the matrix takes at most, above those of the opened study."""
    with Study.open(study) as opened:
        compare_study(opened, mask_settings(opened), image_ids=[opened.images.all()[0].id])
        before = peak_megabytes()
        _compared(opened)
        return peak_megabytes() - before


_SIZES = (200, 2000, MOST_WITH_VALUES)
FIGURES = (
    Figure(
        name="matrix_second_time",
        title="matrix of 6 models, the second time, processor time",
        unit="s",
        measure=second_time,
        limits={size: 3.0 * max(size, 1000) / 1000 for size in _SIZES},
        sizes=_SIZES,
        noise=0.3,
    ),
    Figure(
        name="matrix_memory",
        title="matrix of 6 models, memory",
        unit="MB",
        measure=memory,
        sizes=_SIZES,
        noise=20.0,
    ),
)
