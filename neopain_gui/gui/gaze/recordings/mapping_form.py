"""Naming the columns of a table that no known program wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gaze.recordings import ColumnMapping
from neopain_gui.gui import theme
from neopain_gui.gui.plain import PlainLabel, literal

_NONE = "none"
_NEEDED = (
    ("time", "Time", "When each sample was taken"),
    ("x", "Gaze x", "Pixels of the screen from its left edge"),
    ("y", "Gaze y", "Pixels of the screen from its upper edge"),
)
_FURTHER = (
    ("validity", "Validity", "Whether eyes were found"),
    ("participant", "Participant", "Who it is; the whole file is one participant without it"),
    ("recording", "Recording", "Which of the participant's recordings"),
    ("stimulus", "Stimulus", "What was shown"),
)
# Words in a header that make a column likely to be this one.
_LIKELY = {
    "time": ("time", "tempo"),
    "x": ("x",),
    "y": ("y",),
    "participant": ("participant", "subject", "sujeito"),
    "stimulus": ("stimulus", "image", "media", "picture"),
}


class MappingForm(QWidget):
    """A combo box for each thing that a column can hold.

    Signals
    -------
    accepted(mapping: ColumnMapping)
    cancelled()
    """

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = PlainLabel()
        self.heading.setFont(theme.strong_font(self.heading.font()))
        self.heading.setWordWrap(True)
        self.columns: dict[str, QComboBox] = {}
        self.unit = QComboBox()
        for title, unit in (("milliseconds", "ms"), ("seconds", "s"), ("microseconds", "us")):
            self.unit.addItem(title, unit)
        self.valid = QLineEdit("1")
        self.read = QPushButton("Read")
        self.cancel = QPushButton("Cancel")
        self._arrange()
        self.read.clicked.connect(lambda: self.accepted.emit(self.mapping()))
        self.cancel.clicked.connect(self.cancelled)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        for role, title, tip in (*_NEEDED, *_FURTHER):
            combo = QComboBox()
            combo.setAccessibleName(title)
            combo.setToolTip(literal(tip))
            combo.setMinimumContentsLength(24)
            combo.currentIndexChanged.connect(lambda *_: self._check())
            self.columns[role] = combo
            form.addRow(title, combo)
            if role == "time":
                form.addRow("Unit of time", self.unit)
            if role == "validity":
                form.addRow("Valid value", self.valid)
        self.unit.setAccessibleName("Unit of time")
        self.valid.setAccessibleName("What says that eyes were found")
        self.valid.setToolTip("What stands in the column of validity where eyes were found")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.read)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addLayout(form)
        column.addLayout(buttons)
        column.addStretch(1)

    def ask(self, file: str, headers: Sequence[str], known: Mapping[str, str]) -> None:
        """Ask what the columns of a file are; ``known`` is what was said the last time."""
        self.heading.setText(
            f"The program that wrote {file} is not known. Which column holds what?"
        )
        for role, combo in self.columns.items():
            combo.blockSignals(True)
            combo.clear()
            combo.addItem(_NONE)
            combo.addItems(list(headers))
            combo.setCurrentText(_guess(role, headers, known))
            combo.blockSignals(False)
        self.unit.setCurrentIndex(max(0, self.unit.findData(known.get("unit", "ms"))))
        self.valid.setText(known.get("valid", "1"))
        self._check()

    def mapping(self) -> ColumnMapping:
        """Return what is chosen."""
        chosen = {
            role: combo.currentText()
            for role, combo in self.columns.items()
            if combo.currentIndex() > 0
        }
        return ColumnMapping(**chosen, unit=self.unit.currentData(), valid=self.valid.text())

    def _check(self) -> None:
        chosen = [
            combo.currentText() for combo in self.columns.values() if combo.currentIndex() > 0
        ]
        needed = all(self.columns[role].currentIndex() > 0 for role, *_ in _NEEDED)
        self.read.setEnabled(needed and len(set(chosen)) == len(chosen))
        self.valid.setEnabled(self.columns["validity"].currentIndex() > 0)


def _guess(role: str, headers: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the column of the last time, or the first that is called like it."""
    if known.get(role) in headers:
        return known[role]
    for header in headers:
        words = header.casefold().replace("_", " ").replace(".", " ").split()
        if any(word in words for word in _LIKELY.get(role, ())):
            return header
    return _NONE
