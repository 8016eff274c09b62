"""A rater's photographs of a round as a grid: what was said of each, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QKeyEvent, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.rating.turn_words import turn_words
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.canvas.canvas import GROUND
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.gui.work.thumbnails import Thumbnails

if TYPE_CHECKING:
    from neopain_gui.annotation.answers import Turn
    from neopain_gui.gui.annotate.rating.course import Course
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

_ALL, _LEFT, _DONE = "all", "left", "done"
_PICTURE = QSize(144, 112)
_CELL = QSize(168, 190)
_PLACE = Qt.ItemDataRole.UserRole


class _Turns(QListWidget):
    """A list that keeps Return for itself: beside it Return means the next photograph."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemActivated.emit(item)
            return
        super().keyPressEvent(event)


class ReviewGrid(QWidget):
    """The turns of a course in small.

    A photograph that comes twice is there once until the round is handed in: who saw both answers
    beside each other would make them agree. Where photographs are shown for a time only, there
    are no pictures.

    Signals
    -------
    chosen(place: int)
        A turn of the course is to be gone to.
    """

    chosen = Signal(int)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        study: Study,
        course: Course,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._study, self._course = study, course
        self.setAccessibleName("Review")
        self._thumbnails = Thumbnails(session, jobs, self)
        self._items: dict[str, list[QListWidgetItem]] = {}
        self._shown = _ALL
        self.which = SegmentRow(
            {
                _ALL: ("All", "Every photograph of the round"),
                _LEFT: ("Left", "Those that are not done"),
                _DONE: ("Done", "Those that are done"),
            },
            _ALL,
        )
        self.about = PlainLabel()
        self.about.setWordWrap(True)
        self.list = _Turns()
        self.list.setAccessibleName("Photographs of the round")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setWordWrap(True)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(_CELL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.about)
        column.addWidget(self.list, 1)
        self._thumbnails.ready.connect(self._picture)
        self.which.chosen.connect(self._choose)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        course.changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        if self.isVisible():
            self.read()

    def _choose(self, which: str) -> None:
        self._shown = which
        self.read()

    def read(self) -> None:
        """Read what was said, and show the turns that are wanted."""
        course, which = self._course, self._shown
        words = turn_words(self._study, course.round.name, course.rater, course.scales)
        self.list.clear()
        self._items = {}
        now = None
        for place, turn in enumerate(course.turns):
            done = turn in course.done
            if self._hidden(turn) or which == (_LEFT if done else _DONE):
                continue
            said = words.get(turn, "")
            head = f"{place + 1}" if done else f"{place + 1}, left"
            item = QListWidgetItem(f"{head}\n{said}" if said else head)
            item.setToolTip(literal(item.text()))
            item.setData(_PLACE, place)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setSizeHint(_CELL)
            self.list.addItem(item)
            self._items.setdefault(turn.image_id, []).append(item)
            self._picture(turn.image_id)
            now = item if place == course.place else now
        self.list.setCurrentItem(now or self.list.item(0))
        self.about.setText(self._words())

    def _hidden(self, turn: Turn) -> bool:
        return bool(turn.repeat) and not self._course.handed_in

    def _words(self) -> str:
        course = self._course
        said = [f"{counted(self.list.count(), 'photograph')} here; Return goes to the chosen."]
        if any(self._hidden(turn) for turn in course.turns):
            said.append("Second looks are not here until the round is handed in.")
        if course.round.seconds is not None:
            said.append("The round shows photographs for a time only, so they are not here.")
        return " ".join(said)

    def _picture(self, image_id: str) -> None:
        items = self._items.get(image_id, [])
        found = self._thumbnails.picture(image_id) if self._course.round.seconds is None else None
        if items and found is not None:
            found = self._face_alone(image_id, found)
        icon = QIcon(_placed(found))
        for item in items:
            item.setIcon(icon)

    def _face_alone(self, image_id: str, small: QImage) -> QImage:
        """Cut a small picture to the face where the round shows that alone."""
        face = self._study.faces.get(image_id) if self._course.round.face_only else None
        if face is None:
            return small
        image = self._study.images.get(image_id)
        scale = small.width() / image.width
        box = face.box.clipped(image.width, image.height)
        left, top = round(box.left * scale), round(box.top * scale)
        return small.copy(left, top, round(box.width * scale), round(box.height * scale))

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_PLACE))


def _placed(picture: QImage | None) -> QPixmap:
    """Return a picture in the middle of a place of one size, so that rows stand in line."""
    place = QPixmap(_PICTURE)
    place.fill(QColor(GROUND))
    if picture is not None:
        fitted = picture.scaled(
            _PICTURE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter = QPainter(place)
        painter.drawImage(
            (place.width() - fitted.width()) // 2, (place.height() - fitted.height()) // 2, fitted
        )
        painter.end()
    return place
