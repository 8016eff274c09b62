"""The chosen measure of the chosen pair, above its other figures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.compare.pair_value import PairValue


class ChosenValue(QWidget):
    """The measure's name, its value, and what that has to be read beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.value, self.beside = PlainLabel(), PlainLabel(), PlainLabel()
        self.shown: PairValue | None = None
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.beside.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        for label in (self.name, self.value, self.beside):
            label.setWordWrap(True)
            column.addWidget(label)
        self._ink()
        self.hide()

    def say(self, measure: Measure, found: PairValue | None, *, waiting: bool = False) -> None:
        """Show a value; without one say that it is being worked out, or that there is none."""
        self.shown = found
        self.name.setText(measure.title)
        if found is not None:
            self.value.setText(found.text)
            self.beside.setText(found.beside)
        else:
            self.value.setText("…" if waiting else "–")
            self.beside.setText("Being worked out" if waiting else "Not compared")
        self.value.setAccessibleName(measure.title)
        self.value.setAccessibleDescription(self.beside.text())
        for label in (self.name, self.value, self.beside):
            label.setToolTip(literal(measure.says))
        self._ink()
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self.shown = None
        for label in (self.name, self.value, self.beside):
            label.clear()
            label.setToolTip("")
        self.value.setAccessibleName("")
        self.value.setAccessibleDescription("")
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._ink()

    def _ink(self) -> None:
        if not hasattr(self, "shown"):
            return
        self.value.setFont(theme.strong_font(self.font()))
        grey = self.shown is not None and not self.shown.above
        role = QPalette.ColorRole.PlaceholderText if grey else QPalette.ColorRole.WindowText
        self.value.setForegroundRole(role)
