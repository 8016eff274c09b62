"""What the face boxes of a manifest are: asked where their numbers may mean two things."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from neopain_gui.dataset import BoxColumn, BoxKind, ImportRow
from neopain_gui.gui import theme
from neopain_gui.gui.flow import Flow
from neopain_gui.gui.import_tables import plural
from neopain_gui.gui.plain import PlainLabel

_LONGEST_NAME = 30


class BoxRow(QWidget):
    """Says how the boxes were read, and lets somebody say how they are meant.

    Signals
    -------
    changed(kind: BoxKind, outside: bool)
        Somebody said so.
    """

    changed = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(self, theme.SPACE)
        self._name = PlainLabel()
        row.addWidget(self._name)
        self.kind = QComboBox()
        self.kind.setAccessibleName("What the numbers of the face boxes are")
        self.kind.setPlaceholderText("choose…")
        for kind in BoxKind:
            self.kind.addItem(kind.words, kind)
        self._name.setBuddy(self.kind)
        row.addWidget(self.kind)
        self.outside = QCheckBox()
        row.addWidget(self.outside)
        self.kind.activated.connect(self._say)
        self.outside.toggled.connect(self._say)
        self.hide()

    def show_column(self, column: BoxColumn | None, rows: Sequence[ImportRow]) -> None:
        """Show how a column was read; nothing where there is none."""
        self.setVisible(column is not None)
        if column is None:
            return
        name = column.name
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        self._name.setText(f"Bo&xes in ‘{name.replace('&', '&&')}’ are")
        self.kind.setCurrentIndex(self.kind.findData(column.kind) if column.sure else -1)
        doubtful = sum(any("lies in the photograph" in said for said in row.box_warnings)
                       for row in rows)  # fmt: skip
        self.outside.setVisible(bool(doubtful))
        self.outside.setText(
            f"Ta&ke {plural(doubtful, 'box', 'boxes')} of which most lies outside the photograph"
        )
        self.outside.blockSignals(True)
        self.outside.setChecked(column.outside)
        self.outside.blockSignals(False)

    def _say(self, *_change: object) -> None:
        kind = self.kind.currentData()
        if kind is not None:
            # Qt gives back the plain text of an enumeration
            self.changed.emit(BoxKind(kind), self.outside.isChecked())
