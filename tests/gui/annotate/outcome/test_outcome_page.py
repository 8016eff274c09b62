"""After a round, somebody makes the raters' maps and chooses the label that counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.round import LABEL
from neopain_gui.pipeline.labels import label_source
from neopain_gui.pipeline.rounds.making import begin, made_now
from neopain_gui.study import Study

NAME = "Ward"


@pytest.fixture
def page(window, study_path):
    """Return the page of a study that two raters rated with a scale and labels."""
    with Study.open(study_path) as study:
        images = tuple(image.id for image in study.images.all())
        asked = {"instruments": (LABEL, "scale:nfcs-5"), "repeats": 0.0, "apart": 1, "seed": 3}
        begin(study, made_now(name=NAME, raters=("R1", "R2"), image_ids=images, **asked))
        for rater in ("R1", "R2"):
            for image_id in images:
                at = {"round": NAME, "rater": rater, "image_id": image_id}
                scale = {"instrument": "scale:nfcs-5", "version": "1", "item": "brow"}
                answers = [
                    Answer(**at, instrument=LABEL, value=1.0),
                    Answer(**at, **scale, value=1.0),
                ]
                study.annotations.put_answers(NAME, rater, image_id, 0, answers)
            study.annotations.hand_in(NAME, rater, "2026-11-30T13:00:00+00:00")
    window.open_study(study_path)
    tab = window.go("annotate")
    QTest.mouseClick(tab.switch.buttons["outcome"], Qt.MouseButton.LeftButton)
    return tab.pages["outcome"]


def test_the_models_stand_there_and_a_label_is_chosen_and_undone(page, window):
    assert [one.name for one in page.models] == [
        "NFCS-5 by all raters",
        "NFCS-5 by R1",
        "NFCS-5 by R2",
    ]
    assert page.make.isEnabled()
    assert page.table.item(0, 3).text() == "0"
    words = [page.label.itemText(place) for place in range(page.label.count())]
    assert words[:3] == [
        "The data set's label",
        "The label of most raters",
        "The adjudicated label",
    ]
    page.label.setFocus()
    QTest.keyClick(page.label, Qt.Key.Key_Down)
    assert label_source(window.session.study).kind == "majority"
    assert "not the data set's" in page.label_says.text()
    window.session.edits.undo()
    assert label_source(window.session.study).of_data_set
    assert page.label.currentIndex() == 0
    assert page.label_says.isHidden()


def test_the_share_of_raters_is_a_setting_that_is_undone(page, window):
    page.share.setValue(75)
    assert window.session.study.setting("annotation share") == 0.75
    window.session.edits.undo()
    assert page.share.value() == 50
