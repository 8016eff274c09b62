"""Every view on every screen: no word is cut off, nothing lies outside of the window.

The window is laid out at the logical size of each screen, less the frame around it and the
system's own bar: at 150 %, 1366 × 768 pixels are 911 × 512.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QDialog

from neopain_gui.gui.base import theme
from tests.gui import contrast, fitting
from tests.gui.views import Walk, settle, walking

ABOUT = "neopain_gui.gui"

SCREENS = {
    "1280 × 720": (1280, 720),
    "1366 × 768": (1366, 768),
    "1366 × 768 at 150 %": (910, 512),
    "1920 × 1080": (1920, 1080),
    "1920 × 1080 at 200 %": (960, 540),
}
FRAME = (2, 72)
"""Title bar and borders of the frame, and the system's bar, in device-independent pixels."""

NAMES = [name.removeprefix("show_") for name in vars(Walk) if name.startswith("show_")]
PICTURES = os.environ.get("NEOPAIN_SCREENS", "")
"""Folder for pictures of all that is looked at; none are taken without."""


@pytest.fixture(scope="module")
def walk(qapp, tmp_path_factory):
    """The views, in a window of a study with everything in it."""
    fitting.said_with_dots()  # parses the sources, which CPython 3.11 cannot do beside a thread
    before = qapp.style().objectName()
    qapp.setStyle("Fusion")
    theme.apply_scheme("light")
    with walking(tmp_path_factory.mktemp("screens")) as walk:
        yield walk
    theme.apply_scheme("system")
    qapp.setStyle(before)


def _photograph(widget, name, screen):
    if not PICTURES:
        return
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        theme.apply_scheme(scheme)
        settle(20)
        widget.grab().save(str(folder / f"{name}-{screen.replace(' ', '')}-{scheme}.png"))
    theme.apply_scheme("light")


def _hard_to_see(widget):
    """Return what WCAG 2.2 AA asks for and is not there, in light and in dark."""
    wrong = [f"too small to click: {what}" for what in contrast.too_small(widget)]
    for scheme in ("dark", "light"):
        theme.apply_scheme(scheme)
        settle(10)
        faint = contrast.faint_words(widget) + contrast.faint_icons(widget)
        wrong += [f"faint in {scheme}: {what}" for what in faint]
    return wrong


def _does_not_fit(widget, room):
    small = widget.width() > room[0] or widget.height() > room[1]
    wrong = [f"too large: {widget.width()} × {widget.height()}"] if small else []
    return wrong + fitting.outside(widget) + fitting.unreadable(widget)


@pytest.mark.parametrize("name", NAMES)
def test_everything_fits_on_every_screen(walk, name):
    widget = walk.bring_up(name)
    found = []
    for screen, (width, height) in SCREENS.items():
        room = width - FRAME[0], height - FRAME[1]
        walk.window.resize(*room)
        settle(10)
        settle(10)
        if isinstance(widget, QDialog):
            widget.resize(widget.size().boundedTo(QSize(*room)))
            settle(5)
        wrong = _does_not_fit(widget, room)
        if wrong:  # on a busy machine the layout is a moment behind
            settle(500)
            wrong = _does_not_fit(widget, room)
        if screen == "1280 × 720":
            wrong += _hard_to_see(widget)
        found += [f"{screen}: {what}" for what in wrong]
        _photograph(widget, name, screen)
    if isinstance(widget, QDialog):
        widget.close()
        settle(20)
    assert not found, "\n" + "\n".join(found)


def _in_front(walk, tab, screen):
    """Bring a tab to the front on a screen, whatever was looked at before; return the window."""
    if tab not in walk._shown:
        walk.bring_up(tab)
    window = walk.window
    window.docks["jobs"].hide()
    window.messages.clear("info", "success", "warning", "error")
    if tab == "inspect":
        window.workspace.show_view("viewer")
    else:
        walk._tab("gaze").show_page("look")
        window.workspace.lazy["gaze"].panel.look.tabs.setCurrentIndex(0)
    width, height = SCREENS[screen]
    window.resize(width - FRAME[0], height - FRAME[1])
    settle(30)
    settle(30)
    return window


@pytest.mark.parametrize("screen", SCREENS)
def test_the_photograph_keeps_about_half_of_the_height_or_more(walk, screen):
    workspace = _in_front(walk, "inspect", screen).workspace
    canvas, tab = workspace.lazy["viewer"].panel.canvas, workspace.currentWidget()
    assert canvas.height() > 0.48 * tab.height()
    strip = workspace.lazy["layers"].panel.strip
    assert strip.isVisible() is (screen != "1366 × 768 at 150 %")  # and comes back
    # all of it in sight, and all of the photograph in it
    assert tab.rect().contains(canvas.rect().translated(canvas.mapTo(tab, QPoint(0, 0))))
    assert workspace.lazy["viewer"].panel.height() <= workspace.lazy["viewer"].height()
    assert canvas.fitted
    # however low it is, every layer can be reached and is named
    depth = workspace.lazy["layers"].panel.depth_bar
    assert depth.slider.isVisible()
    assert depth.where.text()


@pytest.mark.parametrize("screen", SCREENS)
def test_messages_cover_no_button_of_the_gaze_view(walk, screen):
    window = _in_front(walk, "gaze", screen)
    look = window.workspace.lazy["gaze"].panel.look
    window.messages.say("warning", "A recording has gaps. " * 6)
    settle(30)
    foot = window.messages.mapTo(window, QPoint(0, window.messages.height())).y()
    assert foot > 0
    for button in (look.playback.play, look.tables):
        assert button.isVisible()
        assert foot <= button.mapTo(window, QPoint(0, 0)).y()
    window.messages.clear("warning")
    settle(10)


def test_messages_make_way_when_another_tab_comes_to_the_front(walk):
    _in_front(walk, "gaze", "1280 × 720")
    window = _in_front(walk, "inspect", "1280 × 720")
    window.messages.say("warning", "A recording has gaps.")
    settle(30)
    window.workspace.setCurrentWidget(window.workspace.lazy["gaze"])
    settle(30)
    assert window.messages.isVisible()
    play = window.workspace.lazy["gaze"].panel.look.playback.play
    foot = window.messages.mapTo(window, QPoint(0, window.messages.height())).y()
    assert foot <= play.mapTo(window, QPoint(0, 0)).y()
    window.messages.clear("warning")
    settle(10)
