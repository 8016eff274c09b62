"""What this computer lacks is said before anything depends on it."""

import pytest

from neopain_gui.computer.machine import Memory
from neopain_gui.gui.shell import first_words


@pytest.mark.parametrize(("total", "said"), [(2_000_000_000, 1), (8_000_000_000, 0), (None, 0)])
def test_little_memory_is_said_once(window, monkeypatch, total, said):
    monkeypatch.setattr(first_words, "memory", lambda: Memory(total=total, free=None))
    first_words.say_what_is_missing(window.messages, fonts=True)
    found = window.messages.messages()
    assert len(found) == said
    assert all("2.0 GB of memory" in message.text for message in found)


def test_the_first_start_says_where_things_are_kept(window, qtbot, tmp_path):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QPushButton

    from neopain_gui.gui.shell.about_computer import AboutComputer
    from neopain_gui.gui.shell.kept_where import FirstWords

    window.show()
    (words,) = window.start.findChildren(FirstWords)
    assert words.isVisible()
    qtbot.mouseClick(words.findChild(QPushButton), Qt.MouseButton.LeftButton)
    window.findChild(AboutComputer).close()
    study = tmp_path / "one.neopain"
    study.mkdir()
    window.settings.add_recent(study)
    window.start.refresh()
    assert not [one for one in window.start.findChildren(FirstWords) if one.isVisible()]
