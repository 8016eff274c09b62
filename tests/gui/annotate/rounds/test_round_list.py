"""The list of rounds: its buttons do what they say, for the round and rater that are chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from neopain_gui.annotation.answers import Answer
from neopain_gui.gui.annotate.exchange.export_dialog import ExportAnnotations
from neopain_gui.gui.annotate.exchange.import_page import ImportAnnotationsPage
from neopain_gui.gui.annotate.rounds import round_list
from neopain_gui.gui.annotate.rounds.collect_page import CollectPage
from neopain_gui.gui.annotate.rounds.hand_over import WhoseRound
from neopain_gui.gui.annotate.rounds.new_round_page import NewRoundPage
from tests.pipeline.rounds.material import NAME, make, rate

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rounds(window, tmp_path, qtbot):
    with make(tmp_path) as study:
        rate(study, "Ana", turns=2)
        path = study.path
    window.open_study(path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    found = window.go("annotate").show_page("rounds")
    qtbot.waitUntil(lambda: found.current is not None)
    return found


def raters(rounds):
    return [rounds.raters.item(row, 0).text() for row in range(rounds.raters.rowCount())]


def test_a_rater_is_asked_more_and_taken_out_and_it_is_undone(rounds, window, qtbot, monkeypatch):
    store = window.session.study.annotations
    monkeypatch.setattr(round_list, "ask_name", lambda *_: " Caio  B ")
    qtbot.mouseClick(rounds.more, LEFT)
    assert raters(rounds) == ["Ana", "Bia", "Caio B"]
    assert len(store.turns(NAME, "Caio B")) == 8
    assert len(store.answers(NAME, "Ana")) == 10
    window.session.edits.undo()
    assert raters(rounds) == ["Ana", "Bia"]
    assert "Caio B" not in {one.id for one in window.session.study.gaze.participants()}
    rounds.raters.selectRow(0)
    qtbot.mouseClick(rounds.less, LEFT)
    assert raters(rounds) == ["Bia"]
    assert store.answers(NAME) == []
    window.session.edits.undo()
    assert raters(rounds) == ["Ana", "Bia"]
    assert len(store.answers(NAME, "Ana")) == 10
    qtbot.mouseClick(rounds.remove, LEFT)
    assert store.rounds() == []
    window.session.edits.undo()
    assert len(store.answers(NAME, "Ana")) == 10


def test_begun_turns_are_told_from_those_that_are_done(rounds, window):
    study = window.session.study
    turns = study.annotations.turns(NAME, "Ana")
    for turn in turns[2:5]:
        at = {"round": NAME, "rater": "Ana", "image_id": turn.image_id, "repeat": turn.repeat}
        label = Answer(**at, instrument="label", value=1.0)
        study.annotations.put_answers(NAME, "Ana", turn.image_id, turn.repeat, [label])
    window.session.annotations_changed.emit()
    cells = [[rounds.raters.item(row, place).text() for place in (1, 2)] for row in (0, 1)]
    assert cells == [["2 of 8", "3"], ["0 of 8", ""]]


def test_its_buttons_bring_the_pages_and_ask_for_the_chosen_rater(
    rounds, window, qtbot, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        WhoseRound,
        "exec",
        lambda dialog: asked.append((dialog.round.currentText(), dialog.rater.currentText())),
    )
    rounds.raters.selectRow(1)
    for button in (rounds.away, rounds.file):
        qtbot.mouseClick(button, LEFT)
    assert asked == [(NAME, "Bia")] * 2
    qtbot.mouseClick(rounds.new, LEFT)
    assert isinstance(window.pages.currentWidget(), NewRoundPage)
    window.go("annotate")
    qtbot.mouseClick(rounds.collect, LEFT)
    assert isinstance(window.pages.currentWidget(), CollectPage)
    window.go("annotate")
    qtbot.mouseClick(rounds.bring, LEFT)
    assert isinstance(window.pages.currentWidget(), ImportAnnotationsPage)
    window.go("annotate")
    formats = []
    monkeypatch.setattr(ExportAnnotations, "exec", lambda one: formats.append(one.format.count()))
    qtbot.mouseClick(rounds.give, LEFT)
    assert formats == [7]


def test_a_rater_is_renamed_and_it_is_undone(rounds, window, qtbot, monkeypatch):
    store = window.session.study.annotations
    monkeypatch.setattr(round_list, "ask_pseudonym", lambda *_: "R1")
    rounds.raters.selectRow(0)
    qtbot.mouseClick(rounds.rename, LEFT)
    assert raters(rounds) == ["R1", "Bia"]
    assert rounds.rater == "R1"
    assert {one.rater for one in store.answers(NAME)} == {"R1"}
    window.session.edits.undo()
    assert raters(rounds) == ["Ana", "Bia"]
    assert len(store.answers(NAME, "Ana")) == 10
