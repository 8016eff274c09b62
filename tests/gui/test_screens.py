"""Every view on every screen: no word is cut off, nothing lies outside of the window.

The window is laid out at the logical size of each screen, less the frame around it and the
system's own bar: at 150 %, 1366 × 768 pixels are 911 × 512.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

from neopain_gui.gui import theme
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.main_window import MainWindow
from neopain_gui.gui.session import Session
from neopain_gui.gui.settings import Settings
from tests.gui import contrast, fitting
from tests.gui.conftest import StandInEngine
from tests.gui.views import Walk, make_study, settle

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


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """The window stays from test to test; that it closes is what other files look at."""
    return


@pytest.fixture(scope="module")
def walk(qapp, tmp_path_factory):
    """The views, in a window of a study with everything in it."""
    home = tmp_path_factory.mktemp("screens")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_DOCUMENTS_DIR"):
            patch.setenv(name, str(home / name))
        patch.setattr("neopain_gui.pipeline.jobs.warm_up", lambda job: None)
        before = qapp.style().objectName()
        qapp.setStyle("Fusion")
        theme.apply_scheme("light")
        window = MainWindow(Session(), Jobs(StandInEngine), Settings(home / "window.ini"))
        window.resize(1280, 720)
        window.show()
        yield Walk(window, make_study(home), patch.setattr)
        window.close()
        settle(20)
        window.deleteLater()
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
        small = widget.width() > room[0] or widget.height() > room[1]
        wrong = [f"too large: {widget.width()} × {widget.height()}"] if small else []
        wrong += fitting.outside(widget) + fitting.unreadable(widget)
        if screen == "1280 × 720":
            wrong += _hard_to_see(widget)
        found += [f"{screen}: {what}" for what in wrong]
        _photograph(widget, name, screen)
    if isinstance(widget, QDialog):
        widget.close()
        settle(20)
    assert not found, "\n" + "\n".join(found)
