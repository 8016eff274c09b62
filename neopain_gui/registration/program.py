"""How this very program is started again, by its whole path."""

from __future__ import annotations

import sys
from pathlib import Path

from neopain_gui import locations

_WINDOW = "neopain-window"


def own_command() -> list[str]:
    """Return the command that opens the window, to which files are added.

    It is a bundle's own program, else the script beside Python, else the source tree's ``main.py``.
    """
    beside = Path(sys.executable).with_name(_WINDOW).with_suffix(_suffix())
    if beside.is_file():
        return [str(beside)]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    start = locations.program_folder() / "main.py"
    return [sys.executable, *([str(start)] if start.is_file() else ["-m", "neopain_gui"])]


def _suffix() -> str:
    return ".exe" if sys.platform == "win32" else ""
