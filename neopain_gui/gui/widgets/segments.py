"""Buttons of which the pressed ones can be told at a glance, in light and in dark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from neopain_gui.gui.base.plain import literal

_RADIUS = 2


class Segment(QToolButton):
    """A tool button that takes the highlight's colours while it is pressed in.

    Where it is disabled it takes their grey: it still tells what was chosen.
    """

    def __init__(
        self, text: str, tip: str, *, checkable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(literal(tip))
        self.setAccessibleName(text.replace("&", ""))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.isChecked():
            super().paintEvent(event)
            return
        # Painted flat: the style's gradient on the highlight takes the text's contrast away.
        palette, place = self.palette(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(palette.highlight())
        edge = palette.windowText() if self.hasFocus() else palette.highlight()
        painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1.0))
        painter.drawRoundedRect(place, _RADIUS, _RADIUS)
        painter.setPen(palette.highlightedText().color())
        how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(self.rect(), how, self.text())
        painter.end()


class SegmentRow(QWidget):
    """Segments side by side, of which one is pressed in.

    Parameters
    ----------
    choices : Mapping of choice to (str, str)
        What can be chosen, with the text and the tip of its segment.
    pressed : choice, optional
        Which is pressed in at first.

    Signals
    -------
    chosen(choice)
        A person pressed a segment, the one that was pressed already included.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: Mapping[Any, tuple[str, str]],
        pressed: object = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.buttons: dict[Any, Segment] = {}
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for choice, (text, tip) in choices.items():
            button = Segment(text, tip, parent=self)
            button.setChecked(choice == pressed)
            button.clicked.connect(lambda _checked=False, one=choice: self.chosen.emit(one))
            self.group.addButton(button)
            row.addWidget(button)
            self.buttons[choice] = button

    def press(self, choice: object) -> None:
        """Press a segment in, without telling anybody."""
        self.buttons[choice].setChecked(True)

    def release(self) -> None:
        """Have no segment pressed in, without telling anybody."""
        self.group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self.group.setExclusive(True)
