"""The page of a training under way: curves while it learns, pause, stop, go on."""

import pytest
import shiboken6
from PySide6.QtCore import Qt

from neopain_gui.gui.jobs import TaskState
from neopain_gui.gui.train.progress.courses import Courses
from neopain_gui.gui.train.progress.progress_page import ProgressPage
from neopain_gui.pipeline.training.trainings import training_in
from neopain_gui.pipeline.work import TRAIN
from neopain_gui.training.attended import is_paused
from tests.gui.train.fake_training import FakeTraining


@pytest.fixture
def training(monkeypatch):
    made = FakeTraining()
    monkeypatch.setattr("neopain_gui.pipeline.training.job.train_classifier", made)
    return made


@pytest.fixture
def folder(session):
    return session.study.path / "trainings" / "n_cnn-1"


@pytest.fixture
def page(qtbot, session, jobs):
    page = ProgressPage(session)
    page.courses = Courses(session, jobs, page)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def begin(page, session, jobs, folder):
    task = jobs.start(
        TRAIN,
        title="Train N-CNN 1",
        kwargs={"study_path": session.study.path, "wanted": None, "run": folder, "resume": False},
        repeatable=False,
    )
    page.show_training(training_in(folder), page.courses.of(folder), task)
    return task


def test_curves_grow_batch_by_batch_and_epochs_are_marked(
    page, qtbot, session, jobs, training, folder
):
    task = begin(page, session, jobs, folder)
    training.let(3)
    qtbot.waitUntil(lambda: [len(one.up) for one in page.loss.lines] == [3])
    assert page.state.text() == "Fold 1 of 2, epoch 1, batch 3 of 4"
    assert page.loss.lines[0].name == "training, each batch"
    training.let(1)
    qtbot.waitUntil(lambda: len(page.loss.lines) == 3)
    assert page.loss.lines[0].up == (0.6,)
    curves = page.loss.plot.getPlotItem().listDataItems()
    assert [curve.opts["symbol"] is not None for curve in curves] == [True, True, False]
    assert page.accuracy.lines[0].up == (0.75,)
    # between two epochs stands what the job does then
    qtbot.waitUntil(lambda: page.state.text() == "Learning: fold 1")
    assert "It will take about 5 minutes." in page.said.text()
    training.let(100)
    qtbot.waitUntil(lambda: task.over)
    assert page.course.folds[2].epochs


def test_a_pause_holds_the_next_batch_and_goes_on_from_there(
    page, qtbot, session, jobs, training, folder
):
    task = begin(page, session, jobs, folder)
    training.let(2)
    qtbot.waitUntil(lambda: page.pause.isEnabled() and page.state.text().endswith("2 of 4"))
    qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.state.text() == "Paused. Fold 1 of 2, epoch 1, batch 2 of 4")
    assert is_paused(folder)
    assert not page.pause.isVisible()
    training.let(100)
    qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: task.over)
    assert task.state is TaskState.DONE
    assert not is_paused(folder)


def test_it_is_stopped_within_a_batch_and_says_that_it_can_go_on(
    page, qtbot, session, jobs, training, folder
):
    task = begin(page, session, jobs, folder)
    training.let(1)
    qtbot.waitUntil(lambda: page.state.text().endswith("batch 1 of 4"))
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: task.over)
    assert task.state is TaskState.CANCELLED
    assert page.state.text() == "Not finished: no fold is done yet; what was learnt is kept."
    assert not page.stop.isVisible()
    wanted = []
    page.go_on_wanted.connect(wanted.append)
    qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert [one.folder for one in wanted] == [folder]


def test_one_that_waits_says_so_and_one_that_fails_says_why(
    page, qtbot, session, jobs, training, folder, monkeypatch
):
    from neopain_gui.errors import InputError

    first = begin(page, session, jobs, folder)
    second = begin(page, session, jobs, folder.with_name("n_cnn-2"))
    assert (
        page.state.text()
        == "Waits for its turn: another training, or weights being built, comes first"
    )
    first.cancel()
    qtbot.waitUntil(lambda: second.state is TaskState.RUNNING)
    second.cancel()
    qtbot.waitUntil(lambda: second.over)

    def refuse(job, **_asked):
        raise InputError("all photographs are of one class", remedy="label others")

    monkeypatch.setattr("neopain_gui.pipeline.training.job.train_classifier", refuse)
    task = begin(page, session, jobs, folder.with_name("n_cnn-3"))
    qtbot.waitUntil(lambda: task.over)
    assert page.state.text() == "All photographs are of one class; label others."
    assert not page.go_on.isVisible()


def test_another_training_is_looked_at_and_this_one_goes_on_being_heard(
    page, qtbot, session, jobs, training, folder
):
    task = begin(page, session, jobs, folder)
    training.let(1)
    qtbot.waitUntil(lambda: page.course.at is not None)
    page.forget()
    training.let(100)
    qtbot.waitUntil(lambda: task.over)
    page.show_training(training_in(folder), page.courses.of(folder))
    assert page.course.folds[2].epochs
    session.close_study()
    assert page.training is None
    assert page.state.text() == ""


def test_a_job_that_the_list_of_jobs_has_forgotten_is_left_as_well(
    page, qtbot, session, jobs, training, folder
):
    task = begin(page, session, jobs, folder)
    training.let(100)
    qtbot.waitUntil(lambda: task.over)
    jobs.history.remove(task)
    shiboken6.delete(task)
    page.forget()
    assert page.task is None
