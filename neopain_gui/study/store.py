"""The study: one folder that keeps everything, and the only way to change it."""

from __future__ import annotations

from neopain_gui.study.edit_store import EditStore
from neopain_gui.study.face_store import FaceStore
from neopain_gui.study.gaze_store import GazeStore
from neopain_gui.study.image_store import ImageStore
from neopain_gui.study.joining import JoinStore
from neopain_gui.study.prediction_store import PredictionStore
from neopain_gui.study.region_store import RegionStore
from neopain_gui.study.removal_store import RemovalStore
from neopain_gui.study.result_store import ResultStore
from neopain_gui.study.statistics_store import StatisticsStore
from neopain_gui.study.waiting_store import WaitingStore


class Study(
    ImageStore,
    FaceStore,
    ResultStore,
    PredictionStore,
    StatisticsStore,
    GazeStore,
    RegionStore,
    EditStore,
    JoinStore,
    RemovalStore,
    WaitingStore,
):
    """An open study; made by :meth:`create` and :meth:`open`, usable from every thread.

    Every method that changes something is one transaction and returns after it was committed:
    what has returned survives the end of the process at any later moment. Any method raises
    :class:`~neopain_gui.errors.StudyError` when the study is damaged, closed or, for changes,
    read-only, and :class:`~neopain_gui.errors.EnvironmentFault` when the machine refuses.

    Examples
    --------
    >>> with Study.create("ward.neopain") as study:
    ...     study.images()
    []
    """
