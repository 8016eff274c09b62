"""Which preset a protocol began as, how the two differ, and what was changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from neopain_gui.counted import counted
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.train.setup.chosen import Chosen
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.training.presets import PRESETS, changes
from neopain_gui.training.protocol_file import protocol_text

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_FILTERS = "Protocols (*.toml)"
_AS_PRESET = "Every setting is as the preset has it."
_TITLES = {"honest": "Honest", "paper": "As in the paper"}


class PresetBar(QWidget):
    """The presets, what they mean, and protocols as files.

    Signals
    -------
    replaced()
        Everything may be another value now, whatever was being typed.
    """

    replaced = Signal()

    def __init__(self, chosen: Chosen, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen, self._session = chosen, session
        self.presets = SegmentRow({name: (_TITLES[name], PRESETS[name]) for name in PRESETS})
        self.meaning = PlainLabel()
        self.meaning.setWordWrap(True)
        self.changes = Fold("What was changed")
        room = self.changes.more.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.changes.more.setSizePolicy(room)
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Take every setting as the preset has it")
        self.open = QPushButton("Open…")
        self.open.setToolTip("Take the protocol of a file")
        self.save = QPushButton("Save…")
        self.save.setToolTip("Write the protocol as a file that people read and change")
        for button in (self.reset, self.open, self.save):
            button.setAccessibleName(f"{button.text().rstrip('…')} protocol")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = Flow()
        for widget in (self.presets, self.reset, self.open, self.save):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.meaning)
        column.addWidget(self.changes)
        self.presets.chosen.connect(lambda name: chosen.choose_preset(str(name)))
        self.reset.clicked.connect(self._reset)
        self.open.clicked.connect(self._open)
        self.save.clicked.connect(self._save)
        chosen.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the preset and what was changed."""
        protocol = self._chosen.protocol
        self.presets.press(protocol.preset)
        self.meaning.setText(f"{PRESETS[protocol.preset]}.")
        found = changes(protocol)
        self.reset.setEnabled(bool(found))
        if not found:
            self.changes.say(_AS_PRESET)  # a line that is always there moves nothing below it
            return
        count = counted(len(found), "setting was changed", "settings were changed")
        self.changes.say(f"{count}; the card says which.", "\n".join((f"{count}:", *found)))

    def _reset(self) -> None:
        self.replaced.emit()
        self._chosen.reset()

    def _open(self) -> None:
        file = file_dialogs.file(self, "protocols", "Open a protocol", _FILTERS)
        if file is not None:
            self.read(file)

    def read(self, file: Path) -> None:
        """Take the protocol of a file, or say why not."""
        try:
            self._chosen.open_protocol(file)
        except NeoPainError as error:
            self._session.problem.emit(error)
        else:
            self.replaced.emit()
            self._session.notice.emit(f"The protocol is that of {file.name}.")

    def _save(self) -> None:
        name, _ = file_dialogs.save_as(
            self, "protocols", "Save the protocol", "protocol.toml", _FILTERS
        )
        if not name:
            return
        try:
            write_bytes_atomic(Path(name), protocol_text(self._chosen.protocol).encode())
        except NeoPainError as error:
            self._session.problem.emit(error)
        else:
            self._session.notice.emit(f"The protocol is in {Path(name).name}.")
