"""What Qt knows of this computer's screens and fonts."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication, QScreen

from neopain_gui.counted import counted
from neopain_gui.percentages import percent


def qt_facts() -> list[tuple[str, str]]:
    """Return them; a screen's name and serial number are not among them."""
    families = QFontDatabase.families()
    used = QFontInfo(QGuiApplication.font())
    return [
        ("Qt", f"{qVersion()}, {QGuiApplication.platformName()}"),
        ("Screens", "; ".join(map(_screen, QGuiApplication.screens())) or "none"),
        ("Drawn by", "the processor: NeoPain needs no OpenGL"),
        ("Fonts", f"{counted(len(families), 'family', 'families')}, in use {used.family()}"),
    ]


def _screen(screen: QScreen) -> str:
    size = screen.size()
    return f"{size.width()} × {size.height()} at {percent(screen.devicePixelRatio())}"
