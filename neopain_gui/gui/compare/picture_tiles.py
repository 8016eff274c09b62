"""Small pictures of faces and what was extracted from them, made in a thread when in sight.

What is kept is bounded: whoever scrolls on has the rest made again when coming back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.compare.pair import paint_pair
from neopain_gui.gui.scene.loading import relevance_of
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode, contour, draw
from neopain_gui.imaging.colormaps import GREEN_YELLOW_RED
from neopain_gui.jobs import NULL_JOB, Job, JobMessage

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.geometry import Box
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.maps import RelevanceMap
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

SIDE = 192
"""Longest side in pixels: sharp in a cell of 96 at 200 %."""

MOST = 600
"""Pictures that are kept: at most 90 MB."""

_BATCH = 12
_QUEUE = 400
_OPACITY = {OverlayMode.HEATMAP: 0.7, OverlayMode.MASK: 0.8}
_PAIR_OPACITY = 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a small picture shows.

    Attributes
    ----------
    image_id : str
    models : tuple of str
        One extraction model, or two whose contour masks are laid over each other.
    mode : OverlayMode
        Heatmap or contour mask; of two always their masks.
    """

    image_id: str
    models: tuple[str, ...]
    mode: OverlayMode = OverlayMode.MASK


class Tiles(QObject):
    """Hands out what is there and fetches what was asked for, newest wish first.

    Signals
    -------
    ready(wish: Wish)
        :meth:`picture` or :meth:`reason` has it now.
    forgotten()
        Everything has to be asked for again.
    """

    ready = Signal(object)
    forgotten = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._kept: OrderedDict[Wish, QPixmap | str] = OrderedDict()
        self._wanted: dict[Wish, None] = {}
        self._task: Task | None = None
        self._settings: MaskSettings | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(10)
        self._soon.timeout.connect(self._fetch)
        session.study_changed.connect(self.forget)
        session.images_changed.connect(self.forget)
        session.results_changed.connect(self.forget)
        session.choice_changed.connect(self._choice_changed)

    def picture(self, wish: Wish) -> QPixmap | None:
        """Return a small picture; None means that it has been sent for, or cannot be made."""
        found = self._kept.get(wish)
        if found is None:
            self._wanted.pop(wish, None)
            self._wanted[wish] = None
            while len(self._wanted) > _QUEUE:
                del self._wanted[next(iter(self._wanted))]
            if not self._soon.isActive():  # who asks again and again must not put it off for ever
                self._soon.start()
            return None
        self._kept.move_to_end(wish)
        return found if isinstance(found, QPixmap) else None

    def reason(self, wish: Wish) -> str:
        """Say why there is no picture; empty if nothing is wrong."""
        found = self._kept.get(wish)
        return found if isinstance(found, str) else ""

    @property
    def count(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def _choice_changed(self) -> None:
        if self._settings != self._session.choices.mask_settings:
            self.forget()

    def forget(self, image_id: str = "") -> None:
        """Forget a photograph's pictures, or all: what they show is no longer so."""
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._wanted.clear()
        gone = [wish for wish in self._kept if not image_id or wish.image_id == image_id]
        for wish in gone:
            del self._kept[wish]
        self.forgotten.emit()

    def _fetch(self) -> None:
        study = self._session.study
        if study is None or self._task is not None or not self._wanted:
            return
        newest = list(self._wanted)[-_BATCH:]
        for wish in newest:
            del self._wanted[wish]
        self._settings = self._session.choices.mask_settings
        self._task = self._jobs.local(
            make_tiles,
            title="Small pictures",
            kwargs={
                "study": study,
                "wishes": sorted(newest, key=lambda wish: wish.image_id),
                "settings": self._settings,
            },
            priority=-8,
            visible=False,
            on_partial=self._keep,
            on_end=self._next,
        )

    def _keep(self, message: JobMessage) -> None:
        if self.sender() is not self._task or not isinstance(message, Tile):
            return
        made = message.made
        self._kept[message.wish] = made if isinstance(made, str) else QPixmap.fromImage(made)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.ready.emit(message.wish)

    def _next(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._fetch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile(JobMessage):
    """A small picture, or the reason why there is none."""

    wish: Wish
    made: QImage | str


def make_tiles(
    study: Study, wishes: Sequence[Wish], settings: MaskSettings, job: Job = NULL_JOB
) -> None:
    """Make small pictures; each is a message :class:`Tile`."""
    for wish in wishes:
        job.check()
        made: QImage | str
        try:
            made = tile(study, wish, settings)
        except NeoPainError as error:
            made = error.problem if isinstance(error, InputError) else str(error)
        job.partial(Tile(wish=wish, made=made))


def tile(study: Study, wish: Wish, settings: MaskSettings) -> QImage:
    """Draw the face with one model's map or mask, or with two models' masks, over it.

    Raises
    ------
    InputError
        No face is marked, or a map is missing.
    NeoPainError
        Something cannot be read.
    """
    face, image = study.faces.get(wish.image_id), study.images.get(wish.image_id)
    if face is None:
        raise InputError("no face is marked")
    rows = {row.model.name: row for row in study.results.all(wish.image_id)}
    missing = [name for name in wish.models if name not in rows]
    if missing:
        raise InputError(f"no map of {' or of '.join(missing)}")
    maps = [relevance_of(study, rows[name]) for name in wish.models]
    picture = QImage(_crop(study, image, face.box))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if len(maps) == 1:
        _lay_map(painter, maps[0], wish.mode, face.box, picture.size(), settings)
    else:
        first, second = (contour(one, settings).values[face.box.slices] for one in maps)
        painter.setOpacity(_PAIR_OPACITY)
        painter.drawImage(QRectF(picture.rect()), to_image(paint_pair(first, second)))
    painter.end()
    return picture


def _lay_map(
    painter: QPainter,
    relevance: RelevanceMap,
    mode: OverlayMode,
    face: Box,
    size: QSize,
    settings: MaskSettings,
) -> None:
    """Draw a map where it lies on the face; it may reach beyond it."""
    overlay = draw(relevance, settings, mode=mode, colormap=GREEN_YELLOW_RED)
    if overlay.rgba is None:
        return
    across, down = size.width() / face.width, size.height() / face.height
    place = QRectF(
        (overlay.box.left - face.left) * across,
        (overlay.box.top - face.top) * down,
        overlay.box.width * across,
        overlay.box.height * down,
    )
    painter.setOpacity(_OPACITY[mode])
    painter.drawImage(place, to_image(overlay.rgba))


def _crop(study: Study, image: FaceImage, box: Box) -> QImage:
    def make() -> QImage:
        # The photograph itself is not kept: two hundred of them would push out everything else.
        whole = to_image(study.images.pixels(image.id)[box.slices])
        return whole.scaled(
            SIDE,
            SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    return KEPT.get(("small crop", image.sha256, box.as_tuple(), SIDE), make)
