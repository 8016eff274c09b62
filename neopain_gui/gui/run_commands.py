"""Commands that the engine carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from neopain_gui.gui.status_line import photographs

if TYPE_CHECKING:
    from neopain_gui.faces.records import Face
    from neopain_gui.gui.jobs import Task
    from neopain_gui.gui.main_window import MainWindow

_FACES_FIRST = -5
_NOW, _LATER = 0, 10


class RunCommands:
    """Faces and maps, for one photograph, the selected ones, or all."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session, self._jobs = window, window.session, window.jobs

    def find_faces(self) -> None:
        self._find(self._session.selected_ids)

    def find_all_faces(self) -> None:
        """Find the faces that are not marked yet."""
        self._find(self._without_face([image.id for image in self._session.images]))

    def compute_this(self) -> None:
        ids = self._session.selected_ids
        self._with_faces(ids)
        self._attribute(ids, self._session.classifier_id, self._session.method, _NOW)

    def compute_all(self) -> None:
        ids = [image.id for image in self._session.images]
        self._with_faces(ids)
        self._attribute(ids, self._session.classifier_id, self._session.method, _LATER)

    def compute_study(self) -> None:
        from neopain_gui.pipeline.runner import DEFAULT_CLASSIFIERS, DEFAULT_METHODS

        ids = [image.id for image in self._session.images]
        self._with_faces(ids)
        for classifier in DEFAULT_CLASSIFIERS:
            for method in DEFAULT_METHODS:
                self._attribute(ids, classifier, method, _LATER)

    def stop(self) -> None:
        self._jobs.stop_all()

    def _without_face(self, ids: Sequence[str]) -> list[str]:
        known = self._session.study.faces() if self._session.study is not None else {}
        return [image_id for image_id in ids if image_id not in known]

    def _with_faces(self, ids: Sequence[str]) -> None:
        """Queue the missing faces in front: the engine does one job after the other."""
        missing = self._without_face(ids)
        if missing:
            self._find(missing)

    def _find(self, ids: Sequence[str]) -> None:
        from neopain_gui.pipeline import jobs as work

        study = self._session.study
        if study is None or not ids:
            return
        found: dict[str, Face | None] = {}
        missed: list[str] = []

        def collect(message: dict[str, Any]) -> None:
            if message.get("face") is None:
                missed.append(message["image_id"])
            else:
                found[message["image_id"]] = message["face"]

        def keep() -> None:
            if self._session.study is not study:
                return
            self._session.set_faces(found, "find face" if len(found) == 1 else "find faces")
            if missed:
                which = missed[0] if len(missed) == 1 else photographs(len(missed))
                self._window.messages.say(
                    "warning",
                    f"No face was found on {which}: draw it by hand (Edit › Face, key D).",
                )

        title = f"Find the face of {ids[0]}" if len(ids) == 1 else f"Find {len(ids)} faces"
        task = self._jobs.engine(
            work.find_faces,
            title=title,
            kwargs={"study_path": study.path, "image_ids": list(ids)},
            priority=_FACES_FIRST,
            key="find-faces" if len(ids) == 1 else "",
        )
        task.partial.connect(collect)
        task.ended.connect(keep)

    def _attribute(
        self, ids: Sequence[str], classifier_id: str, method: str, priority: int
    ) -> Task | None:
        from neopain_gui.attribution.methods import find_method
        from neopain_gui.classifiers.registry import find
        from neopain_gui.pipeline import jobs as work

        study = self._session.study
        if study is None or not ids:
            return None
        skipped: dict[str, str] = {}

        def keep(message: dict[str, Any]) -> None:
            if self._session.study is not study:
                return
            if "result" in message:
                self._session.record([message["result"]])
            elif "skipped" in message:
                skipped[message["skipped"]] = message["why"]

        def tell() -> None:
            if skipped and self._session.study is study:
                image_id, why = next(iter(skipped.items()))
                which = (
                    f"{image_id} was" if len(skipped) == 1 else f"{photographs(len(skipped))} were"
                )
                self._window.messages.say(
                    "warning", f"{which} passed over: {why}.", details="\n".join(skipped)
                )

        what = f"{find_method(method).title} of {find(classifier_id).short_name}"
        task = self._jobs.engine(
            work.attribute,
            title=f"{what}: {ids[0] if len(ids) == 1 else photographs(len(ids))}",
            kwargs={
                "study_path": study.path,
                "image_ids": list(ids),
                "classifier_id": classifier_id,
                "method": method,
                "target": self._session.target,
            },
            priority=priority,
        )
        task.partial.connect(keep)
        task.ended.connect(tell)
        return task
