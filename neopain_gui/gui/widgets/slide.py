"""A slider with a field for the exact figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.jump_slider import JumpSlider


class Slide(QWidget):
    """A number that is dragged or typed.

    The slider covers the usual range; the field takes ``widest`` too and always shows the true
    value.

    Signals
    -------
    changed(value: float)
        By the person, not by :meth:`set_value`.
    """

    changed = Signal(float)

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        low: float,
        high: float,
        step: float,
        decimals: int,
        widest: tuple[float, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.step = step
        self.slider = JumpSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(round(low / step), round(high / step))
        self.field = QDoubleSpinBox(self)
        self.field.setRange(*(widest or (low, high)))
        self.field.setSingleStep(step)
        self.field.setDecimals(decimals)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setKeyboardTracking(False)
        for control, kind in ((self.slider, "slider"), (self.field, "value")):
            control.setAccessibleName(f"{name}, {kind}")
            control.setToolTip(literal(tip))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.slider.valueChanged.connect(lambda ticks: self._moved(ticks * self.step))
        self.field.valueChanged.connect(self._typed)

    @property
    def value(self) -> float:
        """The number."""
        return self.field.value()

    def within(self, value: float) -> float:
        """Return the number closest to a value that the field takes."""
        return min(max(value, self.field.minimum()), self.field.maximum())

    def set_value(self, value: float) -> None:
        """Show a number without telling anybody."""
        ticks = round(value / self.step)
        if (value, ticks) == (self.field.value(), self.slider.value()):
            return
        for control in (self.slider, self.field):
            control.blockSignals(True)
        self.slider.setValue(ticks)
        self.field.setValue(value)
        for control in (self.slider, self.field):
            control.blockSignals(False)

    def _moved(self, value: float) -> None:
        self.set_value(round(value, 6))
        self.changed.emit(self.value)

    def _typed(self, value: float) -> None:
        self.set_value(value)
        self.changed.emit(value)
