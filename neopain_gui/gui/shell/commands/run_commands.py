"""Commands that the engine carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neopain_gui.gui.work import face_work
from neopain_gui.gui.work import submit as engine_work

if TYPE_CHECKING:
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.trust.trust_panel import TrustPanel
    from neopain_gui.pipeline.maps.estimate import Estimate
    from neopain_gui.study import Study

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
        self._say_first([(self._session.choice.classifier_id, self._session.choice.method)])

    def compute_study(self) -> None:
        from neopain_gui.attribution.methods import PAPER_METHODS
        from neopain_gui.pipeline.runner import default_classifiers

        study = self._session.study
        if study is not None:
            self._say_first(
                [
                    (classifier, method)
                    for classifier in default_classifiers(study)
                    for method in PAPER_METHODS
                ]
            )

    def _say_first(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Say what the maps of all photographs take, and compute them on a click."""
        from neopain_gui.gui.state.method_options import method_options
        from neopain_gui.pipeline.maps.estimate import estimate

        study = self._session.study
        if study is not None:
            self._jobs.local(
                estimate,
                title="Estimate what computing takes",
                kwargs={
                    "study": study,
                    "pairs": pairs,
                    "target": self._session.target,
                    "options": {m: method_options(self._session, m) for _, m in pairs},
                },
                key="estimate",
                visible=False,
                on_done=lambda found: self._ask(found, study),
                on_failed=self._session.problem.emit,
            )

    def _ask(self, found: Estimate, study: Study) -> None:
        from neopain_gui.gui.shell.compute_question import ComputeQuestion, nothing_to_do

        if self._session.study is not study:
            return
        if not found.works:
            self._session.notice.emit(nothing_to_do(found))
            return
        question = ComputeQuestion(self._window, found, lambda: self._compute(found))
        self._session.study_changed.connect(question.reject)
        question.open()

    def _compute(self, found: Estimate) -> None:
        known = self._session.study.faces() if self._session.study is not None else {}
        left_out = found.left_out - known.keys()  # one may have been drawn meanwhile
        ids = [image.id for image in self._session.images if image.id not in left_out]
        self._with_faces(ids)
        for one in found.works:
            self._attribute(ids, one.classifier_id, one.method, priority=_LATER)

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
