"""The photograph whose turn it is, read in a thread; what a round hides of it is grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from neopain_gui.annotation.flood import load_for_drawing
from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.canvas import GROUND
from neopain_gui.gui.scene.loading import photograph_of
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.study import Study

_FIRST = -10
"""Before small pictures and whatever else is read meanwhile: somebody waits."""
_TITLE = "Read a photograph of the round"


class ShownPhotograph(QObject):
    """Reads a photograph, and the next one ahead.

    Signals
    -------
    read(image_id: str, pixels: ndarray, face: Box or None)
        A photograph that was asked for is there: uint8 (H, W, 3), grey beside the face where the
        round shows the face alone.
    failed(error: object)
        It could not be read.
    """

    read = Signal(str, object, object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, study: Study, *, face_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._study, self._face_only = jobs, study, face_only
        self._wanted = ""

    def ask(self, image_id: str, ahead: str = "") -> None:
        """Ask for a photograph; ``ahead`` is the next, read into memory behind it."""
        self._wanted = image_id
        self._jobs.local(
            read_photograph,
            title=_TITLE,
            kwargs={"study": self._study, "image_id": image_id, "face_only": self._face_only},
            key="photograph of a round",
            priority=_FIRST,
            visible=False,
            repeatable=False,
            on_done=lambda found: self._read(image_id, found, ahead),
            on_failed=self._failed,
        )

    def _read(self, image_id: str, found: tuple[NDArray[np.uint8], Box | None], ahead: str) -> None:
        if image_id != self._wanted:
            return
        self.read.emit(image_id, *found)
        if ahead:
            self._jobs.local(
                read_photograph,
                title=_TITLE,
                kwargs={"study": self._study, "image_id": ahead, "face_only": False},
                key="next photograph of a round",
                visible=False,
                repeatable=False,
                on_failed=lambda _error: None,  # said when it is its turn
            )

    def _failed(self, error: BaseException) -> None:
        self.failed.emit(error)


def read_photograph(
    job: Job = NULL_JOB, *, study: Study, image_id: str, face_only: bool
) -> tuple[NDArray[np.uint8], Box | None]:
    """Return a photograph's pixels, uint8 (H, W, 3), and its face's box where that alone is shown.

    Where no face is known the whole photograph is shown.
    """
    job.check()
    load_for_drawing()  # in this thread, not under the first stroke
    image = study.images.get(image_id)
    pixels = photograph_of(study, image)
    face = study.faces.get(image_id) if face_only else None
    if face is None:
        return pixels, None
    shown: NDArray[Any] = np.empty_like(pixels)
    shown[:] = (GROUND.red(), GROUND.green(), GROUND.blue())
    inside = face.box.clipped(pixels.shape[1], pixels.shape[0])
    shown[inside.slices] = pixels[inside.slices]
    return shown, inside
