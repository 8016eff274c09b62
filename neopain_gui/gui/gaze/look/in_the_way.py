"""The question before maps from recordings take the place of imported heatmap pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from neopain_gui.counted import counted

BOTH, REPLACE, NEITHER = "both", "replace", ""


def question(parent: QWidget, names: Sequence[str], count: int) -> QMessageBox:
    """Return the question; to keep both is the usual answer.

    Parameters
    ----------
    parent : QWidget
        The window.
    names : sequence of str
        Groups that have maps from pictures.
    count : int
        How many maps that are.
    """
    box = QMessageBox(parent)
    box.setObjectName("in the way")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Maps are there already")
    maps = counted(count, "map")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        f"The study has {maps} of {', '.join(names)} from imported heatmap pictures. Are the maps "
        "from recordings to take their place?"
    )
    box.setInformativeText(
        f"Kept both, the new ones are called “{names[0]} (recordings)”. What is replaced comes "
        "back with Undo."
    )
    both = box.addButton("Keep both", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(both)
    box.setEscapeButton(cancel)
    return box


def ask(parent: QWidget, names: Sequence[str], count: int) -> str:
    """Ask, and return :data:`BOTH`, :data:`REPLACE` or :data:`NEITHER`."""
    box = question(parent, names, count)
    box.exec()
    role = box.buttonRole(box.clickedButton())
    box.deleteLater()
    if role == QMessageBox.ButtonRole.AcceptRole:
        return BOTH
    return REPLACE if role == QMessageBox.ButtonRole.DestructiveRole else NEITHER
