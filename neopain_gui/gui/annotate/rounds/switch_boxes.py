"""Switches of scales, a box each: how a study adds their totals up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.annotation.scales import Scale
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal


class _Line(QWidget):
    """A box whose text breaks its lines, and is clicked like it."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        words = PlainLabel(breakable(text))
        words.setWordWrap(True)
        for one in (self.box, words):
            one.setToolTip(literal(f"{text}\n{tip}"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.click()


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
        self._lines: dict[tuple[str, str], QWidget] = {}
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
            line = self._lines.pop(key)
            del self.boxes[key]
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for key, (scale, one) in wanted.items():
            if key in self.boxes:
                continue
            text = f"{scale.short}: {one.title}" if named else one.title
            line = _Line(text, f"{scale.title}: how its total is added up in this study")
            box, self._lines[key] = line.box, line
            box.setChecked(present.get(scale.id, {}).get(one.id, one.on))
            box.toggled.connect(self.changed)
            self.boxes[key] = box
            self._column.addWidget(line)
        if not self.boxes or self.parent() is not None:
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
