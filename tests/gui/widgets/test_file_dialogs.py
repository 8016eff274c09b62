"""Dialogs begin where they were last answered."""

from PySide6.QtWidgets import QFileDialog

from neopain_gui.gui.widgets import file_dialogs


def test_after_a_study_was_chosen_the_next_dialog_begins_beside_it(window, tmp_path, monkeypatch):
    begun = []
    (tmp_path / "back").mkdir()

    def answer(_parent, _title, where):
        begun.append(where)
        return str(tmp_path / "back" / "ward.neopain")

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer)
    for _ in range(2):
        found = file_dialogs.folder(window, "rounds", "Folder of a round")
        assert found == tmp_path / "back" / "ward.neopain"
    assert begun[1] == str(tmp_path / "back")
