"""Reading ahead: what the next photographs will need is in memory when they are stepped to.

The maps that the viewer will show come first, for many photographs; those of the film strip for
the next few. Nothing is computed here that the study does not hold.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from neopain_gui.gui.scene.drawing import crop_of, photograph_pyramid, picture_of, tile_of
from neopain_gui.gui.scene.loading import (
    Appearance,
    MapRequest,
    Rows,
    on_display,
    photograph_of,
    relevance_of,
)
from neopain_gui.gui.scene.reader import Rank, Reader

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.state.session import Session
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

FORWARD, BACK = 24, 4
"""Photographs on either side, in the direction of travel, whose shown map is read."""
WITH_TILES = 8
"""Of them, those whose whole film strip is drawn."""
_SETTLE_MS = 250


class Ahead(QObject):
    """Follows the session and tells the reader what will be wanted next.

    Parameters
    ----------
    session : Session
        Whose photographs are stepped through.
    reader : Reader
        Reads and draws beside the window.
    shown_as : callable
        Returns what is to be shown of a photograph now, and how it is drawn.
    parent : QObject
        Its owner.
    """

    def __init__(
        self,
        session: Session,
        reader: Reader,
        shown_as: Callable[[], tuple[MapRequest, Appearance]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._reader, self._shown_as = session, reader, shown_as
        self._position, self._direction = 0, 1
        self._begun: set[tuple[str, bool]] = set()
        self._for: tuple[object, ...] = ()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self.follow)

    @property
    def direction(self) -> int:
        """1 while the person walks down the list of photographs, −1 while up."""
        return self._direction

    def neighbours(self, forward: int = FORWARD, back: int = BACK) -> list[FaceImage]:
        """Return the photographs that come next, then those just left, nearest first."""
        visible, position = self._session.visible_images, self._session.position
        if position is None:
            return []
        steps = [*range(1, forward + 1), *range(-1, -back - 1, -1)]
        positions = (position + self._direction * step for step in steps)
        counted = self._session.labels.counted
        return [counted(visible[p]) for p in positions if 0 <= p < len(visible)]

    def forget(self, image_id: str) -> None:
        """Read a photograph again, or all of them, because its results are others now."""
        if image_id:
            self._begun -= {(image_id, False), (image_id, True)}
        else:
            self._begun.clear()

    def follow(self) -> None:
        """Have read what is next to the photograph on display."""
        session = self._session
        study, position = session.study, session.position
        if study is None or position is None:
            self._begun.clear()
            return
        moved = position != self._position
        if moved:
            self._direction = 1 if position > self._position else -1
            self._position = position
        settings = session.choices.mask_settings
        wanted, appearance = self._shown_as()
        what = (wanted, settings, appearance)
        if what != self._for:
            drawn_otherwise = bool(self._for) and not moved
            self._for = what
            self._begun.clear()
            if drawn_otherwise:
                self._wait_until_settled()
                return
        near = self.neighbours()
        self._begun &= {(image.id, whole) for image in near for whole in (False, True)}
        prepare = partial(
            _prepare, study=study, wanted=wanted, settings=settings, appearance=appearance
        )
        for rank, images, whole in (
            (Rank.NEXT, near, False),
            (Rank.LATER, near[:WITH_TILES], True),
        ):
            new = [image for image in images if (image.id, whole) not in self._begun]
            self._reader.want(rank, [self._wish(prepare, image, whole) for image in new])

    def _wait_until_settled(self) -> None:
        """Leave the processor to the window while a slider is dragged."""
        for rank in (Rank.NEXT, Rank.LATER):
            self._reader.want(rank, ())
        self._settled.start()

    def _wish(
        self, prepare: Callable[..., None], image: FaceImage, whole: bool
    ) -> Callable[[], None]:
        begun = self._begun

        def wish() -> None:
            begun.add((image.id, whole))
            prepare(image=image, whole=whole)

        return wish


def _prepare(
    *,
    study: Study,
    image: FaceImage,
    wanted: MapRequest,
    settings: MaskSettings,
    appearance: Appearance,
    whole: bool,
) -> None:
    """Put into memory what showing a photograph will ask for."""
    photograph = photograph_of(study, image)
    photograph_pyramid(photograph, image.sha256)
    rows = Rows.read(study, image)
    for result in on_display(rows.fitting(wanted.target).values(), wanted):
        if result.model.name == wanted.shown and not whole:
            picture_of(relevance_of(study, result), settings, appearance)
        elif whole:
            tile_of(relevance_of(study, result), settings, appearance)
    if whole and rows.face is not None:
        crop_of(photograph, image.sha256, rows.face.box)
