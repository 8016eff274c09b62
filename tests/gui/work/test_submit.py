"""Asking for maps: weights that have to be built first are built in the lane for training."""

import threading

import pytest

from neopain_gui import locations
from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.work import submit
from neopain_gui.pipeline import jobs as functions
from neopain_gui.pipeline.work import Lane

VGG, N_CNN = "vgg_face_phantoms", "n_cnn_phantoms"


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Stand-ins; no weights have been built yet."""
    monkeypatch.setattr(locations, "cache_folder", lambda: tmp_path / "cache")
    go, made = threading.Event(), []

    def build_weights(job, *, classifier_id):
        while not go.wait(0.01):
            job.check()
        made.append(f"weights of {classifier_id}")

    def attribute(job, *, classifier_id, **_asked):
        made.append(f"maps of {classifier_id}")

    monkeypatch.setattr(functions, "build_weights", build_weights)
    monkeypatch.setattr(functions, "attribute", attribute)
    yield go, made
    go.set()


def test_the_small_ones_maps_need_not_wait_for_the_large_ones_weights(session, jobs, qtbot, asked):
    go, made = asked
    ids = [image.id for image in session.images]
    tasks = [
        submit.attribute(session, jobs, ids, classifier_id=which, method=method)
        for which, method in ((VGG, "grad_cam"), (VGG, "occlusion"), (N_CNN, "grad_cam"))
    ]
    qtbot.waitUntil(lambda: tasks[2].over)
    assert made == [f"maps of {N_CNN}"]
    (building,) = jobs.unfinished(Lane.TRAINING)
    assert building.title == "Build the weights of VGG-Face"
    assert [task.state for task in tasks[:2]] == [TaskState.QUEUED] * 2
    go.set()
    qtbot.waitUntil(lambda: all(task.over for task in tasks))
    assert made[1:] == [f"weights of {VGG}", f"maps of {VGG}", f"maps of {VGG}"]
    assert {task.state for task in tasks} == {TaskState.DONE}


def test_who_stops_the_building_stops_what_waits_for_it(session, jobs, qtbot, asked):
    task = submit.attribute(session, jobs, [session.image_id], classifier_id=VGG)
    (building,) = jobs.unfinished(Lane.TRAINING)
    building.cancel()
    qtbot.waitUntil(lambda: task.over)
    assert task.state is TaskState.CANCELLED
    assert asked[1] == []


def test_maps_of_weights_that_are_there_wait_for_nobody(session, jobs, qtbot, asked):
    task = submit.attribute(session, jobs, [session.image_id], classifier_id=N_CNN)
    assert jobs.unfinished(Lane.TRAINING) == []
    qtbot.waitUntil(lambda: task.over)
    assert asked[1] == [f"maps of {N_CNN}"]
