"""Augmented copies as they would train, and those that are dropped because no face is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from neopain_gui.counted import counted, matching
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.jobs import Job, JobMessage
from neopain_gui.pipeline.training.copies import CopyLookedAt, copies_of, shown_photographs
from neopain_gui.pipeline.work import LOOK_AT_COPIES

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study
    from neopain_gui.training.photographs import Photograph
    from neopain_gui.training.protocol import Protocol

_SIDE = 96
_SHARP = 2
"""Pixels of a picture for each of the screen's, so that it is sharp at 200 %."""
_PICTURES, _FACES = "pictures of copies", "faces in copies"
_LOOKING, _TRAINS, _DROPPED = "looking for a face…", "trains", "dropped: no face"
_NONE = "No copies are made: a training is of the photographs alone."

_NOBODY = "There is no photograph to make copies of."


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPicture(JobMessage):
    """A copy, small."""

    position: int
    number: int
    picture: QImage


def draw_copies(
    job: Job, *, study: Study, photographs: Sequence[Photograph], protocol: Protocol
) -> None:
    """Make the copies that are shown, in a thread of the window."""
    for one in copies_of(study, photographs, protocol):
        job.check()
        side = _SIDE * _SHARP
        small = to_image(one.picture).scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        job.partial(CopyPicture(position=one.position, number=one.number, picture=small))


class CopiesPage(QWidget):
    """Small pictures of copies, made when the page is in sight and they may be others."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._wanted: tuple[Sequence[Photograph], Protocol] | None = None
        self._made: tuple[object, ...] | None = None
        self._items: dict[tuple[int, int], QListWidgetItem] = {}
        self._dropped: dict[tuple[int, int], bool] = {}
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.said.setAccessibleName("What becomes of the copies")
        self.list = QListWidget()
        self.list.setAccessibleName("Augmented copies")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(_SIDE, _SIDE))
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)

    @property
    def copies(self) -> dict[tuple[int, int], bool]:
        """The copies that were looked at, by photograph and number, and whether each is dropped."""
        return dict(self._dropped)

    def forget(self) -> None:
        """Show nothing of another study."""
        self._wanted = self._made = None
        self._clear()
        self.said.clear()

    def show_copies(self, photographs: Sequence[Photograph], protocol: Protocol) -> None:
        """Show the copies that a protocol makes of a study's photographs."""
        self._wanted = shown_photographs(photographs), protocol
        self._make()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_items"):
            for which in self._items:
                self._write(which)

    # -- making them -------------------------------------------------------------------------
    def _make(self) -> None:
        study = self._session.study
        if self._wanted is None or study is None or not self.isVisible():
            return
        photographs, protocol = self._wanted
        key = (tuple(photographs), protocol.augmentation, protocol.seed)
        if key == self._made:
            return
        self._made = key
        self._clear()
        high = _SIDE + 3 * self.list.fontMetrics().height() + 2 * theme.SPACE
        self.list.setGridSize(QSize(_SIDE + 4 * theme.SPACE, high))
        if not (photographs and protocol.augmentation.copies):
            self.said.setText(_NONE if photographs else _NOBODY)
            return
        self.said.setText("Making the copies…")
        asked = {"photographs": photographs, "protocol": protocol}
        self._jobs.local(
            draw_copies,
            title="Make augmented copies",
            kwargs={"study": study, **asked},
            key=_PICTURES,
            visible=False,
            on_partial=self._picture,
            on_done=lambda _: self._count(),
            on_failed=self._session.problem.emit,
        )
        if protocol.augmentation.face_check:
            self._jobs.start(
                LOOK_AT_COPIES,
                title="Look for faces in augmented copies",
                kwargs={"study_path": study.path, **asked},
                key=_FACES,
                repeatable=False,
                on_partial=self._looked,
                on_end=self._count,
            )

    def _clear(self) -> None:
        for key in (_PICTURES, _FACES):
            self._jobs.drop(key)
        self.list.clear()
        self._items, self._dropped = {}, {}

    def _picture(self, message: JobMessage) -> None:
        if not isinstance(message, CopyPicture) or self._wanted is None:
            return
        item = QListWidgetItem()
        pixmap = QPixmap.fromImage(message.picture)
        pixmap.setDevicePixelRatio(_SHARP)
        item.setIcon(QIcon(pixmap))
        self.list.addItem(item)
        self._items[message.position, message.number] = item
        self._write((message.position, message.number))

    def _looked(self, message: JobMessage) -> None:
        if isinstance(message, CopyLookedAt):
            self._dropped[message.position, message.number] = message.dropped
            self._write((message.position, message.number))
            self._count()

    def _write(self, which: tuple[int, int]) -> None:
        """Say below a picture what it is, and what becomes of it."""
        item = self._items.get(which)
        if item is None or self._wanted is None:
            return
        photographs, protocol = self._wanted
        position, number = which
        dropped = self._dropped.get(which)
        if not protocol.augmentation.face_check:
            fate = _TRAINS
        else:
            fate = _LOOKING if dropped is None else _DROPPED if dropped else _TRAINS
        item.setText(f"{photographs[position].id}\ncopy {number}\n{fate}")
        said = f"Copy {number} of {photographs[position].id}: {fate}"
        item.setToolTip(literal(said))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        if dropped:
            item.setForeground(theme.level_colour("warning"))

    def _count(self) -> None:
        if self._wanted is None or not self._items:
            return
        count = counted(len(self._items), "copy", "copies")
        of = counted(len({position for position, _ in self._items}), "photograph")
        begin = f"The first {count} of {of}, as they train."
        if not self._wanted[1].augmentation.face_check:
            self.said.setText(f"{begin} Nobody looks whether a face is left in them.")
            return
        looked = len(self._dropped)
        dropped = sum(self._dropped.values())
        lost = f"{dropped} of {looked} {matching(dropped, 'is', 'are')} dropped"
        why = ", because no face was found" if dropped else ""
        self.said.setText(f"{begin} {lost}{why}." if looked else f"{begin} Looking for faces…")
