"""The window and its frame lie on the screen; in a narrow window the panels share a side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt

from neopain_gui.gui.shell.placement import NARROW, StayOnScreen, first_place, inside

FRAME = QMargins(4, 32, 4, 4)


@pytest.mark.parametrize("size", [(1366, 728), (911, 472), (1280, 680), (1920, 1040)])
def test_the_first_window_fits_with_its_frame(size):
    room = QRect(QPoint(0, 40), QSize(*size))
    place = first_place(room, FRAME)
    assert room.contains(place.marginsAdded(FRAME))
    assert place.width() <= 1440
    assert place.height() <= 900


@given(
    place=st.tuples(*4 * [st.integers(-3000, 3000)]),
    room=st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000)),
)
def test_wherever_a_window_was_its_frame_comes_onto_the_screen(place, room):
    x, y, width, height = place
    available = QRect(QPoint(*room), QSize(1366, 728))
    found = inside(QRect(x, y, 200 + abs(width), 100 + abs(height)), available, FRAME)
    assert available.contains(found.marginsAdded(FRAME))
    assert inside(found, available, FRAME) == found, "what fits is left where it is"


def test_a_frame_that_comes_late_lies_on_the_screen_too(window, qtbot, monkeypatch):
    """Under load the window manager decorates the window long after it was shown."""
    frames = [QMargins()]
    monkeypatch.setattr(StayOnScreen, "frame", lambda self: frames[-1])
    screen = window.screen().availableGeometry()

    def whole() -> bool:
        framed = window.geometry().marginsAdded(FRAME)
        return framed.top() >= screen.top() and framed.bottom() <= screen.bottom()

    full_screen = window.actions_table.by_id["full_screen"]
    full_screen.trigger()
    qtbot.waitUntil(window.isFullScreen)
    full_screen.trigger()
    qtbot.waitUntil(lambda: not window.isFullScreen())
    window.setGeometry(screen)
    qtbot.wait(2 * StayOnScreen.EVERY_MS)
    assert not whole()
    frames.append(FRAME)
    qtbot.waitUntil(whole)


def test_in_a_narrow_window_the_panels_share_a_side_and_part_again(window, study_path, qtbot):
    window.open_study(study_path)
    window.resize(NARROW + 100, 700)
    study, details = window.docks["study"], window.docks["details"]
    right = Qt.DockWidgetArea.RightDockWidgetArea
    qtbot.waitUntil(lambda: window.dockWidgetArea(details) == right)
    window.resize(NARROW - 100, 500)
    qtbot.waitUntil(lambda: window.tabifiedDockWidgets(study) == [details])
    middle = window.centralWidget()
    qtbot.waitUntil(lambda: middle.width() > 0.6 * window.width())
    window.resize(NARROW + 100, 700)
    qtbot.waitUntil(lambda: window.tabifiedDockWidgets(study) == [])
    assert window.dockWidgetArea(details) == right
    assert details.isVisible()


def test_a_panel_that_somebody_moved_stays_there(window, study_path, qtbot):
    window.open_study(study_path)
    window.resize(NARROW + 100, 700)
    details = window.docks["details"]
    details.setFloating(True)
    window.resize(NARROW - 100, 500)
    qtbot.wait(20)
    assert details.isFloating()
    assert window.tabifiedDockWidgets(window.docks["study"]) == []
    details.setFloating(False)


@pytest.mark.parametrize("size", [(908, 440), (958, 468), (1278, 648)])
def test_the_photograph_keeps_its_height_in_a_low_window(window, study_path, qtbot, size):
    window.open_study(study_path)
    window.messages.clear("warning")
    window.resize(*size)
    strip = window.workspace.lazy["layers"].panel.strip
    viewer = window.workspace.lazy["viewer"].panel
    qtbot.waitUntil(lambda: viewer.canvas.height() >= 0.3 * size[1])
    assert viewer.height() <= viewer.parentWidget().height(), "nothing is to be scrolled"
    assert (strip.tiles[0].height() < 72) is (size[1] < 600)
    window.resize(1278, 648)
    qtbot.waitUntil(lambda: strip.tiles[0].height() > 72)
