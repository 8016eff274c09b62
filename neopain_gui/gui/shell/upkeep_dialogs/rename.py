"""Another name for a neonate, or one name for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.plain import PlainLabel, breakable


class RenameDialog(QDialog):
    """Asks for the name, and says whose photographs become one where another neonate has it.

    Parameters
    ----------
    parent : QWidget
        The window.
    chosen : sequence of str
        The neonates, at least one.
    counts : Mapping of str to int
        How many photographs each neonate of the study has.
    """

    def __init__(self, parent: QWidget, chosen: Sequence[str], counts: Mapping[str, int]) -> None:
        super().__init__(parent)
        self._chosen, self._counts = chosen, counts
        self.setObjectName("rename")
        self.setWindowTitle("Rename or merge neonates")
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(2 * theme.SPACE)
        total = sum(counts[name] for name in chosen)
        which = PlainLabel(breakable(f"{', '.join(chosen)}: {photographs(total)}"))
        which.setWordWrap(True)
        column.addWidget(which)
        form = QFormLayout()
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setAccessibleName("Name")
        self.name.addItems(list(counts))
        self.name.setEditText(chosen[0])
        form.addRow("&Name", self.name)
        column.addLayout(form)
        self.remark = PlainLabel()
        self.remark.setWordWrap(True)
        column.addWidget(self.remark)
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.ok = box.button(buttons.Ok)
        column.addWidget(box)
        self.name.currentTextChanged.connect(self._look)
        self._look()
        line = self.name.lineEdit()
        if line is not None:
            line.selectAll()

    @property
    def wanted(self) -> str:
        """The name that was given."""
        return self.name.currentText().strip()

    def _look(self) -> None:
        name, others = self.wanted, [one for one in self._chosen if one != self.wanted]
        self.ok.setEnabled(bool(name) and bool(others))
        self.ok.setText("&Rename")
        text = ""
        if name in self._counts and others:
            self.ok.setText("&Merge")
            total = sum(self._counts[one] for one in {name, *others})
            text = f"They become one neonate, {name}, with {photographs(total)}."
        elif others and len(self._chosen) > 1:
            text = f"They become one neonate, {name}."
        self.remark.setText(breakable(text) if name else "")
