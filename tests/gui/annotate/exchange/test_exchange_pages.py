"""Annotations of other programs in the window: out, in, undone."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from neopain_gui.gui.annotate.exchange.export_dialog import ExportAnnotations
from neopain_gui.gui.annotate.exchange.import_page import ImportAnnotationsPage
from tests.gui.test_window import trigger
from tests.pipeline.rounds.material import NAME, make, rate

ABOUT = "neopain_gui.gui.annotate.exchange"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window, tmp_path, qtbot):
    with make(tmp_path) as study:
        rate(study, "Ana")
        path = study.path
    window.open_study(path)
    qtbot.waitUntil(lambda: window.session.study is not None)
    return window


def export(window, folder, monkeypatch, qtbot, title):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))

    def answer(dialog):
        dialog.format.setCurrentText(title)
        dialog.rater.setCurrentText("Ana")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportAnnotations, "exec", answer)
    with qtbot.waitSignal(window.session.told, timeout=5000) as told:
        trigger(window, "export_annotations")
    return told.args[0].text


def importing(window, files, qtbot, rater=""):
    trigger(window, "import_annotations")
    page = window.pages.currentWidget()
    assert isinstance(page, ImportAnnotationsPage)
    page.whose.rater_box.setEditText(rater)
    page.open_files(files)
    qtbot.waitUntil(lambda: page._task is None, timeout=5000)
    return page


def test_annotations_go_out_and_come_in_for_another_rater_and_are_undone(
    opened, tmp_path, monkeypatch, qtbot
):
    said = export(opened, tmp_path / "out", monkeypatch, qtbot, "COCO JSON")
    assert said.startswith("2 files were written. COCO JSON has no place for answers: left out.")
    page = importing(opened, [tmp_path / "out" / NAME / "Ana"], qtbot, "Cai")
    assert page.table.rowCount() == 6
    cells = [page.table.item(0, column).text() for column in range(page.table.columnCount())]
    assert cells[1:4] == ["by name", "1 region: brow; 1 landmark", "annotations.json"]
    assert cells[4:] == ["Cai", "Imported"]
    assert "6 photographs to take in for Cai." in page.heading.text()
    study = opened.session.study
    with qtbot.waitSignal(opened.session.annotations_changed):
        qtbot.mouseClick(page.button, LEFT)
    assert opened.pages.currentWidget() is not page
    assert len(study.annotations.marks("Imported", "Cai")) == 6
    opened.session.edits.undo()
    assert [one.name for one in study.annotations.rounds()] == [NAME]
    assert [one.id for one in study.gaze.participants()] == ["Ana", "Bia"]
    opened.session.edits.redo()
    assert len(study.annotations.marks("Imported", "Cai")) == 6


def test_what_differs_and_what_is_left_out_is_listed(opened, tmp_path, qtbot):
    shapes = [
        {"label": "brow", "points": [[1, 1], [9, 1], [9, 9]]},
        {"label": "tube", "points": [[1, 1], [9, 9]], "shape_type": "line"},
    ]
    file = tmp_path / "photo1.json"
    file.write_text(json.dumps({"shapes": shapes}))
    page = importing(opened, [file], qtbot, "Ana")
    page.whose.round_box.setEditText(NAME)
    qtbot.waitUntil(lambda: page.found is not None and bool(page.found.conflicts), timeout=5000)
    notes = [page.notes.item(row).text().replace("\u200b", "") for row in range(2)]
    assert "region brow: as it was in the study, drawn otherwise in photo1.json" in notes[0]
    assert notes[1] == "photo1.json: not understood: shape 2, tube (line)."
    qtbot.waitUntil(lambda: page._task is None, timeout=5000)
    assert not page.button.isEnabled()
    page.replacing.click()
    qtbot.waitUntil(lambda: page._task is None and page.button.isEnabled(), timeout=5000)


def test_what_cannot_be_imported_is_said_and_what_was_chosen_stays(opened, tmp_path, qtbot):
    file = tmp_path / "photo1.json"
    file.write_text('{"shapes": [{"label": "brow", "points": [[1, 1], [9, 1], [9, 9]]}]}')
    with qtbot.waitSignal(opened.session.told) as told:
        page = importing(opened, [file], qtbot)
    assert "photo1.json: does not say whose annotations these are" in told.args[0].text
    page.whose.rater_box.setEditText("Cai")
    qtbot.waitUntil(lambda: page._task is None and page.button.isEnabled(), timeout=5000)
    qtbot.mouseClick(page.cancel, LEFT)
    assert opened.pages.currentWidget() is not page
