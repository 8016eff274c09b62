"""Four lanes: what is long, stops, fails or is paused in one of them touches no other."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from neopain_gui.engine import Engine
from neopain_gui.errors import InputError
from neopain_gui.gui.jobs import Jobs, TaskState
from neopain_gui.gui.jobs_panel.jobs_panel import JobsPanel
from neopain_gui.pipeline import jobs as functions
from neopain_gui.pipeline.work import ATTRIBUTE, BUILD_WEIGHTS, WORKS, Lane
from tests.engine import engine_tasks
from tests.gui.test_jobs import settle


class Held:
    """A job that runs until it is let go, or stopped."""

    def __init__(self):
        self.go = threading.Event()

    def __call__(self, job, **_arguments):
        while not self.go.wait(0.01):
            job.check()
        return "let go"


def stand_in(lane, monkeypatch, function, **changed):
    """Declared work of a lane whose function is this one."""
    monkeypatch.setattr(functions, "stand_in", function, raising=False)
    return replace(ATTRIBUTE, id="stand_in", lane=lane, kept=False, **changed)


@pytest.fixture
def held():
    one = Held()
    yield one
    one.go.set()


@pytest.mark.parametrize("name", WORKS)
def test_declared_work_is_there(name):
    assert callable(WORKS[name].function)
    assert WORKS[name].id == name


def test_what_it_reads_and_writes_in_words():
    assert ATTRIBUTE.in_words == "Reads photographs, faces and weights, writes maps."
    assert WORKS["warm_up"].in_words == ""


@pytest.mark.parametrize("lane", Lane)
def test_a_long_job_delays_no_other_lane(qtbot, jobs, monkeypatch, held, lane):
    long_one = jobs.start(stand_in(lane, monkeypatch, held), title="long")
    behind = [jobs.start(stand_in(lane, monkeypatch, held), title="behind") for _ in range(3)]
    others = [
        jobs.start(stand_in(other, monkeypatch, lambda job: 1), title=other)
        for other in Lane
        if other is not lane
    ]
    qtbot.waitUntil(lambda: all(task.state is TaskState.DONE for task in others), timeout=3000)
    assert long_one.state is TaskState.RUNNING
    assert behind[-1].state is TaskState.QUEUED


def test_stopping_failing_and_pausing_stay_in_their_lane(qtbot, jobs, monkeypatch, held):
    map_ = jobs.start(stand_in(Lane.ENGINE, monkeypatch, held), title="map")
    training = jobs.start(stand_in(Lane.TRAINING, monkeypatch, held), title="training")

    def fails(job):
        raise InputError("no")

    failing = jobs.start(stand_in(Lane.DISK, monkeypatch, fails), title="files")
    settle(qtbot, failing)
    assert failing.state is TaskState.FAILED
    jobs.pause(Lane.DISK)
    waits = jobs.start(stand_in(Lane.DISK, monkeypatch, lambda job: 1), title="files")
    jobs.stop_all(Lane.TRAINING)
    settle(qtbot, training)
    assert training.state is TaskState.CANCELLED
    assert map_.state is TaskState.RUNNING
    assert waits.state is TaskState.QUEUED
    jobs.pause(Lane.DISK, paused=False)
    settle(qtbot, waits)
    assert waits.state is TaskState.DONE
    held.go.set()
    settle(qtbot, map_)
    assert map_.state is TaskState.DONE


def test_a_paused_lane_ends_what_runs_and_begins_nothing(qtbot, jobs, monkeypatch, held):
    first = jobs.start(stand_in(Lane.ENGINE, monkeypatch, held), title="first")
    second = jobs.start(stand_in(Lane.ENGINE, monkeypatch, held), title="second")
    jobs.pause(Lane.ENGINE)
    held.go.set()
    settle(qtbot, first)
    assert first.state is TaskState.DONE
    qtbot.wait(50)
    assert second.state is TaskState.QUEUED
    jobs.pause(Lane.ENGINE, paused=False)
    settle(qtbot, second)
    assert second.state is TaskState.DONE


def test_maps_wait_for_the_weights_they_need_and_others_pass(qtbot, jobs, monkeypatch, held):
    asked = []
    monkeypatch.setattr(functions, "build_weights", lambda job, **kwargs: held(job))
    monkeypatch.setattr(
        functions, "attribute", lambda job, *, classifier_id: asked.append(classifier_id)
    )
    building = jobs.start(BUILD_WEIGHTS, title="weights", kwargs={"classifier_id": "vgg"})
    waits = jobs.start(ATTRIBUTE, title="vgg", kwargs={"classifier_id": "vgg"})
    passes = jobs.start(ATTRIBUTE, title="n", kwargs={"classifier_id": "n_cnn"})
    settle(qtbot, passes)
    assert asked == ["n_cnn"]
    assert waits.state is TaskState.QUEUED
    held.go.set()
    settle(qtbot, waits)
    assert asked == ["n_cnn", "vgg"]
    assert building.state is TaskState.DONE


def test_who_stops_the_weights_stops_the_maps_that_wait_for_them(qtbot, jobs, monkeypatch, held):
    monkeypatch.setattr(functions, "build_weights", lambda job, **kwargs: held(job))
    building = jobs.start(BUILD_WEIGHTS, title="weights", kwargs={"classifier_id": "vgg"})
    waits = jobs.start(ATTRIBUTE, title="vgg", kwargs={"classifier_id": "vgg"})
    building.cancel()
    settle(qtbot, building)
    assert waits.state is TaskState.CANCELLED


def test_training_has_a_process_of_its_own(qtbot):
    made = []

    def make():
        made.append(Engine())
        return made[-1]

    jobs = Jobs(make)
    try:
        pids = []
        told = {"on_partial": lambda message: pids.append(int(message.text))}
        training = jobs._queue(Lane.TRAINING, engine_tasks.deaf, None, "training", None, told)
        qtbot.waitUntil(lambda: len(pids) == 1, timeout=30_000)
        map_ = jobs.engine(engine_tasks.idle, title="map", **told)
        qtbot.waitUntil(lambda: map_.over, timeout=30_000)
        assert map_.state is TaskState.DONE
        assert training.state is TaskState.RUNNING
        assert len(made) == 2
        assert len(set(pids)) == 2
    finally:
        jobs.close()


def test_the_list_of_jobs_shows_the_lanes(qtbot, jobs, monkeypatch, held):
    panel = JobsPanel(jobs)
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    assert not any(line.isVisible() for line in panel.lanes.values())
    for _ in range(2):
        jobs.start(stand_in(Lane.TRAINING, monkeypatch, held), title="long")
    map_ = jobs.start(stand_in(Lane.ENGINE, monkeypatch, held), title="map")
    line = panel.lanes[Lane.TRAINING]
    qtbot.waitUntil(lambda: line.said.text() == "Training: 1 running, 1 waiting")
    assert panel.lanes[Lane.ENGINE].said.text() == "Maps and faces: 1 running"
    assert not panel.lanes[Lane.DISK].isVisible()
    qtbot.mouseClick(line.pause, Qt.MouseButton.LeftButton)
    assert line.said.text() == "Training: 1 running, 1 waiting, paused"
    qtbot.mouseClick(line.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.said.text() == "Training: paused")
    assert map_.state is TaskState.RUNNING
    qtbot.mouseClick(line.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not line.isVisible())
