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

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings import ColumnMapping
from neopain_gui.gaze.recordings.mapping import DISTANCE, SCREEN_MM
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

_NONE = "none"
_NEEDED = (
    ("time", "Time", "When each sample was taken"),
    ("x", "Gaze x", "From the screen's left edge; of the first eye where there are two"),
    ("y", "Gaze y", "From the screen's upper edge; of the first eye where there are two"),
)
_FURTHER = (
    ("x2", "Second eye x", "Gaze x of the other eye; gaze is the mean of both then"),
    ("y2", "Second eye y", "Gaze y of the other eye"),
    ("pupil", "Pupil", "Diameter in millimetres; of the first eye where there are two"),
    ("pupil2", "Second pupil", "Diameter of the other eye's pupil in millimetres"),
    ("validity", "Validity", "Whether eyes were found; of the first eye where there are two"),
    ("validity2", "Second validity", "Whether the other eye was found"),
    ("participant", "Participant", "Who it is; the whole file is one participant without it"),
    ("recording", "Recording", "Which of the participant's recordings"),
    ("stimulus", "Stimulus", "What was shown"),
)
# Words in a header that make a column likely to be this one.
_TOGETHER = {"x2": "y2", "pupil": "pupil2", "validity": "validity2"}
"""Roles that stand beside each other in a row."""
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
        for title, unit in (
            ("milliseconds", "ms"),
            ("seconds", "s"),
            ("microseconds", "us"),
            ("nanoseconds", "ns"),
        ):
            self.unit.addItem(title, unit)
        self.gaze_unit = QComboBox()
        for title, unit in (
            ("pixels", "px"),
            ("shares of the screen, 0 to 1", "share"),
            ("millimetres", "mm"),
            ("degrees from the middle", "deg"),
        ):
            self.gaze_unit.addItem(title, unit)
        self.screen_mm, self.distance = QLineEdit(), QLineEdit()
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
            paired = role in _TOGETHER or role in _TOGETHER.values()
            combo.setMinimumContentsLength(12 if paired else 24)
            combo.currentIndexChanged.connect(lambda *_: self._check())
            self.columns[role] = combo
        for role, title, _ in (*_NEEDED, *_FURTHER):
            if role in _TOGETHER.values():
                continue
            further = _TOGETHER.get(role)
            combos = [self.columns[one] for one in (role, further) if one is not None]
            form.addRow(f"{title}, y" if role == "x2" else title, _beside(*combos))
            if role == "time":
                form.addRow("Unit of time", self.unit)
            if role == "y":
                form.addRow("Unit of gaze", self.gaze_unit)
                form.addRow("Screen, distance", _beside(self.screen_mm, self.distance))
            if role == "validity":
                form.addRow("Valid value", self.valid)
        self._name_units()
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

    def _name_units(self) -> None:
        self.unit.setAccessibleName("Unit of time")
        self.gaze_unit.setAccessibleName("Unit of gaze")
        self.gaze_unit.setToolTip(
            "Pixels, shares and millimetres count from the upper left corner of the screen, "
            "degrees from its middle, upwards and to the right"
        )
        self.screen_mm.setAccessibleName("Width and height of the screen in millimetres")
        self.screen_mm.setPlaceholderText(f"{SCREEN_MM.replace('x', ' × ')} mm")
        self.distance.setAccessibleName("Distance of the eyes from the screen in millimetres")
        self.distance.setPlaceholderText(f"{DISTANCE} mm away")
        self.gaze_unit.currentIndexChanged.connect(lambda *_: self._check())
        for field in (self.screen_mm, self.distance):
            field.textChanged.connect(lambda *_: self._check())

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
        self.gaze_unit.setCurrentIndex(
            max(0, self.gaze_unit.findData(known.get("gaze_unit", "px")))
        )
        self.screen_mm.setText(known.get("screen_mm", ""))
        self.distance.setText(known.get("distance", ""))
        self.valid.setText(known.get("valid", "1"))
        self._check()

    def mapping(self) -> ColumnMapping:
        """Return what is chosen."""
        chosen = {
            role: combo.currentText()
            for role, combo in self.columns.items()
            if combo.currentIndex() > 0
        }
        unit = self.gaze_unit.currentData()
        return ColumnMapping(
            **chosen,
            unit=self.unit.currentData(),
            valid=self.valid.text(),
            gaze_unit=unit,
            screen_mm=self.screen_mm.text().replace(" ", "") if unit in ("mm", "deg") else "",
            distance=self.distance.text().strip() if unit == "deg" else "",
        )

    def _is_seen(self) -> bool:
        """Whether the screen's size and its distance are numbers where they count."""
        try:
            self.mapping().viewing()
        except InputError:
            return False
        return True

    def _check(self) -> None:
        chosen = [
            combo.currentText() for combo in self.columns.values() if combo.currentIndex() > 0
        ]
        needed = all(self.columns[role].currentIndex() > 0 for role, *_ in _NEEDED)
        both = [self.columns[role].currentIndex() > 0 for role in ("x2", "y2")]
        unit = self.gaze_unit.currentData()
        self.screen_mm.setEnabled(unit in ("mm", "deg"))
        self.distance.setEnabled(unit == "deg")
        needed = needed and both[0] == both[1] and len(set(chosen)) == len(chosen)
        self.read.setEnabled(needed and self._is_seen())
        self.valid.setEnabled(self.columns["validity"].currentIndex() > 0)


def _beside(*widgets: QWidget) -> QWidget:
    """Return widgets in a row; one alone is itself."""
    if len(widgets) == 1:
        return widgets[0]
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1)
    return whole


def _guess(role: str, headers: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the column of the last time, or the first that is called like it."""
    if known.get(role) in headers:
        return known[role]
    for header in headers:
        words = header.casefold().replace("_", " ").replace(".", " ").split()
        if any(word in words for word in _LIKELY.get(role, ())):
            return header
    return _NONE
