"""The study's rounds, and of each its raters with how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.rounds.round_edits import add_rater, take_out
from neopain_gui.gui.annotate.rounds.round_words import about, instrument_names, instrument_words
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.empty import Empty
from neopain_gui.gui.widgets.flow import Flow, Page, Stack
from neopain_gui.gui.widgets.questions import ask_name, ask_pseudonym
from neopain_gui.pipeline.rounds.ratings import how_far
from neopain_gui.pipeline.settings.instruments import switch_sentences

if TYPE_CHECKING:
    from neopain_gui.annotation.round import Round
    from neopain_gui.gui.state.session import Session

_HEADS = ("Rater", "Done", "Begun", "Handed in")


class RoundList(QWidget):
    """A line a round; beside it what it asks, and whom.

    Attributes
    ----------
    rounds : tuple of Round
        The earliest first.

    Signals
    -------
    rate_wanted(round: Round, rater: str)
        A rater wants to begin, or to go on.
    new_wanted()
        A person wants a new round.
    command_wanted(command: str)
        A person wants a command of the window, for the round and rater that are chosen.
    """

    rate_wanted = Signal(object, str)
    new_wanted = Signal()
    command_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Rounds")
        self.rounds: tuple[Round, ...] = ()
        self._wanted = ""
        self.empty = Empty("check")
        self.list = QListWidget()
        self.list.setAccessibleName("Rounds of this study")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.new = QPushButton("New round")
        self.new.setToolTip("Say who rates which photographs with what")
        self.raters = QTableWidget(0, len(_HEADS))
        self.raters.setHorizontalHeaderLabels(_HEADS)
        self.raters.setAccessibleName("Raters of the round")
        self.raters.verticalHeader().hide()
        self.raters.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.raters.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.raters.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.raters.setTabKeyNavigation(False)
        self.title = PlainLabel()
        self.title.setFont(theme.heading_font(self.font()))
        self.title.setWordWrap(True)
        self.about = PlainLabel()
        self.about.setWordWrap(True)
        self.rate = QPushButton("Rate")
        self.rate.setIcon(theme.icon("play"))
        self._make_buttons()
        self._arrange()
        self.new.clicked.connect(self.new_wanted)
        self.collect.clicked.connect(lambda: self.command_wanted.emit("collect_rounds"))
        self.bring.clicked.connect(lambda: self.command_wanted.emit("import_annotations"))
        self.give.clicked.connect(lambda: self.command_wanted.emit("export_annotations"))
        self.away.clicked.connect(lambda: self.command_wanted.emit("hand_over_round"))
        self.file.clicked.connect(lambda: self.command_wanted.emit("write_ratings_file"))
        self.more.clicked.connect(self._add_rater)
        self.rename.clicked.connect(self._rename)
        self.less.clicked.connect(self._take_rater_out)
        self.rate.clicked.connect(self.begin)
        self.remove.clicked.connect(self._remove)
        self.raters.itemDoubleClicked.connect(lambda _item: self.begin())
        self.raters.itemSelectionChanged.connect(self._refresh_buttons)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        session.study_changed.connect(self.read)
        session.annotations_changed.connect(self.read)
        session.gaze_changed.connect(self.read)

    def _make_buttons(self) -> None:
        self.collect = QPushButton("Collect…")
        self.collect.setToolTip("Take in what raters said on other machines")
        self.bring = QPushButton("Import annotations…")
        self.bring.setToolTip("Regions, landmarks and ratings of other programs, looked at first")
        self.give = QPushButton("Export annotations…")
        self.give.setToolTip("What raters drew, placed or said, for other programs")
        self.away = QPushButton("For another machine…")
        self.away.setToolTip("Make a folder that opens as nothing but the round, for one rater")
        self.file = QPushButton("Rater’s file…")
        self.file.setToolTip("What a rater said in the round, as a small file")
        self.more = QPushButton("Add a rater…")
        self.more.setToolTip("Ask somebody else, also in a round that has begun")
        self.rename = QPushButton("Rename the rater…")
        self.rename.setToolTip("Another pseudonym, in every round and wherever else they stand")
        self.less = QPushButton("Take the rater out")
        self.less.setToolTip("With what they said in the round; Undo puts it back")
        self.remove = QPushButton("Remove the round")
        self.remove.setToolTip("Take the round out with all that was said; Undo puts it back")

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.new)
        column.addWidget(self.list, 1)
        for button in (self.collect, self.bring, self.give):
            column.addWidget(button)
        right = QWidget()
        self.buttons = QWidget()
        self.row = Flow(self.buttons)
        self.row.addWidget(self.rate)
        for button in (self.away, self.file, self.more, self.rename, self.less, self.remove):
            self.row.addWidget(button)
        shown = QVBoxLayout(right)
        shown.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        shown.setSpacing(theme.SPACE)
        shown.addWidget(self.title)
        shown.addWidget(self.about)
        shown.addWidget(self.buttons)
        shown.addWidget(self.raters, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(Page(right, across=False))
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([220, 600])
        self.split.setChildrenCollapsible(False)
        self.stack = Stack(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def sizeHint(self) -> QSize:
        return QSize(600, 400)

    # -- what is there -----------------------------------------------------------------------
    @property
    def current(self) -> Round | None:
        """The round that is chosen."""
        row = self.list.currentRow()
        return self.rounds[row] if 0 <= row < len(self.rounds) else None

    @property
    def rater(self) -> str:
        """The rater who is chosen; empty for nobody."""
        row, current = self.raters.currentRow(), self.current
        return current.raters[row] if current is not None and 0 <= row < len(current.raters) else ""

    def choose(self, name: str) -> None:
        """Choose a round by its name; one that is not listed yet, when the list is shown."""
        self._wanted = name
        for row, one in enumerate(self.rounds):
            if one.name == name:
                self.list.setCurrentRow(row)

    def read(self) -> None:
        """Read which rounds there are; the chosen one and its rater stay chosen."""
        if not self.isVisible():
            return
        study, chosen, rater = self._session.study, self.current, self.rater
        self.rounds = tuple(study.annotations.rounds()) if study is not None else ()
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.rounds:
            item = QListWidgetItem(f"{one.name}\n{counted(len(one.image_ids), 'photograph')}")
            item.setToolTip(literal(one.name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text().replace("\n", ": "))
            self.list.addItem(item)
        self.list.blockSignals(False)
        names = [one.name for one in self.rounds]
        wanted = self._wanted or (chosen.name if chosen is not None else "")
        self._wanted = ""
        row = names.index(wanted) if wanted in names else 0
        self.list.setCurrentRow(row if names else -1)
        self._show(rater)

    def _show(self, rater: str = "") -> None:
        study, one = self._session.study, self.current
        if study is None or one is None:
            self._say_empty()
            return
        self.stack.setCurrentWidget(self.split)
        names = instrument_names(study)
        self.title.setText(one.name)
        switched = " ".join(switch_sentences(study, one.instruments))
        asks = f"Asks: {instrument_words(one.instruments, names)}. {switched}".rstrip()
        self.about.setText(f"{asks} {about(one)}")
        self.raters.setRowCount(len(one.raters))
        for row, name in enumerate(one.raters):
            far = how_far(study, one.name, name)
            at = study.annotations.handed_in(one.name, name)
            cells = (
                name,
                f"{far.done} of {far.turns}",
                str(far.begun) if far.begun else "",
                at[:16].replace("T", " ") if at else "",
            )
            for place, text in enumerate(cells):
                self.raters.setItem(row, place, QTableWidgetItem(text))
        self.raters.resizeColumnsToContents()
        if one.raters:
            row = one.raters.index(rater) if rater in one.raters else 0
            self.raters.setCurrentCell(
                row,
                0,
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        self._refresh_buttons()

    def _say_empty(self) -> None:
        self.stack.setCurrentWidget(self.empty)
        if self._session.study is None:
            self.empty.say("No study is open", "Open a study to annotate its photographs.")
            return
        self.empty.say(
            "No round yet",
            "A round says who rates which photographs with what: labels, scores of 0 to 10, "
            "scales of pain, regions and landmarks on the photograph, notes. Blind rounds hide "
            "whatever could tell the answer.",
            [("New round", self.new_wanted.emit)] if self._session.editable else [],
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    # -- what a person does ------------------------------------------------------------------
    def _refresh_buttons(self) -> None:
        study, one, rater = self._session.study, self.current, self.rater
        editable = self._session.editable
        self.new.setEnabled(editable)
        self.collect.setEnabled(editable)
        self.bring.setEnabled(editable)
        for button in (self.remove, self.more):
            button.setEnabled(one is not None and editable)
        for button in (self.rename, self.less):
            button.setEnabled(bool(rater) and editable)
        for button in (self.away, self.file):
            button.setEnabled(bool(rater))
        handed = bool(
            study is not None and one and rater and study.annotations.handed_in(one.name, rater)
        )
        self.rate.setText(f"Look at what {rater} said" if handed else f"Rate as {rater}".strip())
        self.rate.setEnabled(bool(rater) and (editable or handed))
        self.rate.setToolTip(
            "It is handed in: nothing is changed any more without a reason"
            if handed
            else "Begin, or go on where it was left"
            if editable
            else "The study is open for reading only"
        )

    def begin(self) -> None:
        """Begin the chosen round as the chosen rater, or go on."""
        if self.current is not None and self.rater and self.rate.isEnabled():
            self.rate_wanted.emit(self.current, self.rater)

    def _remove(self) -> None:
        study, one = self._session.study, self.current
        if study is not None and one is not None:
            take_out(self._session, study, one)

    def _take_rater_out(self) -> None:
        study, one = self._session.study, self.current
        if study is not None and one is not None and self.rater:
            take_out(self._session, study, one, self.rater)

    def _rename(self) -> None:
        study, before = self._session.study, self.rater
        if study is None or not before:
            return
        taken = {one.id for one in study.gaze.participants()}
        name = ask_pseudonym(self, "Rename a rater", before, taken)
        if name is not None and self._session.upkeep.rename_participants({before: name}):
            self._show(name)

    def _add_rater(self) -> None:
        study, one = self._session.study, self.current
        if study is None or one is None:
            return
        name = ask_name(self, f"Add a rater to {one.name}", "Pseudonym of the rater")
        if name:
            add_rater(self._session, study, one, " ".join(name.split()))
