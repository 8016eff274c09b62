"""Stating what a network's outputs mean and what its inputs expect; nothing of it is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.classifiers.foreign.allowed import LARGEST_SIZE
from neopain_gui.classifiers.foreign.declared import numbers, preprocessing
from neopain_gui.classifiers.preprocessing import BGR, FITS, GREY, RGB, STRETCHED, Preprocessing
from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.counted import matching
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

if TYPE_CHECKING:
    from neopain_gui.classifiers.foreign.declared import Declared
    from neopain_gui.classifiers.foreign.findings import Findings

_SMALLEST = 8
_CHOOSE = "choose…"
_USUAL: tuple[tuple[str, str, str, str], ...] = (
    ("0 to 1: divided by 255", "", "255", "0"),
    ("−1 to 1: divided by 127.5, less 1", "", "127.5", "1"),
    ("0 to 255: as they are", "", "1", "0"),
    (
        "VGG-Face: BGR, less its means",
        BGR,
        "1",
        ", ".join(f"{one:.7g}" for one in VGG_FACE.preprocessing.mean),
    ),
    (
        "Keras’s VGG16 and ResNet50: BGR, less ImageNet’s means",
        BGR,
        "1",
        "103.939, 116.779, 123.68",
    ),
)
"""Names of what many networks expect; then colours, what is divided by, and what is subtracted."""
_TIPS = {
    "colours": "The order of the three channels in the pictures of its training",
    "scale": "What values from 0 to 255 are divided by before anything else, for example 255",
    "mean": "What is then subtracted: a number, or one for each channel in the order above",
    "fit": "A face that is no square is stretched to one, or black is added at its sides",
    "size": f"The side of its pictures, {_SMALLEST} to {LARGEST_SIZE} pixels",
    "usual": "Fills in the fields below; change them as you like",
}


class DeclarationForm(QWidget):
    """The fields, and what they say together.

    Signals
    -------
    changed()
        Somebody said something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Findings | None = None
        self.outputs: list[QComboBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        self.heading = PlainLabel()
        self.heading.setFont(theme.strong_font(self.font()))
        self.hint = PlainLabel(
            "Outputs that mean neither pain nor no pain get a name of their own: they are "
            "explained, and never counted."
        )
        self.hint.setWordWrap(True)
        self._outputs = QFormLayout()
        column.addWidget(self.heading)
        column.addWidget(self.hint)
        column.addLayout(self._outputs)
        column.addWidget(_strong("What its inputs expect"))
        column.addLayout(self._inputs())

    def _inputs(self) -> QFormLayout:
        self.usual, self.colours, self.fit = QComboBox(), QComboBox(), QComboBox()
        self.side = QSpinBox()
        self.scale, self.mean = QLineEdit(), QLineEdit()
        self.usual.addItem(_CHOOSE)
        self.usual.addItems([name for name, *_ in _USUAL])
        self.fit.addItems(list(FITS))
        self.side.setSuffix(" pixels")
        self.scale.setPlaceholderText("a number, for example 255")
        self.mean.setPlaceholderText("0, or 93.6, 104.8, 129.2")
        form = QFormLayout()
        form.setSpacing(theme.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, title, field in (
            ("usual", "Usual settings", self.usual),
            ("size", "Size", self.side),
            ("colours", "Colours", self.colours),
            ("scale", "Divided by", self.scale),
            ("mean", "Then less", self.mean),
            ("fit", "Faces are", self.fit),
        ):
            field.setAccessibleName(title)
            field.setToolTip(literal(_TIPS[name]))
            if isinstance(field, QComboBox):
                field.setSizeAdjustPolicy(
                    QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                )
                field.setMinimumContentsLength(14)
            form.addRow(title, field)
        self.usual.activated.connect(self._fill_in)
        for combo in (self.colours, self.fit):
            combo.currentIndexChanged.connect(lambda *_: self.changed.emit())
        for line in (self.scale, self.mean):
            line.textEdited.connect(lambda *_: self.usual.setCurrentIndex(0))  # no longer so
            line.textChanged.connect(lambda *_: self.changed.emit())
        self.colours.activated.connect(lambda *_: self.usual.setCurrentIndex(0))
        self.side.valueChanged.connect(lambda *_: self.changed.emit())
        return form

    # -- showing -----------------------------------------------------------------------------
    def show_network(self, found: Findings) -> None:
        """Ask about a network; what was said of another one is gone."""
        self._found = found
        self.blockSignals(True)
        single = found.outputs == 1
        self.heading.setText("What its output means" if single else "What its outputs mean")
        self._ask_outputs(found)
        self.usual.setCurrentIndex(0)
        self.side.setMinimum(found.size or _SMALLEST - 1)
        self.side.setMaximum(found.size or LARGEST_SIZE)
        self.side.setSpecialValueText("" if found.size else _CHOOSE)
        self.side.setValue(self.side.minimum())
        self.side.setEnabled(found.size is None)
        self.colours.clear()
        for text in (GREY,) if found.channels == 1 else (_CHOOSE, RGB, BGR):
            self.colours.addItem(text)
        self.colours.setEnabled(found.channels != 1)
        self.scale.clear()
        self.mean.clear()
        self.fit.setCurrentText(STRETCHED)
        self.blockSignals(False)

    def _ask_outputs(self, found: Findings) -> None:
        while self._outputs.rowCount():
            self._outputs.removeRow(0)
        names: tuple[str, ...] = ("Near 0", "Near 1")
        if found.outputs > 1:
            names = tuple(f"Output {place + 1}" for place in range(found.outputs))
        self.outputs = []
        for place, name in enumerate(names):
            combo = QComboBox()
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            combo.addItems(["", *map(str, PainLabel)])
            combo.setAccessibleName(f"{name} means")
            combo.setToolTip("Pain, no pain, or any other name for what is neither")
            line = combo.lineEdit()
            if line is not None:
                line.setPlaceholderText("pain, no pain, or another name")
            known = found.class_order[place : place + 1]
            combo.setCurrentText(known[0] if known else "")
            combo.currentTextChanged.connect(lambda *_: self.changed.emit())
            self._outputs.addRow(name, combo)
            self.outputs.append(combo)

    def _fill_in(self, index: int) -> None:
        if index == 0:
            return
        _, colours, scale, mean = _USUAL[index - 1]
        self.blockSignals(True)
        if colours and self.colours.isEnabled():
            self.colours.setCurrentText(colours)
        self.scale.setText(scale)
        self.mean.setText(mean)
        self.blockSignals(False)
        self.changed.emit()

    def stated(self) -> tuple[str, ...]:
        """Return what stands in the fields, for :meth:`state_again`."""
        inputs = (self.colours.currentText(), self.scale.text(), self.mean.text())
        outputs = [combo.currentText() for combo in self.outputs]
        return (str(self.side.value()), *inputs, self.fit.currentText(), *outputs)

    def state_again(self, stated: tuple[str, ...]) -> None:
        """Fill in what was stated of the same network before."""
        side, colours, scale, mean, fit, *outputs = stated
        self.blockSignals(True)
        self.side.setValue(int(side))
        self.colours.setCurrentText(colours)
        self.scale.setText(scale)
        self.mean.setText(mean)
        self.fit.setCurrentText(fit)
        for combo, name in zip(self.outputs, outputs, strict=True):
            combo.setCurrentText(name)
        self.blockSignals(False)

    @property
    def fields(self) -> list[QWidget]:
        """What is filled in, in order."""
        inputs = (self.usual, self.side, self.colours, self.scale, self.mean, self.fit)
        return [*self.outputs, *inputs]

    # -- what is said ------------------------------------------------------------------------
    def declared(self, title: str = "", licence: str = "") -> Declared:
        """Return what was stated.

        Raises
        ------
        InputError
            Something is missing, or does not fit the network; in one sentence what.
        """
        from neopain_gui.classifiers.foreign.bringing import check_declared
        from neopain_gui.classifiers.foreign.declared import Declared

        if self._found is None:
            raise InputError("no network is looked at", remedy="choose a file")
        said = Declared(
            outputs=self._names(), preprocessing=self._how(), title=title, licence=licence
        )
        return check_declared(self._found, said)

    def _names(self) -> tuple[str, ...]:
        names = [combo.currentText().strip() for combo in self.outputs]
        if self._found is not None and self._found.outputs == 1 and names[1] and not names[0]:
            return (names[1],)
        missing = sum(not name for name in names)
        if missing:
            raise InputError(
                "it is not stated yet what its output means"
                if len(names) == missing
                else f"{missing} of its {len(names)} outputs {matching(missing, 'has', 'have')} "
                "no name yet",
                remedy="choose pain, no pain, or write another name for each",
            )
        return tuple(names)

    def _how(self) -> Preprocessing:
        if self.side.value() < _SMALLEST:
            raise InputError("its size is not stated yet", remedy="state the side of its pictures")
        if self.colours.currentText() == _CHOOSE:
            raise InputError(
                "it is not stated yet whether its pictures are RGB or BGR", remedy="choose one"
            )
        if not self.scale.text().strip():
            raise InputError(
                "it is not stated yet by what its pixels are divided",
                remedy="write a number, or choose usual settings",
            )
        if not self.mean.text().strip():
            raise InputError(
                "it is not stated yet what is subtracted from its pixels",
                remedy="write 0 if nothing is",
            )
        return preprocessing(
            size=self.side.value(),
            colours=self.colours.currentText(),
            scale=_number(self.scale.text()),
            mean=numbers(self.mean.text()),
            fit=self.fit.currentText(),
        )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(
            f"'{text.strip()[:20]}' is no number to divide by",
            remedy="write one with a decimal point, such as 127.5",
        ) from error


def _strong(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setFont(theme.strong_font(label.font()))
    return label
