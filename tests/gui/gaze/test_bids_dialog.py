"""A data set after BIDS from the window: what is asked, and what is written."""

import json
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from neopain_gui.gui.gaze.bids_dialog import BidsDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window, phantoms, tmp_path, qtbot):
    window.open_study(shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain"))
    qtbot.waitUntil(lambda: bool(window.session.images))
    return window


def test_what_is_filled_in_is_in_the_data_set(opened, tmp_path, monkeypatch, qtbot):
    def answer(dialog):
        dialog.show()
        assert dialog.across.text() == "not known"
        dialog.task.selectAll()
        qtbot.keyClicks(dialog.task, "rate faces")  # a space is none of its letters
        for field, typed in ((dialog.across, "520"), (dialog.down, "330")):
            field.selectAll()
            qtbot.keyClicks(field, typed)
        qtbot.keyClicks(dialog.authors, "A. Silva; B. Souza;")
        qtbot.mouseClick(dialog.go, LEFT)
        return dialog.result()

    monkeypatch.setattr(BidsDialog, "exec", answer)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(opened.session.told, timeout=60_000) as told:
        opened.actions_table.by_id["export_bids"].trigger()
    said = told.args[0].text
    assert "of 12 participants in demo-bids/. The photographs are not in it." in said
    folder = tmp_path / "demo-bids"
    about = json.loads((folder / "dataset_description.json").read_text("utf-8"))
    assert about["Authors"] == ["A. Silva", "B. Souza"]
    events = folder / "sub-P01" / "beh" / "sub-P01_task-ratefaces_events.json"
    screen = json.loads(events.read_text("utf-8"))["StimulusPresentation"]
    assert screen["ScreenSize"] == [0.52, 0.33]


def test_a_study_without_recordings_says_so(window, study_path, monkeypatch, qtbot):
    window.open_study(study_path)
    qtbot.waitUntil(lambda: bool(window.session.images))
    monkeypatch.setattr(BidsDialog, "exec", lambda _one: QDialog.DialogCode.Rejected)
    with qtbot.waitSignal(window.session.notice) as noticed:
        window.actions_table.by_id["export_bids"].trigger()
    assert "no recordings" in noticed.args[0]
