"""Small pictures, made off the window's thread and kept in the study's folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.scene.memory import Memory
from neopain_gui.gui.state.session import Session
from neopain_gui.jobs import NULL_JOB, Job, JobMessage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neopain_gui.study import Study

SIDE = 256
"""Longest side in pixels: sharp in a 128-pixel cell at 200 %."""

MOST_BYTES = 128 << 20
"""Of small pictures: 512 and more of them, which is more than any screen shows at once."""
_FAILURES = 1 << 20
_QUEUE = 400
"""Wishes that wait: who scrolls far has gone past the others, and they are asked for again."""
_BATCH = 24


class Thumbnails(QObject):
    """Hands out what is there and fetches what was asked for, newest wish first.

    What is in memory is bounded: who scrolls back far has the rest read again.

    Signals
    -------
    ready(image_id: str)
        :meth:`picture` has it now.
    """

    ready = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._pictures = Memory(MOST_BYTES)
        self._failed = Memory(_FAILURES)
        self._wanted: dict[str, None] = {}
        self._task: Task | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(10)
        self._soon.timeout.connect(self._fetch)
        session.study_changed.connect(self._forget)
        session.images_changed.connect(self._failed.clear)  # what was missing may be back

    def picture(self, image_id: str) -> QImage | None:
        """Return a photograph's small picture; None means it has been sent for."""
        found: QImage | None = self._pictures.peek(image_id)
        if found is None and not self._failed.has(image_id):
            self._wanted.pop(image_id, None)
            self._wanted[image_id] = None
            while len(self._wanted) > _QUEUE:
                del self._wanted[next(iter(self._wanted))]
            if not self._soon.isActive():  # who asks again and again must not put it off for ever
                self._soon.start()
        return found

    def failure(self, image_id: str) -> str:
        """Say why a photograph has no small picture; empty if nothing is wrong."""
        return self._failed.peek(image_id) or ""

    @property
    def bytes(self) -> int:
        """How much memory the small pictures take."""
        return self._pictures.bytes

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._pictures.clear()
        self._failed.clear()
        self._wanted.clear()

    def _fetch(self) -> None:
        study = self._session.study
        if study is None or self._task is not None or not self._wanted:
            return
        newest = list(self._wanted)[-_BATCH:]
        for image_id in newest:
            del self._wanted[image_id]
        self._task = self._jobs.local(
            read_thumbnails,
            title="Small pictures",
            kwargs={"study": study, "image_ids": newest[::-1]},
            priority=-10,
            visible=False,
            on_partial=self._keep,
            on_end=self._next,
        )

    def _keep(self, message: JobMessage) -> None:
        if self.sender() is not self._task or not isinstance(message, Thumbnail):
            return
        if message.picture is None:
            self._failed.put(message.image_id, message.problem)
        else:
            self._pictures.put(message.image_id, message.picture)
        self.ready.emit(message.image_id)

    def _next(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._fetch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail(JobMessage):
    """A photograph's small picture, or the reason why there is none."""

    image_id: str
    picture: QImage | None = None
    problem: str = ""


def read_thumbnails(study: Study, image_ids: Sequence[str], job: Job = NULL_JOB) -> None:
    """Read or make the small pictures of some photographs; each is a :class:`Thumbnail`.

    A photograph that cannot be read gives its reason instead of a picture.
    """
    for image_id in image_ids:
        job.check()
        try:
            pixels = _thumbnail(study, image_id)
        except NeoPainError as error:
            job.partial(Thumbnail(image_id=image_id, problem=str(error)))
        else:
            job.partial(Thumbnail(image_id=image_id, picture=as_qimage(pixels)))


def _thumbnail(study: Study, image_id: str) -> NDArray[np.uint8]:
    from neopain_gui.imaging import decode, thumbnail, write_png

    file = Path(study.thumbnails) / f"{study.images.get(image_id).sha256}-{SIDE}.png"
    try:
        if file.is_file():
            return decode(file)
    except NeoPainError:
        file.unlink(missing_ok=True)  # damaged: made again below
    small = thumbnail(study.images.pixels(image_id), SIDE)
    if not study.read_only:
        try:
            write_png(file, small)
        except NeoPainError:
            return small  # a full disk must not keep anybody from looking
    return small


def as_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Copy RGB pixels, shape (H, W, 3), into a picture of Qt's, in the form it paints quickest."""
    import numpy as np

    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
