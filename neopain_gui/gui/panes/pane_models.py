"""The list from which a pane's extraction model is chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.model_list import ShortNames, grouped, open_wide
from neopain_gui.maps import ATTRIBUTION, ExtractionModel

if TYPE_CHECKING:
    from neopain_gui.gui.panes.pane_rules import Rules

_NONE = "There is no map of it on this photograph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An extraction model that a pane can show.

    Attributes
    ----------
    model : ExtractionModel
    here : bool
        Whether the photograph has a map of it.
    outdated : str
        Why its maps are out of date; empty where they are not.
    """

    model: ExtractionModel
    here: bool
    outdated: str = ""

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name


def offers(
    rules: Rules,
    here: Collection[str],
    chosen: Sequence[str],
    places: Sequence[str],
    outdated: Mapping[str, str],
) -> tuple[Offer, ...]:
    """List what panes can show, by kind: what the study has, what is chosen, what they show."""
    wanted = {*rules.there, *chosen, *filter(None, places)}
    models = [
        rules.models.get(name) or ExtractionModel(name=name, kind=ATTRIBUTION.id) for name in wanted
    ]
    # One layer of each method first: the others are many.
    models.sort(key=lambda one: (one.traits.order, bool(one.layer), one.name))
    return tuple(
        Offer(model=one, here=one.name in here, outdated=outdated.get(one.name, ""))
        for one in models
    )


class ModelCombo(QComboBox):
    """Extraction models by classifier, and people; those of which the photograph has no map say so.

    Signals
    -------
    chosen(name: str)
        By the person.
    """

    chosen = Signal(str)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Map of pane {number}")
        self.setToolTip("Whose map is shown here")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._offers: tuple[Offer, ...] = ()
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(ShortNames(self))
        self.activated.connect(self._activated)

    def show_offers(self, offers: Sequence[Offer], name: str) -> None:
        """Show what can be chosen, and which one is."""
        with QSignalBlocker(self):
            if tuple(offers) != self._offers:
                self._offers = tuple(offers)
                self._fill()
            self.setCurrentIndex(self.findData(name))

    def _fill(self) -> None:
        self._items.clear()
        offered = {offer.name: offer for offer in self._offers}
        for item, name in grouped(Heads(offer.model for offer in self._offers), self.font()):
            self._items.appendRow(item)
            offer = offered.get(name)
            why = "" if offer is None else offer.outdated if offer.here else _NONE
            if offer is None or not why:
                continue
            warning = theme.coloured_icon("warning", theme.level_colour("warning"))
            item.setIcon(warning if offer.here else theme.icon("eye-off"))
            item.setToolTip(literal(f"{name}\n{why}"))
            item.setAccessibleDescription(why)
        open_wide(self)

    def _activated(self, index: int) -> None:
        name = self.itemData(index)
        if name:
            self.chosen.emit(str(name))
