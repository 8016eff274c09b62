"""Commands that the engine carries out: what is queued, kept, passed over, said."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.scorer import SCORES
from neopain_gui.errors import EngineError, InputError, StudyError
from neopain_gui.faces import default_detectors, fingerprint
from neopain_gui.faces.face import Face, FaceSearch, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.jobs_panel.jobs_panel import JobRow
from neopain_gui.gui.shell.status_line import clock, photographs
from neopain_gui.jobs import PassedOver
from neopain_gui.pipeline import jobs as work
from neopain_gui.pipeline.messages import FaceFound, Made
from tests.gui.state.test_session import put_result

FOUND = Face(box=Box(left=2, top=2, right=40, bottom=50), source=FaceSource.CASCADE, score=0.5)
NOBODY = FaceSearch(without={"0" * 64: "LBP cascade"})


def searched(image_id):
    """What the stand-in finds: a face but on one photograph."""
    return NOBODY if image_id == "S2_pain" else FaceSearch(faces=(FOUND,))


@pytest.fixture
def opened(window, study_path):
    window.open_study(study_path)
    return window


@pytest.fixture
def engine(monkeypatch):
    """Stand-ins for the engine's functions; what they were asked is kept."""
    asked = []

    def find_faces(job, *, study_path, image_ids, again):
        asked.append(("faces", tuple(image_ids)))
        for image_id in image_ids:
            job.partial(FaceFound(image_id=image_id, found=searched(image_id)))

    def attribute(job, *, study_path, image_ids, classifier_id, method, target, options):
        asked.append((classifier_id, method, target, tuple(image_ids)))
        from neopain_gui.study import Study

        with Study.open(study_path, read_only=True) as study:
            for done, image_id in enumerate(image_ids):
                job.progress(done, len(image_ids), image_id)
                if study.faces.get(image_id) is None:
                    job.partial(PassedOver(what=image_id, why="no face is marked"))
                else:
                    job.partial(Made(result=put_result(study, image_id, name=f"M|{method}")))

    monkeypatch.setattr(work, "find_faces", find_faces)
    monkeypatch.setattr(work, "attribute", attribute)
    return asked


ASK_FIRST = {"compute_all", "compute_study"}


def question_of(window, qtbot):
    """The dialog that says what computing takes."""
    qtbot.waitUntil(lambda: window.findChild(QDialog, "compute-question") is not None)
    return window.findChild(QDialog, "compute-question")


def press(window, qtbot, name):
    window.actions_table.by_id[name].trigger()
    if name in ASK_FIRST:
        qtbot.mouseClick(question_of(window, qtbot).go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)


def without_faces(window, *image_ids):
    """Select photographs and take their faces, as if none had ever been marked."""
    for image_id in image_ids:
        window.session.study.faces.put(image_id, None)
    window.session.faces_searched()
    window.session.set_selection(image_ids)


def said(window):
    return [message.text for message in window.messages.messages()]


def test_the_chosen_map_of_this_photograph(opened, engine, qtbot):
    opened.session.choices.choose(method="integrated_gradients", target="pain")
    press(opened, qtbot, "compute_this")
    assert engine == [("n_cnn_phantoms", "integrated_gradients", "pain", ("S1_no_pain",))]
    (result,) = opened.session.study.results.all()
    assert result.image_id == "S1_no_pain"
    qtbot.waitUntil(lambda: opened.browser.model._maps.get("S1_no_pain") == 1, timeout=2000)


def test_missing_faces_are_found_first(opened, engine, qtbot):
    opened.session.edits.set_faces({"S1_pain": None, "S2_pain": None}, "clear face")
    press(opened, qtbot, "compute_all")
    ids = ("S1_no_pain", "S1_pain", "S2_no_pain", "S2_pain")
    assert engine == [
        ("faces", ("S1_pain", "S2_pain")),
        ("n_cnn_phantoms", "grad_cam", "predicted", ids),
    ]
    study = opened.session.study
    assert study.faces.get("S1_pain") == FOUND
    assert {result.image_id for result in study.results.all()} == {*ids} - {"S2_pain"}
    assert any("No face was found on S2_pain" in text for text in said(opened))
    assert any("S2_pain was skipped: no face" in text for text in said(opened))


def test_faces_that_were_found_are_one_step_to_undo(opened, engine, qtbot):
    without_faces(opened, "S1_no_pain", "S1_pain")
    press(opened, qtbot, "find_faces")
    assert opened.session.study.faces.get("S1_pain") == FOUND
    assert opened.session.edits.undo_stack.count() == 1
    opened.actions_table.by_id["undo"].trigger()
    assert opened.session.study.faces.get("S1_pain") is None
    assert opened.session.study.faces.get("S1_no_pain") is None


def test_the_whole_study_is_every_classifier_with_every_method(opened, engine, qtbot):
    press(opened, qtbot, "compute_study")
    assert [asked[:2] for asked in engine] == [
        ("n_cnn_phantoms", "grad_cam"),
        ("n_cnn_phantoms", "integrated_gradients"),
        ("vgg_face_phantoms", "grad_cam"),
        ("vgg_face_phantoms", "integrated_gradients"),
    ]


def test_what_arrives_after_another_study_was_opened_is_dropped(
    opened, monkeypatch, qtbot, tmp_path
):
    from neopain_gui.study import Study

    go = threading.Event()

    def attribute(job, *, study_path, image_ids, **_):
        go.wait(5)
        with Study.open(study_path, read_only=True) as study:
            job.partial(Made(result=put_result(study, image_ids[0])))

    monkeypatch.setattr(work, "attribute", attribute)
    opened.actions_table.by_id["compute_this"].trigger()
    other = tmp_path / "other.neopain"
    Study.create(other).close()
    opened.open_study(other)
    go.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert opened.session.study.results.all() == []
    assert said(opened) == []


def test_a_failure_is_said_listed_and_can_be_tried_again(opened, monkeypatch, qtbot):
    tries = []

    def attribute(job, **_):
        tries.append(1)
        if len(tries) == 1:
            raise EngineError("The engine process was ended.")

    monkeypatch.setattr(work, "attribute", attribute)
    opened.docks["jobs"].show()
    press(opened, qtbot, "compute_this")
    assert any("The engine process was ended." in text for text in said(opened))
    row = opened.go("jobs").rows()[0]
    assert isinstance(row, JobRow)
    assert row.task.state is TaskState.FAILED
    assert row._said.text() == "The engine process was ended."
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert [row.task.state for row in opened.go("jobs").rows()] == [
        TaskState.DONE,
        TaskState.FAILED,
    ]


def test_the_status_line_names_the_job_and_stops_it(opened, monkeypatch, qtbot):
    def attribute(job, **_):
        import time

        for done in range(1000):
            job.check()
            job.progress(done, 1000, f"photograph {done}")
            time.sleep(0.005)

    monkeypatch.setattr(work, "attribute", attribute)
    status = opened.status
    assert not status.stop.isVisible()
    opened.actions_table.by_id["compute_this"].trigger()
    qtbot.waitUntil(lambda: "photograph" in status.job.text(), timeout=3000)
    qtbot.waitUntil(lambda: status.left.text().startswith("about 0:0"), timeout=3000)
    assert status.bar.isVisible()
    assert opened.actions_table.by_id["stop"].isEnabled()
    qtbot.mouseClick(status.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=3000)
    assert not status.stop.isVisible()
    assert not opened.actions_table.by_id["stop"].isEnabled()
    assert said(opened) == []


def test_the_status_line_tells_what_waits_from_what_runs(opened, qtbot):
    import threading

    from neopain_gui.pipeline.work import Lane

    go, status = threading.Event(), opened.status
    opened.jobs.pause(Lane.ENGINE)
    first = opened.jobs.engine(lambda job: go.wait(5), title="First")
    assert status.job.text() == "Paused: First"
    assert status.bar.maximum() > 0, "nothing moves"
    opened.jobs.engine(lambda job: go.wait(5), title="Second")
    opened.jobs.disk(lambda job: go.wait(5), title="Third")
    assert status.job.text() == "Third  (+2 waiting)"
    opened.jobs.pause(Lane.ENGINE, False)
    qtbot.waitUntil(lambda: status.job.text().endswith("(+1 running, 1 waiting)"))
    assert status.bar.maximum() == 0, "it moves"
    go.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert first.over


def test_an_error_that_the_user_can_mend_has_no_details(opened, monkeypatch, qtbot):
    def attribute(job, **_):
        raise InputError("it is not there", file="x.h5", remedy="put it there")

    monkeypatch.setattr(work, "attribute", attribute)
    press(opened, qtbot, "compute_this")
    (message,) = opened.messages.messages()
    assert message.text.endswith("x.h5: it is not there; put it there.")
    assert message.details == ""


DRAWN = Face(box=Box(left=20, top=20, right=50, bottom=55), source=FaceSource.MANUAL)


def again(window, qtbot, title):
    (task,) = [task for task in window.jobs.history if title in task.title]
    task.again()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)


def test_maps_computed_at_the_second_try_are_kept(opened, engine, monkeypatch, qtbot):
    asked = work.attribute

    def fail(job, **_):
        raise EngineError("The engine process was ended.")

    tries = iter([fail, asked])
    monkeypatch.setattr(work, "attribute", lambda job, **kwargs: next(tries)(job, **kwargs))
    press(opened, qtbot, "compute_all")
    assert opened.session.study.results.all() == []
    again(opened, qtbot, "4 photographs")
    assert len(opened.session.study.results.all()) == 4


def test_maps_are_kept_where_the_study_was_closed_and_opened_again(opened, engine, qtbot):
    press(opened, qtbot, "compute_this")
    opened.session.study.results.remove("M|grad_cam")
    (task,) = [task for task in opened.jobs.history if "S1_no_pain" in task.title]
    path = opened.session.study.path
    opened.action("close_study").trigger()
    assert not opened.jobs.history, "a job of a study that was left is no longer listed"
    opened.open_study(path)
    task.again()
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert len(opened.session.study.results.all()) == 1


def test_faces_found_at_the_second_try_are_kept_and_only_those(opened, monkeypatch, qtbot):
    tries = []

    def find_faces(job, *, study_path, image_ids, again):
        tries.append(1)
        first, second = image_ids
        if len(tries) == 1:
            job.partial(FaceFound(image_id=first, found=FaceSearch(faces=(FOUND,))))
            raise EngineError("The engine process was ended.")
        job.partial(FaceFound(image_id=second, found=FaceSearch(faces=(FOUND,))))

    monkeypatch.setattr(work, "find_faces", find_faces)
    without_faces(opened, "S1_no_pain", "S1_pain")
    press(opened, qtbot, "find_faces")
    study = opened.session.study
    assert study.faces.get("S1_no_pain") == FOUND
    opened.session.edits.set_face("S1_no_pain", DRAWN)
    again(opened, qtbot, "Find 2 faces")
    assert study.faces.get("S1_pain") == FOUND
    assert study.faces.get("S1_no_pain") == DRAWN


def test_a_face_drawn_while_it_was_searched_stays(opened, monkeypatch, qtbot):
    go = threading.Event()

    def find_faces(job, *, study_path, image_ids, again):
        go.wait(5)
        for image_id in image_ids:
            job.partial(FaceFound(image_id=image_id, found=searched(image_id)))

    monkeypatch.setattr(work, "find_faces", find_faces)
    session = opened.session
    session.edits.set_faces(dict.fromkeys(("S1_pain", "S2_no_pain", "S2_pain")), "clear face")
    opened.action("find_all_faces").trigger()
    session.edits.set_face("S1_pain", DRAWN)
    session.edits.set_face("S2_pain", DRAWN)
    go.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert session.study.faces.get("S1_pain") == DRAWN
    assert session.study.faces.get("S2_no_pain") == FOUND
    assert said(opened) == []


def test_a_search_on_another_photograph_does_not_end_the_first(opened, engine, qtbot):
    session = opened.session
    session.edits.set_faces(dict.fromkeys(("S1_pain", "S2_no_pain")), "clear face")
    hold = threading.Event()
    opened.jobs.engine(lambda job: hold.wait(5), title="first")
    for image_id in ("S1_pain", "S2_no_pain"):
        session.select_image(image_id)
        opened.actions_table.by_id["compute_this"].trigger()
    hold.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert session.study.faces.get("S1_pain") == FOUND
    assert session.study.faces.get("S2_no_pain") == FOUND
    assert {r.image_id for r in session.study.results.all()} == {"S1_pain", "S2_no_pain"}


def test_a_map_that_the_study_refuses_is_told_once(opened, engine, monkeypatch, qtbot):
    def refuse(results):
        raise StudyError("the disk is full")

    monkeypatch.setattr(opened.session.study.results, "record_many", refuse)
    press(opened, qtbot, "compute_all")
    assert [text for text in said(opened) if "the disk is full" in text] == said(opened)
    assert len(said(opened)) == 1


def test_durations_and_counts_read_well():
    assert [clock(s) for s in (0.4, 42, 61, 3600)] == ["0:00", "0:42", "1:01", "60:00"]
    assert [photographs(n) for n in (0, 1, 2)] == ["0 photographs", "1 photograph", "2 photographs"]


def words(question):
    return [label.text() for label in question.findChildren(QLabel)]


def test_the_whole_study_says_first_what_it_takes(opened, engine, qtbot):
    without_faces(opened, "S2_pain")
    opened.actions_table.by_id["compute_study"].trigger()
    question = question_of(opened, qtbot)
    said = words(question)
    assert engine == []  # nothing begins before the click
    assert {"GradCAM of N-CNN", "I.G. of VGG-Face"} <= set(said)
    assert any("maps in about" in text and "of disk" in text for text in said)
    assert any("(a guess)" in text for text in said)
    assert any("The face is looked for first on 1 photograph" in text for text in said)
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: opened.findChild(QDialog, "compute-question") is None)
    assert engine == []
    assert not opened.jobs.busy


def test_no_map_is_promised_of_what_a_method_cannot_explain(opened, engine, qtbot, monkeypatch):
    """A support vector machine has scores and nothing else."""
    network = ARCHITECTURES["n_cnn"]
    monkeypatch.setitem(ARCHITECTURES, "n_cnn", replace(network, gives=frozenset({SCORES})))
    opened.actions_table.by_id["compute_study"].trigger()
    question = question_of(opened, qtbot)
    shown = words(question)
    assert {"GradCAM of VGG-Face", "I.G. of VGG-Face"} <= set(shown)
    assert not {"GradCAM of N-CNN", "I.G. of N-CNN"} & set(shown)
    assert "Left out: " in question.notes.text()
    assert "looks into a network’s layers, and N-CNN has none" in question.notes.text().replace(
        "'", "’"
    )
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert {classifier for classifier, *_ in engine} == {"vgg_face_phantoms"}
    opened.actions_table.by_id["compute_all"].trigger()  # GradCAM of the N-CNN
    qtbot.waitUntil(lambda: any("Nothing can be computed." in text for text in said(opened)))


def test_the_question_goes_with_its_study(opened, engine, qtbot):
    opened.actions_table.by_id["compute_all"].trigger()
    question_of(opened, qtbot)
    opened.action("close_study").trigger()
    qtbot.waitUntil(lambda: opened.findChild(QDialog, "compute-question") is None)
    assert engine == []


def test_where_no_face_was_found_before_nothing_is_promised(opened, engine, qtbot):
    opened.session.edits.set_faces({"S2_pain": None}, "clear face")
    nobody = FaceSearch(without={fingerprint(one): one.name for one in default_detectors()})
    opened.session.study.faces.record_searches({"S2_pain": nobody})
    opened.actions_table.by_id["compute_all"].trigger()
    question = question_of(opened, qtbot)
    assert "No face was found on 1 photograph, so nothing is computed there" in (
        question.notes.text()
    )
    assert "looked for first" not in question.notes.text()
    assert {"3", "15"} <= {label.text() for label in question.findChildren(QLabel)}
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert engine == [
        ("n_cnn_phantoms", "grad_cam", "predicted", ("S1_no_pain", "S1_pain", "S2_no_pain"))
    ]


def test_reasons_are_told_apart(opened, engine, monkeypatch, qtbot):
    def attribute(job, *, image_ids, **_):
        for place, image_id in enumerate(image_ids):
            why = "it has no label" if place else "no face is marked"
            job.partial(PassedOver(what=image_id, why=why))

    monkeypatch.setattr(work, "attribute", attribute)
    press(opened, qtbot, "compute_all")
    assert "S1_no_pain was skipped: no face is marked." in said(opened)
    assert any(text.startswith("3 photographs were skipped: ") for text in said(opened))
