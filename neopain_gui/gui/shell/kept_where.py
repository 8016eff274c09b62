"""What somebody who has not opened a study yet may want to know: where things are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from neopain_gui import locations
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal


class FirstWords(QWidget):
    """Where studies, settings and models are; in place of the recent studies, of which none is yet.

    Parameters
    ----------
    about_computer : QAction
        Shows all folders and whether they can be used.
    """

    def __init__(self, about_computer: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.setSpacing(theme.SPACE)
        title = PlainLabel("Where things are kept")
        title.setFont(theme.strong_font(self.font()))
        column.addWidget(title)
        for text in kept_words():
            label = PlainLabel(breakable(text))
            label.setWordWrap(True)
            column.addWidget(label)
        button = QPushButton("All folders, and this computer…")
        button.setMinimumHeight(4 * theme.SPACE)
        button.setToolTip(literal(about_computer.toolTip()))
        button.clicked.connect(about_computer.trigger)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def kept_words() -> list[str]:
    """Return sentences on where studies, the demo and settings are kept."""
    demo, models = _short(locations.data_folder()), _short(locations.user_models())
    return [
        "A study is one folder, where you want it; its name ends in .neopain. Your photographs are "
        "never moved or changed, and nothing leaves this computer.",
        f"The demo study is made in {demo}, your own classifiers lie in {models}, and settings in "
        f"{_short(locations.settings_folder())}.",
    ]


def _short(path: Path) -> str:
    """Return a folder as a person reads it, with ~ for their own."""
    try:
        return str(Path("~", path.relative_to(Path.home())))
    except (ValueError, RuntimeError):
        return str(path)
