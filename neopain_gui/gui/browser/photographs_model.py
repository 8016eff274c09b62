"""The visible photographs as a Qt model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from neopain_gui.counted import counted
from neopain_gui.errors import StudyError
from neopain_gui.gui.base.plain import plain_tip
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.work.thumbnails import Thumbnails

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.jobs import Job
    from neopain_gui.study import Study

ID = Qt.ItemDataRole.UserRole
IMAGE = Qt.ItemDataRole.UserRole + 1
MAPS = Qt.ItemDataRole.UserRole + 2
SCORE = Qt.ItemDataRole.UserRole + 3
FACE = Qt.ItemDataRole.UserRole + 4
"""A :class:`FaceState`."""
MISSING = Qt.ItemDataRole.UserRole + 5

_Index = QModelIndex | QPersistentModelIndex


class FaceState(StrEnum):
    """What is to be said of a photograph's face; the text is what a person reads."""

    MARKED = ""
    NONE = "no face marked"
    SEVERAL = "several faces found: is the right one marked?"
    SETTLED = "several faces found, one chosen"


class ImageModel(QAbstractListModel):
    """One row per visible photograph; knows which have maps, and their score for pain.

    Signals
    -------
    all_changed()
        What is said of any photograph may be other. ``dataChanged`` of all rows would have the
        view ask for each of them, also where it shows a few of ten thousand.
    """

    all_changed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self.thumbnails = session, jobs, thumbnails
        self._images: tuple[FaceImage, ...] = ()
        self._rows: dict[str, int] = {}
        self._maps: dict[str, int] = {}
        self._scores: dict[str, float] = {}
        self._scored_by = ""
        self._changed: set[str] | None = set()  # None: whichever
        self._reading = False
        self.without_face: frozenset[str] = frozenset()
        self.several_faces: Mapping[str, bool] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._read_changed)
        session.study_changed.connect(self._study_changed)
        session.images_changed.connect(self._read_faces)
        session.filter_changed.connect(self._read_images)
        session.results_changed.connect(self._results_changed)
        session.choice_changed.connect(self._choice_changed)
        thumbnails.ready.connect(self._redraw)
        session.missing_changed.connect(self.all_changed)
        self._study_changed()
        self._read_faces()
        self._read_images()

    def row_of(self, image_id: str) -> int:
        """Return a photograph's row, −1 if it is not visible."""
        return self._rows.get(image_id, -1)

    def _read_images(self) -> None:
        self.beginResetModel()
        self._images = self._session.visible_images
        self._rows = {image.id: row for row, image in enumerate(self._images)}
        self.endResetModel()

    def _study_changed(self) -> None:
        """Begin with nothing: the first picture does not wait for what is counted."""
        self._maps, self._scores = {}, {}
        self._scored_by = self._session.choices.classifier_id
        self._results_changed("")

    def _results_changed(self, image_id: str) -> None:
        """Remember whose maps are others; maps come faster than anybody can look."""
        if not image_id:
            self._changed = None
        elif self._changed is not None:
            self._changed.add(image_id)
        if not self._soon.isActive() and not self._reading:
            self._soon.start()

    def _read_changed(self) -> None:
        """Count maps and read scores of the photographs that are not what they were."""
        study, changed = self._session.study, self._changed
        self._changed = set()
        if study is None:
            return
        if changed is None:
            self._read_all(study)
            return
        for image_id in changed:
            self._maps[image_id] = study.results.count(image_id)
            score = self._session.pain_score(image_id)
            if score is None:
                self._scores.pop(image_id, None)
            else:
                self._scores[image_id] = score
            self._redraw(image_id)

    def _read_all(self, study: Study) -> None:
        """Count and read for every photograph, beside the window."""
        self._reading = True
        self._jobs.local(
            read_all,
            title="Count the maps",
            kwargs={"study": study, "classifier_id": self._session.choices.classifier_id},
            visible=False,
            on_done=lambda found: self._keep(study, found),
            on_failed=self._session.problem.emit,
            on_end=self._go_on,
        )

    def _keep(self, study: Study, found: Counted) -> None:
        if study is self._session.study:
            self._maps = found.maps
            if found.classifier_id == self._session.choices.classifier_id:
                self._scores = found.scores
            self.all_changed.emit()

    def _go_on(self) -> None:
        """Read what has changed while everything was read."""
        self._reading = False
        if self._changed is None or self._changed:
            self._soon.start()

    def _choice_changed(self) -> None:
        if self._session.choices.classifier_id != self._scored_by:
            self._scored_by = self._session.choices.classifier_id
            self._scores = self._session.pain_scores()
            self.all_changed.emit()

    def _read_faces(self) -> None:
        study = self._session.study
        self.without_face = frozenset(study.faces.without() if study is not None else ())
        self.several_faces = study.faces.several() if study is not None else {}
        self.all_changed.emit()

    def _face_state(self, image_id: str) -> FaceState:
        if image_id in self.without_face:
            return FaceState.NONE
        if image_id in self.several_faces:
            return FaceState.SETTLED if self.several_faces[image_id] else FaceState.SEVERAL
        return FaceState.MARKED

    def _redraw(self, image_id: str) -> None:
        row = self.row_of(image_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._images)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._images):
            return None
        image = self._images[index.row()]
        if role == ID:
            return image.id
        if role == IMAGE:
            return image
        if role == MAPS:
            return self._maps.get(image.id, 0)
        if role == MISSING:
            return image.id in self._session.missing
        if role == SCORE:
            return self._scores.get(image.id)
        if role == FACE:
            return self._face_state(image.id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(image)
        if role == Qt.ItemDataRole.DisplayRole:
            lost = ", file missing" if image.id in self._session.missing else ""
            return spoken(image) + lost
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(image)
        return None

    def _said(self, image: FaceImage) -> str:
        """Say what the picture shows: photograph, label, score and state."""
        maps = self._maps.get(image.id, 0)
        score = self._scores.get(image.id)
        parts = [f"photograph {image.id}", spoken(image)]
        parts += [f"score for pain {score:.2f}"] if score is not None else []
        parts.append("no maps" if not maps else counted(maps, "map"))
        parts += [str(state)] if (state := self._face_state(image.id)) else []
        parts += ["file missing"] if image.id in self._session.missing else []
        parts += ["cannot be shown"] if self.thumbnails.failure(image.id) else []
        return ", ".join(parts)

    def _tip(self, image: FaceImage) -> str:
        lines = [image.id, f"file {image.file}", spoken(image)]
        lines.append(f"{image.width} × {image.height} pixels")
        if state := self._face_state(image.id):
            lines.append(str(state))
        maps = self._maps.get(image.id, 0)
        lines.append("no maps yet" if not maps else counted(maps, "map"))
        if image.id in self._scores:
            lines.append(f"score for pain {self._scores[image.id]:.2f} (chosen classifier)")
        lines += [f"stimulus: {image.stimulus}"] if image.stimulus else []
        lines += ["checked"] if image.checked else []
        lines.append(image.notes)
        if image.id in self._session.missing:
            lines.append("its file is not where the study left it")
        lines.append(self.thumbnails.failure(image.id))
        return plain_tip("\n".join(filter(None, lines)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many maps photographs have, and a classifier's scores for pain."""

    maps: dict[str, int]
    classifier_id: str
    scores: dict[str, float]


def read_all(job: Job, *, study: Study, classifier_id: str) -> Counted:
    """Count every photograph's maps, and read a classifier's scores; nothing of a closed study."""
    job.check()
    try:
        maps, scores = (
            study.results.counts_by_photograph(),
            study.predictions.class_scores(classifier_id),
        )
    except StudyError:
        maps, scores = {}, {}  # closed meanwhile, or damaged: whoever reads a map says so
    return Counted(maps=maps, classifier_id=classifier_id, scores=scores)


def spoken(image: FaceImage) -> str:
    """Say a photograph in words: ``N03, pain, checked``."""
    subject = image.neonate.id if image.neonate else "neonate unknown"
    label = image.label.value if image.label else "unlabelled"
    return f"{subject}, {label}, checked" if image.checked else f"{subject}, {label}"
