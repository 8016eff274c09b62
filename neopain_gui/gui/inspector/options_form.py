"""The options of the chosen method: a form made from what the method says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.attribution.methods import Method, find_method
from neopain_gui.attribution.parameters import Parameter, Value
from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.state.method_options import method_options, set_method_options

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session


class OptionField(QComboBox):
    """A parameter's words to choose from, and a number to type where numbers are accepted.

    Signals
    -------
    given(text: str)
        The person chose a word or finished typing.
    """

    given = Signal(str)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.setAccessibleName(parameter.title)
        takes = f"Takes {parameter.accepted}; {_written(parameter.default)} by default."
        self.setToolTip(literal(f"{parameter.tip}.\n{takes}" if parameter.tip else takes))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItems(list(parameter.choices))
        if parameter.low is not None:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line = QLineEdit(self)
            line.setAccessibleName(parameter.title)
            line.editingFinished.connect(lambda: self.given.emit(self.currentText()))
            self.setLineEdit(line)
            if not parameter.choices:
                self.addItem(_written(parameter.default))
        self.activated.connect(lambda _row: self.given.emit(self.currentText()))

    def show_value(self, value: Value) -> None:
        """Show a value without telling anybody."""
        self.blockSignals(True)
        text = _written(value)
        if self.isEditable():
            self.setEditText(text)
        else:
            self.setCurrentText(text)
        self.blockSignals(False)


class OptionsForm(QWidget):
    """Folded away until it is wanted; says when something is not as usual.

    What is changed is kept in the study; a map that was made with other options is then no
    longer shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Options of the method")
        self._method: Method | None = None
        self.fields: dict[str, OptionField] = {}
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setArrowType(Qt.ArrowType.RightArrow)
        self.fold.toggled.connect(self._unfold)
        self.reset = QToolButton(self)
        self.reset.setText("Reset")
        self.reset.setAccessibleName("Reset the options")
        self.reset.clicked.connect(self._reset)
        self.wrong = PlainLabel(parent=self)
        self.wrong.setWordWrap(True)
        self.wrong.setAccessibleName("What is wrong")
        self.wrong.hide()
        self._body = QWidget(self)
        self._form = QFormLayout(self._body)
        self._form.setContentsMargins(16, 0, 0, 0)
        self._form.setSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.fold)
        top.addStretch(1)
        top.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._body)
        column.addWidget(self.wrong)
        self._body.hide()
        session.choice_changed.connect(self.refresh)
        session.study_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen method's options as the study keeps them."""
        method = find_method(self._session.choices.method)
        if method is not self._method:
            self._method = method
            self._build(method)
        values, usual = method_options(self._session), method.resolved()
        changed = [name for name, value in values.items() if value != usual[name]]
        for name, field in self.fields.items():
            field.show_value(values[name])
        self._say("")
        self.setVisible(bool(self.fields))
        self._body.setEnabled(self._session.editable)
        self.reset.setVisible(bool(changed) and self._session.editable)
        self.fold.setText("&Options…" if not changed else f"&Options ({len(changed)} changed)")
        self.fold.setAccessibleName(self.fold.text().replace("&", ""))
        usual_text = ", ".join(
            f"{method.parameters[name].title.lower()} {_written(value)}"
            for name, value in usual.items()
        )
        self.fold.setToolTip(literal(f"How {method.name} is computed. Usual: {usual_text}"))
        self.reset.setToolTip(literal(f"Back to the usual: {usual_text}"))

    def _build(self, method: Method) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for name, parameter in method.parameters.items():
            field = OptionField(parameter, self._body)
            field.given.connect(self._setter(name))
            self._form.addRow(parameter.title, field)
            self.fields[name] = field

    def _setter(self, name: str) -> Callable[[str], None]:
        return lambda text: self._set(name, text)

    def _set(self, name: str, text: str) -> None:
        if method_options(self._session).get(name) == text:
            self._say("")
            return
        try:
            set_method_options(self._session, {name: text.strip()})
        except InputError:
            parameter = self.fields[name].parameter
            self._say(f"{parameter.title} takes {parameter.accepted}, not “{text.strip()}”.")
        else:
            self.refresh()

    def _reset(self) -> None:
        set_method_options(self._session, find_method(self._session.choices.method).resolved())
        self.refresh()

    def _say(self, text: str) -> None:
        palette = self.palette()
        palette.setColor(self.wrong.foregroundRole(), theme.level_colour("error"))
        self.wrong.setPalette(palette)
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _unfold(self, on: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self._body.setVisible(on)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "wrong"):
            self._say(self.wrong.text())


def _written(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
