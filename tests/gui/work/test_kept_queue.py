"""The queue that survives the program: kept, offered, gone on with or discarded; never silent."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from neopain_gui.attribution.methods import PAPER_METHODS
from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.faces.face import Face, FaceSearch, FaceSource
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.geometry import Box
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.shell.leaving import Leave, ask_leave
from neopain_gui.gui.work import face_work, submit
from neopain_gui.people.participants import Participant
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline import jobs as functions
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.messages import FaceFound, Made
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.gui.state.test_session import put_result

N_CNN = "n_cnn_phantoms"
FACE = Face(box=Box(left=2, top=2, right=40, bottom=50), source=FaceSource.CASCADE, score=0.5)


class Asked:
    """The engine's functions; they end when they are let."""

    def __init__(self):
        self.go, self.attributed, self.searched = threading.Event(), [], []

    def attribute(self, job, *, study_path, image_ids, **asked):
        self.attributed.append((tuple(image_ids), asked))
        with Study.open(study_path, read_only=True) as study:
            job.partial(Made(result=put_result(study, image_ids[0])))
        while not self.go.wait(0.01):
            job.check()

    def find_faces(self, job, *, study_path, image_ids, again):
        self.searched.append(tuple(image_ids))
        for image_id in image_ids:
            job.partial(FaceFound(image_id=image_id, found=FaceSearch(faces=(FACE,))))
            while not self.go.wait(0.01):
                job.check()


@pytest.fixture
def asked(monkeypatch):
    one = Asked()
    monkeypatch.setattr(functions, "attribute", one.attribute)
    monkeypatch.setattr(functions, "find_faces", one.find_faces)
    yield one
    one.go.set()


@pytest.fixture
def opened(window, study_path, asked):
    window.open_study(study_path)
    return window


def waiting(window):
    return [(job.work, job.image_ids) for job in window.session.study.waiting.all()]


def offer(window, qtbot):
    """Return the message that offers to go on."""

    def shown():
        return [bar for bar in window.messages.messages() if bar.topic == "waiting jobs"]

    qtbot.waitUntil(lambda: len(shown()) == 1, timeout=3000)
    return shown()[0]


def press(qtbot, window, button):
    qtbot.waitUntil(lambda: window.messages._shield.isHidden(), timeout=3000)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def ask_for_both(window):
    ids = [image.id for image in window.session.images]
    first = submit.attribute(window.session, window.jobs, ids, classifier_id=N_CNN)
    second = submit.attribute(
        window.session, window.jobs, ids[:1], classifier_id=N_CNN, method=PAPER_METHODS[1]
    )
    return ids, first, second


def test_what_runs_and_waits_is_kept_until_it_is_done(opened, qtbot, asked):
    ids, first, second = ask_for_both(opened)
    assert waiting(opened) == [("attribute", tuple(ids)), ("attribute", (ids[0],))]
    asked.go.set()
    qtbot.waitUntil(lambda: first.over and second.over)
    assert (first.state, second.state) == (TaskState.DONE, TaskState.DONE)
    assert waiting(opened) == []


def test_what_is_stopped_on_purpose_or_fails_is_not_kept(opened, qtbot, asked, monkeypatch):
    _, first, second = ask_for_both(opened)
    second.cancel()
    assert len(waiting(opened)) == 1
    opened.jobs.stop_all()
    assert waiting(opened) == []
    qtbot.waitUntil(lambda: first.over)

    def fails(job, **_asked):
        raise RuntimeError("wires crossed")

    monkeypatch.setattr(functions, "attribute", fails)
    failing = submit.attribute(
        opened.session, opened.jobs, [opened.session.image_id], classifier_id=N_CNN
    )
    qtbot.waitUntil(lambda: failing.over)
    assert waiting(opened) == []


def test_what_nobody_asked_for_is_not_kept(opened, asked):
    submit.attribute(
        opened.session,
        opened.jobs,
        [opened.session.image_id],
        classifier_id=N_CNN,
        priority=submit.AHEAD,
        kept=False,
    )
    assert waiting(opened) == []


def leave_and_come_back(window, qtbot, study_path):
    window.leaving.ask = lambda *_: Leave.LATER
    window.action("close_study").trigger()
    assert window.session.study is None
    qtbot.waitUntil(lambda: not window.jobs.busy)
    window.open_study(study_path)


def test_go_on_asks_for_the_same_again(opened, qtbot, asked, study_path):
    ids, _, second = ask_for_both(opened)
    qtbot.waitUntil(lambda: len(asked.attributed) == 1)
    leave_and_come_back(opened, qtbot, study_path)
    bar = offer(opened, qtbot)
    assert bar.text == (
        "2 jobs wait in this study since it was last open: GradCAM of N-CNN (4 photographs), "
        f"I.G. of N-CNN ({ids[0]}). What was made before is kept, and not made again."
    )
    assert (bar.button.text(), bar.other.text()) == ("Go on", "Discard")
    qtbot.wait(100)
    assert not opened.jobs.busy, "nothing begins by itself"
    before = list(asked.attributed)
    asked.go.set()
    press(qtbot, opened, bar.button)
    qtbot.waitUntil(lambda: len(asked.attributed) == len(before) + 2, timeout=3000)
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    (again, how), (other, _) = asked.attributed[len(before) :]
    assert (again, other) == (tuple(ids), (ids[0],))
    assert how == before[0][1]
    assert waiting(opened) == []
    assert second.state is TaskState.CANCELLED


def test_going_on_with_maps_of_gaze_makes_those_that_are_missing(
    opened, qtbot, asked, study_path, tmp_path, monkeypatch
):
    session, jobs = opened.session, opened.jobs
    ids = [image.id for image in session.images]
    file = tmp_path / "looks.tsv"
    write_prolab(file, [look(one, (10.5, 20.5), start_us=n * 5_000_000 + 1_000_000)
                        for n, one in enumerate(ids)])  # fmt: skip
    plan = ImportPlan(pseudonyms={"Maria Silva": "P01"}, images={one: one for one in ids})
    trials = import_recordings(session.study, [file], plan)
    session.study.gaze.add([Participant(id="P01", group="Nurses")], trials, [])
    nurses, settings = Subgroup(name="Nurses", groups=frozenset({"Nurses"})), GazeSettings()
    first = next(gaze_maps(session.study, [nurses], settings, image_ids=ids[:1]))
    session.study.results.record(first)

    real, handed_out = functions.make_gaze_maps, []

    def watched(job, **arguments):
        while not asked.go.wait(0.01):  # the program is left before any is made
            job.check()
        partial = job.partial
        job.partial = lambda one: (handed_out.append(one.result.image_id), partial(one))
        real(job, **arguments)

    monkeypatch.setattr(functions, "make_gaze_maps", watched)
    submit.make_gaze_maps(session, jobs, [nurses], settings)
    assert waiting(opened) == [("make_gaze_maps", ())]
    leave_and_come_back(opened, qtbot, study_path)
    bar = offer(opened, qtbot)
    assert "Nurses" in bar.text
    asked.go.set()
    with qtbot.waitSignal(session.results_changed, timeout=10_000):
        press(qtbot, opened, bar.button)
    qtbot.waitUntil(lambda: not jobs.busy and not waiting(opened), timeout=10_000)
    there = session.study.results.all(kind="gaze")
    assert sorted(one.image_id for one in there if one.model.name == "Nurses") == sorted(ids)
    assert sorted(handed_out) == sorted(ids[1:]), "what was there was made again"


def test_discard_forgets_them_and_says_so(opened, qtbot, asked, study_path):
    ask_for_both(opened)
    leave_and_come_back(opened, qtbot, study_path)
    press(qtbot, opened, offer(opened, qtbot).other)
    assert waiting(opened) == []
    assert any("2 waiting jobs discarded" in bar.text for bar in opened.messages.messages())
    assert not opened.jobs.busy


def test_a_job_whose_classifier_is_not_there_is_kept_for_when_it_is(
    opened, qtbot, asked, study_path
):
    study, ids = opened.session.study, [image.id for image in opened.session.images]
    gone = {"classifier_id": "gone", "method": "grad_cam", "target": "predicted", "options": {}}
    study.waiting.keep("attribute", gone, ids)
    study.waiting.keep("attribute", gone | {"classifier_id": N_CNN}, ids[:1])
    leave_and_come_back(opened, qtbot, study_path)
    press(qtbot, opened, offer(opened, qtbot).button)
    qtbot.waitUntil(lambda: len(asked.attributed) == 1)
    asked.go.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert waiting(opened) == [("attribute", tuple(ids))]
    assert (
        "GradCAM of gone (4 photographs) still waits: there is no classifier 'gone'. It is offered "
        "again when the study is opened."
    ) in [bar.text for bar in opened.messages.messages()]


def test_whoever_does_not_answer_is_asked_again_next_time(opened, qtbot, asked, study_path):
    ask_for_both(opened)
    leave_and_come_back(opened, qtbot, study_path)
    offer(opened, qtbot).dismiss()
    opened.action("close_study").trigger()
    opened.open_study(study_path)
    offer(opened, qtbot)
    assert len(waiting(opened)) == 2


def test_a_study_that_is_only_read_offers_nothing(opened, qtbot, asked, study_path):
    ask_for_both(opened)
    opened.leaving.ask = lambda *_: Leave.LATER
    opened.action("close_study").trigger()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    opened.session.use_study(Study.open(study_path, read_only=True))
    qtbot.wait(100)
    assert not [bar for bar in opened.messages.messages() if bar.topic == "waiting jobs"]


def test_stopping_on_the_way_out_keeps_nothing(opened, qtbot, asked, study_path):
    ask_for_both(opened)
    opened.leaving.ask = lambda *_: Leave.STOP
    opened.action("close_study").trigger()
    with Study.open(study_path) as study:
        assert study.waiting.all() == []


def test_the_question_offers_to_go_on_next_time(opened, qtbot, asked):
    _, first, second = ask_for_both(opened)

    def press_it():
        box = QApplication.activeModalWidget()
        (button,) = [one for one in box.buttons() if one.text() == "&Go on next time"]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press_it)
    assert ask_leave(opened, "close the study", [first, second]) is Leave.LATER


def test_faces_that_were_found_are_not_looked_for_again(opened, qtbot, asked, study_path):
    ids, study = [image.id for image in opened.session.images], opened.session.study
    for image_id in ids:
        study.faces.put(image_id, None)
    face_work.find_faces(opened.session, opened.jobs, ids)
    qtbot.waitUntil(lambda: bool(study.faces.candidates(ids[0])))
    opened.jobs.close()  # as when the program is closed in the middle
    assert waiting(opened) == [("find_faces", tuple(ids))]
    assert study.faces.all() == {}
    kept = opened.leaving.kept
    sent = []
    kept._jobs = type("Sent", (), {"start": lambda self, work, **asked: sent.append(asked)})()
    kept._go_on(study, study.waiting.all())
    (one,) = sent
    assert one["kwargs"]["image_ids"] == ids[1:]
    one["on_end"]()
    assert list(study.faces.all()) == [ids[0]]


KILLED = """
import sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.work import submit
from neopain_gui.pipeline.maps import attribute
from neopain_gui.study import Study
from tests.gui.conftest import StandInEngine

usual, made, calls = attribute.attribute_photograph, [], []
def recorded():
    with Study.open(Path(sys.argv[1]), read_only=True) as study:
        return sum(row.model.of_classifier for row in study.results.all())
def slow(*given, **asked):
    calls.append(1)
    if len(calls) == 3:
        # a photograph has a map for each layer; the window records them after the engine made them
        while recorded() < len(made):
            time.sleep(0.02)
        print("in the middle", flush=True)
        threading.Event().wait(60)
    found = usual(*given, **asked)
    made.extend(found)
    return found
attribute.attribute_photograph = slow

program = QApplication([])
window = MainWindow(Session(), Jobs(StandInEngine), Settings(Path(sys.argv[2])))
window.session.open_study(Path(sys.argv[1]))
ids = [image.id for image in window.session.images]
submit.attribute(window.session, window.jobs, ids, classifier_id="n_cnn_phantoms")
submit.attribute(
    window.session, window.jobs, ids, classifier_id="n_cnn_phantoms", method="occlusion"
)
program.exec()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no signal that cannot be caught")
def test_a_killed_program_goes_on_where_it_was(phantoms, tmp_path, window, qtbot, monkeypatch):
    path = shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain")
    with Study.open(path) as study:
        find_missing_faces(study)
        ids = [image.id for image in study.images.all()]
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(tmp_path / "window.ini")],
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        text=True,
    )
    try:
        assert "in the middle" in process.stdout.readline()
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    window.open_study(path)
    study = window.session.study
    assert [job.arguments["method"] for job in study.waiting.all()] == ["grad_cam", "occlusion"]
    made = {row.image_id: row.key for row in study.results.all() if "GradCAM" in row.model.name}
    assert list(made) == ids[:2]

    from neopain_gui.pipeline.maps import attribute

    usual, computed = attribute.attribute_photograph, []

    def counting(photograph, box, classifier, choice, **asked):
        computed.append((choice.method, asked["image_sha256"]))
        return usual(photograph, box, classifier, choice, **asked)

    monkeypatch.setattr(attribute, "attribute_photograph", counting)
    press(qtbot, window, offer(window, qtbot).button)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=120_000)
    hashes = [image.sha256 for image in study.images.all()]
    assert computed == [
        *(("grad_cam", one) for one in hashes[2:]),
        *(("occlusion", one) for one in hashes),
    ]
    now = {row.image_id: row.key for row in study.results.all() if "GradCAM" in row.model.name}
    assert made.items() <= now.items()
    assert study.waiting.all() == []
