"""Commands that the engine carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neopain_gui.gui.work import face_work
from neopain_gui.gui.work import submit as engine_work

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window
    from neopain_gui.pipeline.maps.estimate import Estimate
    from neopain_gui.study import Study

_NOW, _LATER = 0, 10


def find_faces(window: Window) -> None:
    ids = window.session.selected_ids
    _find(window, ids, again=len(ids) == 1)


def find_all_faces(window: Window) -> None:
    """Find the faces that are not marked yet."""
    missing = _without_face(window, [image.id for image in window.session.images])
    if missing:
        _find(window, missing)
    else:
        window.session.notice.emit("Every photograph has its face marked.")


def compute_this(window: Window) -> None:
    ids = window.session.selected_ids
    _with_faces(window, ids)
    _attribute(window, ids, priority=_NOW)


def compute_all(window: Window) -> None:
    choices = window.session.choices
    _say_first(window, [(choices.classifier_id, choices.method)])


def compute_study(window: Window) -> None:
    from neopain_gui.attribution.methods import PAPER_METHODS
    from neopain_gui.pipeline.runner import default_classifiers

    study = window.session.study
    if study is not None:
        _say_first(
            window,
            [
                (classifier, method)
                for classifier in default_classifiers(study)
                for method in PAPER_METHODS
            ],
        )


def _say_first(window: Window, pairs: Sequence[tuple[str, str]]) -> None:
    """Say what the maps of all photographs take, and compute them on a click."""
    from neopain_gui.gui.state.method_options import method_options
    from neopain_gui.pipeline.maps.estimate import estimate

    study = window.session.study
    if study is not None:
        window.jobs.local(
            estimate,
            title="Estimate what computing takes",
            kwargs={
                "study": study,
                "pairs": pairs,
                "target": window.session.choices.target,
                "options": {m: method_options(window.session, m) for _, m in pairs},
            },
            key="estimate",
            visible=False,
            on_done=lambda found: _ask(window, found, study),
            on_failed=window.session.problem.emit,
        )


def _ask(window: Window, found: Estimate, study: Study) -> None:
    from neopain_gui.gui.shell.compute_question import ComputeQuestion, nothing_to_do

    if window.session.study is not study:
        return
    if not found.works:
        window.session.notice.emit(nothing_to_do(found))
        return
    question = ComputeQuestion(window.widget, found, lambda: _compute(window, found))
    window.session.study_changed.connect(question.reject)
    question.open()


def _compute(window: Window, found: Estimate) -> None:
    known = window.session.study.faces.all() if window.session.study is not None else {}
    left_out = found.left_out - known.keys()  # one may have been drawn meanwhile
    ids = [image.id for image in window.session.images if image.id not in left_out]
    _with_faces(window, ids)
    for one in found.works:
        _attribute(window, ids, one.classifier_id, one.method, priority=_LATER)


def stop(window: Window) -> None:
    window.jobs.stop_all()


def _without_face(window: Window, ids: Sequence[str]) -> list[str]:
    known = window.session.study.faces.all() if window.session.study is not None else {}
    return [image_id for image_id in ids if image_id not in known]


def _with_faces(window: Window, ids: Sequence[str]) -> None:
    """Queue the missing faces in front: the engine does one job after the other."""
    _find(window, _without_face(window, ids))


def _find(window: Window, ids: Sequence[str], *, again: bool = False) -> None:
    if ids and window.session.study is not None:
        face_work.find_faces(window.session, window.jobs, ids, again=again)


def _attribute(
    window: Window, ids: Sequence[str], classifier_id: str = "", method: str = "", *, priority: int
) -> None:
    if ids and window.session.study is not None:
        engine_work.attribute(
            window.session,
            window.jobs,
            ids,
            classifier_id=classifier_id,
            method=method,
            priority=priority,
        )
