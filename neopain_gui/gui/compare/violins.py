"""Violin plots of the pairs (Figure 17): how agreement spreads, in pain and at rest."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neopain_gui.agreement.distribution import FEWEST
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import OVERLAP, measure_of
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.compare.distributions import Violin, first_choice, violin
from neopain_gui.gui.compare.swatch import Swatch
from neopain_gui.gui.compare.violin_plot import Point, ViolinPlot, spoken
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.model_list import ShortNames, grouped, open_wide
from neopain_gui.gui.widgets.right_click import belongs_to

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.jobs import Job

_CHOSEN, _SEARCH = 16, 130
_POINT = "Point at a value to see whose it is; click to open it."
_HINT = f"Dashed: median; dotted: quartiles. {_POINT}"


def load_kernels(job: Job) -> None:
    """Import what estimates densities: it takes seconds, so not in the window's thread."""
    import scipy.stats  # noqa: F401

    job.check()


class Violins(QWidget):
    """Plot, and what is under the pointer.

    Attributes
    ----------
    options : QWidget
        Chooser of pairs and key, for the panel to place.
    ready : bool
        The library that estimates densities is loaded.

    Signals
    -------
    opened(pair: tuple of str, image_id: str)
        A point was clicked.
    """

    opened = Signal(object, str)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Violins")
        self._jobs = jobs
        self.ready = "scipy.stats" in sys.modules
        self._comparison: Comparison | None = None
        self._measure = measure_of(OVERLAP)
        self._visible: frozenset[str] = frozenset()
        self._made: dict[tuple[str, str], Violin] = {}
        self._names: tuple[str, ...] = ()
        self._heads = Heads()
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Pairs shown")
        self.chooser.setToolTip("All pairs, or those of one extraction model")
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chooser.setMinimumContentsLength(_CHOSEN)
        self.chooser.setItemDelegate(ShortNames(self.chooser))
        self.chooser.currentIndexChanged.connect(lambda _i: self._show_pairs())
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find pairs")
        self.search.setAccessibleName("Find pairs")
        self.search.setToolTip(
            "Show only the pairs whose names have these words: method, classifier, layer, people"
        )
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(_SEARCH)
        self.search.textChanged.connect(lambda _text: self._show_pairs())
        self.plot = ViolinPlot(self)
        belongs_to(self.plot, "picture")
        self.plot.pointed.connect(self._pointed)
        self.plot.chosen.connect(lambda point: self.opened.emit(point.pair, point.image_id))
        self.readout = PlainLabel(_HINT)
        self.readout.setAccessibleName("Under the pointer")
        self.readout.setWordWrap(True)
        self.options = QWidget(self)
        row = QHBoxLayout(self.options)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.chooser)
        row.addWidget(self.search)
        row.addSpacing(10)
        for label, where in ((PainLabel.PAIN, "left"), (PainLabel.NO_PAIN, "right")):
            row.addWidget(Swatch(lambda one=label: theme.label_colour(one.value)))  # type: ignore[misc]
            row.addWidget(PlainLabel(f"{label.value} ({where})"))
            row.addSpacing(6)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.plot, 1)
        column.addWidget(self.readout)

    def show_comparison(
        self, comparison: Comparison | None, measure: Measure, visible: Collection[str]
    ) -> None:
        """Show a measure over the photographs that the filter lets through."""
        key = (comparison, measure, frozenset(visible))
        if key != (self._comparison, self._measure, self._visible):
            self._made.clear()
        self._comparison, self._measure, self._visible = key
        self._fill_chooser()
        if self.ready or comparison is None:
            self._show_pairs()
            return
        self.readout.setText("Drawing…")
        self._jobs.local(
            load_kernels,
            title="Load the density estimate",
            key="kernels",
            visible=False,
            on_done=lambda _result: self._loaded(),
        )

    def _loaded(self) -> None:
        self.ready = True
        self._show_pairs()

    def show_image(self, image_id: str) -> None:
        """Mark the chosen photograph."""
        self.plot.show_image(image_id)

    def _fill_chooser(self) -> None:
        models = self._comparison.models if self._comparison is not None else ()
        names = tuple(sorted(model.name for model in models))
        if names == self._names:
            return
        if not names:
            self._names = ()
            self.chooser.clear()
            return
        before = self.chooser.currentData() if self._names else None
        gaze = [model.name for model in models if model.of_gaze]
        first = first_choice(names, gaze)
        wanted = before if before is not None and before in ("", *names) else first
        self._names, self._heads = names, Heads(models)
        self.chooser.blockSignals(True)
        self._offer(len(names) * (len(names) - 1) // 2)
        self.chooser.setCurrentIndex(self.chooser.findData(wanted))
        self.chooser.blockSignals(False)

    def _offer(self, total: int) -> None:
        """List all pairs, and those of each extraction model under its group's heading."""
        self.chooser.clear()
        self.chooser.addItem(f"All {counted(total, 'pair')}", "")
        items = self.chooser.model()
        assert isinstance(items, QStandardItemModel)  # Qt's own, of every combo box
        for item, name in grouped(self._heads, self.chooser.font()):
            if name:
                item.setText(f"Pairs of {name}")
            items.appendRow(item)
        open_wide(self.chooser)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The chosen pairs that were compared at all, those of a group beside each other."""
        if self._comparison is None:
            return ()
        table, name = self._comparison.table, self.chooser.currentData()
        there = np.any(table.compared, axis=0).tolist()
        words = self.search.text().casefold().split()
        chosen = [
            pair
            for pair, compared in zip(combinations(table.models, 2), there, strict=True)
            if compared and (not name or name in pair) and _has(pair, words)
        ]
        rank = {model: place for place, model in enumerate(self._heads.names)}
        return tuple(
            sorted(chosen, key=lambda pair: sorted(rank[one] for one in pair if one != name))
        )

    def _show_pairs(self) -> None:
        if not self.ready:
            return
        self.plot.show_pairs(
            self.pairs,
            self._violin,
            limits=self._limits(),
            measure=self._measure,
            heads=self._heads,
            fixed=self.chooser.currentData() or "",
        )
        self.readout.setText(self._hint())

    def _violin(self, pair: tuple[str, str]) -> Violin:
        if pair not in self._made and self._comparison is not None:
            self._made[pair] = violin(self._comparison, self._measure, pair, self._visible)
        return self._made[pair]

    def _limits(self) -> tuple[float, float]:
        """Return the axis: tenths around the values of all pairs, within what is possible."""
        low, high = self._measure.range
        if self._comparison is None:
            return (low, high) if self._measure.bounded else (0.0, 1.0)
        values = self._comparison.table.values(self._measure.id)
        values = values[np.isfinite(values)]
        if not values.size:
            return (low, high) if self._measure.bounded else (0.0, 1.0)
        if not self._measure.bounded:
            least, most = float(values.min()), float(values.max())
            beside = 0.1 * (most - least) or 0.5
            return max(low, least - beside), min(high, most + beside)
        least = max(low, (math.floor(10 * float(values.min())) - 1) / 10)
        most = min(high, (math.ceil(10 * float(values.max())) + 1) / 10)
        # A little room, so that points at the ends of the scale are whole.
        return least - 0.02 * (most - least), most + 0.02 * (most - least)

    def _pointed(self, point: Point | None) -> None:
        self.readout.setText(self._hint() if point is None else spoken(point))

    def _hint(self) -> str:
        """Say what the plot shows, or why it shows nothing."""
        if self._comparison is None:
            return ""
        if not self.pairs and self.search.text().strip():
            return f"No pair has “{self.search.text().strip()}” in its names: clear the search."
        if not self.plot.points:
            return (
                "No value to show: no photograph of the list that is labelled pain or no pain was "
                "compared."
            )
        if any(one.widest > 0 for one in self._made.values()):
            return _HINT
        return f"Fewer than {FEWEST} values in each class, or all the same: points alone. {_POINT}"


def _has(pair: tuple[str, str], words: Collection[str]) -> bool:
    """Return whether every word is part of the pair's names."""
    text = " ".join(pair).casefold()
    return all(word in text for word in words)
