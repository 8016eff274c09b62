"""What leaves a training: a network on all neonates, weights with their card, TFLite."""

from inspect import signature
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from neopain_gui import locations
from neopain_gui.classifiers import WeightsMetadata, build_n_cnn, find, save_weights
from neopain_gui.classifiers.tflite import Exported
from neopain_gui.classifiers.tflite.about import Checked
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.train.out.export_dialog import ExportDialog
from neopain_gui.gui.train.results.results_page import ResultsPage
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.pipeline.training import job
from neopain_gui.pipeline.training.trainings import training_in
from neopain_gui.training.refit import Refitted
from neopain_gui.training.run_folder import REFIT, WEIGHTS, fold_folder
from tests.pipeline.training.ended import ended


@pytest.fixture(autouse=True)
def models(monkeypatch, tmp_path):
    monkeypatch.setattr(locations, "user_models", lambda: tmp_path / "models")


def weights(file, *, untested=False):
    """Write an N-CNN that has learnt nothing."""
    file.parent.mkdir(exist_ok=True)
    order = (PainLabel.NO_PAIN, PainLabel.PAIN)
    about = WeightsMetadata(
        architecture="n_cnn", class_order=order, training="", synthetic=False, untested=untested
    )
    return save_weights(build_n_cnn(), file, about)


@pytest.fixture
def page(qtbot, session, jobs):
    """The results of a training of two folds, the first of which has real weights."""
    folder = session.study.path / "trainings" / "n_cnn-1"
    folder.parent.mkdir()
    ended(folder)
    weights(fold_folder(folder, 1) / WEIGHTS)
    page = ResultsPage(session, jobs)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.show_training(training_in(folder))
    qtbot.waitUntil(lambda: page.results is not None, timeout=20_000)
    return page


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(network, kind, threshold=None):
    """Answer the dialog as a person does once it is open."""

    def choose():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.network.setCurrentText(network)
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
        if threshold is not None:
            dialog.threshold.setValue(threshold)
        dialog.accept()

    QTimer.singleShot(100, choose)


def test_a_network_on_all_neonates_is_trained_called_untested_and_used(
    page, qtbot, session, monkeypatch
):
    asked, real = [], signature(job.refit_classifier)

    def refit(job, *, study_path, run):
        real.bind(job, study_path=study_path, run=run)
        asked.append((study_path, run))
        file = run / REFIT / WEIGHTS
        sha256 = weights(file, untested=True)
        return Refitted(weights=file, sha256=sha256, neonates=8, photographs=16, epochs=(3,))

    monkeypatch.setattr("neopain_gui.pipeline.training.job.refit_classifier", refit)
    assert not page.out.use.isVisible()
    with qtbot.waitSignal(session.told) as said:
        click(qtbot, page.out.refit)
    assert asked == [(session.study.path, page.training.folder)]
    assert "trained on all 8 neonates" in said.args[0].text
    assert "untested" in said.args[0].text
    assert page.out.use.isVisible()
    assert "untested" in page.out.said.text()
    before = session.choices.classifier_id
    with qtbot.waitSignal(session.told) as said:
        click(qtbot, page.out.use)
        qtbot.waitUntil(lambda: session.choices.classifier_id != before)
    assert f"made with {find(session.choices.classifier_id).short_name} from" in said.args[0].text
    name = session.choices.classifier_id
    assert name.endswith("-n_cnn-1-all")
    assert find(name).untested
    session.edits.undo_stack.undo()
    assert session.choices.classifier_id == before
    click(qtbot, page.out.use)  # it is there: no second copy
    qtbot.waitUntil(lambda: session.choices.classifier_id == name)
    assert len(list(locations.user_models().glob("*.weights.h5"))) == 1


def test_a_folds_weights_are_written_with_the_card(page, qtbot, session, tmp_path, monkeypatch):
    monkeypatch.setattr(file_dialogs, "save_as", lambda *_: (str(tmp_path / "mine"), ""))
    answer("Fold 1 of 2", "own")
    with qtbot.waitSignal(session.told) as said:
        click(qtbot, page.out.export)
    assert said.args[0].text == "mine.weights.h5 was written with its card."
    first = fold_folder(page.training.folder, 1) / WEIGHTS
    assert (tmp_path / "mine.weights.h5").read_bytes() == first.read_bytes()
    card = (page.training.folder / "card.md").read_text()  # its page has written it
    assert find(tmp_path / "mine.weights.h5").card.read_text() == card


def test_weights_that_are_none_are_refused(page, qtbot, session, tmp_path, monkeypatch):
    monkeypatch.setattr(file_dialogs, "save_as", lambda *_: (str(tmp_path / "mine"), ""))
    answer("Fold 2 of 2", "own")
    with qtbot.waitSignal(page.out.asked) as asked:
        click(qtbot, page.out.export)
    qtbot.waitUntil(lambda: asked.args[0].over)
    assert "not a readable HDF5 file" in str(asked.args[0].error)
    assert list(tmp_path.glob("mine*")) == []


def test_tflite_is_asked_for_as_chosen_and_what_it_differs_by_is_said(
    page, qtbot, session, tmp_path, monkeypatch
):
    asked, real = [], signature(job.write_tflite)

    def write(job, **given):
        real.bind(job, **given)
        asked.append(given)
        checked = Checked(largest=0.00012, pictures=20, limit=1e-3)
        out = given["out"]
        return Exported(file=out, about=out.with_suffix(".json"), size=9, checked=checked)

    monkeypatch.setattr("neopain_gui.pipeline.training.job.write_tflite", write)
    monkeypatch.setattr(file_dialogs, "save_as", lambda *_: (str(tmp_path / "mine.tflite"), ""))
    answer("Fold 1 of 2", "fp16", threshold=0.35)
    with qtbot.waitSignal(session.told) as said:
        click(qtbot, page.out.export)
    (given,) = asked
    assert given["classifier"] == str(fold_folder(page.training.folder, 1) / WEIGHTS)
    assert (given["out"], given["kind"]) == (Path(tmp_path / "mine.tflite"), "fp16")
    assert given["threshold"] == 0.35
    assert "of 20 phantoms differ from those here by at most 0.00012" in said.args[0].text
