"""The list of a study's trainings: what it says of each, renaming, removing, putting back."""

import pytest
from PySide6.QtCore import Qt

from neopain_gui.gui.train.list import training_list
from neopain_gui.gui.train.list.training_list import TrainingList
from neopain_gui.gui.train.progress.courses import Courses
from neopain_gui.pipeline.work import TRAIN
from neopain_gui.training.run_folder import TITLE
from tests.gui.train.fake_training import FakeTraining
from tests.pipeline.training.ended import ended


@pytest.fixture
def within(session):
    folder = session.study.path / "trainings"
    folder.mkdir()
    return folder


@pytest.fixture
def panel(qtbot, session, jobs, within):
    ended(within / "n_cnn-1")
    ended(within / "n_cnn-2")
    (within / "n_cnn-2" / "fold-02" / "predictions.csv").unlink()
    (within / "n_cnn-3").mkdir()
    panel = TrainingList(session, Courses(session, jobs))
    qtbot.addWidget(panel)
    panel.show()
    return panel


def lines(panel):
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_each_says_how_far_it_is(panel):
    assert lines(panel) == [
        "N-CNN 1\n2 folds, honest",
        "N-CNN 2\n1 of 2 folds, can go on",
        "N-CNN 3\ncannot be read",
    ]
    assert "is no folder of a training" in panel.list.item(2).toolTip()


def test_one_is_chosen_renamed_removed_and_put_back(panel, qtbot, session, monkeypatch, within):
    chosen, gone, said = [], [], []
    panel.chosen.connect(lambda one: chosen.append(one.title))
    panel.gone.connect(lambda: gone.append(True))
    session.told.connect(said.append)
    assert not panel.remove.isEnabled()
    panel.list.setFocus()
    panel.list.setCurrentRow(0)
    assert chosen == ["N-CNN 1"]
    monkeypatch.setattr(training_list, "ask_name", lambda *_: "With copies")
    qtbot.mouseClick(panel.rename, Qt.MouseButton.LeftButton)
    assert lines(panel)[0].startswith("With copies\n")
    assert chosen[-1] == "With copies"
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert len(lines(panel)) == 2
    assert gone == [True]
    assert not (within / "n_cnn-1").exists()
    assert said[-1].text == (
        "With copies was removed. It goes for good when the study is closed. A classifier that was "
        "made of it stays on the page Classifiers."
    )
    assert said[-1].action[0] == "Undo"
    session.edits.undo()
    assert lines(panel)[0].startswith("With copies\n")
    assert (within / "n_cnn-1").is_dir()
    session.edits.redo()
    assert len(lines(panel)) == 2
    session.edits.undo()
    session.edits.undo()
    assert lines(panel)[0].startswith("N-CNN 1\n")
    assert not (within / "n_cnn-1" / TITLE).exists()


def test_no_two_have_one_title(panel, qtbot, session, monkeypatch):
    refused = []
    session.problem.connect(lambda error: refused.append(str(error)))
    monkeypatch.setattr(training_list, "ask_name", lambda *_: "N-CNN 2")
    panel.list.setCurrentRow(0)
    qtbot.mouseClick(panel.rename, Qt.MouseButton.LeftButton)
    assert refused == ["another training of the study is called “N-CNN 2”; choose another title."]
    assert lines(panel)[0].startswith("N-CNN 1\n")


def test_one_under_way_is_followed_and_cannot_be_removed(
    panel, qtbot, session, jobs, monkeypatch, within
):
    training = FakeTraining()
    monkeypatch.setattr("neopain_gui.pipeline.training.job.train_classifier", training)
    task = jobs.start(
        TRAIN,
        title="Train N-CNN 4",
        kwargs={"study_path": session.study.path, "wanted": None, "run": within / "n_cnn-4"},
    )
    panel.read()
    qtbot.waitUntil(lambda: lines(panel)[-1] == "N-CNN 4\nis made ready")
    training.let(1)
    qtbot.waitUntil(lambda: lines(panel)[-1] == "N-CNN 4\ntrains: fold 1 of 2, epoch 1")
    panel.list.setCurrentRow(3)
    assert not panel.remove.isEnabled()
    assert panel.remove.toolTip() == "It is under way: stop it first"
    training.let(100)
    qtbot.waitUntil(lambda: task.over)
    qtbot.waitUntil(lambda: lines(panel)[-1] == "N-CNN 4\n2 folds, honest")


def test_another_study_has_its_own(panel, qtbot, session):
    wanted = []
    panel.new_wanted.connect(lambda: wanted.append(True))
    qtbot.mouseClick(panel.new, Qt.MouseButton.LeftButton)
    assert wanted == [True]
    assert not panel.none.isVisible()
    session.close_study()
    assert lines(panel) == []


def test_a_study_without_one_says_so(qtbot, session, jobs):
    panel = TrainingList(session, Courses(session, jobs))
    qtbot.addWidget(panel)
    panel.show()
    assert panel.none.isVisible()
    assert not panel.rename.isEnabled()
