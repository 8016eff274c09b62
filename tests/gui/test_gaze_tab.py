"""The gaze tab begins with what there is, and its buttons lead to the importers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from neopain_gui.gui.gaze import GazeTab
from neopain_gui.gui.gaze.tab import LOOK, PICTURES, RECORDINGS


@pytest.fixture
def tab(qtbot, session, jobs):
    tab = GazeTab(session, jobs)
    qtbot.addWidget(tab)
    tab.resize(760, 560)
    tab.show()
    return tab


def test_without_recordings_it_begins_with_their_importer(tab, qtbot):
    assert tab.buttons[RECORDINGS].isChecked()
    assert tab.recordings.isVisible()
    for name, page in ((PICTURES, tab.pictures), (LOOK, tab.look)):
        qtbot.mouseClick(tab.buttons[name], Qt.MouseButton.LeftButton)
        assert page.isVisible()
        assert [one for one, button in tab.buttons.items() if button.isChecked()] == [name]


def test_what_was_imported_is_shown(tab, session):
    session.gaze_changed.emit()
    assert tab.look.isVisible()
