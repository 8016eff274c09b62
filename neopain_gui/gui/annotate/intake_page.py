"""What pages share that look at files first and take in what they say afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.jobs import Jobs, Task
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a page is about.

    Attributes
    ----------
    title, about : str
        Its heading; what files it takes, and that nothing is taken in unasked.
    topic : str
        Of what it says on the bar.
    kind : str
        By which the folder is remembered that was looked in last.
    files, filters, folder : str
        What the dialogs ask for.
    reading : str
        What the list of jobs calls looking at them.
    """

    title: str
    about: str
    topic: str
    kind: str
    files: str
    filters: str
    folder: str
    reading: str


class Found(Protocol):
    """What files say, and what taking it in would change."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the study says all of it already."""
        ...


class IntakePage(QWidget):
    """Chosen files and folders, what they would bring, and the button that takes it in.

    Who inherits from it says what is between (:meth:`_arrange`), how files are looked at
    (:meth:`_look`), what is shown of it (:meth:`_show`) and what taking in is (:meth:`_take_in`).

    Parameters
    ----------
    session, jobs
        Shared; the open study takes in what they say.
    words : Words
        What the page is about.

    Signals
    -------
    closed()
        The page is no longer wanted.
    """

    closed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._says = session, jobs, words
        self.files: list[Path] = []
        self.found: Any = None
        self._task: Task | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        title = PlainLabel(words.title)
        title.setFont(theme.heading_font(self.font()))
        outer.addWidget(title)
        outer.addWidget(text_label(words.about))
        outer.addLayout(self._choosing())
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress")
        self.bar.hide()
        self._arrange(outer)
        outer.addLayout(self._footer())
        self.closed.connect(lambda: session.settle(words.topic))
        self._show(None)

    def _choosing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.add_files = QPushButton("&Add files…")
        self.add_files.clicked.connect(self.choose_files)
        self.add_folder = QPushButton("Add a f&older…")
        self.add_folder.clicked.connect(self.choose_folder)
        self.chosen = PlainLabel()
        for widget in (self.add_files, self.add_folder, self.chosen):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._leave)
        row.addWidget(self.cancel)
        self.button = QPushButton("&Take in")
        self.button.setDefault(True)
        self.button.setProperty(KEEP_CLEAR, True)
        self.button.clicked.connect(self._take_in)
        row.addWidget(self.button)
        return row

    def _arrange(self, outer: QVBoxLayout) -> None:
        """Add what is between the files and the buttons; the progress bar among it."""
        raise NotImplementedError

    def _look(self, files: list[Path]) -> None:
        """Look at files, by :meth:`_read`."""
        raise NotImplementedError

    def _show(self, found: Any) -> None:
        """Show what files bring; None before there are any."""
        raise NotImplementedError

    def _take_in(self) -> None:
        """Let the study say what the files do."""
        raise NotImplementedError

    # -- choosing ----------------------------------------------------------------------------
    def choose_files(self) -> None:
        """Ask for files."""
        says = self._says
        self.open_files(file_dialogs.files(self, says.kind, says.files, says.filters))

    def choose_folder(self) -> None:
        """Ask for a folder."""
        folder = file_dialogs.folder(self, self._says.kind, self._says.folder)
        if folder is not None:
            self.open_files([folder])

    def open_files(self, files: Sequence[Path]) -> None:
        """Look at more files and folders."""
        new = [one for one in files if one not in self.files]
        if new:
            self._look(self.files + new)

    def look(self) -> None:
        """Look at what was chosen again, as it is decided now."""
        if self.files:
            self._look(self.files)

    # -- looking -----------------------------------------------------------------------------
    def _read(
        self, function: Callable[..., Found], files: list[Path], kwargs: Mapping[str, Any]
    ) -> None:
        if self._task is not None:
            self._task.cancel()
        self._session.settle(self._says.topic)
        self._task = self._jobs.local(
            function,
            title=self._says.reading,
            kwargs={**kwargs, "files": files},
            repeatable=False,
            visible=False,
            on_done=partial(self._looked, files),
            on_failed=partial(self._failed, files),
        )
        self.bar.show()
        self.button.setEnabled(False)
        self._task.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.bar.hide()
            self._refresh()

    def _looked(self, files: list[Path], found: Found) -> None:
        self.files = files
        self._show(found)

    def _failed(self, files: list[Path], error: object) -> None:
        """Say what is wrong with what was added; what was there before stays."""
        if isinstance(error, BaseException):
            sentence, details = faults.describe(error)
            topic = self._says.topic
            self._session.tell(Message(level="error", text=sentence, details=details, topic=topic))

    def _refresh(self) -> None:
        """Let what was found be taken in where it changes something."""
        usable = self.found is not None and not self.found.changes_nothing
        self.button.setEnabled(usable and self._task is None and self._session.editable)

    # -- afterwards --------------------------------------------------------------------------
    def _tell(self) -> None:
        """Tell of rounds and answers, and of raters and scores."""
        self._session.annotations_changed.emit()
        self._session.gaze_changed.emit()

    def _leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.closed.emit()


def text_label(text: str) -> QLabel:
    """Return a text that is as wide as there is room."""
    label = PlainLabel(breakable(text))
    label.setWordWrap(True)
    return label


def sentences_list(name: str) -> QListWidget:
    """Return a list of sentences that are only read."""
    made = QListWidget()
    made.setWordWrap(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setAccessibleName(name)
    return made
