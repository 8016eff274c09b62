"""What is on the table, the same for all panels: one photograph, its face, the maps that fit.

What is in memory is there at once; the rest is read beside the window, and meanwhile nothing that
no longer fits is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.scene import loading
from neopain_gui.gui.scene.ahead import Ahead
from neopain_gui.gui.scene.growth import Growth
from neopain_gui.gui.scene.loading import Appearance, MapRequest, Scene, fits
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.scene.reader import Reader
from neopain_gui.gui.scene.replaced_results import ReplacedResults
from neopain_gui.gui.state.depth import classifier_of
from neopain_gui.gui.state.method_options import method_options
from neopain_gui.maps import RelevanceMap
from neopain_gui.study.result_types import Result

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.choices import Choice
    from neopain_gui.gui.state.session import Session

__all__ = ["CurrentScene", "Scene", "fits"]

HUMAN_MASK = "human_mask"
"""Key of the study's setting."""
_COMPLETE_MS = 60
"""Whoever steps on faster than this is not held up by maps that only the film strip shows."""


class CurrentScene(QObject):
    """Keeps the present scene for the viewer, the film strip and the details.

    Attributes
    ----------
    reader : Reader
        Draws and reads for the panels, beside the window.
    growth : Growth
        The unfinished map of what is on display.

    Signals
    -------
    changed()
        :attr:`scene` is another one; None while a photograph is being read or there is none.
    appearance_changed()
        Mode, colour map, mask settings or the human mask.
    failed(error: Exception)
        The photograph or a map could not be read.
    """

    changed = Signal()
    appearance_changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self._session = session
        self._jobs = jobs
        self.scene: Scene | None = None
        self.error: BaseException | None = None
        self.loading = False
        self.appearance = Appearance()
        self.reader = Reader(jobs, self)
        self.reader.failed.connect(session.problem)
        self._ahead = Ahead(session, self.reader, lambda: (self.wanted, self.appearance), self)
        self._shelf = ReplacedResults()
        self.growth = Growth(
            session, jobs, lambda: (self.scene, self.wanted, self.shown is not None), self
        )
        self.changed.connect(self.growth.check)
        self._wanted: tuple[Choice, str, MapRequest] | None = None
        self._human: str | None = None
        self._asked = self.wanted
        self._complete = QTimer(self)
        self._complete.setSingleShot(True)
        self._complete.setInterval(_COMPLETE_MS)
        self._complete.timeout.connect(self._load)
        session.study_changed.connect(self._leave)
        session.image_selected.connect(self._stepped)
        session.images_changed.connect(self.reload)
        session.results_changed.connect(self._results_changed)
        session.choice_changed.connect(self._choice_changed)
        session.setting_changed.connect(self._setting_changed)
        session.shown_model_changed.connect(self.reload)
        self.reload()

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> CurrentScene:
        """Return the one that belongs to a session."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session, jobs)

    # How it is drawn

    @property
    def mode(self) -> OverlayMode:
        """What lies over the photograph."""
        return self.appearance.mode

    @property
    def colormap(self) -> str:
        """In which colours."""
        return self.appearance.colormap

    def set_appearance(
        self, *, mode: OverlayMode | None = None, colormap: str | None = None
    ) -> None:
        """Choose what lies over the photograph and in which colours."""
        appearance = replace(
            self.appearance,
            mode=mode or self.appearance.mode,
            colormap=colormap or self.appearance.colormap,
        )
        if appearance != self.appearance:
            self.appearance = appearance
            self._ahead.follow()
            self.appearance_changed.emit()

    @property
    def human(self) -> str:
        """Name of the group whose mask maps are compared with, as the study keeps it."""
        if self._human is None:
            study = self._session.study
            stored = study.setting(HUMAN_MASK, None) if study is not None else ""
            self._human = stored if isinstance(stored, str) else self._first_group()
        return self._human

    def _first_group(self) -> str:
        groups = self.groups()
        return groups[0] if groups else ""

    def groups(self) -> list[str]:
        """Return the names of those whose masks maps can be compared with: people's."""
        study = self._session.study
        models = study.results.models() if study is not None else []
        return [model.name for model in models if not model.of_classifier]

    def set_human(self, name: str) -> None:
        """Choose a group; empty for none. Kept in the study, can be undone."""
        if name == self.human:
            return
        if self._session.editable:
            self._session.settings.put(HUMAN_MASK, name, "the choice of human mask", merge="human")
        else:
            self._human = name
            self._human_changed()

    def _setting_changed(self, key: str) -> None:
        if key == HUMAN_MASK:
            self._human = None
            self._human_changed()

    def _human_changed(self) -> None:
        self._ahead.follow()
        self.appearance_changed.emit()

    # What is on the table

    @property
    def wanted(self) -> MapRequest:
        """What is to be shown now."""
        session = self._session
        kept = self._wanted
        if kept is None or kept[0] is not session.choices.current or kept[1] != session.shown_model:
            info = classifier_of(session)
            wanted = MapRequest(
                classifier=session.choices.classifier_id,
                method=session.choices.method,
                target=session.choices.target,
                options=method_options(session),
                weights=info.sha256 if info is not None else None,
                shown=session.shown_model,
            )
            kept = self._wanted = (session.choices.current, session.shown_model, wanted)
        return kept[2]

    @property
    def shown(self) -> RelevanceMap | None:
        """The map on the viewer, if there is one that fits."""
        result = self.shown_result
        return self.scene.maps.get(result.model.name) if self.scene and result else None

    @property
    def shown_result(self) -> Result | None:
        """The row of the extraction model on the viewer, if it fits."""
        return self.result(self._session.shown_model)

    def result(self, model: str) -> Result | None:
        """Return an extraction model's row, if it fits the choice."""
        result = self.scene.results.get(model) if self.scene else None
        if result is None or not result.model.of_classifier:
            return result
        return result if self.wanted.made(result) else None

    @property
    def _image(self) -> FaceImage | None:
        """The photograph that is wanted, with the label that counts."""
        image = self._session.image
        return None if image is None else self._session.labels.counted(image)

    def neighbours(self, count: int) -> list[FaceImage]:
        """Return the photographs that come next in the direction of travel."""
        return self._ahead.neighbours(count, 0)

    def missing(self, models: Iterable[str]) -> bool:
        """Say whether one of these extraction models has no map that fits."""
        return any(self.result(model) is None for model in models)

    @property
    def _judged(self) -> Mapping[str, Any]:
        """What the chosen classifier says of the face; empty if that is unknown."""
        for row in self.scene.classified if self.scene else ():
            if isinstance(row.facts.get("scores"), Mapping) and self.wanted.by_classifier(row):
                return row.facts
        return {}

    @property
    def scores(self) -> Mapping[str, float] | None:
        """The chosen classifier's scores of the photograph's face by class; None if unknown."""
        return self._judged.get("scores")

    def meant(self, target: str) -> str:
        """Return the class that a target means on this photograph; empty while unknown."""
        if target == "predicted":
            return str(self._judged.get("predicted", ""))
        if target == "labelled":
            label = self.scene.image.label if self.scene else None
            return str(label) if label else ""
        return target

    @property
    def explained(self) -> str:
        """The class that is explained now."""
        return self.meant(self._session.choices.target)

    def recall(self, models: Sequence[str]) -> bool:
        """Bring maps back that were replaced since the study was opened; False if there are none.

        Nothing is computed: their values are still there.
        """
        scene, study = self.scene, self._session.study
        if scene is None or study is None or not self._session.editable:
            return False
        rows = self._shelf.find(scene.image, scene.face, self.wanted, models)
        if not rows or not all(study.maps.has(row.provenance) for row in rows):
            return False
        self._session.record(rows)
        return True

    # What makes it another one

    def _leave(self) -> None:
        self.scene, self.error = None, None
        self._wanted, self._human = None, None
        self.reader.clear()
        self._shelf.clear()
        KEPT.clear()
        self.reload()

    def _choice_changed(self) -> None:
        """Load for another choice; new mask settings only draw what is there in another way."""
        self._wanted = None  # the options are the study's, which no choice holds
        if self.wanted == self._asked:
            self._ahead.follow()
            self.appearance_changed.emit()
        else:
            self.reload()

    def _results_changed(self, image_id: str) -> None:
        self._ahead.forget(image_id)
        if image_id in ("", self._session.image_id):
            self.reload()

    def _stepped(self, _image_id: str) -> None:
        self.reader.stepped()
        self.reload()

    def reload(self, *_: Any) -> None:
        """Show what is chosen now, at once if it is in memory.

        An older reading that is still under way is dropped.
        """
        session = self._session
        image = self._image
        if session.study is None or image is None:
            self._complete.stop()
            self.scene, self.loading = None, False
            self.changed.emit()
            return
        self._asked = self.wanted
        scene = self._kept(image)
        if scene is None:
            self.loading = True
            self._drop_what_no_longer_fits(image)
            self.changed.emit()  # what is chosen is another map, if not another scene
            self._load()
        else:
            self._jobs.drop("scene")
            self._complete.stop()
            if not scene.complete:
                self._complete.start()
            self._put(scene)
        self._ahead.follow()

    def _kept(self, image: FaceImage) -> Scene | None:
        study = self._session.study
        try:
            return loading.cached_scene(study, image, self._asked) if study is not None else None
        except NeoPainError:
            return None  # reading it in the thread says what is wrong

    def _load(self) -> None:
        session, image = self._session, self._image
        self._complete.stop()
        if session.study is None or image is None:
            return
        self._jobs.local(
            loading.load_scene,
            title=f"Read {image.id}",
            kwargs={
                "study": session.study,
                "image": image,
                "wanted": self._asked,
                "settings": session.choices.mask_settings,
            },
            priority=-10,
            key="scene",
            visible=False,
            on_done=self._loaded,
            on_failed=self._failed,
        )

    def _drop_what_no_longer_fits(self, image: FaceImage) -> None:
        """Take stale maps off at once; the photograph stays until the next one is read."""
        if self.scene is not None:
            study, same = self._session.study, self.scene.image.id == image.id
            self.scene = loading.still_fitting(
                self.scene, image, study if same else None, self._asked
            )

    def _loaded(self, scene: Scene) -> None:
        if scene.image.id != self._session.image_id:
            return
        self._put(scene)
        self._ahead.follow()

    def _put(self, scene: Scene) -> None:
        self.scene, self.loading, self.error = scene, not scene.complete, None
        self._shelf.put(row for row in scene.results.values() if self.wanted.made(row))
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self.scene, self.loading, self.error = None, False, error
        self.changed.emit()
        self.failed.emit(error)
