"""A report out of the window: the photographs are asked about once, the bytes are the line's."""

import re

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from neopain_gui.pipeline.report import PHOTOGRAPHS, write_report
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.study import Study
from tests.reports.small import small_study

ABOUT = "neopain_gui.gui.shell.commands.export_commands"

BUTTON = QMessageBox.StandardButton


@pytest.fixture
def ward(tmp_path):
    with small_study(tmp_path, 2) as study:
        return study.path


def answering(monkeypatch, folder, *answers):
    """Somebody answers the questions so, and chooses this folder."""
    asked, left = [], list(answers)

    def question(_parent, _title, text, *_):
        asked.append(text)
        return left.pop(0)

    folder.mkdir()
    monkeypatch.setattr(QMessageBox, "question", question)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return asked


def test_the_same_bytes_as_headless(window, ward, tmp_path, monkeypatch, qtbot):
    asked = answering(monkeypatch, tmp_path / "out", BUTTON.No)
    window.open_study(ward)
    action = window.actions_table.by_id["export_report"]
    assert action.isEnabled()
    action.trigger()
    page = tmp_path / "out" / "report.json"
    qtbot.waitUntil(page.exists, timeout=90_000)
    qtbot.waitUntil(
        lambda: any("files were written" in m.text for m in window.messages.messages()),
        timeout=30_000,
    )
    assert len(asked) == 1
    assert window.session.study.setting(PHOTOGRAPHS) is False
    window.action("close_study").trigger()
    with Study.open(ward, read_only=True) as study:
        settings = mask_settings(study)
        files = write_report(study, tmp_path / "line", settings, photographs=False, formats=[])
    for file in files:
        ours = tmp_path / "out" / file.relative_to(tmp_path / "line")
        assert ours.read_bytes() == file.read_bytes(), file.name


def test_giving_up_keeps_nothing(window, ward, tmp_path, monkeypatch):
    asked = answering(monkeypatch, tmp_path / "out", BUTTON.Cancel)
    window.open_study(ward)
    window.actions_table.by_id["export_report"].trigger()
    assert len(asked) == 1
    assert window.session.study.setting(PHOTOGRAPHS) is None
    assert not list((tmp_path / "out").iterdir())


def test_a_decimal_comma_is_chosen_once_and_kept(window, ward, tmp_path, monkeypatch, qtbot):
    answering(monkeypatch, tmp_path / "out")
    window.open_study(ward)
    action = window.actions_table.by_id["decimal_comma"]
    assert not action.isChecked()
    action.trigger()
    assert action.isChecked()
    assert window.settings.decimal_comma
    window.actions_table.by_id["export_tables"].trigger()
    table = tmp_path / "out" / "agreement_per_image.csv"
    qtbot.waitUntil(table.exists, timeout=30_000)
    head, first, *_ = table.read_text("utf-8").splitlines()
    assert head.startswith("image;neonate;label;")
    assert re.search(r";0,\d{6};", first)
    action.trigger()
    assert not window.settings.decimal_comma
