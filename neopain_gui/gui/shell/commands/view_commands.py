"""Commands for getting about: tabs, views, panels, the size and colours of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from neopain_gui.gui.base import text_size, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window

_OPACITY_STEP = 0.1
_ZOOM_STEP = 1.25


# -- tabs, views, panels ---------------------------------------------------------------------
def next_tab(window: Window) -> None:
    window.step_tab(1)


def previous_tab(window: Window) -> None:
    window.step_tab(-1)


def next_view(window: Window) -> None:
    window.step_view(1)


def previous_view(window: Window) -> None:
    window.step_view(-1)


def next_panel(window: Window) -> None:
    window.step_panel(1)


def previous_panel(window: Window) -> None:
    window.step_panel(-1)


def panels_back(window: Window) -> None:
    window.reset_panels()


def read_messages(window: Window) -> None:
    window.messages.take_focus()


# -- the picture -----------------------------------------------------------------------------
def _view(window: Window, method: str, *arguments: float) -> None:
    """Do something to whichever view fills the Inspect tab."""
    getattr(window.go(window.view), method)(*arguments)


def fit(window: Window) -> None:
    _view(window, "fit")


def actual_size(window: Window) -> None:
    _view(window, "actual_size")


def zoom_in(window: Window) -> None:
    _view(window, "zoom_by", _ZOOM_STEP)


def zoom_out(window: Window) -> None:
    _view(window, "zoom_by", 1 / _ZOOM_STEP)


def less_overlay(window: Window) -> None:
    window.session.overlay.set_opacity(window.session.overlay.opacity - _OPACITY_STEP)


def more_overlay(window: Window) -> None:
    window.session.overlay.set_opacity(window.session.overlay.opacity + _OPACITY_STEP)


# -- how it looks ----------------------------------------------------------------------------
def full_screen(window: Window) -> None:
    whole = window.widget
    whole.setWindowState(whole.windowState() ^ Qt.WindowState.WindowFullScreen)


def scheme(name: str) -> Callable[[Window], None]:
    """Return the command that chooses a colour scheme."""

    def choose(window: Window) -> None:
        window.settings.scheme = name
        theme.apply_scheme(name)

    return choose


def scheme_is(name: str) -> Callable[[Window], bool]:
    """Return whether a colour scheme is used."""
    return lambda window: window.settings.scheme == name


def text_larger(window: Window) -> None:
    _text(window, text_size.stepped(window.settings.text_size, 1))


def text_smaller(window: Window) -> None:
    _text(window, text_size.stepped(window.settings.text_size, -1))


def text_usual(window: Window) -> None:
    _text(window, text_size.USUAL)


def _text(window: Window, size: int) -> None:
    window.settings.text_size = text_size.apply(size)
    said = f"Text at {percent(window.settings.text_size / 100)} of the usual size."
    window.session.tell(Message(level="info", text=said, topic="text size"))
