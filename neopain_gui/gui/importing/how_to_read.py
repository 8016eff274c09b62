"""How files are read, where somebody has a say: boxes of two meanings, values of another range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from neopain_gui.counted import counted
from neopain_gui.dataset import BoxColumn, BoxKind, ImportPreview, ImportRow
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.importing.listed import RowsModel
from neopain_gui.gui.widgets.flow import Flow

_LONGEST_NAME = 30


class ReadingRow(QWidget):
    """Says how files were read, and lets somebody say how they are meant.

    Signals
    -------
    changed(kind: BoxKind, outside: bool)
        Somebody said so of the boxes.
    stretched(on: bool)
        Pictures of another range are to be stretched, or not.
    """

    changed = Signal(object, bool)
    stretched = Signal(bool)

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
        self.stretch = QCheckBox()
        self.stretch.setToolTip(
            "Pictures of 12 bits in 16 are nearly black, and grey of floating point has no range "
            "of its own. Copies that run from 0 to 255 are kept in the study"
        )
        row.addWidget(self.stretch)
        self.stretch.toggled.connect(self.stretched)
        self.kind.activated.connect(self._say)
        self.outside.toggled.connect(self._say)
        self.hide()

    def show_reading(self, found: ImportPreview) -> None:
        """Show how files were read; nothing where nobody has a say."""
        odd = len(found.stretched) or found.stretchable
        self.setVisible(found.boxes is not None or bool(odd))
        self.stretch.setVisible(bool(odd))
        self.stretch.setText(f"Stretch the values of {counted(odd, 'picture')} to the full range")
        for widget in (self._name, self.kind, self.outside):
            widget.setVisible(found.boxes is not None)
        if found.boxes is not None:
            self._show_column(found.boxes, found.rows)

    def _show_column(self, column: BoxColumn, rows: Sequence[ImportRow]) -> None:
        name = column.name
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        self._name.setText(f"Bo&xes in ‘{name.replace('&', '&&')}’ are")
        self.kind.setCurrentIndex(self.kind.findData(column.kind) if column.sure else -1)
        doubtful = sum(any("lies in the photograph" in said for said in row.box_warnings)
                       for row in rows)  # fmt: skip
        self.outside.setVisible(bool(doubtful))
        self.outside.setText(
            f"Take {counted(doubtful, 'box', 'boxes')} of &which most lies outside the photograph"
        )
        self.outside.blockSignals(True)
        self.outside.setChecked(column.outside)
        self.outside.blockSignals(False)

    def _say(self, *_change: object) -> None:
        kind = self.kind.currentData()
        if kind is not None:
            # Qt gives back the plain text of an enumeration
            self.changed.emit(BoxKind(kind), self.outside.isChecked())


def show_again(model: RowsModel, rows: Sequence[ImportRow]) -> None:
    """Show photographs that were read once more; ticks and what was written stay."""
    written = {row.image.file: row.image for row in model.rows}
    left_out = written.keys() - {row.image.file for row in model.chosen}
    kept = []
    for row in rows:
        old = written.get(row.image.file)
        if old is not None:
            image = replace(row.image, neonate=old.neonate, label=old.label, stimulus=old.stimulus)
            row = replace(row, image=image)  # noqa: PLW2901
        kept.append(row)
    model.show_rows(kept)
    places = [place for place, row in enumerate(kept) if row.image.file in left_out]
    model.tick(places, ticked=False)


def decided(model: RowsModel, rows: Sequence[ImportRow]) -> bool:
    """Return whether a person ticked or wrote anything else than what was read."""

    def said(row: ImportRow) -> tuple[object, ...]:
        return row.image.neonate, row.image.label, row.image.stimulus

    read = {row.image.file: said(row) for row in rows}
    return not all(model.ticks) or any(read[row.image.file] != said(row) for row in model.rows)
