"""The label that counts, of photographs in the window: the session's ``labels``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from neopain_gui.gui.state.open_study import OpenStudy

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.pipeline.labels import CountedLabels

_KEY = "counted label"
_LATER_MS = 400
"""After which what raters said is read again: answers come one after the other."""


class CountedLabel(QObject):
    """Knows which label of a photograph counts, and tells of it where that changes.

    Another label is another photograph to whoever compares, explains or trains: ``images_changed``
    says so.

    Parameters
    ----------
    session : OpenStudy
        Whose study's; it also tells when raters say something else.
    """

    def __init__(self, session: OpenStudy) -> None:
        super().__init__(session)
        self._session = session
        self._labels: CountedLabels | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._read_again)
        session.setting_changed.connect(self._setting_changed)
        session.listing_stale.connect(self.forget)  # somebody may have been removed
        session.annotations_changed.connect(self._raters_said)

    def forget(self) -> None:
        """Read it again when it is next asked for."""
        self._labels = None
        self._later.stop()

    @property
    def of_study(self) -> CountedLabels | None:
        """Those of the study; None without one."""
        study = self._session.study
        if self._labels is None and study is not None:
            from neopain_gui.pipeline.labels import CountedLabels

            self._labels = CountedLabels.of(study)
        return self._labels

    def counted(self, image: FaceImage) -> FaceImage:
        """Return a photograph with the label that counts."""
        labels = self.of_study
        return image if labels is None else labels.labelled(image)

    def _setting_changed(self, key: str) -> None:
        if key == _KEY:
            self._labels = None
            self._session.images_changed.emit()

    def _raters_said(self) -> None:
        if self._labels is not None and not self._labels.source.of_data_set:
            self._later.start()

    def _read_again(self) -> None:
        before, self._labels = self._labels, None
        if before is not None and self.of_study != before:
            self._session.images_changed.emit()
