"""Small pictures of photographs that are not in a study yet, with the box of the data set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base import theme
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.work.thumbnails import as_qimage
from neopain_gui.jobs import NULL_JOB, Job, JobMessage

if TYPE_CHECKING:
    from neopain_gui.geometry import Box

PICTURE = QSize(72, 54)
_SIDE = 144
_BATCH = 12
_MOST = 600


class ImportPictures(QObject):
    """Hands out what is there and reads what was asked for, newest wish first.

    Signals
    -------
    ready(file: str)
        :meth:`pixmap` has it now.
    """

    ready = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._files: Mapping[str, Path] = {}
        self._stretched: Collection[str] = ()
        self._reading = 0
        self._found: dict[str, tuple[QPixmap, tuple[int, int]]] = {}
        self._wanted: dict[str, None] = {}
        self._failed: set[str] = set()
        self._task: Task | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(20)
        self._soon.timeout.connect(self._fetch)

    def use(self, files: Mapping[str, Path], stretched: Collection[str] = ()) -> None:
        """Say where the photographs are, and which of them are shown stretched."""
        self._files, self._stretched = files, stretched
        self._reading += 1  # what is still on its way was read in another way
        self._wanted.clear()
        self._found.clear()
        self._failed.clear()

    def pixmap(self, file: str, box: Box | None) -> QPixmap | None:
        """Return a small picture with a box drawn into it; None means it has been sent for."""
        found = self._found.get(file)
        if found is not None:
            return with_box(*found, box)
        if file in self._files and file not in self._failed:
            self._wanted.pop(file, None)
            self._wanted[file] = None
            if not self._soon.isActive():  # who asks again and again must not put it off for ever
                self._soon.start()
        return None

    def stop(self) -> None:
        """Ask for nothing more."""
        self._soon.stop()
        self._wanted.clear()
        if self._task is not None:
            self._task.cancel()

    def _fetch(self) -> None:
        if self._task is not None or not self._wanted:
            return
        newest = list(self._wanted)[-_BATCH:]
        for file in newest:
            del self._wanted[file]
        self._task = self._jobs.local(
            read_pictures,
            title="Small pictures",
            kwargs={
                "files": {file: self._files[file] for file in reversed(newest)},
                "stretched": frozenset(self._stretched).intersection(newest),
            },
            priority=-10,
            visible=False,
            repeatable=False,
            on_partial=partial(self._keep, self._reading),
            on_end=self._next,
        )

    def _keep(self, reading: int, message: JobMessage) -> None:
        if reading != self._reading or not isinstance(message, SmallPicture):
            return
        file = message.file
        if message.picture is None:
            self._failed.add(file)
            return
        while len(self._found) >= _MOST:
            self._found.pop(next(iter(self._found)))
        self._found[file] = (QPixmap.fromImage(message.picture), message.size)
        self.ready.emit(file)

    def _next(self) -> None:
        self._task = None
        self._fetch()


def with_box(picture: QPixmap, size: tuple[int, int], box: Box | None) -> QPixmap:
    """Return a small picture of a photograph of (width, height) with a box over it."""
    if box is None:
        return picture
    drawn = QPixmap(picture)
    scale = drawn.width() / size[0]
    painter = QPainter(drawn)
    left, top, right, bottom = (round(side * scale) for side in box.as_tuple())
    for width, colour in ((4, Qt.GlobalColor.black), (2, Qt.GlobalColor.white)):
        painter.setPen(QPen(colour, width))
        painter.drawRect(left, top, right - left, bottom - top)
    painter.end()
    return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallPicture(JobMessage):
    """A photograph made small, and its own width and height; no picture if it cannot be read."""

    file: str
    picture: QImage | None = None
    size: tuple[int, int] = (0, 0)


def read_pictures(
    files: Mapping[str, Path], stretched: Collection[str] = (), job: Job = NULL_JOB
) -> None:
    """Read photographs and hand each out as a small picture; one that cannot be read as none."""
    from neopain_gui.imaging import decode, thumbnail
    from neopain_gui.imaging.stretch import stretched_pixels

    for file, path in files.items():
        job.check()
        try:
            pixels = stretched_pixels(path) if file in stretched else decode(path)
        except NeoPainError:
            job.partial(SmallPicture(file=file))
            continue
        height, width = pixels.shape[:2]
        small: QImage = as_qimage(thumbnail(pixels, _SIDE))
        job.partial(SmallPicture(file=file, picture=small, size=(width, height)))


def fitted(picture: QPixmap) -> QPixmap:
    """Return a picture at the size of a table's cell."""
    return picture.scaled(
        PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def placeholder() -> QPixmap:
    """Return what stands where a picture is still being read."""
    empty = QPixmap(PICTURE)
    empty.fill(theme.hairline())
    return empty


__all__: Sequence[str] = ("PICTURE", "ImportPictures", "fitted", "placeholder", "read_pictures")
