"""What computing many maps takes, said before it begins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from neopain_gui.counted import bytes_in_words, duration, matching
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.counts import maps, photographs
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.pipeline.maps.estimate import Estimate

_HEADS = ("", "Photographs", "Maps", "Time", "Disk")


class ComputeQuestion(QDialog):
    """Says what, how many, how long and how much disk; begins on a click.

    Parameters
    ----------
    parent : QWidget
        The window.
    found : Estimate
        What it takes; at least one work.
    begin : callable
        Called where the person says so.
    """

    def __init__(self, parent: QWidget, found: Estimate, begin: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setObjectName("compute-question")
        self.setWindowTitle("Compute maps")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(begin)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACE)
        title = PlainLabel(said(found))
        title.setFont(theme.strong_font(self.font()))
        title.setWordWrap(True)
        column.addWidget(title)
        column.addLayout(self._table(found))
        self.notes = PlainLabel("\n".join(notes(found)))
        self.notes.setWordWrap(True)
        self.notes.setMinimumWidth(440)
        column.addWidget(self.notes)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("Compute", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _table(self, found: Estimate) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE // 2)
        rows = [_HEADS]
        for one in found.works:
            time = duration(one.seconds) if one.measured else f"{duration(one.seconds)} (a guess)"
            size = bytes_in_words(one.size)
            rows.append((one.title, str(one.photographs), str(one.maps), time, size))
        for row, cells in enumerate(rows):
            for place, text in enumerate(cells):
                label = PlainLabel(text)
                if place:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                if not row:
                    label.setFont(theme.strong_font(self.font()))
                grid.addWidget(label, row, place)
        grid.setColumnStretch(0, 1)
        return grid


def said(found: Estimate) -> str:
    """Say what it takes in all, in one sentence."""
    guess = ""
    if not found.measured:
        some = any(one.measured for one in found.works)
        guess = ", partly a guess" if some else ", which is a guess"
    return (
        f"{maps(found.maps)} in about {duration(found.seconds)}{guess}, and "
        f"{bytes_in_words(found.size)} of disk."
    )


def nothing_to_do(found: Estimate) -> str:
    """Say why there is nothing to compute."""
    if found.lacking and not found.there:
        return f"Nothing can be computed. {_lacking(found)}"
    if not found.left_out:
        return "Every map is there already, made as is chosen now."
    lacking = f"no face was found on {photographs(len(found.left_out))}"
    if not found.there:
        return f"Nothing can be computed, because {lacking}: draw it by hand (Edit › Face, key D)."
    return f"Every map is there already where a face is marked; {lacking}."


def _lacking(found: Estimate) -> str:
    return " ".join(f"{why}." for why in found.lacking)


def notes(found: Estimate) -> list[str]:
    """Say what is to be known before it begins."""
    lines = [f"Left out: {_lacking(found)}"] if found.lacking else []
    if found.there:
        lines.append("What is there already, made in the same way, is not computed again.")
    if found.without_face:
        lines.append(
            f"The face is looked for first on {photographs(found.without_face)}; where none is "
            "found, nothing is computed."
        )
    if found.left_out:
        lines.append(
            f"No face was found on {photographs(len(found.left_out))}, so nothing is computed "
            f"there; draw {matching(len(found.left_out), 'it', 'them')} by hand (Edit › Face, "
            "key D)."
        )
    if found.measured:
        lines.append("The time is that of this study's own maps.")
    else:
        lines.append("A guess is what a computer with two processor cores takes.")
    lines.append("You can go on working, and stop at any time: what is done is kept.")
    if found.size > found.free:
        lines.append(f"The disk has only {bytes_in_words(found.free)} left: that is not enough.")
    return lines
