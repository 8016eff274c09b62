"""A scale of pain, item by item; a key each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.scales import Item, Scale, totals_of
from neopain_gui.counted import counted
from neopain_gui.gui.annotate.rating import letters
from neopain_gui.gui.annotate.rating.course import Course
from neopain_gui.gui.annotate.rating.simple_questions import Question
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.segments import SegmentRow

NOT_CODABLE = "not codable"
_FEW_LEVELS, _SHORT = 3, 12
"""Up to so many levels whose titles have so many characters are called by them."""


class ItemRow(QWidget):
    """An item: its key and name, and its levels.

    Signals of its ``row`` tell what was chosen.
    """

    def __init__(self, item: Item, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item, self.letter = item, letter
        self.setAccessibleName(item.title)
        self._title = title = PlainLabel(f"{letter}  {item.title}" if letter else item.title)
        title.setWordWrap(True)
        title.setToolTip(literal(item.help))
        self._box = column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(title)
        self.row: SegmentRow | None = None
        if not item.on_still:
            self.setEnabled(False)
            why = PlainLabel(item.why_not)
            why.setWordWrap(True)
            column.addWidget(why)
            return
        few = len(item.levels) <= _FEW_LEVELS
        words = few and all(len(one.title) <= _SHORT for one in item.levels)
        choices: dict[object, tuple[str, str]] = {
            one.value: (one.title if words else f"{one.value:g}", one.title) for one in item.levels
        }
        choices[NOT_CODABLE] = ("n. c.", "Not codable: it cannot be seen. This is not 0.")
        self.row = SegmentRow(choices)
        for choice, button in self.row.buttons.items():
            said = NOT_CODABLE if choice == NOT_CODABLE else choices[choice][1]
            button.setAccessibleName(f"{item.title}: {said}")
        column.addWidget(self.row, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def long(self) -> int:
        """Pixels in which name and levels stand in one line; 0 where there are no levels."""
        if self.row is None:
            return 0
        name = self._title.fontMetrics().horizontalAdvance(self._title.text())
        return name + 2 * theme.SPACE + self.row.sizeHint().width()

    def lay(self, *, in_line: bool) -> None:
        """Put the levels beside the name, or below it."""
        if self.row is not None:
            way = QBoxLayout.Direction
            self._box.setDirection(way.LeftToRight if in_line else way.TopToBottom)
            self._box.setStretch(0, int(in_line))

    def show_answer(self, answer: Answer | None) -> None:
        """Press in what is said."""
        if self.row is None:
            return
        self.row.release()
        if answer is not None:
            choice = answer.value if answer.codable else NOT_CODABLE
            if choice in self.row.buttons:
                self.row.press(choice)


class ScaleQuestion(Question):
    """A scale's items, what is still open, and what they come to.

    Parameters
    ----------
    course : Course
        Whose turn.
    scale : Scale
        Which.
    keys : Mapping of (instrument, item) to str
        The letter of each item.
    switches : Mapping of str to bool
        What the study chose for the scale.
    """

    def __init__(
        self,
        course: Course,
        scale: Scale,
        keys: Mapping[tuple[str, str], str],
        switches: Mapping[str, bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(course, scale.title, parent)
        self.heading.setToolTip(literal(f"{scale.about}\n{scale.source.text}"))
        self.scale, self._switches = scale, switches
        self.items: dict[str, ItemRow] = {}
        for item in scale.items:
            row = ItemRow(item, keys.get((scale.instrument, item.id), ""))
            if row.row is not None:
                row.row.chosen.connect(lambda said, one=item: self._choose(one, said))
            self.items[item.id] = row
            self.column.addWidget(row)
        self.rest = QPushButton(f"The rest at its lowest level  {letters.REST}")
        self.rest.setAccessibleName("The rest at its lowest level")
        self.rest.setToolTip("Every item without an answer gets its lowest level  (full stop)")
        self.rest.clicked.connect(self.say_rest)
        self.column.addWidget(self.rest)
        self.totals = PlainLabel()
        self.totals.setWordWrap(True)
        self.column.addWidget(self.totals)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rows = self.items.values()
        fits = max((one.long for one in rows), default=0) <= self.width()
        for one in rows:
            one.lay(in_line=fits)

    def refresh(self) -> None:
        """Show what is said, and what it comes to."""
        said = {one: self.course.answer(self.scale.instrument, one) for one in self.items}
        for item, row in self.items.items():
            row.show_answer(said[item])
        self.rest.setEnabled(bool(self._open))
        left = len(self._open)
        self.totals.setText(self._totals(said) if not left else f"{counted(left, 'item')} open")

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Step an item's answer by its key; with Shift it is not codable."""
        for row in self.items.values():
            if row.letter and row.letter == key:
                self._step(row.item, shift=shift)
                return True
        if key == letters.REST:
            self.say_rest()
        return key == letters.REST

    def say_rest(self) -> None:
        """Give every item without an answer its lowest level."""
        made = [self.course.made(self.scale.instrument, item.id, item.low) for item in self._open]
        if made:
            self.course.say(made, f"the rest of {self.scale.short} at its lowest level")
            self.refresh()

    @property
    def _open(self) -> list[Item]:
        return [
            row.item
            for row in self.items.values()
            if row.row is not None
            and self.course.answer(self.scale.instrument, row.item.id) is None
        ]

    def _step(self, item: Item, *, shift: bool) -> None:
        answer = self.course.answer(self.scale.instrument, item.id)
        value, codable = (answer.value, answer.codable) if answer is not None else (None, True)
        if shift:
            value, codable = None, False
        else:
            value, codable = letters.next_level(item, value, codable)
        self._say(item, value, codable)

    def _choose(self, item: Item, said: object) -> None:
        self._say(item, said if isinstance(said, float) else None, said != NOT_CODABLE)

    def _say(self, item: Item, value: float | None, codable: bool) -> None:
        answer = self.course.made(self.scale.instrument, item.id, value, codable=codable)
        key = f"{self.scale.id} {item.id}"
        self.course.say([answer], f"{self.scale.short}, {item.title.lower()}", merge=key)
        self.refresh()

    def _totals(self, said: Mapping[str, Answer | None]) -> str:
        values = {item: answer.value for item, answer in said.items() if answer is not None}
        found = totals_of(self.scale, values, self._switches)
        return "\n".join(one.words for one in found.values())
