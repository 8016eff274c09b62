"""A round is made in the window: what it comes to is said before, and it can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.gui.annotate.rounds.new_round_page import NewRoundPage
from tests.gui.test_window import trigger
from tests.pipeline.rounds.material import NAME, make

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window, tmp_path, qtbot):
    with make(tmp_path) as study:
        path = study.path
    window.open_study(path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    trigger(window, "new_round")
    found = window.pages.currentWidget()
    assert isinstance(found, NewRoundPage)
    return found


def test_a_round_is_made_as_the_fields_say_and_undone(page, window, qtbot):
    form, study = page.form, window.session.study
    assert form.name.text() == "Round 1"
    assert form.raters.chosen() == ("Ana", "Bia")
    assert page.comes_to.text().startswith(
        "6 photographs, 1 of them twice: 7 turns for each rater, 2 raters."
    )
    assert "cannot be 5 positions apart" in page.comes_to.text()
    for name in (" Caio ", "ana"):  # who is there already
        QTest.keyClicks(form.new_rater, name)
        QTest.keyClick(form.new_rater, Qt.Key.Key_Return)
    assert form.raters.chosen() == ("Ana", "Bia", "Caio")
    form.raters.tick(("Ana", "Caio"))
    form.instruments.tick(("score", "scale:nfcs", "regions"))
    form.photographs.setCurrentText("Those that are labelled as pain")
    form.repeats.setValue(0)
    form.apart.setValue(1)
    form.blind.setChecked(False)
    form.limited.setChecked(True)
    form.score_by.setCurrentIndex(2)
    form.regions.setText("Brows, a  Tube ")
    form.seed.setValue(7)
    assert page.comes_to.text().startswith(
        "3 photographs, 0 of them twice: 3 turns for each rater, 2 raters. NFCS, “Count tongue"
    )
    qtbot.mouseClick(page.button, LEFT)
    made = study.annotations.round("Round 1")
    assert made.instruments == ("score", "scale:nfcs", "regions")
    assert (made.raters, made.image_ids) == (("Ana", "Caio"), ("P1", "P3", "P5"))
    assert (made.blind, made.seconds, made.score_by, made.seed) == (False, 7.0, "line", 7)
    assert made.regions == ("brows", "a tube")
    assert window.pages.currentWidget() is not page
    orders = study.annotations.turns("Round 1", "Ana")
    window.session.edits.undo()
    assert [one.name for one in study.annotations.rounds()] == [NAME]
    assert "Caio" not in {one.id for one in study.gaze.participants()}
    window.session.edits.redo()
    assert study.annotations.round("Round 1") == made
    assert study.annotations.turns("Round 1", "Ana") == orders


def test_why_a_round_cannot_be_is_said_beside_the_button(page, qtbot):
    form = page.form
    form.name.setText(NAME)
    assert f"there is a round called “{NAME}” already" in page.comes_to.text()
    assert not page.button.isEnabled()
    form.name.setText("other")
    form.raters.tick(())
    assert page.comes_to.text() == "Nobody is named to rate; name a rater."
    form.raters.tick(("Ana",))
    form.instruments.tick(())
    assert "A round asks something" in page.comes_to.text()
    form.instruments.tick(("label",))
    assert page.button.isEnabled()
    assert not form.score_by.isEnabled()
    qtbot.mouseClick(page.cancel, LEFT)


def test_what_the_list_shows_can_be_rated_alone(page, window):
    session = window.session
    session.set_selection(["P0", "P4"])
    trigger(window, "new_round")
    form = window.pages.currentWidget().form
    form.photographs.setCurrentText("The 2 that are selected")
    assert form.values()["image_ids"] == ("P0", "P4")


def test_the_round_that_was_made_comes_to_the_front(page, window, qtbot):
    page.form.name.setText("Zebra")
    page.form.instruments.tick(("label",))
    qtbot.mouseClick(page.button, LEFT)
    rounds = window.go("annotate").pages["rounds"]
    qtbot.waitUntil(lambda: rounds.isVisible() and rounds.current is not None)
    assert rounds.current.name == "Zebra"


def test_a_scales_switch_is_set_with_the_round_said_and_undone(page, window, qtbot):
    study, form = window.session.study, page.form
    assert not form.switches.isVisibleTo(form)
    form.instruments.tick(("scale:nfcs",))
    (box,) = form.switches.boxes.values()
    assert box.accessibleName() == "NFCS: Count tongue protrusion (for preterm neonates)"
    assert box.isChecked()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert "“Count tongue protrusion (for preterm neonates)”: off." in page.comes_to.text()
    assert f"Totals of NFCS in “{NAME}” are added up so, too" in page.comes_to.text()
    qtbot.mouseClick(page.button, LEFT)
    assert study.setting("scale switches") == {"nfcs": {"count_tongue_protrusion": False}}
    rounds = window.go("annotate").pages["rounds"]
    qtbot.waitUntil(lambda: rounds.isVisible() and rounds.current is not None)
    assert "(for preterm neonates)”: off." in rounds.about.text()
    window.session.edits.undo()
    assert study.setting("scale switches") is None
    window.session.edits.redo()
    assert study.setting("scale switches") == {"nfcs": {"count_tongue_protrusion": False}}
