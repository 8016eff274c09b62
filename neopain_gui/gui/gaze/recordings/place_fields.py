"""Where the pictures were on the screen, for files that do not say it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from neopain_gui.gaze.trials import Place


class PlaceFields(QWidget):
    """Left, top, width and height in pixels of the screen; shown only where they are needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        said = QLabel("The files do not say where the pictures were on the screen:")
        said.setWordWrap(True)
        column.addWidget(said)
        row = QHBoxLayout()
        row.setSpacing(8)
        column.addLayout(row)
        self.fields: list[QSpinBox] = []
        for name, low, value in (("left", -5000, 480), ("top", -5000, 395)):
            self.fields.append(self._field(row, name, low, value))
        for name, value in (("width", 320), ("height", 233)):
            self.fields.append(self._field(row, name, 1, value))
        row.addStretch(1)

    @staticmethod
    def _field(row: QHBoxLayout, name: str, low: int, value: int) -> QSpinBox:
        label = QLabel(name)
        field = QSpinBox()
        field.setRange(low, 20_000)
        field.setValue(value)
        field.setSuffix(" px")
        field.setAccessibleName(f"Pictures' {name} on the screen")
        label.setBuddy(field)
        row.addWidget(label)
        row.addWidget(field)
        return field

    @property
    def place(self) -> Place | None:
        """What is given; None where the files say it."""
        if self.isHidden():
            return None
        left, top, width, height = (float(field.value()) for field in self.fields)
        return (left, top, width, height)
