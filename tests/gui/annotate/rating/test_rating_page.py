"""A rater's way through a round, by keys, as a clinician goes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox

from neopain_gui.annotation.round import LABEL, NOTE, SCORE
from neopain_gui.gui.annotate.rating.simple_questions import ScoreQuestion
from neopain_gui.gui.base.messages import Message

NFCS = "scale:nfcs-5"
RETURN = Qt.Key.Key_Return


def said(page):
    return {
        (one.instrument, one.item): one.value if one.codable else "no"
        for one in page.course.said.answers
    }


def items(page):
    return [page.course.answer(NFCS, one) for one in page.course.scales[NFCS].item_ids]


def test_a_photograph_is_answered_by_keys_alone_and_the_next_comes(rate, window):
    page = rate()
    first = page.course.turn
    QTest.keyClicks(page, "P7QEE.")
    assert said(page)[LABEL, ""] == 1
    assert said(page)[SCORE, ""] == 7
    assert [one.value for one in items(page)] == [1, 0, 0, 0, 0]  # the second press took E back
    QTest.keyClick(page, RETURN)
    assert page.course.place == 1
    assert page.course.left == len(page.course.turns) - 1
    kept = window.session.study.annotations.said("Ward", "R1", first.image_id, first.repeat)
    assert kept.sitting.done


def test_ten_has_a_key_and_shift_says_not_codable_which_is_not_0(rate):
    page = rate()
    QTest.keyClicks(page, "CT")
    QTest.keyClick(page, "q", Qt.KeyboardModifier.ShiftModifier)
    assert said(page)[LABEL, ""] == "no"
    assert said(page)[SCORE, ""] == 10
    assert (items(page)[0].value, items(page)[0].codable) == (None, False)


def test_what_is_open_is_said_and_the_photograph_comes_again(rate, window):
    page = rate(instruments=(LABEL, SCORE), repeats=0)
    QTest.keyClicks(page, "P")
    QTest.keyClick(page, RETURN)
    assert page.course.place == 1
    assert "1 answer open" in " ".join(bar.text for bar in window.messages.messages())
    for _ in range(3):
        QTest.keyClicks(page, "N0")
        QTest.keyClick(page, RETURN)
    assert (page.course.place, page.course.left) == (0, 1)
    assert said(page) == {(LABEL, ""): 1}


def test_undo_goes_to_the_photograph_of_which_it_was(rate, window):
    page = rate(instruments=(LABEL,))
    QTest.keyClicks(page, "P")
    QTest.keyClick(page, RETURN)
    window.session.edits.undo()
    assert page.course.place == 0
    assert said(page) == {}
    window.session.edits.redo()
    assert said(page) == {(LABEL, ""): 1}


def test_nothing_but_the_round_is_seen(rate, window):
    rate()
    assert not any(dock.isVisible() for dock in window.docks.values())
    assert not window.toolbar.isVisible()
    assert not window.workspace.isVisible()


def test_a_note_takes_letters_and_esc_gives_the_keys_back(rate, window, qtbot):
    page = rate(instruments=(NOTE, LABEL))
    QTest.keyClicks(page, "M")
    field = window.focusWidget()
    QTest.keyClicks(field, "Pale")
    assert said(page) == {}
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert page.course.answer(NOTE).text == "Pale"
    QTest.keyClicks(window.focusWidget(), "N")
    assert said(page)[LABEL, ""] == 0


def test_a_note_ends_where_it_may_be_no_longer_and_it_is_said(rate, window):
    page = rate(instruments=(NOTE,), repeats=0)
    question = page.questions[0]
    QTest.keyClicks(page, "M")
    field = window.focusWidget()
    source = QMimeData()
    source.setText("x" * 4010)
    field.insertFromMimeData(source)
    assert "A note ends at 4,000 characters: 10 characters not taken." in question.full.text()
    assert question.full.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert not question.full.isVisible()
    QTest.keyClicks(field, "yz")
    assert "1 character not taken" in question.full.text()
    field.selectAll()
    QTest.keyClicks(field, "Pale")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert page.course.answer(NOTE).text == "Pale"


def test_a_note_is_kept_when_the_pointer_goes_on_while_it_is_typed(rate, window, qtbot):
    page = rate(instruments=(NOTE, LABEL))
    first = page.course.turn
    QTest.keyClicks(page, "M")
    QTest.keyClicks(window.focusWidget(), "Pale ")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    store = window.session.study.annotations
    (kept,) = store.said("Ward", "R1", first.image_id, first.repeat).answers
    assert kept.text == "Pale"
    assert page.course.answer(NOTE) is None


def test_after_its_seconds_the_photograph_is_gone_and_the_answer_stays_possible(rate, qtbot):
    page = rate(instruments=(LABEL,), seconds=0.2)
    qtbot.waitUntil(lambda: not page.canvas.isVisible(), timeout=3000)
    assert "time is over" in page.hidden.text()
    QTest.keyClicks(page, "N")
    assert said(page) == {(LABEL, ""): 0}
    QTest.keyClick(page, RETURN)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert not page.canvas.isVisible()  # it is not seen a second time


def test_pause_hides_the_photograph_and_takes_no_answer(rate):
    page = rate(instruments=(LABEL,))
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert not page.canvas.isVisible()
    assert not page.course.running
    QTest.keyClicks(page, "P")
    assert said(page) == {}
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert page.canvas.isVisible()
    assert page.course.running


@pytest.mark.parametrize(("by", "wanted"), [("slider", 5), ("line", 5.0)])
def test_a_line_takes_clicks_and_arrows(rate, qtbot, by, wanted):
    page = rate(instruments=(SCORE,), score_by=by)
    line = next(one for one in page.questions if isinstance(one, ScoreQuestion)).line
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert said(page)[SCORE, ""] == pytest.approx(wanted, abs=0.1)
    before = said(page)[SCORE, ""]
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert said(page)[SCORE, ""] == pytest.approx(before + (1 if by == "slider" else 0.1))


def test_what_is_handed_in_is_not_changed_and_undo_takes_it_back(rate, window, monkeypatch):
    page = rate(instruments=(LABEL,))
    QTest.keyClicks(page, "P")
    texts = []

    def answer(box):
        texts.append(box.text())
        monkeypatch.setattr(box, "clickedButton", lambda: box.buttons()[0])

    monkeypatch.setattr(QMessageBox, "exec", answer)
    page.hand_in.click()
    assert "are not done" in texts[0]
    assert page.course.handed_in
    QTest.keyClicks(page, "N")
    assert said(page) == {(LABEL, ""): 1}
    window.session.edits.undo()
    QTest.keyClicks(page, "N")
    assert said(page) == {(LABEL, ""): 0}


def test_what_the_page_says_leaves_with_what_it_is_about(rate, window, monkeypatch):
    page = rate(instruments=(LABEL,), repeats=0)
    for _ in page.course.turns:
        QTest.keyClicks(page, "P")
        QTest.keyClick(page, RETURN)

    def texts():
        return " ".join(bar.text for bar in window.messages.messages())

    assert "Every photograph is done" in texts()
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: None)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    page.hand_in.click()
    assert "Every photograph is done" not in texts()
    assert "is handed in" in texts()


def test_what_was_said_before_waits_and_nothing_lies_over_the_questions(rate, window, qtbot):
    page = rate(instruments=(LABEL,), repeats=0)
    page.close_button.click()
    window.session.tell(Message(level="error", text="That was no scale."))
    window.go("annotate").pages["rounds"].begin()
    page = window.pages.currentWidget()
    window.session.tell(Message(level="error", text="This went wrong just now."))
    qtbot.waitUntil(lambda: len(window.messages.messages()) == 1)
    (bar,) = window.messages.messages()
    assert bar.text == "This went wrong just now."
    edge = bar.mapTo(window, bar.rect().topRight()).x()
    qtbot.waitUntil(lambda: edge < page.next.mapTo(window, page.next.rect().topLeft()).x())
    page.close_button.click()
    assert "That was no scale." in [one.text for one in window.messages.messages()]


def test_items_stand_in_a_line_with_their_levels_where_there_is_room(rate, window, qtbot):
    page = rate(instruments=("scale:nfcs",))
    item = page.questions[0].items["brow"]
    name = item.findChild(QLabel)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: item.row.y() < name.geometry().bottom())
    window.resize(800, 720)
    qtbot.waitUntil(lambda: item.row.y() >= name.geometry().bottom())


def test_a_rater_goes_on_where_the_round_was_left(rate, window, qtbot):
    page = rate(instruments=(LABEL,))
    QTest.keyClicks(page, "P")
    QTest.keyClick(page, RETURN)
    page.close_button.click()
    assert window.pages.currentWidget() is window.workspace
    rounds = window.go("annotate").pages["rounds"]
    assert rounds.raters.item(0, 1).text() == "1 of 5"
    rounds.begin()
    assert window.pages.currentWidget().course.place == 1
