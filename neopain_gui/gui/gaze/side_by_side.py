"""The chosen heatmap picture beside its photograph, to see whether they belong together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neopain_gui.gui.viewer.picture import to_image
from neopain_gui.jobs import Job

if TYPE_CHECKING:
    from neopain_gui.study import Study

_SIDE = 360


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beside:
    """Both pictures, small; what could not be read is None and said."""

    heatmap: NDArray[np.uint8] | None
    photograph: NDArray[np.uint8] | None
    problem: str = ""


def read_both(job: Job, *, study: Study, file: Path, image_id: str) -> Beside:
    """Read a heatmap picture and its photograph, small enough to be shown at once."""
    from neopain_gui.errors import NeoPainError
    from neopain_gui.imaging import decode, thumbnail

    problem = ""
    heatmap = photograph = None
    try:
        heatmap = thumbnail(decode(file), _SIDE)
        job.check()
        if image_id:
            photograph = thumbnail(study.photograph(image_id), _SIDE)
    except NeoPainError as error:
        job.check()
        problem = str(error)
    return Beside(heatmap=heatmap, photograph=photograph, problem=problem)


class _Picture(QWidget):
    """A picture as large as the place allows, with a word under it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._image: QImage | None = None
        self._caption = ""

    def show_image(self, pixels: NDArray[np.uint8] | None, caption: str) -> None:
        self._image = to_image(pixels) if pixels is not None else None
        self._caption = caption
        self.setAccessibleDescription(caption)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 90)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line = self.fontMetrics().height() + 4
        place = QRectF(0, 0, self.width(), self.height() - line)
        painter.fillRect(place, QColor(118, 118, 118))
        if self._image is not None:
            size = self._image.size().scaled(
                place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(place.center())
            painter.drawImage(target, self._image)
        text = self.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideMiddle, self.width()
        )
        below = QRectF(0, place.bottom(), self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class SideBySide(QWidget):
    """Heatmap and photograph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heatmap = _Picture("Heatmap picture", self)
        self.photograph = _Picture("Photograph", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.heatmap, 1)
        row.addWidget(self.photograph, 1)
        self.clear()

    def clear(self) -> None:
        """Show neither."""
        self.heatmap.show_image(None, "choose a picture in the list")
        self.photograph.show_image(None, "")

    def show_both(self, beside: Beside, file: Path, image_id: str) -> None:
        """Show both, or say what is wrong."""
        self.heatmap.show_image(beside.heatmap, beside.problem or file.name)
        self.photograph.show_image(beside.photograph, image_id or "no photograph chosen")
