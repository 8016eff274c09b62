"""What Qt needs of the system, and what to install where it is not there.

Nothing here needs Qt itself.
"""

from __future__ import annotations

import re
import sys

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Libraries that Qt loads on Linux, and Debian's and Ubuntu's packages of them."""
_LIBRARY = re.compile(r"lib[\w.+-]+\.so[.\d]*")


def missing_for_qt() -> list[str]:
    """Return the libraries of Qt on Linux that the system does not have."""
    return [name for name in _PACKAGES if not _is_there(name)] if sys.platform == "linux" else []


def _is_there(name: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def no_qt(error: ImportError) -> str:
    """Say what to do where Qt cannot be loaded."""
    named = _LIBRARY.findall(str(error))
    return _install(named or missing_for_qt()) or (
        "NeoPain's window needs the package PySide6-Essentials, which cannot be loaded here; "
        "install NeoPain again."
    )


def no_window(display: str) -> str:
    """Say what to do where Qt is there and cannot open a window."""
    where = f" {display}" if display else ""
    return _install(missing_for_qt()) or (
        f"The display{where} cannot be reached, so no window can open: log in to the desktop of "
        "this computer, or use 'neopain --help' for the commands that need none."
    )


def _install(libraries: list[str]) -> str:
    if not libraries:
        return ""
    packages = " ".join(sorted({_PACKAGES[one] for one in libraries if one in _PACKAGES}))
    what = f"NeoPain's window needs libraries that this system lacks: {', '.join(libraries)}."
    return f"{what} On Debian and Ubuntu: sudo apt install {packages}" if packages else what
