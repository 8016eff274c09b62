"""Whatever is in the settings file, the window starts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QLabel

import neopain_gui
from neopain_gui import locations
from neopain_gui.gui.base.settings import Settings


def test_round_trip(tmp_path):
    settings = Settings(tmp_path / "w.ini")
    settings.keep_window(QByteArray(b"g\x00\xff"), QByteArray(b"s"))
    settings.scheme = "dark"
    settings.notice_read = True
    (tmp_path / "b.neopain").mkdir()
    (tmp_path / "a.neopain").mkdir()
    for name in ("a", "b", "gone", "a"):
        settings.add_recent(tmp_path / f"{name}.neopain")
    settings.sync()
    again = Settings(tmp_path / "w.ini")
    assert bytes(again.geometry.data()) == b"g\x00\xff"
    assert bytes(again.state.data()) == b"s"
    assert again.scheme == "dark"
    assert again.notice_read
    assert [path.stem for path in again.recent] == ["a", "b"]
    again.clear_recent()
    assert again.recent == []


@pytest.mark.parametrize(
    "text",
    [
        "[view]\nscheme=purple\n[study]\nrecent=notjson\n[window]\ngeometry=3\n",
        '[study]\nrecent="[1, 2]"\n[view]\nscheme=@ByteArray(x)\n',
        "[study]\nrecent={}\n[notice]\nread=maybe\n",
        "no ini at all ]]] ===\n",
        "",
    ],
)
def test_bad_values_are_dropped_one_by_one(tmp_path, text):
    path = tmp_path / "w.ini"
    path.write_text("[notice]\nread=yes\n" + text, encoding="utf-8")
    settings = Settings(path)
    assert settings.scheme == "system"
    assert settings.recent == []
    assert settings.geometry.isEmpty()
    settings.sync()
    settings.scheme = "light"
    assert settings.scheme == "light"


def test_a_good_value_survives_a_bad_neighbour(tmp_path):
    path = tmp_path / "w.ini"
    path.write_text("[view]\nscheme=dark\n[study]\nrecent=%%%\n", encoding="utf-8")
    settings = Settings(path)
    assert settings.recent == []
    assert settings.scheme == "dark"


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 100, b"[a]\n" + b"x=1\n" * 300_000])
def test_a_file_that_is_no_settings_is_set_aside(tmp_path, content):
    path = tmp_path / "w.ini"
    path.write_bytes(content)
    assert Settings(path).scheme == "system"
    assert path.with_suffix(".bak").read_bytes() == content


def blocked(tmp_path, monkeypatch):
    """A home in which no folder can be made: a file has its name, which stops root, too."""
    (tmp_path / "blocked").write_bytes(b"")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "blocked"))


def test_without_a_writable_home_nothing_is_remembered_but_it_starts(tmp_path, monkeypatch):
    blocked(tmp_path, monkeypatch)
    settings = Settings()
    settings.scheme = "dark"
    assert settings.scheme == "dark"
    assert settings.why_not_kept()


def test_the_window_says_once_what_it_cannot_keep(qtbot, jobs, tmp_path, monkeypatch):
    from neopain_gui.gui.shell.first_words import say_what_is_not_kept
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.state.session import Session

    blocked(tmp_path, monkeypatch)
    window = MainWindow(Session(), jobs, Settings())
    qtbot.addWidget(window)
    window.show()
    say_what_is_not_kept(window.messages, window.settings)
    said = [label.text() for label in window.messages.findChildren(QLabel)]
    why = "cannot be kept (a file stands where a folder is needed)"
    assert any(why in text for text in said), said


def test_a_home_that_can_be_written_to_is_not_worth_a_word(tmp_path):
    settings = Settings(tmp_path / "new" / "w.ini")
    assert settings.why_not_kept() == ""
    assert list((tmp_path / "new").iterdir()) == []


def test_the_window_opens_with_damaged_geometry(qtbot, jobs, tmp_path):
    from neopain_gui.gui.shell.main_window import SMALLEST, MainWindow
    from neopain_gui.gui.state.session import Session

    settings = Settings(tmp_path / "w.ini")
    settings.keep_window(QByteArray(b"nonsense"), QByteArray(b"\x00more nonsense"))
    window = MainWindow(Session(), jobs, settings)
    qtbot.addWidget(window)
    window.show()
    assert window.width() >= SMALLEST[0]
    assert settings.state.isEmpty()
    window.close()


def test_each_kind_of_file_is_asked_for_where_it_was_last(window, tmp_path, monkeypatch):
    """Photographs, recordings and exports lie in different places; each is remembered."""
    from PySide6.QtWidgets import QFileDialog, QWidget

    from neopain_gui.gui.widgets import file_dialogs

    inside, began = QWidget(window), []
    own = tmp_path / "Pictures"
    own.mkdir()
    monkeypatch.setattr(locations, "pictures_folder", lambda: own)
    monkeypatch.setattr(locations, "documents_folder", lambda: tmp_path / "not there")
    pictures, tables = tmp_path / "pictures", tmp_path / "tables"
    for folder in (pictures, tables):
        folder.mkdir()

    def answer(value):
        def dialog(_parent, _title, begin, *_more):
            began.append(begin)
            return value

        return dialog

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer(str(pictures)))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer(([str(tables / "a.tsv")], "")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer(("", "")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer((str(tables / "b.png"), "")))
    assert file_dialogs.folder(window, "photographs", "Folder") == pictures
    assert file_dialogs.files(inside, "recordings", "Files", "") == [tables / "a.tsv"]
    assert file_dialogs.save_as(inside, "exports", "Save", "/home/picture.png", "")[0]
    assert file_dialogs.folder(inside, "photographs", "Folder") == pictures
    assert file_dialogs.file(inside, "recordings", "File", "") is None
    file_dialogs.save_as(window, "exports", "Save", "/home/other.png", "")
    assert began == [
        str(own), str(Path.home()), "/home/picture.png",
        str(pictures), str(tables), str(tables / "other.png"),
    ]  # fmt: skip
    again = Settings(window.settings.path)
    window.settings.sync()
    assert again.folder("photographs") == str(pictures)
    pictures.rmdir()
    assert again.folder("photographs") == "", "a folder that is gone is not offered"


def test_no_dialog_for_files_goes_another_way():
    """One helper asks for all of them; what goes round it forgets its folder."""
    root = Path(neopain_gui.__file__).parent
    found = [
        file.name
        for file in root.rglob("*.py")
        if "QFileDialog." in file.read_text(encoding="utf-8") and file.name != "file_dialogs.py"
    ]
    assert found == []
