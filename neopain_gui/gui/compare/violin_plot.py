"""Violins side by side, as many as there is room for; the rest is scrolled into sight."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainterPath,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsPathItem, QScrollBar, QVBoxLayout, QWidget

from neopain_gui.agreement.measure import Measure
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.base import theme
from neopain_gui.gui.compare import violin_paths
from neopain_gui.gui.compare.distributions import Half, Violin
from neopain_gui.gui.compare.matrix import written
from neopain_gui.gui.widgets.model_heads import Heads, runs
from neopain_gui.gui.widgets.still_plot import StillPlot

_SLOT = 132
_WIDEST = 260
_STEP = 100
_NEAR_PIXELS = 9.0
_APART_PIXELS = 6.0
_POINT = 7
_LEAST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A photograph's value in a pair, and where it is drawn."""

    pair: tuple[str, str]
    image_id: str
    label: PainLabel
    value: float
    text: str
    above: bool
    x: float
    y: float


class ViolinPlot(QWidget):
    """The plot with its scroll bar.

    Signals
    -------
    pointed(point: Point or None)
        What is under the pointer.
    chosen(point: Point)
        It was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._make: Callable[[tuple[str, str]], Violin] | None = None
        self._image_id = ""
        self._limits: tuple[float, float] = (0.0, 1.0)
        self._measure: Measure | None = None
        self._heads, self._fixed = Heads(), ""
        self.points: list[Point] = []
        self._under: Point | None = None
        self.plot = StillPlot(self, QPalette.ColorRole.Base)
        self.plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.setAccessibleName("Violin plots")
        self.plot.setMinimumHeight(160)
        self.plot.setAntialiasing(True)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.scroll_bar.setAccessibleName("Pairs in sight")
        self.scroll_bar.valueChanged.connect(lambda _v: self._draw())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.scroll_bar)
        self._make_items()
        self.plot.scene().sigMouseMoved.connect(self._moved)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self._ink()

    def _make_items(self) -> None:
        item = self.plot.getPlotItem()
        item.showGrid(x=False, y=True, alpha=0.2)
        item.vb.setDefaultPadding(0.0)
        bottom = item.getAxis("bottom")
        bottom.setHeight(3 * self.fontMetrics().lineSpacing() + theme.SPACE)
        item.getAxis("left").setWidth(56)
        top = item.getAxis("top")
        top.setHeight(self.fontMetrics().lineSpacing() + theme.SPACE)
        self._ends = QGraphicsPathItem()
        item.addItem(self._ends, ignoreBounds=True)
        self._shapes = {label: QGraphicsPathItem() for label in PainLabel}
        self._medians = {label: QGraphicsPathItem() for label in PainLabel}
        self._others = {label: QGraphicsPathItem() for label in PainLabel}
        self._dots = {label: pg.ScatterPlotItem(pxMode=True, size=_POINT) for label in PainLabel}
        self._rings = pg.ScatterPlotItem(pxMode=True, size=_POINT + 5)
        self._tip = pg.TextItem(anchor=(0.0, 1.0))
        self._tip.setZValue(50)
        self._tip.hide()
        for group in (self._shapes, self._others, self._medians, self._dots):
            for one in group.values():
                item.addItem(one, ignoreBounds=True)
        item.addItem(self._rings, ignoreBounds=True)
        item.addItem(self._tip, ignoreBounds=True)

    def _ink(self) -> None:
        """Take the palette's colours, now and whenever they change."""
        palette = self.palette()
        text, muted = palette.windowText().color(), theme.muted(palette)
        strong = theme.strong_font(self.font())
        for name, font in (("left", self.font()), ("bottom", self.font()), ("top", strong)):
            axis = self.plot.getPlotItem().getAxis(name)
            axis.setTextPen(text)
            axis.setTickFont(font)
        self._ends.setPen(_pen(muted, 1.0))
        for label in PainLabel:
            colour = theme.label_colour(label.value)
            soft = QColor(colour)
            soft.setAlpha(96)
            self._shapes[label].setBrush(soft)
            self._shapes[label].setPen(_pen(colour, 1.2))
            self._medians[label].setPen(_pen(text, 1.6, Qt.PenStyle.DashLine))
            self._others[label].setPen(_pen(text, 1.2, Qt.PenStyle.DotLine))
            self._dots[label].setBrush(colour)
            self._dots[label].setPen(_pen(palette.base().color(), 0.8))
        self._rings.setBrush(None)
        self._rings.setPen(_pen(text, 2.0))
        self._tip.fill = pg.mkBrush(palette.toolTipBase().color())
        self._tip.border = pg.mkPen(muted)
        self._tip.setColor(palette.toolTipText().color())

    def show_pairs(
        self,
        pairs: Sequence[tuple[str, str]],
        make: Callable[[tuple[str, str]], Violin],
        *,
        limits: tuple[float, float],
        measure: Measure,
        heads: Heads,
        fixed: str = "",
    ) -> None:
        """Show these pairs; ``make`` is asked for the distributions of those in sight.

        ``limits`` are the ends of the measure's axis. Where all pairs are those of one model,
        ``fixed``, the others' groups stand above the plot.
        """
        others = tuple(pairs) != self._pairs
        self._pairs, self._make = tuple(pairs), make
        self._limits, self._measure = limits, measure
        self._heads, self._fixed = heads, fixed
        if others:
            self.scroll_bar.setValue(0)
        self._draw()

    def show_image(self, image_id: str) -> None:
        """Mark the chosen photograph's points."""
        self._image_id = image_id
        self._mark()

    # Drawing

    @property
    def slot(self) -> float:
        """Pixels across for a pair."""
        room = max(1.0, self.plot.getPlotItem().vb.width())
        whole = max(1, min(len(self._pairs), int(room // _SLOT)))
        return min(float(_WIDEST), room / whole)

    def _draw(self) -> None:
        box = self.plot.getPlotItem().vb
        seen = max(1.0, box.width()) / self.slot
        beyond = max(0, math.ceil((len(self._pairs) - seen) * _STEP))
        self.scroll_bar.blockSignals(True)
        self.scroll_bar.setRange(0, beyond)
        self.scroll_bar.setPageStep(round(seen * _STEP))
        self.scroll_bar.setSingleStep(_STEP)
        self.scroll_bar.blockSignals(False)
        self.scroll_bar.setVisible(beyond > 0)
        first = self.scroll_bar.value() / _STEP
        box.setRange(xRange=(first - 0.5, first - 0.5 + seen), yRange=self._limits, padding=0)
        stop = min(len(self._pairs), math.ceil(first + seen))
        make = self._make
        there = [] if make is None else [(i, make(self._pairs[i])) for i in range(int(first), stop)]
        for label in PainLabel:
            pain = label is PainLabel.PAIN
            self._shapes[label].setPath(violin_paths.shapes(there, pain=pain))
            medians, others = violin_paths.quartile_lines(there, pain=pain)
            self._medians[label].setPath(medians)
            self._others[label].setPath(others)
        self._put_points(there)
        item = self.plot.getPlotItem()
        self._show_groups(there, (first - 0.5, first - 0.5 + seen))
        captions = [(i, self._caption(violin)) for i, violin in there]
        lines = max((text.count("\n") + 1 for _, text in captions), default=3)
        bottom = item.getAxis("bottom")
        bottom.setHeight(max(3, lines) * self.fontMetrics().lineSpacing() + theme.SPACE)
        bottom.setTicks([captions])
        measure = self._measure
        name, short = (measure.with_unit, measure.short_with_unit) if measure else ("", "")
        fits = self.fontMetrics().horizontalAdvance(name) <= box.height()
        item.setLabel("left", name if fits else short)
        item.getAxis("left").resizeEvent()  # or it stands where the former, shorter name did
        self._point_at(None)
        self._mark()
        decimals = measure.decimals if measure else 0
        said = described(name, [one for _, one in there], decimals)
        self.plot.setAccessibleDescription(said)

    def _put_points(self, there: Sequence[tuple[int, Violin]]) -> None:
        height = max(1.0, self.plot.getPlotItem().vb.height())
        nearest = _APART_PIXELS / height * (self._limits[1] - self._limits[0])
        self.points = []
        for place, violin in there:
            for half in (violin.pain, violin.rest):
                where = violin_paths.points(place, violin, half, nearest)
                self.points += [
                    Point(
                        pair=violin.pair,
                        image_id=image_id,
                        label=half.label,
                        value=float(value),
                        text=text,
                        above=above,
                        x=float(x),
                        y=float(y),
                    )
                    for image_id, value, text, above, (x, y) in zip(
                        half.image_ids, half.values, half.texts, half.above, where, strict=True
                    )
                ]
        for label, dots in self._dots.items():
            mine = [point for point in self.points if point.label is label]
            dots.setData([p.x for p in mine], [p.y for p in mine])

    def _caption(self, violin: Violin) -> str:
        room = int(self.slot) - theme.SPACE
        lines = [line for name in self._named(violin) for line in self._lines(name, room)]
        undefined = violin.pain.undefined + violin.rest.undefined
        count = f"n {violin.pain.values.size} | {violin.rest.values.size}"
        lines.append(f"{count}, {undefined} undefined" if undefined else count)
        return "\n".join(lines)

    def _lines(self, name: str, room: int) -> list[str]:
        """Write a name in one line, or method and classifier below each other: both are read."""
        metrics, head = self.fontMetrics(), self._heads[name]
        parts = head.lines[:1] if self._fixed else head.lines
        if metrics.horizontalAdvance(" · ".join(parts)) <= room:
            parts = (" · ".join(parts),)
        else:
            parts = tuple(line for part in parts for line in part.split(", "))
        middle = Qt.TextElideMode.ElideMiddle
        return [metrics.elidedText(part, middle, room) for part in parts]

    def _named(self, violin: Violin) -> list[str]:
        """Return the models that stand below a violin: the one that is fixed goes without."""
        return [name for name in violin.pair if name != self._fixed]

    def _show_groups(self, there: Sequence[tuple[int, Violin]], seen: tuple[float, float]) -> None:
        """Write each group over what is in sight of its violins, and draw where it ends."""
        item = self.plot.getPlotItem()
        groups = [self._heads[self._named(one)[0]].group for _, one in there if self._fixed]
        if item.getAxis("top").isVisible() != bool(groups):
            item.showAxis("top", bool(groups))
            item.layout.activate()  # now: points are placed by what room there is
        ends, names = QPainterPath(), []
        for first, last in runs(groups):
            start, end = there[first][0] - 0.5, there[last][0] + 0.5
            left, right = max(start, seen[0]), min(end, seen[1])
            room = int((right - left) * self.slot) - theme.SPACE
            middle = Qt.TextElideMode.ElideMiddle
            short = self._strong().elidedText(groups[first], middle, room)
            if room >= _LEAST:
                names.append(((left + right) / 2, short))
            if last + 1 < len(groups):
                ends.moveTo(end, self._limits[0])
                ends.lineTo(end, self._limits[1])
        self._ends.setPath(ends)
        item.getAxis("top").setTicks([names])

    def _strong(self) -> QFontMetrics:
        return QFontMetrics(theme.strong_font(self.font()))

    def _mark(self) -> None:
        mine = [point for point in self.points if point.image_id == self._image_id]
        self._rings.setData([p.x for p in mine], [p.y for p in mine])

    # Pointing

    def _nearest(self, where: QPointF) -> Point | None:
        """Return the point within reach of a place of the scene."""
        if not self.points:
            return None
        box = self.plot.getPlotItem().vb
        width, height = box.viewPixelSize()
        at = box.mapSceneToView(where)
        across = (np.array([p.x for p in self.points]) - at.x()) / width
        down = (np.array([p.y for p in self.points]) - at.y()) / height
        distance = np.hypot(across, down)
        best = int(np.argmin(distance))
        return self.points[best] if distance[best] <= _NEAR_PIXELS else None

    def _moved(self, where: QPointF) -> None:
        self._point_at(self._nearest(where))

    def _point_at(self, point: Point | None) -> None:
        if point == self._under:
            return
        self._under = point
        self._tip.setVisible(point is not None)
        if point is not None:
            right = self.plot.getPlotItem().vb.viewRect().center().x() < point.x
            self._tip.setAnchor((1.0 if right else 0.0, 1.0))
            self._tip.setText(f"{point.image_id}, {point.label.value}: {point.text}")
            self._tip.setPos(point.x, point.y)
        self.plot.setCursor(
            Qt.CursorShape.ArrowCursor if point is None else Qt.CursorShape.PointingHandCursor
        )
        self.pointed.emit(point)

    def _clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._nearest(event.scenePos())
        if point is not None:
            event.accept()
            self.chosen.emit(point)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        self.scroll_bar.setValue(self.scroll_bar.value() - (delta.x() or delta.y()))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tip"):
            self._ink()


def spoken(point: Point) -> str:
    """Say a point in words."""
    return (
        f"{point.image_id}, {point.label.value}: {point.text}"
        f"{'' if point.above else ' (not above chance)'}, {point.pair[0]} and {point.pair[1]}"
    )


def described(name: str, violins: Sequence[Violin], decimals: int = 3) -> str:
    """Say what violins show: each pair's median and middle half, in pain and at rest."""
    said = [f"{name} of {counted(len(violins), 'pair')}, left to right"] if violins else []
    for one in violins:
        halves = [_half_in_words(half, decimals) for half in (one.pain, one.rest)]
        said.append(f"{one.pair[0]} and {one.pair[1]}: {', '.join(halves)}")
    return "; ".join(said)


def _half_in_words(half: Half, decimals: int) -> str:
    word = half.label.value
    if not half.values.size:
        return f"{word} no value"
    low, middle, high = (written(one, decimals) for one in half.quartiles)
    chance = "" if math.isnan(half.chance) else f", chance {written(half.chance)}"
    return (
        f"{word} median {middle}{chance}, middle half {low} to {high}, "
        f"{counted(half.values.size, 'photograph')}"
    )


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style)
    pen.setCosmetic(True)
    return pen
