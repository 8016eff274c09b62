"""The page of results: what is read on it, and what a person does there."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.train.results.results_page import ResultsPage
from neopain_gui.pipeline.training.trainings import rename, training_in
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.predictions_file import read_csv, write_csv
from tests.gui import by_hand
from tests.pipeline.training.ended import ended, worse
from tests.training.evaluation.published import PRINTED, TABLES, published, rows

ABOUT = "neopain_gui.gui.train.results"


@pytest.fixture
def page(qtbot, session, jobs):
    page = ResultsPage(session, jobs)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


@pytest.fixture
def training(session):
    """Two folds of 16 photographs, every other neonate told wrongly."""
    folder = session.study.path / "trainings" / "n_cnn-1"
    folder.parent.mkdir()
    ended(folder, change=worse)
    return training_in(folder)


def shown(page, qtbot, training, others=()):
    page.show_training(training, others)
    qtbot.waitUntil(lambda: page.results is not None, timeout=20_000)
    return page


def cells(table):
    """What stands in a table, by row and column."""
    heads = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    return {
        table.item(row, 0).text(): {
            head: table.item(row, at).text() for at, head in enumerate(heads)
        }
        for row in range(table.rowCount())
    }


COLUMNS = {
    "accuracy": "accuracy",
    "precision": "precision",
    "sensitivity": "sensitivity",
    "f1": "F1 score",
    "balanced_accuracy": "balanced accuracy",
}


@pytest.mark.parametrize(("file", "classifier"), TABLES)
def test_the_published_tables_are_read_on_the_page(page, qtbot, training, file, classifier):
    """All hundred cells, where no pain is the positive class as in the dissertation."""
    expected = {row["metric"]: row for row in rows(file)}
    write_csv(published(classifier), training.folder / "predictions.csv")
    shown(page, qtbot, training)
    qtbot.mouseClick(page.parts.positive.buttons[PainLabel.NO_PAIN], Qt.MouseButton.LeftButton)
    found = cells(page.parts.folds.tables[0])
    for printed, figure in PRINTED.items():
        column = COLUMNS[figure]
        for fold in range(1, 11):
            cell = float(found[str(fold)][column].removesuffix(" %"))
            assert cell == pytest.approx(float(expected[printed][f"fold_{fold}"]), abs=0.11)
        mean, deviation = found["mean ± SD"][column].removesuffix(" %").split(" ± ")
        assert float(mean) == pytest.approx(float(expected[printed]["mean"]), abs=0.11)
        assert float(deviation) == pytest.approx(int(expected[printed]["std"]), abs=0.55)
    assert page.parts.folds.verdict.text() == "Precision, sensitivity and F1 are of no pain."


def test_it_says_in_short_what_was_recognised_and_shows_the_same_in_every_part(
    page, qtbot, training
):
    shown(page, qtbot, training)
    assert page.title.text() == "N-CNN 1"
    assert page.short.text().startswith(
        "Of 8 photographs labelled pain, 4 were recognised as pain; of 8 photographs labelled no "
        "pain, 4 were taken for pain."
    )
    assert "Research use only" in page.cautions.text()
    found = cells(page.parts.folds.tables[0])
    assert found["pooled"]["TP"] == found["pooled"]["FN"] == "4"
    assert found["pooled"]["accuracy"] == "50.0 %"
    curve = page.parts.roc_plot.lines[0]
    evaluation = page.results.evaluation
    assert curve.name.startswith(f"AUC {100 * evaluation.auc_all_pairs.value:.1f} %")
    assert np.allclose(curve.up[-1], 1)
    assert page.parts.people.verdict.text() == "Nobody has scored any of these photographs."
    assert page.parts.thresholds.verdict.text().startswith("Not chosen: there are no predictions")
    groups = cells(page.parts.groups.tables[0])
    assert groups["data set: A"]["photographs"] == "8"


def test_why_there_is_no_interval_stands_below_the_table_not_in_its_cells(page, qtbot, training):
    file = training.folder / "predictions.csv"
    some = read_csv(file)
    write_csv(replace(some, p_pain=some.label.astype(float)), file)
    shown(page, qtbot, training)
    assert cells(page.parts.folds.tables[0])["95 % interval"]["accuracy"] == "none"
    assert "No interval of accuracy, precision, sensitivity" in page.parts.folds.verdict.text()
    assert "AUC: the same whichever neonates are drawn." in page.parts.folds.verdict.text()


def test_what_was_predicted_wrong_is_seen_and_a_click_chooses_the_photograph(
    page, qtbot, session, training
):
    """Its ids are those of the study, so that the pictures are there."""
    images = session.study.images.all()
    write_csv(
        Predictions.of(
            image=[one.id for one in images],
            neonate=[one.neonate.id for one in images],
            label=[one.label for one in images],
            p_pain=[0.2] * len(images),
            fold=[1, 1, 2, 2],
        ),
        training.folder / "predictions.csv",
    )
    shown(page, qtbot, training)
    missed = [one.id for one in images if one.label is PainLabel.PAIN]
    assert [one.image for one in page.errors.wrong] == missed
    assert page.errors.item(0).text().splitlines()[-1] == "missed pain"
    assert "class score of pain 20 %, fold 1" in page.errors.item(0).toolTip()
    grey = page.errors.item(0).icon().pixmap(4, 4).toImage()
    qtbot.waitUntil(lambda: page.errors.item(0).icon().pixmap(4, 4).toImage() != grey)
    page.area.ensureWidgetVisible(page.errors)
    QApplication.processEvents()
    at = page.errors.visualItemRect(page.errors.item(1)).center()
    qtbot.mouseClick(page.errors.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.image_id == missed[1]
    page.errors.setFocus()
    qtbot.keyClick(page.errors, Qt.Key.Key_Left)
    qtbot.keyClick(page.errors, Qt.Key.Key_Return)
    assert session.image_id == missed[0]


def test_two_trainings_are_compared_on_the_same_folds(page, qtbot, session, training):
    other = session.study.path / "trainings" / "n_cnn-2"
    ended(other)
    better = rename(training_in(other), "Longer")
    shown(page, qtbot, training, [better])
    part = page.comparison.part
    assert part.verdict.text() == "Not compared yet."
    qtbot.mouseClick(page.comparison.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.tables[0].isVisibleTo(page), timeout=30_000)
    found = cells(part.tables[0])
    assert found["accuracy"]["N-CNN 1"] == "50.0 %"
    assert found["accuracy"]["Longer"] == "100.0 %"
    assert found["accuracy"]["difference, with its 95 % interval"].startswith("−50.0")
    assert part.verdict.text() == "16 photographs of 8 neonates."
    assert part.note.text() == "What differs: Epochs: 3 (N-CNN 1); 2 (Longer)."


def test_people_stand_beside_the_classifier(page, qtbot, session, training, monkeypatch):
    from neopain_gui.training.evaluation import Judgement

    judged = [
        Judgement(person=who, image=f"photo{at:03d}", group="nurses", score=7.0, says_pain=True)
        for who in ("P1", "P2")
        for at in range(4)
    ]
    monkeypatch.setattr(
        "neopain_gui.pipeline.training.results.judgements_of", lambda _study: judged
    )
    shown(page, qtbot, training)
    found = cells(page.parts.people.tables[0])
    assert found["nurses (2 on 4 photographs)"]["figure"] == "accuracy"
    assert found["nurses (2 on 4 photographs)"]["one of them, on average"] == "50.0 %"


def test_the_card_is_unfolded_and_a_training_that_cannot_be_read_says_why(page, qtbot, training):
    shown(page, qtbot, training)
    assert not page.card.text.isVisible()
    qtbot.mouseClick(page.card.button, Qt.MouseButton.LeftButton)
    assert "Intended use" in page.card.text.toPlainText()
    room = page.area.viewport().height() - page.card.text.height()
    qtbot.waitUntil(lambda: 0 <= page.card.button.mapTo(page.area.viewport(), QPoint()).y() < room)
    (training.folder / "predictions.csv").write_text("nothing\n")
    page.show_training(training)
    qtbot.waitUntil(lambda: page.cautions.isVisible())
    assert "predictions.csv" in page.cautions.text()
    assert not page.found.isVisible()


def test_where_the_test_chose_the_weights_that_is_said_in_every_place(page, qtbot, training):
    record = training.folder / "run.json"
    record.write_text(record.read_text().replace('"by": "inner"', '"by": "paper"'))
    shown(page, qtbot, training)
    assert "These figures are optimistic" in page.cautions.text()
    assert "had not learnt from the neonate, but was chosen on it" in page.short.text()


def test_files_that_a_stop_left_unwritten_are_written_when_it_is_looked_at(page, qtbot, training):
    assert not (training.folder / "card.json").exists()
    shown(page, qtbot, training)
    for name in ("card.md", "card.json", "tables_1_2.csv", "figures/roc.png"):
        assert (training.folder / name).is_file()
    assert str(training.folder) in page.folder.toolTip()


def test_the_wheel_over_a_table_scrolls_the_page(page, qtbot, training):
    shown(page, qtbot, training)
    page.resize(420, 500)
    QApplication.processEvents()
    table = page.parts.folds.tables[0]
    page.area.ensureWidgetVisible(table)
    assert table.horizontalScrollBar().maximum() > 0
    before = page.area.verticalScrollBar().value()
    assert not by_hand.turn_wheel(table, -120)
    assert table.horizontalScrollBar().value() == 0
    assert page.area.verticalScrollBar().maximum() > before


def test_nothing_of_a_study_is_left_in_the_next(page, qtbot, session, training):
    shown(page, qtbot, training)
    session.close_study()
    assert page.training is None
    assert page.title.text() == page.short.text() == ""
    assert not page.found.isVisible()
    assert page.errors.count() == 0
