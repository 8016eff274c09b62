"""Where on a heatmap picture the photograph is, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from neopain_gui.gaze.heatmaps.placing import match
from neopain_gui.geometry import Box
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.gaze.rectangle import boxed, widest

if TYPE_CHECKING:
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing


class PlaceForm(QWidget):
    """Left, top and width in pixels; the height follows from the photograph.

    Signals
    -------
    placed(box: Box)
        The person typed or confirmed a place.
    look_again()
    """

    placed = Signal(object)
    look_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = self._photograph = (1, 1)
        self.left = self._field("Left edge of the photograph on the picture, pixels")
        self.top = self._field("Upper edge of the photograph on the picture, pixels")
        self.wide = self._field("Width of the photograph on the picture, pixels")
        self.height_said = PlainLabel()
        self.note = PlainLabel()
        self.note.setAccessibleName("How the place is known")
        self.confirm = _button("It is here", "Take the rectangle for where the photograph is")
        self.again = _button("Look again", "Look for the photograph on the picture again")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for word, field in (("Left", self.left), ("Top", self.top), ("Width", self.wide)):
            label = PlainLabel(word)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(self.height_said)
        row.addWidget(self.note, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.again)
        self.confirm.clicked.connect(self._typed)
        self.again.clicked.connect(self.look_again)

    def _field(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.setAccessibleName(name)
        field.setToolTip(literal(name))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._typed)
        return field

    def show_placing(
        self, placing: Placing, box: Box, size: tuple[int, int], photograph: tuple[int, int]
    ) -> None:
        """Show a place and how it is known."""
        self._size, self._photograph = size, photograph
        self._show_fields(box)
        if placing.problem:
            self.note.setText("Only a guess.")
        elif placing.likeness is None:
            self.note.setText("Placed by hand.")
        else:
            self.note.setText(f"Found, {match(placing.likeness)}.")
        self.confirm.setVisible(bool(placing.problem))

    def show_box(self, box: Box) -> None:
        """Show where the person put it."""
        self._show_fields(box)
        self.note.setText("Placed by hand.")
        self.confirm.hide()

    def _show_fields(self, box: Box) -> None:
        most = widest(self._size, self._photograph)
        for field, value, limit in (
            (self.left, box.left, self._size[1]),
            (self.top, box.top, self._size[0]),
            (self.wide, box.width, most),
        ):
            with QSignalBlocker(field):
                field.setRange(0, limit)
                field.setValue(value)
        self.height_said.setText(f"× {box.height}")

    def _typed(self) -> None:
        box = boxed(
            self.left.value(), self.top.value(), self.wide.value(), self._size, self._photograph
        )
        self.placed.emit(box)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    button.setToolTip(literal(tip))
    return button
