"""Two raters hand in a round; somebody looks how far they agree and decides where they do not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.study import Study
from tests.gui.annotate.rated import rate

ABOUT = "neopain_gui.gui.annotate.agreement"


@pytest.fixture
def rated(study_path):
    """A study of four photographs that two raters rated; they differ on two labels."""
    with Study.open(study_path) as study:
        rate(study)
    return study_path


def page_of(window, name):
    tab = window.go("annotate")
    QTest.mouseClick(tab.switch.buttons[name], Qt.MouseButton.LeftButton)
    return tab.pages[name]


def test_how_far_they_agree_is_said_in_words_and_tables(window, rated, qtbot, tmp_path):
    window.open_study(rated)
    page = page_of(window, "agreement")
    qtbot.waitUntil(lambda: page.found is not None, timeout=5000)
    assert "2 raters of the round “Ward” saw 4 photographs of 2 neonates." in page.says.text()
    assert "R1 saw 2 photographs twice: labels 100 % the same" in page.says.text()
    table = page.parts["raters"].tables[0].table
    assert table.heads[0] == "Question"
    assert [row[0] for row in table.rows] == ["Label", "Score of 0 to 10"]
    assert not page.parts["raters_pairs"].isHidden()
    assert page.parts["raters_without"].isHidden()  # of two raters nobody is left out
    page.export_to(tmp_path / "out")
    qtbot.waitUntil(lambda: (tmp_path / "out" / "latex" / "raters.tex").is_file(), timeout=5000)
    assert (tmp_path / "out" / "raters.csv").is_file()


def test_disagreements_are_decided_by_keys_and_undone(window, rated, qtbot):
    window.open_study(rated)
    page = page_of(window, "disagreements")
    qtbot.waitUntil(lambda: len(page.found) == 2)
    first, second = page.found
    assert page.chosen == first
    assert not page.deciding.decide.isEnabled()  # without a reason
    QTest.keyClicks(page.deciding.answer, "no pain")
    QTest.keyClicks(page.deciding.reason, "rest, the brow is smooth")
    QTest.keyClick(page.deciding.reason, Qt.Key.Key_Return)
    study = window.session.study
    (made,) = study.annotations.decisions()
    assert (made.image_id, made.value, made.reason) == (
        first.image_id,
        0.0,
        "rest, the brow is smooth",
    )
    assert page.chosen.key == second.key
    assert "2 disagreements of those who handed in, 1 not decided." in page.says.text()
    assert page.table.item(0, 3).text() == "no pain"
    page.left_only.click()
    assert [one.key for one in page.found] == [second.key]
    window.session.edits.undo_stack.undo()
    assert study.annotations.decisions() == []
    assert len(page.found) == 2
    window.session.edits.undo_stack.redo()
    assert study.annotations.decisions() == [made]
    page.left_only.click()
    page.table.selectRow(0)
    QTest.mouseClick(page.deciding.back, Qt.MouseButton.LeftButton)
    assert study.annotations.decisions() == []


def test_a_study_without_rounds_says_what_will_stand_there(window, study_path, qtbot):
    window.open_study(study_path)
    for name in ("agreement", "disagreements"):
        page = page_of(window, name)
        qtbot.waitUntil(lambda page=page: page.empty.heading.text() == "No round yet")
        assert page.stack.currentWidget() is page.empty
