"""The numbers of the matrix as Qt's views ask for them: text, tips, best partners."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import (
    QApplication,
)

from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import OVERLAP, measure_of
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.compare.matrix import Cell
from neopain_gui.gui.widgets.grouped_header import HEAD
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.reports.shown_table import ends, number

Index = QModelIndex | QPersistentModelIndex


class MatrixModel(QAbstractTableModel):
    """Extraction models × extraction models; symmetric, its diagonal is left empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.heads = Heads()
        self.measure = measure_of(OVERLAP)
        self.difference = False
        self._cells: Mapping[frozenset[str], Cell] = {}
        self.best_pair: tuple[str, str] | None = None
        self.most = 0
        self._best: Mapping[str, frozenset[str]] = {}
        self._outdated: Mapping[str, str] = {}

    def show(
        self,
        names: Sequence[str],
        cells: Mapping[frozenset[str], Cell],
        measure: Measure,
        best: Mapping[str, frozenset[str]] | None = None,
        best_pair: tuple[str, str] | None = None,
        *,
        difference: bool = False,
        heads: Heads | None = None,
    ) -> None:
        """Show other numbers; ``difference`` says that they are pain less no pain.

        ``best`` are each row's best partners, and ``best_pair`` are the two that agree most of
        all; differences have neither.
        """
        others = tuple(names) != self.names
        self.heads = heads or Heads()
        if others:
            self.beginResetModel()
        self.difference = difference
        self.names, self._cells, self.measure = tuple(names), cells, measure
        self._best = best or {}
        self.best_pair = best_pair
        self.most = max((cell.used for cell in cells.values()), default=0)
        if others:
            self.endResetModel()
        elif self.names:
            last = self.index(len(self.names) - 1, len(self.names) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def mark(self, outdated: Mapping[str, str]) -> None:
        """Mark the heads of extraction models whose maps are out of date; why is their tip."""
        if outdated != self._outdated:
            self._outdated = outdated
            if self.names:
                for side in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
                    self.headerDataChanged.emit(side, 0, len(self.names) - 1)

    @property
    def used(self) -> list[int]:
        """How many photographs each mean is of."""
        return [cell.used for cell in self._cells.values()]

    def cell(self, index: Index) -> Cell | None:
        """Return the pair under an index; None on the diagonal and where nothing was compared."""
        pair = frozenset((self.names[index.row()], self.names[index.column()]))
        return self._cells.get(pair) if len(pair) == 2 else None

    def is_best(self, index: Index) -> bool:
        """Say whether the column is the row's best partner, as Tables 3 and 4 have it in bold."""
        return self.names[index.column()] in self._best.get(self.names[index.row()], ())

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the shading: the measure's range, or what is shown where it has no end."""
        if self.measure.bounded:
            return (-0.5, 0.5) if self.difference else self.measure.range
        values = [cell.value for cell in self._cells.values() if math.isfinite(cell.value)]
        if self.difference:
            most = max((abs(value) for value in values), default=1.0) or 1.0
            return -most, most
        low, high = min(values, default=0.0), max(values, default=1.0)
        return (low, high) if high > low else (low - 0.5, low + 0.5)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def columnCount(self, parent: Index | None = None) -> int:
        return self.rowCount(parent)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        name = self.names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return name  # whole, where it is copied; what is painted is the head
        if role == HEAD:
            return self.heads[name]
        if role == Qt.ItemDataRole.DecorationRole and name in self._outdated:
            return theme.coloured_icon("warning", theme.level_colour("warning"))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = "\n".join(filter(None, (name, self._outdated.get(name, ""))))
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.FontRole and self.is_best(index):
            return theme.strong_font(QApplication.font())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            same = index.row() == index.column()
            return "" if same else (self.written(cell) if cell else "–")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self._explain(index, cell)
            return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def written(self, cell: Cell) -> str:
        """Return what stands in a pair's cell: an overlap never without its chance level.

        Nor a mean without the number of its photographs, where that is not the others'.
        """
        overlap = self.measure.id == OVERLAP and not self.difference
        text = cell.beside_chance if overlap else cell.text
        if cell.alone or not 0 < cell.used < self.most:
            return text
        return f"{text}{' · ' if ', ' in text else ', '}n {cell.used}"

    def _explain(self, index: Index, cell: Cell | None) -> str:
        first, second = self.names[index.row()], self.names[index.column()]
        if first == second:
            return f"{first} with itself"
        head = f"{first} and {second}"
        if cell is None:
            return f"{head}: never on the same photograph"
        unit = f" {self.measure.unit}" if self.measure.unit else ""
        lines = [f"{head}: {self.measure.spoken} {self.written(cell)}{unit}"]
        if self.difference:
            lines[0] = f"{head}: {self.measure.spoken}, pain minus no pain: {cell.text}{unit}"
        elif self.measure.id == OVERLAP and not math.isnan(cell.chance):
            lines.append(f"Two unrelated masks of these sizes overlap by {cell.chance:.3f}")
        if not cell.above:
            lines.append("Not above chance")
        if cell.trivial:
            lines.append(
                f"On {cell.trivial} of {cell.used} a mask is empty or covers the whole face: there "
                "the overlap only says how large the other one is"
            )
        if self.is_best(index):
            lines.append(f"The best partner of {first}")
        if cell.compared > 1:
            lines.append(f"Mean of {cell.used} of {cell.compared} photographs")
        if cell.used > 1 and cell.interval is not None:
            mean, decimals = cell.interval(), self.measure.decimals
            lines.append(
                f"SD {number(mean.sd, decimals)}; 95 % interval {ends(mean, decimals)} over "
                f"{mean.neonates} neonates, df {number(mean.df, 0)}"
            )
        lines += [f"Undefined on {count}: {why}" for why, count in cell.reasons]
        return "\n".join(lines)
