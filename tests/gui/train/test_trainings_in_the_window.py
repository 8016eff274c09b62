"""From a training that is begun to its results, its comparison, and maps by the folds' networks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from neopain_gui.gui.train.panel import TrainPanel
from neopain_gui.gui.work.kept_queue import WAITING, KeptQueue
from neopain_gui.gui.work.training import begin_training
from neopain_gui.pipeline.training.train import Wanted
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division
from tests.gui.train.fake_training import FakeTraining

ABOUT = "neopain_gui.gui.train"


def small(epochs=1):
    start = preset("honest", "n_cnn")
    return Wanted(
        protocol=replace(
            start,
            division=Division(folds=2),
            augmentation=replace(start.augmentation, copies=0),
            optimiser=replace(start.optimiser, epochs=epochs),
        )
    )


@pytest.fixture
def panel(qtbot, large, jobs):
    panel = TrainPanel(large, jobs)
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    panel.show()
    return panel


def test_a_training_is_followed_to_its_results_and_explains_the_study(qtbot, large, jobs, panel):
    """With the real N-CNN, on twelve photographs."""
    folder, task = begin_training(large, jobs, small())
    panel.show_training(folder)
    assert panel.stack.currentWidget() is panel.progress
    qtbot.waitUntil(lambda: task.over, timeout=120_000)
    assert task.error is None
    qtbot.waitUntil(lambda: panel.results.results is not None, timeout=30_000)
    assert panel.stack.currentWidget() is panel.results
    assert panel.list.list.item(0).text() == "N-CNN 1\n2 folds, honest"
    assert (folder / "card.md").is_file()
    qtbot.mouseClick(panel.results.explain, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: large.choices.classifier_id == "large-n_cnn-1", timeout=20_000)
    info = large.classifiers.find("large-n_cnn-1")
    assert len(info.folds.folds) == 2
    large.edits.undo_stack.undo()
    assert large.choices.classifier_id != "large-n_cnn-1"
    qtbot.mouseClick(panel.results.explain, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: large.choices.classifier_id == "large-n_cnn-1", timeout=20_000)
    assert [one.id for one in large.classifiers.known].count("large-n_cnn-1") == 1


def test_one_is_stopped_gone_on_with_and_others_are_looked_at_meanwhile(
    qtbot, large, jobs, panel, monkeypatch
):
    training = FakeTraining()
    monkeypatch.setattr("neopain_gui.pipeline.training.job.train_classifier", training)
    folder, task = begin_training(large, jobs, small(2))
    panel.show_training(folder)
    training.let(2)
    qtbot.waitUntil(lambda: panel.progress.state.text().endswith("batch 2 of 4"))
    qtbot.mouseClick(panel.progress.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: task.over)
    assert panel.list.list.item(0).text() == "N-CNN 1\n0 of 2 folds, can go on"
    qtbot.mouseClick(panel.progress.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(training.asked) == 2)
    assert training.asked[1][2] is True  # it goes on, and does not begin
    assert training.asked[1][1].protocol.division.folds == 2
    training.let(1)
    qtbot.waitUntil(lambda: panel.progress.state.text().endswith("batch 1 of 4"))
    qtbot.mouseClick(panel.list.new, Qt.MouseButton.LeftButton)
    assert panel.stack.currentWidget() is panel.setup
    training.let(100)
    qtbot.waitUntil(lambda: panel.list.list.item(0).text() == "N-CNN 1\n2 folds, honest")
    assert panel.stack.currentWidget() is panel.setup
    panel.list.list.setCurrentRow(0)
    assert panel.stack.currentWidget() is panel.results
    qtbot.waitUntil(lambda: panel.results.results is not None, timeout=30_000)


def test_it_is_kept_in_the_study_and_offered_when_that_is_opened_again(
    qtbot, large, jobs, panel, monkeypatch
):
    training = FakeTraining()
    monkeypatch.setattr("neopain_gui.pipeline.training.job.train_classifier", training)
    KeptQueue(large, jobs, panel)
    said = []
    large.told.connect(said.append)
    first, task = begin_training(large, jobs, small(2))
    second, queued = begin_training(large, jobs, small(3))
    training.let(1)
    qtbot.waitUntil(lambda: panel.courses.of(first).at is not None)
    jobs.put_off()
    qtbot.waitUntil(lambda: task.over and queued.over)
    path = large.study.path
    large.close_study()
    large.open_study(path)
    qtbot.waitUntil(lambda: any(one.topic == WAITING for one in said))
    offer = next(one for one in said if one.topic == WAITING)
    assert offer.text.startswith(
        "2 jobs wait in this study since it was last open: the training n_cnn-1, the training "
        "n_cnn-2."
    )
    offer.action[1]()
    training.let(200)
    qtbot.waitUntil(lambda: (second / "predictions.csv").exists() and not jobs.unfinished())
    asked = {run.name: (wanted, resume) for run, wanted, resume in training.asked}
    assert asked["n_cnn-1"][1] is True
    assert asked["n_cnn-2"] == (small(3), False)
    assert large.study.waiting.all() == []


def test_what_cannot_be_read_says_why(qtbot, large, panel):
    folder = large.study.path / "trainings" / "n_cnn-1"
    folder.mkdir(parents=True)
    panel.list.read()
    panel.list.list.setCurrentRow(0)
    assert panel.stack.currentWidget() is panel.unreadable
    assert panel.unreadable.heading.text() == "N-CNN 1 cannot be read"
    qtbot.mouseClick(panel.list.remove, Qt.MouseButton.LeftButton)
    assert panel.stack.currentWidget() is panel.setup
    assert not folder.exists()
