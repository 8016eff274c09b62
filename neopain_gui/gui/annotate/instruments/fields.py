"""Fields of a form that follow the study without disturbing who is typing in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

_ENDS = 1000.0


def form() -> QFormLayout:
    """Return a layout of names and fields."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(2 * theme.SPACE)
    made.setVerticalSpacing(theme.SPACE)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return made


def line(name: str, tip: str, told: Callable[[str], object]) -> QLineEdit:
    """Return a line of text that tells what a person types."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setToolTip(literal(tip))
    made.textEdited.connect(told)
    return made


def lines(name: str, tip: str, told: Callable[[str], object], rows: int = 3) -> QPlainTextEdit:
    """Return a text of several lines; Tab leaves it."""
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setToolTip(literal(tip))
    made.setTabChangesFocus(True)
    made.setFixedHeight(rows * made.fontMetrics().lineSpacing() + 2 * theme.SPACE)
    made.textChanged.connect(lambda: told(made.toPlainText()))
    return made


def number(name: str, tip: str, told: Callable[[float], object]) -> QDoubleSpinBox:
    """Return a number that a scale can have."""
    made = QDoubleSpinBox()
    made.setRange(-_ENDS, _ENDS)
    made.setDecimals(2)
    made.setAccessibleName(name)
    made.setToolTip(literal(tip))
    made.valueChanged.connect(told)
    return made


def narrow(box: QComboBox, letters: int = 8) -> QComboBox:
    """Let a list be narrower than what it holds: the page is not scrolled sideways for it."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
    return box


def words(text: str = "") -> PlainLabel:
    """Return a text that breaks its lines."""
    made = PlainLabel(text)
    made.setWordWrap(True)
    return made


def put(field: QLineEdit | QPlainTextEdit | QDoubleSpinBox | QComboBox, value: object) -> None:
    """Let a field show a value, without telling anybody; what it shows already stays untouched."""
    with QSignalBlocker(field):
        if isinstance(field, QLineEdit):
            if field.text() != str(value):
                field.setText(str(value))
        elif isinstance(field, QPlainTextEdit):
            if field.toPlainText() != str(value):
                field.setPlainText(str(value))
        elif isinstance(field, QDoubleSpinBox):
            if isinstance(value, int | float) and field.value() != value:
                field.setValue(float(value))
        else:
            field.setCurrentIndex(max(0, field.findData(value)))
