"""The gaze tab begins with what there is, and its buttons lead to the importers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gui.gaze.gaze_tab import LOOK, PICTURES, RECORDINGS, GazeTab
from tests.gaze.looks import look


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


def test_recordings_are_dropped_on_any_page(tab, session, tmp_path, qtbot):
    file = tmp_path / "a.tsv"
    write_prolab(file, [look(session.images[0].id)])
    tab.show_page(LOOK)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setDropAction(Qt.DropAction.MoveAction)
    tab.dropEvent(event)
    assert event.dropAction() is Qt.DropAction.CopyAction  # the files stay where they are
    assert tab.recordings.isVisible()
    qtbot.waitUntil(lambda: tab.recordings.preview is not None, timeout=20_000)
