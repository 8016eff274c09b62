"""What is done to all selected rows of an import at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.importing.listed import (
    LABEL,
    NEONATE,
    STIMULUS,
    ImportTable,
    RowsModel,
    label_box,
)
from neopain_gui.gui.widgets.flow import Flow

_AS_IT_IS = "as it is"


class FillRow(QWidget):
    """Fields for the selected rows: what is left empty stays as it is.

    Parameters
    ----------
    table : ImportTable
        Of the photographs that are new.
    model : RowsModel
        What it shows.
    """

    def __init__(self, table: ImportTable, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._model = table, model
        row = Flow(self, theme.SPACE)
        self.count = PlainLabel()
        row.addWidget(self.count)
        self.neonate = self._field("Neon&ate", row)
        label = PlainLabel("La&bel")
        self.label = label_box()
        self.label.insertItem(0, _AS_IT_IS, None)
        self.label.setCurrentIndex(0)
        label.setBuddy(self.label)
        row.addWidget(label)
        row.addWidget(self.label)
        self.stimulus = self._field("S&timulus", row)
        self.button = QPushButton("Fill in")
        self.button.setToolTip("Write these into every selected row")
        self.button.clicked.connect(self.fill)
        row.addWidget(self.button)
        row.addStretch()
        self.leave_out = QPushButton("Leave out")
        self.leave_out.setToolTip("Leave the selected photographs out, or take them again (Space)")
        self.leave_out.clicked.connect(self._turn)
        row.addWidget(self.leave_out)
        table.selectionModel().selectionChanged.connect(self.refresh)
        model.dataChanged.connect(self.refresh)
        model.modelReset.connect(self.refresh)
        for field in (self.neonate, self.stimulus):
            field.textChanged.connect(self.refresh)
            field.returnPressed.connect(self.fill)
        self.label.currentIndexChanged.connect(self.refresh)
        self.refresh()

    @staticmethod
    def _field(name: str, row: Flow) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(_AS_IT_IS)
        field.setAccessibleName(name.replace("&", ""))
        field.setFixedWidth(110)
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        label = PlainLabel(name)
        label.setBuddy(field)
        row.addWidget(label)
        row.addWidget(field)
        return field

    def fill(self) -> None:
        """Write what the fields hold into the selected rows."""
        rows = self._table.selected_rows()
        for column, field in ((NEONATE, self.neonate), (STIMULUS, self.stimulus)):
            if field.text().strip():
                self._model.change(rows, column, field.text())
                field.clear()
        if self.label.currentData() is not None:
            self._model.change(rows, LABEL, str(self.label.currentData()))
            self.label.setCurrentIndex(0)

    def _turn(self) -> None:
        rows = self._table.selected_rows()
        self._model.tick(rows, not self._taken(rows))
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self, rows: list[int]) -> bool:
        return any(self._model.ticks[row] for row in rows)

    def refresh(self, *_changes: object) -> None:
        """Show what can be done to how many rows."""
        rows = self._table.selected_rows()
        self.count.setText(f"{counted(len(rows), 'row')} selected:")
        something = bool(
            self.neonate.text().strip()
            or self.stimulus.text().strip()
            or self.label.currentData() is not None
        )
        self.button.setEnabled(bool(rows) and something)
        self.leave_out.setEnabled(bool(rows))
        self.leave_out.setText("Leave out" if not rows or self._taken(rows) else "Take")
        for field in (self.neonate, self.label, self.stimulus):
            _enable(field, bool(rows))


def _enable(field: QLineEdit | QComboBox, on: bool) -> None:
    if field.isEnabled() != on:
        field.setEnabled(on)
