"""Commands that the engine carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neopain_gui.gui import engine_work, face_work

if TYPE_CHECKING:
    from neopain_gui.gui.main_window import MainWindow
    from neopain_gui.gui.trust import TrustPanel

_NOW, _LATER = 0, 10


class RunCommands:
    """Faces and maps, for one photograph, the selected ones, or all."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session, self._jobs = window, window.session, window.jobs

    def find_faces(self) -> None:
        ids = self._session.selected_ids
        self._find(ids, again=len(ids) == 1)

    def find_all_faces(self) -> None:
        """Find the faces that are not marked yet."""
        missing = self._without_face([image.id for image in self._session.images])
        if missing:
            self._find(missing)
        else:
            self._session.notice.emit("Every photograph has its face marked.")

    def next_face(self) -> None:
        face_work.next_face(self._session)

    def compute_this(self) -> None:
        ids = self._session.selected_ids
        self._with_faces(ids)
        self._attribute(ids, priority=_NOW)

    def compute_all(self) -> None:
        ids = [image.id for image in self._session.images]
        self._with_faces(ids)
        self._attribute(ids, priority=_LATER)

    def compute_study(self) -> None:
        from neopain_gui.attribution.methods import PAPER_METHODS
        from neopain_gui.pipeline.runner import default_classifiers

        study = self._session.study
        if study is None:
            return
        ids = [image.id for image in self._session.images]
        self._with_faces(ids)
        for classifier in default_classifiers(study):
            for method in PAPER_METHODS:
                self._attribute(ids, classifier, method, priority=_LATER)

    def examine_map(self) -> None:
        workspace = self._window.workspace
        workspace.setCurrentWidget(workspace.trust)
        panel: TrustPanel = workspace.trust.fill()  # type: ignore[assignment]
        panel.examine()

    def stop(self) -> None:
        self._jobs.stop_all()

    def _without_face(self, ids: Sequence[str]) -> list[str]:
        known = self._session.study.faces() if self._session.study is not None else {}
        return [image_id for image_id in ids if image_id not in known]

    def _with_faces(self, ids: Sequence[str]) -> None:
        """Queue the missing faces in front: the engine does one job after the other."""
        self._find(self._without_face(ids))

    def _find(self, ids: Sequence[str], *, again: bool = False) -> None:
        if ids and self._session.study is not None:
            face_work.find_faces(self._session, self._jobs, ids, again=again)

    def _attribute(
        self, ids: Sequence[str], classifier_id: str = "", method: str = "", *, priority: int
    ) -> None:
        if ids and self._session.study is not None:
            engine_work.attribute(
                self._session,
                self._jobs,
                ids,
                classifier_id=classifier_id,
                method=method,
                priority=priority,
            )
