"""One of the classifiers or bases that are there: what it is, its card, and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from neopain_gui.classifiers.inventory import REPLACED, Entry, Group
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.classifiers.card_view import CardView
from neopain_gui.gui.classifiers.facts import Copyable, Facts
from neopain_gui.gui.classifiers.warning_label import WarningLabel

if TYPE_CHECKING:
    from pathlib import Path

    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import Job

_SHA256 = "SHA-256"
_EXPLAIN = (Group.OF_THE_PROGRAM, Group.OWN)


class EntryView(QWidget):
    """Facts of an entry with *Explain with it* and *Remove*, or *Put back* and *Delete for good*.

    Signals
    -------
    use_wanted(entry: Entry), remove_wanted(entry: Entry)
    put_back_wanted(entry: Entry), delete_wanted(entry: Entry)
    """

    use_wanted = Signal(object)
    remove_wanted = Signal(object)
    put_back_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._entry: Entry | None = None
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        self.title = PlainLabel()
        self.title.setFont(theme.heading_font(self.font()))
        self.title.setWordWrap(True)
        self.warning = WarningLabel("What has to be known of it")
        self.about = Copyable("", "What it is")
        self.facts = Facts("What is known of it")
        self.card = CardView()
        for widget in (self.title, self.warning, self.about, self.facts):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        column.addWidget(self.card, 1)
        column.addStretch(0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        session.study_changed.connect(self._consider)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.use = QPushButton("Explain with it")
        self.use.setToolTip("Choose it for the maps that are computed from now on")
        self.remove = QPushButton("Remove")
        self.remove.setToolTip("Take it out of your folder of models; it can be put back")
        self.put_back = QPushButton("Put back")
        self.put_back.setToolTip("Put it back among the classifiers and bases")
        self.delete = QPushButton("Delete for good…")
        self.delete.setToolTip("Delete its files; nothing brings them back")
        for button, wanted in (
            (self.use, self.use_wanted),
            (self.remove, self.remove_wanted),
            (self.put_back, self.put_back_wanted),
            (self.delete, self.delete_wanted),
        ):
            button.clicked.connect(lambda _on=False, signal=wanted: signal.emit(self._entry))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_entry(self, entry: Entry) -> None:
        """Show one of them."""
        self._entry = entry
        self.title.setText(breakable(entry.title))
        self.warning.warn(entry.warning)
        self.about.say(entry.about)
        self.facts.say(entry.facts)
        self.card.show_card(entry.card)
        self._consider()
        self.remove.setVisible(entry.removable)
        self.put_back.setVisible(entry.removed is not None)
        self.delete.setVisible(entry.removed is not None)
        if entry.file.is_file() and entry.hashed:
            self._jobs.local(
                sha256_of,
                title="Read the SHA-256",
                kwargs={"path": entry.file},
                key="sha256 of an entry",
                visible=False,
                repeatable=False,
                on_done=lambda found: self._add_sha256(entry, found),
                on_failed=lambda error: self._add_sha256(entry, str(error)),
            )

    def _consider(self) -> None:
        """Offer to explain with a classifier where there is a study to explain."""
        explains = self._entry is not None and self._entry.group in _EXPLAIN
        self.use.setVisible(explains and self._session.study is not None)

    def _add_sha256(self, entry: Entry, found: str) -> None:
        """Show the SHA-256, and say where it is not what it was when the file came in."""
        if entry is not self._entry:
            return
        if not entry.stated_sha256:
            self.facts.say([*entry.facts, (_SHA256, found)])
        elif found != entry.stated_sha256:
            self.warning.warn(f"{entry.warning} {REPLACED}".strip())


def sha256_of(path: Path, job: Job) -> str:
    """Return the SHA-256 of a file."""
    from neopain_gui.provenance import sha256_file

    return sha256_file(path)
