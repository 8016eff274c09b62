"""What was handed in is changed with a reason; a round is looked over as a grid."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.changes import word_of
from neopain_gui.annotation.round import LABEL, NOTE, SCORE
from neopain_gui.gui.annotate.rating import amending
from neopain_gui.gui.annotate.rating.amending import ReasonQuestion

ABOUT = "neopain_gui.gui.annotate.rating"


@pytest.fixture
def page(rate):
    made = rate(instruments=(LABEL, SCORE, NOTE), repeats=0)
    QTest.keyClicks(made, "P7")
    return made


@pytest.fixture
def handed_in(page):
    page.course.hand_in()
    assert page.course.locked
    return page


def said(page):
    course = page.course
    turn = course.turn
    return course.study.annotations.said(course.round.name, "R1", turn.image_id, turn.repeat)


def words(page):
    return {one.instrument: word_of(one) for one in said(page).answers}


def give(monkeypatch, reason):
    """Have the person who is asked type a reason and press Amend, where that can be pressed."""

    def exec_(box):
        assert not box.go.isEnabled()
        QTest.keyClicks(box.reason, reason)
        if box.go.isEnabled():
            box.go.click()
        return box.result()

    monkeypatch.setattr(ReasonQuestion, "exec", exec_)


def test_what_was_handed_in_is_amended_with_a_reason_and_undone(handed_in, window, monkeypatch):
    page = handed_in
    QTest.keyClicks(page, "N3")
    assert words(page) == {LABEL: "pain", SCORE: "7"}
    give(monkeypatch, "  ")
    page.amend.click()
    QTest.keyClicks(page, "N")
    assert words(page) == {LABEL: "pain", SCORE: "7"}
    give(monkeypatch, "saw the brow  later")
    page.amend.click()
    assert "saw the brow later" in page.left.text()
    QTest.keyClicks(page, "N3")
    assert words(page) == {LABEL: "no pain", SCORE: "3"}
    (kept,) = said(page).amendments
    assert kept.reason == "saw the brow later"
    assert kept.what == "label: no pain, before pain; score: 3, before 7"
    assert kept.what in page.amended.text().replace("\u200b", "")
    window.session.edits.undo()
    assert words(page) == {LABEL: "no pain", SCORE: "7"}
    window.session.edits.undo()
    assert words(page) == {LABEL: "pain", SCORE: "7"}
    assert said(page).amendments == ()
    window.session.edits.redo()
    assert len(said(page).amendments) == 1


def test_an_answer_that_was_open_is_amended_and_the_turn_is_done(rate, window, monkeypatch):
    page = rate(instruments=(LABEL, SCORE), repeats=0)
    QTest.keyClicks(page, "P")
    page.course.hand_in()
    left = page.course.left
    give(monkeypatch, "left out by mistake")
    page.amend.click()
    QTest.keyClicks(page, "4")
    assert said(page).sitting.done
    assert page.course.left == left - 1
    assert page.progress.value() == 1
    window.session.edits.undo()
    assert not said(page).sitting.done
    assert page.course.left == left


def test_a_reason_holds_for_its_photograph_alone_and_what_is_put_back_is_none(
    handed_in, monkeypatch
):
    page = handed_in
    give(monkeypatch, "a slip")
    page.amend.click()
    QTest.keyClicks(page, "NP")
    assert said(page).amendments == ()
    page.course.step(1)
    assert page.course.locked
    assert not page.questions[0].isEnabled()


def test_the_review_shows_what_was_said_and_leads_back(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.course.running)
    QTest.keyClick(page, Qt.Key.Key_F9)
    grid = page.review
    assert grid.isVisible()
    assert not page.course.running
    texts = [grid.list.item(row).text() for row in range(grid.list.count())]
    assert len(texts) == len(page.course.turns)
    assert texts[0] == "1\npain · 7"
    assert all(text.endswith("left") for text in texts[1:])
    qtbot.mouseClick(grid.which.buttons["done"], Qt.MouseButton.LeftButton)
    assert grid.list.count() == 1
    answers = words(page)
    QTest.keyClicks(grid.list, "N")
    assert words(page) == answers
    grid.list.setCurrentRow(0)
    QTest.keyClick(grid.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.course.running)
    assert page.course.place == 0
    assert not grid.isVisible()
    assert page.window().focusWidget() is page


def test_the_review_tells_a_scale_by_the_totals_that_a_photograph_has(rate):
    page = rate(instruments=(LABEL, "scale:nfcs"), repeats=0)
    QTest.keyClicks(page, "PQ.")
    QTest.keyClick(page, Qt.Key.Key_F9)
    assert page.review.list.item(0).text() == "1\npain · NFCS: 1 of 9"


def test_second_looks_are_not_beside_the_first_before_handing_in(rate, qtbot):
    page = rate(instruments=(LABEL,), repeats=0.5)
    QTest.keyClick(page, Qt.Key.Key_F9)
    assert page.review.list.count() == len(page.course.turns) - sum(
        one.repeat for one in page.course.turns
    )
    assert "Second looks" in page.review.about.text()
    page.course.hand_in()
    assert page.review.list.count() == len(page.course.turns)


def test_the_next_rater_goes_on_by_a_key(page, window, qtbot):
    QTest.keyClick(page, Qt.Key.Key_F4)
    other = window.pages.currentWidget()
    assert other is not page
    assert other.course.rater == "R2"
    assert other.course.said.answers == ()
    QTest.keyClick(other, Qt.Key.Key_F4)
    assert window.pages.currentWidget().course.rater == "R1"


def test_an_answer_that_is_taken_back_is_not_among_what_is_said(handed_in):
    page = handed_in
    before = said(page)
    why = amending.Amending(before=before, reason="a slip", at="2024-01-01")
    nothing = Answer(
        round=before.round, rater=before.rater, image_id=before.image_id, instrument=SCORE
    )
    after = why.reasoned(why.answered(before, [nothing]), done=False)
    assert [one.instrument for one in after.answers] == [LABEL]
    assert after.amendments[0].what == "score: nothing, before 7"
