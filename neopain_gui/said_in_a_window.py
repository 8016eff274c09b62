"""One sentence in a window of the system's own, where NeoPain's cannot open.

Whoever double-clicks a program sees no terminal. Only Python's own library is needed here, and
whatever the desktop has to show a message with.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence

_TITLE = "NeoPain"
_ICON_ERROR = 0x10
_APPLE = (
    "on run argv",
    "display alert (item 1 of argv) message (item 2 of argv) as critical",
    "end run",
)


def say(text: str) -> bool:
    """Show a sentence and wait until it was read.

    Returns
    -------
    bool
        Whether there was anything to show it with.
    """
    if sys.platform == "win32":
        return _by_windows(text)
    if sys.platform == "darwin":
        lines = [part for line in _APPLE for part in ("-e", line)]
        return _ran(["osascript", *lines, _TITLE, text])
    if not has_display(os.environ):
        return False
    return _by_tk(text) or any(_ran(command) for command in _commands(text))


def has_display(environment: Mapping[str, str]) -> bool:
    """Return whether a session of Linux has something to draw on."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _commands(text: str) -> list[Sequence[str]]:
    """Return how the desktops that we know of show a message, in the order of preference."""
    return [
        ("zenity", "--error", "--no-markup", "--title", _TITLE, "--width", "420", "--text", text),
        ("kdialog", "--title", _TITLE, "--error", text),
        ("xmessage", "-center", "-title", _TITLE, _in_lines(text)),
    ]


def _in_lines(text: str, longest: int = 72) -> str:
    """Break a text, for whoever does not."""
    import textwrap

    return "\n".join(textwrap.wrap(text, longest))


def _ran(command: Sequence[str]) -> bool:
    """Run a command of the system that shows a message; say whether there was one."""
    import subprocess  # a program that has nothing to say loads nothing for it

    found = shutil.which(command[0])
    if found is None:
        return False
    try:
        done = subprocess.run([found, *command[1:]], check=False, capture_output=True)  # noqa: S603
    except OSError:
        return False
    return done.returncode in (0, 1)  # closed by its button, or by its frame


def _by_tk(text: str) -> bool:
    try:
        import tkinter
        from tkinter import messagebox

        root = tkinter.Tk()
    except Exception:  # noqa: BLE001 - it is missing, or half there, or has no display: others have
        return False
    root.withdraw()
    messagebox.showerror(_TITLE, text, parent=root)
    root.destroy()
    return True


def _by_windows(text: str) -> bool:
    import ctypes

    shown = getattr(ctypes, "windll").user32.MessageBoxW(None, text, _TITLE, _ICON_ERROR)  # noqa: B009
    return bool(shown)
