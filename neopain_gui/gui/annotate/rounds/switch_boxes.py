"""Switches of scales, a box each: how a study adds their totals up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from neopain_gui.annotation.scales import Scale
from neopain_gui.gui.base.plain import literal


class SwitchBoxes(QWidget):
    """A box to tick for each switch of some scales; nothing where they have none.

    Signals
    -------
    changed()
        A person ticked a box, or other scales are shown.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName("How totals are added up")
        self.hide()

    def offer(
        self, scales: Iterable[Scale], present: Mapping[str, Mapping[str, bool]], *, named: bool
    ) -> None:
        """Show the switches of these scales, as they are set; ``named``: after their scale.

        A box that stays keeps what a person ticked.
        """
        wanted = {(scale.id, one.id): (scale, one) for scale in scales for one in scale.switches}
        for key in [one for one in self.boxes if one not in wanted]:
            box = self.boxes.pop(key)
            self._column.removeWidget(box)
            box.deleteLater()
        for key, (scale, one) in wanted.items():
            if key in self.boxes:
                continue
            box = QCheckBox(f"{scale.short}: {one.title}" if named else one.title)
            box.setToolTip(literal(f"{scale.title}: how its total is added up in this study"))
            box.setChecked(present.get(scale.id, {}).get(one.id, one.on))
            box.toggled.connect(self.changed)
            self.boxes[key] = box
            self._column.addWidget(box)
        self.setHidden(not self.boxes)
        self.changed.emit()

    def set(self, present: Mapping[str, Mapping[str, bool]]) -> None:
        """Tick the boxes as the study says, without telling anybody."""
        for (scale_id, switch), box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(present.get(scale_id, {}).get(switch, box.isChecked()))
            box.blockSignals(False)

    def chosen(self) -> dict[str, dict[str, bool]]:
        """Return what is ticked, by the scale's id and the switch's."""
        made: dict[str, dict[str, bool]] = {}
        for (scale_id, switch), box in self.boxes.items():
            made.setdefault(scale_id, {})[switch] = box.isChecked()
        return made
