"""One step of the post-processing: its name and numbers, its picture, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.widgets.legend import Legend

_CAPTION_LINES = 2


class Stage(QWidget):
    """A picture among the four.

    Parameters
    ----------
    title : str
        Of the step.
    control : QWidget
        What changes the step.
    """

    def __init__(self, title: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.title = PlainLabel(title)
        self.title.setFont(theme.strong_font(self.title.font()))
        self.caption = PlainLabel()
        self.caption.setAccessibleName(f"{title}: numbers")
        self.caption.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.canvas = Canvas(self)
        self.canvas.setAccessibleName(f"{title}: picture")
        self.canvas.setMinimumSize(96, 96)
        self.legend = Legend(compact=True)
        self._shown: tuple[object, ...] = (None, None)
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self.title)
        column.addWidget(self.caption)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.legend)
        column.addWidget(control)
        self._fit_text()

    def show_picture(self, rgba: NDArray[np.uint8] | None, box: Box | None) -> None:
        """Lay a picture over the photograph; the very one that is there is not painted again."""
        if self._shown[0] is not rgba or self._shown[1] != box:
            self._shown = (rgba, box)
            self.canvas.set_overlay(rgba, box)

    def _fit_text(self) -> None:
        """Keep the pictures level, whatever their captions' length."""
        line = self.fontMetrics().lineSpacing()
        self.caption.setFixedHeight(_CAPTION_LINES * line + 2)
        self.legend.setFixedHeight(self.legend.sizeHint().height())
        palette = self.caption.palette()
        palette.setColor(self.caption.foregroundRole(), theme.muted())
        self.caption.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        changes = (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if event.type() in changes and hasattr(self, "control"):
            self._fit_text()

    def minimumSizeHint(self) -> QSize:
        words = max(self.title.sizeHint().width(), self.control.minimumSizeHint().width())
        return QSize(max(120, words), super().minimumSizeHint().height())

    def room_around(self) -> int:
        """Return the height that the words and the control take."""
        return self.sizeHint().height() - self.canvas.sizeHint().height()


class Reading(QWidget):
    """What each step has under the pointer: names on the left, values on the right."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Values under the pointer")
        self._names = tuple(names)
        self._left, self._right = PlainLabel("\n".join(names)), PlainLabel()
        self._left.setForegroundRole(self._left.palette().ColorRole.PlaceholderText)
        self._left.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for label in (self._left, self._right):
            row.addWidget(label, 1)
        self.values: tuple[str, ...] = ()
        self.show_values(("",) * len(names))
        self.setFixedWidth(
            self._left.sizeHint().width()
            + theme.SPACE
            + self.fontMetrics().horizontalAdvance("0.000000000 (00)")
        )

    def show_values(self, values: Sequence[str]) -> None:
        """Show a value for each name; a dash where there is none."""
        self.values = tuple(values)
        self._right.setText("\n".join(value or "–" for value in values))
        pairs = zip(self._names, values, strict=True)
        self.setAccessibleDescription(
            ", ".join(f"{name} {value}" for name, value in pairs if value)
        )
