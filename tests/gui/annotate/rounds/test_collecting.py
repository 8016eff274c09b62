"""Rounds in the window: handed over, collected, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog

from neopain_gui.gui.annotate.rounds.collect_page import CollectPage
from neopain_gui.gui.annotate.rounds.hand_over import WhoseRound
from neopain_gui.gui.annotate.rounds.whose_files import NOBODY
from neopain_gui.study import Study
from tests.gui.test_window import trigger
from tests.pipeline.rounds.material import AT, NAME, make, rate

ABOUT = "neopain_gui.gui.annotate.rounds"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window, tmp_path, qtbot):
    with make(tmp_path) as study:
        path = study.path
    window.open_study(path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    return window


@pytest.fixture
def out(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return folder


def choose(monkeypatch, rater):
    def answer(dialog):
        dialog.rater.setCurrentText(rater)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(WhoseRound, "exec", answer)


def hand_over(window, out, monkeypatch, qtbot, rater="Ana"):
    choose(monkeypatch, rater)
    trigger(window, "hand_over_round")
    folder = out / f"Ward_round_1-{rater}.neopain"
    qtbot.waitUntil(lambda: not window.jobs.busy and folder.exists(), timeout=5000)
    return folder


def collecting(window, files, qtbot):
    trigger(window, "collect_rounds")
    page = window.pages.currentWidget()
    assert isinstance(page, CollectPage)
    page.open_files(files)
    qtbot.waitUntil(lambda: page._task is None, timeout=5000)
    return page


def said(window):
    return window.session.study.annotations.answers(NAME, "Ana")


def texts(view):
    return [view.item(row).text() for row in range(view.count())]


def test_a_round_goes_out_and_comes_back_and_can_be_undone(opened, out, monkeypatch, qtbot):
    folder = hand_over(opened, out, monkeypatch, qtbot)
    with Study.open(folder) as elsewhere:
        rate(elsewhere, "Ana")
        elsewhere.annotations.hand_in(NAME, "Ana", AT)
    page = collecting(opened, [folder], qtbot)
    assert "Ana in “Ward round 1”, handed in: 8 new turns." in texts(page.brings)[0]
    assert page.heading.text() == "No answer differs from one that the study has."
    assert not page.conflicts.isVisibleTo(page)
    assert said(opened) == []
    with qtbot.waitSignal(opened.session.annotations_changed):
        qtbot.mouseClick(page.button, LEFT)
    assert len(said(opened)) == 8 * 5
    assert opened.session.study.annotations.handed_in(NAME, "Ana") == AT
    opened.session.edits.undo()
    assert said(opened) == []
    assert opened.session.study.annotations.handed_in(NAME, "Ana") is None
    opened.session.edits.redo()
    assert len(said(opened)) == 8 * 5
    page = collecting(opened, [folder], qtbot)
    assert page.heading.text() == "The study knows all of it already."
    assert not page.button.isEnabled()


def test_answers_that_differ_are_listed_and_the_files_count_when_asked(
    opened, out, monkeypatch, qtbot
):
    folder = hand_over(opened, out, monkeypatch, qtbot)
    rate(opened.session.study, "Ana", turns=1)
    with Study.open(folder) as elsewhere:
        rate(elsewhere, "Ana", label=0.0, turns=1)
    page = collecting(opened, [folder], qtbot)
    assert "label: pain in the study, no pain in Ward_round_1-Ana.neopain" in (
        texts(page.conflicts)[0].replace("\u200b", "")
    )
    assert "the study’s answers stay" in page.heading.text()
    assert not page.button.isEnabled()
    page.theirs.click()
    qtbot.waitUntil(lambda: page._task is None and page.button.isEnabled(), timeout=5000)
    qtbot.mouseClick(page.button, LEFT)
    assert [one.value for one in said(opened) if one.instrument == "label"] == [0.0]


def test_what_cannot_be_collected_is_said_and_what_was_chosen_stays(
    opened, out, monkeypatch, qtbot, tmp_path
):
    choose(monkeypatch, "Bia")
    rate(opened.session.study, "Bia", turns=2)
    trigger(opened, "write_ratings_file")
    file = out / "ratings-Bia.json"
    assert file.exists()
    page = collecting(opened, [file], qtbot)
    wrong = tmp_path / "ratings-X.json"
    wrong.write_text("{}")
    with qtbot.waitSignal(opened.session.told) as told:
        page.open_files([wrong])
    assert "ratings-X.json: is no file of a rater's answers" in told.args[0].text
    qtbot.waitUntil(lambda: page._task is None, timeout=5000)
    assert page.files == [file]
    assert "Bia" in texts(page.brings)[0]
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is not page


def test_who_has_not_finished_is_said_and_a_file_that_is_replaced(opened, out, monkeypatch, qtbot):
    choose(monkeypatch, "Bia")
    for word in ("written", "replaced"):
        with qtbot.waitSignal(opened.session.told) as told:
            trigger(opened, "write_ratings_file")
        text = f"ratings-Bia.json was {word}. Bia has not done 8 turns yet."
        assert told.args[0].text == text


def test_a_rater_who_is_called_otherwise_here_is_named(opened, out, monkeypatch, qtbot):
    folder = hand_over(opened, out, monkeypatch, qtbot)
    with Study.open(folder) as elsewhere:
        rate(elsewhere, "Ana")
    opened.session.upkeep.rename_participants({"Ana": "R1"})
    page = collecting(opened, [folder], qtbot)
    (box,) = page.whose.choices.values()
    assert page.whose.isVisibleTo(page)
    assert [box.itemText(place) for place in range(box.count())] == [NOBODY, "R1", "Bia"]
    assert box.currentText() == NOBODY
    assert "left out, as long as it is not said who Ana is" in texts(page.brings)[0]
    assert not page.button.isEnabled()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._task is None and page.button.isEnabled(), timeout=5000)
    assert "R1 in “Ward round 1”, not handed in: 8 new turns." in texts(page.brings)[0]
    assert box.currentText() == "R1"
    qtbot.mouseClick(page.button, LEFT)
    store = opened.session.study.annotations
    assert {one.rater for one in store.answers(NAME)} == {"R1"}
    opened.session.edits.undo()
    assert store.answers(NAME) == []
