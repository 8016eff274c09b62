"""One pane: whose map, the map itself, its colours and the value under the crosshair."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.panes.pane_models import ModelCombo, Offer
from neopain_gui.gui.panes.pane_notes import Note, Tag
from neopain_gui.gui.widgets.legend import Legend

_OUTLINE = 1.2


class Pane(QWidget):
    """A place among the panes: taken, or with a button that takes it.

    Signals
    -------
    chosen(name: str)
        Another extraction model.
    removed(), added()
    """

    chosen = Signal(str)
    removed = Signal()
    added = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Pane {number}")
        self.combo = ModelCombo(number)
        self.combo.chosen.connect(self.chosen)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip("Take this pane away")
        self.close_button.setAccessibleName(f"Take pane {number} away")
        self.close_button.clicked.connect(self.removed)
        self.canvas = Canvas()
        self.canvas.setMinimumSize(96, 72)
        self.canvas.set_outline_thickness(_OUTLINE)
        self.note = Note(self.canvas)
        self.tag = Tag(self.canvas)
        self.legend = Legend(compact=True)
        self.value = PlainLabel()
        self.value.setAccessibleName(f"Value in pane {number}")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.add = QPushButton("Add a map")
        self.add.setToolTip("Show another map in this place")
        self.add.setAccessibleName(f"Add a map in place {number}")
        self.add.clicked.connect(self.added)
        self._arrange()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE // 2)
        top.addWidget(self.combo, 1)
        top.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE // 2)
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.value)
        taken = QWidget()
        column = QVBoxLayout(taken)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        column.addLayout(foot)
        free = QFrame()
        free.setFrameShape(QFrame.Shape.StyledPanel)
        middle = QHBoxLayout(free)
        middle.addWidget(self.add, 0, Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(taken)
        self._pages.addWidget(free)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._fit_text()

    def _fit_text(self) -> None:
        """Keep the canvas' size while figures come and go below it."""
        self.value.setFixedWidth(self.fontMetrics().horizontalAdvance("0.000e-00"))
        self.legend.setFixedHeight(self.legend.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "add"):
            self._fit_text()

    def minimumSizeHint(self) -> QSize:
        return QSize(140, super().minimumSizeHint().height())

    @property
    def taken(self) -> bool:
        """True where it shows an extraction model, with or without a map."""
        return self._pages.currentIndex() == 0

    def show_offers(self, offers: Sequence[Offer], name: str) -> None:
        """Show whose map it is; with an empty name, the button that adds one."""
        self._pages.setCurrentIndex(0 if name else 1)
        self.combo.show_offers(offers, name)
        shown = f"Photograph with the map of {name}" if name else "Photograph"
        self.canvas.setAccessibleName(shown)
