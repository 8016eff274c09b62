"""The study: one folder that keeps everything, and the only way to change it."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.study.annotation_store import AnnotationStore
from neopain_gui.study.database import Database
from neopain_gui.study.edit_store import EditStore
from neopain_gui.study.face_store import FaceStore
from neopain_gui.study.folder import StudyFolder
from neopain_gui.study.gaze_store import GazeStore
from neopain_gui.study.image_store import ImageStore
from neopain_gui.study.lock import StudyLock
from neopain_gui.study.prediction_store import PredictionStore
from neopain_gui.study.region_store import RegionStore
from neopain_gui.study.removal_store import RemovalStore
from neopain_gui.study.result_store import ResultStore
from neopain_gui.study.statistics_store import StatisticsStore
from neopain_gui.study.waiting_store import WaitingStore


class Study(StudyFolder):
    """An open study; made by :meth:`create` and :meth:`open`, usable from every thread.

    What it holds is reached by its parts. Every method that changes something is one transaction
    and returns after it was committed: what has returned survives the end of the process at any
    later moment. Any method raises :class:`~neopain_gui.errors.StudyError` when the study is
    damaged, closed or, for changes, read-only, and
    :class:`~neopain_gui.errors.EnvironmentFault` when the machine refuses.

    Attributes
    ----------
    images : ImageStore
        Photographs and their labels.
    faces : FaceStore
        Faces: those that are used, and all that were found.
    results : ResultStore
        Relevance maps and what is on record of them.
    predictions : PredictionStore
        What classifiers say.
    gaze : GazeStore
        Participants, their trials and scores.
    regions : RegionStore
        Regions that people drew.
    annotations : AnnotationStore
        Rounds of raters, and all that they say.
    edits : EditStore
        What a person says of photographs and participants.
    removal : RemovalStore
        Taking out, putting back, removing for good.
    statistics : StatisticsStore
        Statistics that were worked out.
    waiting : WaitingStore
        Jobs that wait.

    Examples
    --------
    >>> with Study.create("ward.neopain") as study:
    ...     study.images.all()
    []
    """

    def __init__(
        self, path: Path, database: Database, lock: StudyLock | None, why_read_only: str | None
    ) -> None:
        super().__init__(path, database, lock, why_read_only)
        self.images = ImageStore(self)
        self.faces = FaceStore(self)
        self.results = ResultStore(self)
        self.predictions = PredictionStore(self)
        self.gaze = GazeStore(self)
        self.regions = RegionStore(self)
        self.annotations = AnnotationStore(self)
        self.edits = EditStore(self)
        self.removal = RemovalStore(self)
        self.statistics = StatisticsStore(self)
        self.waiting = WaitingStore(self)

    def close(self) -> None:
        """Purge what was removed, and close; harmless when closed already.

        A study that is closed before it was looked through, or was found damaged, is not changed.
        """
        self._stop_looking()
        if self._database.is_open and self._writing:
            self.removal.finish()
        super().close()

    def _put_in_order(self) -> None:
        """Do so, and finish what was removed from it before."""
        super()._put_in_order()
        self.remarks = (*self.remarks, *self.removal.resume(), *self._could_be_smaller())

    def _could_be_smaller(self) -> list[str]:
        """Say of a study of an earlier version that its maps can be packed."""
        count = len(self.results.in_single_files()) if self._earlier else 0
        if not count:
            return []
        maps, they = (
            ("map in a file of its own", "it takes")
            if count == 1
            else ("maps in files of their own", "they take")
        )
        return [
            f"{self.path.name} has {count} {maps}, as an earlier NeoPain kept them. Packed {they} "
            "less room, the same to the bit: File › Make the study smaller, or neopain compact."
        ]
