"""A slider that goes where it is clicked, and is dragged on from there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider


class JumpSlider(QSlider):
    """A horizontal slider; most styles go a single step where the groove is clicked."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._part("handle").contains(
            event.position().toPoint()
        ):
            super().mousePressEvent(event)
            return
        self.setValue(self._value_at(event.position().x()))
        # as if its handle, which now is there, had been taken hold of
        held = QPointF(self._part("handle").center())
        super().mousePressEvent(
            QMouseEvent(
                event.type(),
                held,
                self.mapToGlobal(held),
                event.button(),
                event.buttons(),
                event.modifiers(),
            )
        )

    def _value_at(self, across: float) -> int:
        groove, handle = self._part("groove"), self._part("handle")
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return QStyle.sliderValueFromPosition(
            self.minimum(),
            self.maximum(),
            round(across - groove.x() - handle.width() / 2),
            groove.width() - handle.width(),
            option.upsideDown,
        )

    def _part(self, name: str) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = {
            "groove": QStyle.SubControl.SC_SliderGroove,
            "handle": QStyle.SubControl.SC_SliderHandle,
        }[name]
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
