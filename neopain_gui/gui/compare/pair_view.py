"""Two contour masks over the photograph: where they meet and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.agreement.measure import Measure
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.compare.chosen_value import ChosenValue
from neopain_gui.gui.compare.invitation import Invitation
from neopain_gui.gui.compare.pair import (
    BOTH,
    ONLY_A,
    ONLY_B,
    Agreed,
    Pair,
    paint_alone,
    paint_pair,
    paint_swiped,
    pair_figures,
)
from neopain_gui.gui.compare.pair_pictures import Multiples
from neopain_gui.gui.compare.pair_value import PairValue
from neopain_gui.gui.compare.picture_tiles import Tiles
from neopain_gui.gui.compare.swatch import Swatch
from neopain_gui.gui.compare.swipe import SwipeLine
from neopain_gui.gui.widgets.figure_list import FigureList
from neopain_gui.gui.widgets.flow import Flow, Stack, Tall
from neopain_gui.gui.widgets.jump_slider import JumpSlider
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.percentages import percent

_OPACITY = 0.65
_FIGURES = "chance 0.0000"
"""What there is room for beside the longest name."""
_STEPS = 100


class PairDisplay(StrEnum):
    """How both masks are shown."""

    BOTH = "Both"
    SWIPE = "Swipe"
    BLINK = "Blink"
    ALL = "All photographs"


_SHOWN = {
    PairDisplay.BOTH: ("&Both", "Both masks in one picture"),
    PairDisplay.SWIPE: ("S&wipe", "One mask left of a line, the other right of it; drag the line"),
    PairDisplay.BLINK: ("Blin&k", "One mask alone; press again, or B, for the other"),
    PairDisplay.ALL: (
        "All photographs",
        "Both masks on every photograph, the best agreement first",
    ),
}


class PairView(Tall):
    """The photograph with both masks, what the colours mean, and the pair's figures.

    Signals
    -------
    chosen(image_id: str)
        One of the small pictures was chosen.
    """

    chosen = Signal(str)

    def __init__(self, tiles: Tiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pair: Pair | None = None
        self.show_as = PairDisplay.BOTH
        self._second = self._inviting = False
        self._make_parts(tiles)
        self._arrange()
        self.invite("cell", best=False)

    def _make_parts(self, tiles: Tiles) -> None:
        self.title = PlainLabel()
        self.title.setFont(theme.strong_font(self.title.font()))
        self.title.setAccessibleName("Chosen pair")
        self.canvas = Canvas(self)
        belongs_to(self.canvas, "picture")
        self.canvas.setMinimumSize(160, 120)
        self.canvas.setAccessibleName("Both masks over the photograph")
        self.canvas.set_opacity(_OPACITY)
        self.canvas.cursor_moved.connect(self._read)
        self.line = SwipeLine(self.canvas)
        self.line.moved.connect(self._swiped)
        self.invitation = Invitation(self)
        self.multiples = Multiples(tiles, self)
        self.multiples.chosen.connect(self.chosen)
        self.figures = FigureList()
        self.chosen_value = ChosenValue()
        self.readout = PlainLabel()
        self.readout.setAccessibleName("Under the pointer")
        self.slider = JumpSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS // 2)
        self.slider.setFixedWidth(120)
        self.slider.setAccessibleName("Where the masks meet")
        self.slider.setToolTip("Where one mask ends and the other begins")
        self.slider.valueChanged.connect(lambda value: self.line.set_share(value / _STEPS))
        self._names = (PlainLabel(), PlainLabel(), PlainLabel("both"))
        self._swatches = tuple(
            Swatch(lambda one=colour: QColor(*one))  # type: ignore[misc]
            for colour in (ONLY_A, ONLY_B, BOTH)
        )

    def _arrange(self) -> None:
        head = Flow()
        head.addWidget(self.title)
        head.addStretch()
        head.addWidget(self._make_buttons())
        self._legend = QWidget()
        row = Flow(self._legend)
        for swatch, name in zip(self._swatches, self._names, strict=True):
            row.addWidget(_side_by_side(swatch, name))
        row.addStretch()
        row.addWidget(self.slider)
        row.addWidget(self.readout)
        side = QVBoxLayout()
        side.addWidget(self.chosen_value)
        side.addWidget(self.figures)
        side.addStretch(1)
        self._pictures = Stack()
        for page in (self.canvas, self.multiples, self.invitation):
            self._pictures.addWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._pictures, 1)
        middle.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addWidget(self._legend)

    def _make_buttons(self) -> QWidget:
        self._buttons = SegmentRow(_SHOWN, self.show_as, self)
        self._buttons.chosen.connect(self._choose)
        self.buttons = self._buttons.buttons
        return self._buttons

    # What is shown

    def clear(self, why: str) -> None:
        """Show no pair, and say why."""
        self.pair, self._inviting = None, False
        self.title.setText(why)
        self.title.show()
        self.canvas.clear()
        self.canvas.setAccessibleDescription("")
        self.line.set_visible(False)
        self.figures.show_figures([])
        self.chosen_value.clear()
        for name in self._names[:2]:
            name.clear()
        self._legend.hide()
        self._buttons.setVisible(bool(self.multiples.rows.rows))
        self._turn()

    def invite(self, what: str, *, best: bool) -> None:
        """Say in the place of the picture what is to be chosen: a cell, or a point."""
        self.clear("")
        self._inviting = True
        self.title.hide()
        self.figures.hide()
        self.invitation.say(what, best=best)
        self._turn()

    def show_pair(
        self, pair: Pair, measure: Measure, found: PairValue | None, *, waiting: bool = False
    ) -> None:
        """Show two masks, and what a measure says of the two."""
        changed = self.pair is None or self.pair.photograph is not pair.photograph
        self.pair, self._inviting = pair, False
        self.title.show()
        first, second = pair.first.model.name, pair.second.model.name
        self.title.setText(f"{first} and {second} on {pair.image_id}")
        if changed:
            self.canvas.set_photograph(pair.photograph)
        self.canvas.set_frame(pair.region)
        self.canvas.set_box(pair.region)
        self.line.set_region(pair.region)
        self._names[0].setText(f"only {first}")
        self._names[1].setText(f"only {second}")
        self._legend.show()
        self._buttons.show()
        figures = pair_figures(pair, measure.id)
        room = self.figures.room_for([one.name for one in figures], _FIGURES)
        for part in (self.figures, self.chosen_value):
            part.setFixedWidth(room)
        self.figures.show_figures(figures)
        self.chosen_value.say(measure, found, waiting=waiting)
        self.canvas.setAccessibleDescription(_in_words(pair))
        self._turn()

    def show_all(self, names: Sequence[str], rows: Sequence[Agreed], image_id: str) -> None:
        """Show the photographs of a pair, with the chosen one among them."""
        self.multiples.rows.show(names, rows)
        self.multiples.show_image(image_id)

    def blink(self) -> None:
        """Show one mask alone, the other one each time."""
        if self.pair is not None and self.isVisible():
            self.buttons[PairDisplay.BLINK].click()

    def _choose(self, show: PairDisplay) -> None:
        self._second = show is self.show_as is PairDisplay.BLINK and not self._second
        self.show_as = show
        self._turn()

    def _turn(self) -> None:
        """Show what there is in the chosen way."""
        show, there = self.show_as, self.pair is not None
        every = show is PairDisplay.ALL and bool(self.multiples.rows.rows)
        picture = self.invitation if self._inviting else self.canvas
        self._pictures.setCurrentWidget(self.multiples if every else picture)
        self.figures.setVisible(not self._inviting)
        self.line.set_visible(there and show is PairDisplay.SWIPE)
        self.slider.setVisible(show is PairDisplay.SWIPE)
        self.readout.setVisible(show is PairDisplay.BOTH)
        self._paint()
        self._say()

    def _paint(self) -> None:
        pair = self.pair
        if pair is None:
            return
        inside = pair.region.slices
        first, second = pair.first.values[inside], pair.second.values[inside]
        if self.show_as is PairDisplay.SWIPE:
            rgba = paint_swiped(first, second, self.line.column)
        elif self.show_as is PairDisplay.BLINK:
            rgba = paint_alone(*((second, ONLY_B) if self._second else (first, ONLY_A)))
        else:
            rgba = paint_pair(first, second)
        self.canvas.set_overlay(rgba, pair.region)

    def _say(self) -> None:
        """Say what the colours mean now."""
        pair = self.pair
        if pair is None:
            return
        apart = self.show_as in (PairDisplay.BOTH, PairDisplay.ALL)
        only = "only " if apart else ""
        seen = {PairDisplay.BLINK: (not self._second, self._second)}.get(self.show_as, (True, True))
        for place, mask in enumerate((pair.first, pair.second)):
            self._names[place].setText(f"{only}{mask.model.name}")
            self._names[place].setVisible(seen[place])
            self._swatches[place].setVisible(seen[place])
        self._names[2].setVisible(apart)
        self._swatches[2].setVisible(apart)

    def _swiped(self, share: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * _STEPS))
        self.slider.blockSignals(False)
        if self.show_as is PairDisplay.SWIPE:
            self._paint()

    def _read(self, column: int, row: int) -> None:
        pair = self.pair
        if pair is None or column < 0:
            self.readout.clear()
            return
        box = pair.region
        if not (box.left <= column < box.right and box.top <= row < box.bottom):
            self.readout.setText("outside the face crop")
            return
        key = (bool(pair.first.values[row, column]), bool(pair.second.values[row, column]))
        words = {
            (True, True): "both",
            (True, False): f"only {pair.first.model.name}",
            (False, True): f"only {pair.second.model.name}",
            (False, False): "neither",
        }
        self.readout.setText(words[key])


def _in_words(pair: Pair) -> str:
    """Say how much of the face both masks cover, each alone and together."""
    first, second = pair.first.values, pair.second.values
    inside = pair.region.slices
    area = max(1, first[inside].size)
    shares = (first & ~second, second & ~first, first & second)
    names = (f"only {pair.first.model.name}", f"only {pair.second.model.name}", "both")
    said = [
        f"{name} {percent(share[inside].sum() / area)}"
        for name, share in zip(names, shares, strict=True)
    ]
    return f"Of the face crop: {', '.join(said)}"


def _side_by_side(swatch: QWidget, name: QWidget) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(6)
    row.addWidget(swatch)
    row.addWidget(name)
    return pair
