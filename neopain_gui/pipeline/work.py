"""The work on a study that takes its time, declared once: where it runs, what it reads and writes.

Nothing is imported before it is wanted: the window lists work long before any of it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from neopain_gui.counted import listed


class Lane(StrEnum):
    """A queue of its own: what stops, fails or waits in one of them holds up no other."""

    ENGINE = "engine"
    """One job at a time in the process that has TensorFlow."""
    TRAINING = "training"
    """The same in another process, so that hours of training hold up no map."""
    LOCAL = "local"
    """Light functions in threads of this process, two at a time."""
    DISK = "disk"
    """What mostly reads and writes files, one at a time in a thread of this process."""


class Part(StrEnum):
    """What work reads and writes, in words for people."""

    PHOTOGRAPHS = "photographs"
    FACES = "faces"
    MAPS = "maps"
    GAZE = "gaze"
    RATINGS = "what raters say"
    STATISTICS = "statistics"
    TESTS = "tests of maps"
    WEIGHTS = "weights"
    FILES = "files outside the study"


AWAITED = frozenset({Part.WEIGHTS})
"""What a job waits for though another lane makes it; whatever else is read as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A kind of job.

    Attributes
    ----------
    id : str
        Its name in a study's queue, and the function's in its module.
    lane : Lane
        Where it runs.
    reads, writes : frozenset of Part
        What of a study, or beside it. Rows are written by whoever asked for the job.
    kept : bool
        Whether it stays in the study's queue until it is done, also where the program ends first.
    module : str
        Where the function is: ``(job, **arguments)``.
    """

    id: str
    lane: Lane
    reads: frozenset[Part]
    writes: frozenset[Part]
    kept: bool = False
    module: str = "neopain_gui.pipeline.jobs"

    @property
    def function(self) -> Callable[..., Any]:
        """The function itself, imported when it is asked for."""
        found: Callable[..., Any] = getattr(import_module(self.module), self.id)
        return found

    @property
    def in_words(self) -> str:
        """What it reads and writes, as a sentence."""
        said = [
            f"{verb} {_listed(parts)}"
            for verb, parts in (("reads", self.reads), ("writes", self.writes))
            if parts
        ]
        return f"{', '.join(said).capitalize()}." if said else ""


def _listed(parts: frozenset[Part]) -> str:
    return listed([part.value for part in Part if part in parts])


def _work(
    name: str, lane: Lane, reads: tuple[Part, ...], writes: tuple[Part, ...], **more: Any
) -> Work:
    return Work(id=name, lane=lane, reads=frozenset(reads), writes=frozenset(writes), **more)


_FACES = (Part.PHOTOGRAPHS, Part.FACES)
WARM_UP = _work("warm_up", Lane.ENGINE, (), ())
FIND_FACES = _work("find_faces", Lane.ENGINE, (Part.PHOTOGRAPHS,), (Part.FACES,), kept=True)
ATTRIBUTE = _work("attribute", Lane.ENGINE, (*_FACES, Part.WEIGHTS), (Part.MAPS,), kept=True)
MAKE_GAZE_MAPS = _work(
    "make_gaze_maps", Lane.ENGINE, (Part.PHOTOGRAPHS, Part.GAZE), (Part.MAPS,), kept=True
)
MAKE_ANNOTATION_MAPS = _work(
    "make_annotation_maps", Lane.ENGINE, (*_FACES, Part.RATINGS), (Part.MAPS,)
)
EXAMINE_MAP = _work(
    "examine_map",
    Lane.ENGINE,
    (*_FACES, Part.MAPS, Part.WEIGHTS),
    (Part.TESTS,),
    module="neopain_gui.pipeline.faithfulness.one_map",
)
ANALYSE = _work("analyse_study", Lane.ENGINE, (*_FACES, Part.MAPS, Part.GAZE), (Part.STATISTICS,))
AVERAGE_FACES = _work(
    "average_study_faces",
    Lane.ENGINE,
    (*_FACES, Part.MAPS, Part.RATINGS),
    (Part.STATISTICS,),
)
BUILD_WEIGHTS = _work("build_weights", Lane.TRAINING, (), (Part.WEIGHTS,))
TRAIN = _work(
    "train_classifier",
    Lane.TRAINING,
    (*_FACES, Part.WEIGHTS),
    (Part.FILES,),
    kept=True,
    module="neopain_gui.pipeline.training.job",
)
LOOK_AT_COPIES = _work(
    "look_at_copies", Lane.ENGINE, _FACES, (), module="neopain_gui.pipeline.training.copies"
)
_ON_CLASSIFIERS = "neopain_gui.pipeline.weights_work"
LOOK_AT_WEIGHTS = _work("look_at_weights", Lane.ENGINE, (Part.FILES,), (), module=_ON_CLASSIFIERS)
TRY_WEIGHTS = _work("try_weights", Lane.ENGINE, (*_FACES, Part.FILES), (), module=_ON_CLASSIFIERS)
BRING_IN_WEIGHTS = _work(
    "bring_in_weights", Lane.ENGINE, (Part.FILES,), (Part.WEIGHTS,), module=_ON_CLASSIFIERS
)
REFIT = _work(
    "refit_classifier",
    Lane.TRAINING,
    (*_FACES, Part.WEIGHTS),
    (Part.FILES,),
    module="neopain_gui.pipeline.training.job",
)
WRITE_TFLITE = _work(
    "write_tflite",
    Lane.TRAINING,
    (Part.WEIGHTS,),
    (Part.FILES,),
    module="neopain_gui.pipeline.training.job",
)
PLACE_HEATMAPS = _work("place_heatmaps", Lane.LOCAL, (Part.PHOTOGRAPHS, Part.FILES), ())
IMPORT_HEATMAPS = _work("import_heatmaps", Lane.LOCAL, (Part.PHOTOGRAPHS, Part.FILES), (Part.MAPS,))
GATHER_RECORDINGS = _work("gather_recordings", Lane.LOCAL, (Part.FILES,), ())
IMPORT_RECORDINGS = _work("import_recordings", Lane.LOCAL, (Part.FILES,), (Part.GAZE,))
EXPORT_GAZE_TABLES = _work("export_gaze_tables", Lane.DISK, (Part.GAZE,), (Part.FILES,))

WORKS: dict[str, Work] = {
    work.id: work
    for work in (
        WARM_UP,
        FIND_FACES,
        ATTRIBUTE,
        MAKE_GAZE_MAPS,
        EXAMINE_MAP,
        ANALYSE,
        AVERAGE_FACES,
        BUILD_WEIGHTS,
        TRAIN,
        LOOK_AT_COPIES,
        LOOK_AT_WEIGHTS,
        TRY_WEIGHTS,
        BRING_IN_WEIGHTS,
        REFIT,
        WRITE_TFLITE,
        PLACE_HEATMAPS,
        IMPORT_HEATMAPS,
        GATHER_RECORDINGS,
        IMPORT_RECORDINGS,
        EXPORT_GAZE_TABLES,
    )
}
"""By their ids."""
