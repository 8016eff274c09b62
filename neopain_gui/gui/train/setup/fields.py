"""A control for a setting of a protocol, made from what the setting says of itself."""

from __future__ import annotations

from dataclasses import Field
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.training.presets import said
from neopain_gui.training.protocol import Choice
from neopain_gui.training.setting import about
from neopain_gui.training.setting_text import typed, written

_DIGITS, _FRAME = 14, 16
_SHORT: dict[str, str] = {
    Choice.INNER: "best on inner validation",
    Choice.TEST: "best on the test: optimistic",
}
"""What is said at length beside the control."""


class SettingField(QWidget):
    """The control, what is to be known of its value, and what is wrong with what was typed.

    Parameters
    ----------
    place : str
        Of the setting: ``"augmentation.copies"``.
    entry : Field
        With what is known of it.

    Signals
    -------
    given(place: str, value: object)
        The person chose a value, or finished typing one that can be read.
    refused(place: str)
        What was typed cannot be read.
    """

    given = Signal(str, object)
    refused = Signal(str)

    def __init__(self, place: str, entry: Field[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.entry = place, entry
        known = about(entry)
        self.note, self.wrong = PlainLabel(), PlainLabel()
        self.wrong.setAccessibleName(f"What is wrong: {known.title}")
        self.wrong.setWordWrap(True)
        for label in (self.note, self.wrong):
            label.hide()
        self.control = self._make(entry)
        self.control.setAccessibleName(known.title)
        self.control.setAccessibleDescription(known.explained)
        self.control.setToolTip(literal(known.explained))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if isinstance(self.control, QComboBox):  # as wide as there is room
            self.note.setWordWrap(True)
            column.addWidget(self.control)
            column.addWidget(self.note)
        else:  # beside it, so that nothing below moves under the pointer
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE)
            row.addWidget(self.control)
            row.addWidget(self.note)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.wrong)
        self._colour()

    def _make(self, entry: Field[Any]) -> QWidget:
        if isinstance(entry.default, bool):
            box = QCheckBox(about(entry).title)
            box.toggled.connect(lambda on: self.given.emit(self.place, on))
            return box
        if isinstance(entry.default, StrEnum):
            combo = QComboBox()
            for kind in type(entry.default):
                words = _SHORT.get(kind) or said(self.place, kind)
                combo.addItem(words[:1].upper() + words[1:], kind)
            combo.setMinimumContentsLength(_DIGITS)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.activated.connect(lambda row: self.given.emit(self.place, combo.itemData(row)))
            return combo
        line = QLineEdit()
        line.setFixedWidth(line.fontMetrics().horizontalAdvance("0" * _DIGITS) + _FRAME)
        line.editingFinished.connect(self.read)
        return line

    @property
    def is_wrong(self) -> bool:
        """Whether the control holds something that cannot be used."""
        return bool(self.wrong.text())

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody, and forget what was wrong."""
        control = self.control
        with QSignalBlocker(control):
            if isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, QComboBox):
                control.setCurrentIndex(control.findData(value))
            elif isinstance(control, QLineEdit) and control.text() != written(value):
                control.setText(written(value))
        self.say_wrong("")

    def say(self, text: str) -> None:
        """Say what is to be known of the value, such as what is usual."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def say_wrong(self, text: str) -> None:
        """Say why what was typed cannot be used; empty if it can."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def read(self) -> None:
        """Take what stands in a line, as if the person had just finished typing it."""
        if not isinstance(self.control, QLineEdit):
            return
        try:
            value = typed(self.entry, self.control.text())
        except InputError as error:
            self.say_wrong(sentence(error))
            self.refused.emit(self.place)
        else:
            self.given.emit(self.place, value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "wrong"):
            self._colour()

    def _colour(self) -> None:
        for label, ink in (
            (self.note, theme.muted()),
            (self.wrong, theme.level_colour("error")),
        ):
            palette = label.palette()
            if palette.color(label.foregroundRole()) != ink:
                palette.setColor(label.foregroundRole(), ink)
                label.setPalette(palette)


def sentence(error: InputError) -> str:
    """Return an error's sentence with a capital letter, unless it begins with a file's name."""
    text = str(error)
    return text if error.file else text[:1].upper() + text[1:]
