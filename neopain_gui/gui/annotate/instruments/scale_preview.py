"""How a round will ask a scale, and what answers come to: tried, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from neopain_gui.annotation.scales import Item, Scale, totals_of
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.rating.letters import item_letters
from neopain_gui.gui.annotate.rating.scale_question import ItemRow
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import breakable
from neopain_gui.gui.widgets.flow import Flow

_ENDS = {"low": "All at their lowest", "high": "All at their highest"}


class ScalePreview(QWidget):
    """A scale's items as a round shows them, with the totals that follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale: Scale | None = None
        self.rows: dict[str, ItemRow] = {}
        self._values: dict[str, float | None] = {}
        self._switches: Mapping[str, bool] = {}
        self.says = fields.words(
            "As a round asks it. What is chosen here is kept nowhere; it shows what a total is."
        )
        self.ends = {end: QPushButton(text) for end, text in _ENDS.items()}
        for end, button in self.ends.items():
            button.setToolTip("What the totals are then")
            button.clicked.connect(partial(self._all, end))
        self.totals = fields.words()
        self.totals.setAccessibleName("What it comes to")
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.SPACE)
        line = QWidget()
        row = Flow(line)
        for button in self.ends.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.says)
        column.addLayout(self._items)
        column.addWidget(line)
        column.addWidget(self.totals)
        column.addStretch(1)

    def show_scale(self, scale: Scale | None, switches: Mapping[str, bool]) -> None:
        """Show a scale as a round asks it; None where there is none that can be used."""
        if scale == self.scale and switches == self._switches:
            return
        self.scale, self._switches = scale, dict(switches)
        while (entry := self._items.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows.clear()
        self._values.clear()
        for button in self.ends.values():
            button.setEnabled(scale is not None)
        if scale is None:
            self.totals.setText("")
            return
        letters = item_letters({scale.instrument: scale})
        for item in scale.items:
            row = ItemRow(item, letters.get((scale.instrument, item.id), ""))
            if row.row is not None:
                row.row.chosen.connect(partial(self._choose, item))
            self.rows[item.id] = row
            self._items.addWidget(row)
        self._add_up()

    def _choose(self, item: Item, said: object) -> None:
        self._values[item.id] = said if isinstance(said, float) else None
        self._add_up()

    def _all(self, end: str, _on: bool = False) -> None:
        for name, row in self.rows.items():
            if row.row is not None:
                value = getattr(row.item, end)
                self._values[name] = value
                row.row.press(value)
        self._add_up()

    def _add_up(self) -> None:
        if self.scale is not None:
            found = totals_of(self.scale, self._values, self._switches)
            said = [f"{one.words}{_pain(one.pain())}" for one in found.values()]
            self.totals.setText(breakable("\n".join(said)))


def _pain(pain: bool | None) -> str:
    return "" if pain is None else " – pain by its cut-off" if pain else " – no pain by its cut-off"
