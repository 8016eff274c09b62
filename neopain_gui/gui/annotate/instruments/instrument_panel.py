"""The scale or set of landmarks that is chosen: what it is, what is wrong, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from neopain_gui.annotation.faults import Fault
from neopain_gui.counted import listed
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.instruments.own_edits import OwnEdits
from neopain_gui.gui.annotate.instruments.own_files import save
from neopain_gui.gui.annotate.instruments.scale_details import ScaleDetails
from neopain_gui.gui.annotate.instruments.set_details import SetDetails
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.widgets.flow import Flow, Stack
from neopain_gui.pipeline.settings.instrument_kinds import SCALES
from neopain_gui.pipeline.settings.own_instruments import has_own

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session


class InstrumentPanel(QWidget):
    """What is chosen in the list.

    Parameters
    ----------
    session : Session
        Whose study.
    edits : Mapping of str to OwnEdits
        By the word of their kind.

    Signals
    -------
    wanted(word: str, name: str)
        Another one is to be chosen, which was made.
    """

    wanted = Signal(str, str)

    def __init__(
        self, session: Session, edits: Mapping[str, OwnEdits], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.word, self.name = "", ""
        self._fault: Fault | None = None
        self.title = PlainLabel()
        self.title.setFont(theme.heading_font(self.font()))
        self.title.setWordWrap(True)
        self.says = fields.words()
        self.copy = QPushButton("Copy and change")
        self.copy.setToolTip("Begin one of the study’s own as this is")
        self.newer = QPushButton("New version")
        self.newer.setToolTip("What rounds ask stays as it is; a version beside it can be changed")
        self.save = QPushButton("Save as file…")
        self.save.setToolTip("Its definition as JSON, for another study")
        self.remove = QPushButton("Take out")
        self.remove.setToolTip("Take it, or the study’s words for it, out; Undo puts it back")
        self.wrong = fields.words()
        self.wrong.setAccessibleName("What is wrong with it")
        self.sign = PlainLabel()
        self.show_wrong = QPushButton("Show it")
        self.show_wrong.setToolTip("Go to what is wrong")
        self.scale = ScaleDetails(session, edits["scale"])
        self.set = SetDetails(session, edits["set of landmarks"])
        self._nothing = QWidget()
        self.stack = Stack()
        for page in (self._nothing, self.scale, self.set):
            self.stack.addWidget(page)
        self._arrange()
        self.copy.clicked.connect(self._copy)
        self.newer.clicked.connect(self._make_newer)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._take_out)
        self.show_wrong.clicked.connect(self._go_to_fault)

    def _arrange(self) -> None:
        line = QWidget()
        row = Flow(line)
        for button in (self.copy, self.newer, self.save, self.remove):
            row.addWidget(button)
        self._fault_line = QWidget()
        fault = QHBoxLayout(self._fault_line)
        fault.setContentsMargins(0, 0, 0, 0)
        fault.setSpacing(theme.SPACE)
        fault.addWidget(self.sign)
        fault.addWidget(self.wrong, 1)
        fault.addWidget(self.show_wrong)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        for one in (self.title, self.says, line, self._fault_line):
            column.addWidget(one)
        column.addWidget(self.stack, 1)

    def show_instrument(self, word: str, name: str) -> None:
        """Show one by its kind's word and its id; empty for none."""
        self.word, self.name = word, name
        for button in (self.copy, self.newer, self.save, self.remove):
            button.setHidden(not name)
        if not name:
            self.stack.setCurrentWidget(self._nothing)
            self.title.setText("")
            self.says.setText("")
            self._show_fault(None)
            return
        edits, editable = self._edits[word], self._session.editable
        thing, definition = edits.all().get(name), edits.definition(name)
        rounds = edits.rounds(name)
        changeable = definition is not None and not rounds and editable
        self.title.setText(breakable(_title(thing, definition)))
        self.says.setText(breakable(self._words(thing, definition is not None, rounds)))
        self.copy.setEnabled(editable and thing is not None)
        self.newer.setHidden(definition is None or not rounds)
        self.newer.setEnabled(editable)
        self.save.setEnabled(thing is not None)
        study = self._session.study
        worded = word == SCALES.word and study is not None and has_own(study, name)
        self.remove.setHidden(not (definition is not None or worded))
        self.remove.setEnabled((editable and not rounds) or (worded and definition is None))
        details = self.scale if word == SCALES.word else self.set
        fault = details.show_one(name, changeable=changeable)
        self.stack.setCurrentWidget(details)
        self._show_fault(fault)

    def _words(self, thing: Any, own: bool, rounds: list[str]) -> str:
        edits = self._edits[self.word]
        said = ["The study’s own." if own else "Comes with NeoPain."]
        if thing is not None:
            said.append(f"{edits.kind.about(thing)}.")
        if rounds:
            asks = "asks" if len(rounds) == 1 else "ask"
            named = listed([f"“{one}”" for one in rounds])
            said.append(f"{named} {asks} it.")
            if own:
                said.append("What was rated stays as it is: a change becomes a new version.")
        return " ".join(said)

    def _show_fault(self, fault: Fault | None) -> None:
        self._fault = fault
        self._fault_line.setHidden(fault is None)
        if fault is not None:
            colour = theme.level_colour("warning")
            self.sign.setPixmap(theme.coloured_icon("warning", colour).pixmap(16, 16))
            self.wrong.setText(breakable(f"Rounds cannot ask it yet. {fault.sentence}"))

    # -- what a person does ------------------------------------------------------------------
    def _go_to_fault(self) -> None:
        if self._fault is not None:
            (self.scale if self.word == SCALES.word else self.set).go_to(self._fault)

    def _copy(self) -> None:
        edits = self._edits[self.word]
        thing = edits.all().get(self.name)
        if thing is not None:
            self._begin(edits.kind.copied(thing, self._taken()), f"A copy of {thing.title}")

    def _make_newer(self) -> None:
        edits = self._edits[self.word]
        thing = edits.all().get(self.name)
        if thing is not None:
            self._begin(edits.kind.newer(thing, self._taken()), f"A new version of {thing.title}")

    def _begin(self, definition: dict[str, Any], what: str) -> None:
        word = self.word
        made = self._edits[word].new(definition, f"{what} is the study’s own now.")
        if made:
            self.wanted.emit(word, made)

    def _taken(self) -> dict[str, Any]:
        return self._edits[self.word].all()

    def _save(self) -> None:
        save(self, self._session, self._edits[self.word].kind, self.name)

    def _take_out(self) -> None:
        try:
            self._edits[self.word].take_out(self.name, self.title.text().replace("\u200b", ""))
        except NeoPainError as error:
            self._session.problem.emit(error)


def _title(thing: Any, definition: Mapping[str, Any] | None) -> str:
    if definition is not None:
        return str(definition.get("title", "")) or str(definition.get("id", ""))
    return str(thing.title) if thing is not None else ""
