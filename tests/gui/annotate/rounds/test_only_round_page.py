"""A folder that is one round for one rater opens as nothing but that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from neopain_gui.gui.annotate.rating.rating_page import RatingPage
from neopain_gui.gui.annotate.rounds.only_round_page import OnlyRoundPage
from neopain_gui.pipeline.rounds.collecting import look_at
from neopain_gui.pipeline.rounds.handing_over import export_round
from neopain_gui.study import Study
from tests.gui.test_window import trigger
from tests.pipeline.rounds.material import AT, NAME, make

LEFT = Qt.MouseButton.LeftButton


def test_it_opens_as_the_round_and_stays_so(window, tmp_path, qtbot, monkeypatch):
    with make(tmp_path, instruments=("label",)) as study:
        folder = export_round(study, NAME, "Ana", tmp_path / "out").path
    window.open_study(folder)
    page = window.pages.currentWidget()
    assert isinstance(page, OnlyRoundPage)
    assert page.state.text().startswith("8 photographs left.")
    for command in ("show_inspect", "show_compare"):
        if command in window.actions_table.by_id:
            trigger(window, command)
    for place in ("inspect", "compare", "annotate"):
        window.go(place)
        window.visit(place)
        assert window.pages.currentWidget() is page
    assert not any(dock.isVisibleTo(window) for dock in window.docks.values())
    assert not window.toolbar.isVisibleTo(window)
    qtbot.mouseClick(page.rate, LEFT)
    rating = window.pages.currentWidget()
    assert isinstance(rating, RatingPage)
    qtbot.waitUntil(lambda: rating.course.running, timeout=5000)
    QTest.keyClicks(rating, "P")
    QTest.keyClick(rating, Qt.Key.Key_Return)
    rating.close_round()
    assert window.pages.currentWidget() is page
    assert page.state.text().startswith("7 photographs left.")
    window.session.study.annotations.hand_in(NAME, "Ana", AT)
    window.session.annotations_changed.emit()
    assert "It is handed in." in page.state.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.mouseClick(page.file, LEFT)
    with Study.open(study.path) as ward:
        found = look_at(ward, [tmp_path / "ratings-Ana.json"])
    assert "handed in: 1 new turn." in found.sentences[0]
    qtbot.mouseClick(page.leave, LEFT)
    assert window.session.study is None


def test_the_next_study_is_shown_as_a_whole(window, tmp_path, study_path):
    with make(tmp_path) as study:
        folder = export_round(study, NAME, "Ana", tmp_path / "out").path
    window.open_study(folder)
    window.open_study(study_path)
    assert window.pages.currentWidget() is window.workspace
    assert window.toolbar.isVisibleTo(window)
    assert window.statusBar().isVisibleTo(window)
