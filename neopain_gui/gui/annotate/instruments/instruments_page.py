"""What raters can be asked: all scales and sets of landmarks, and those of the study's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.annotate.instruments.instrument_panel import InstrumentPanel
from neopain_gui.gui.annotate.instruments.own_edits import OwnEdits
from neopain_gui.gui.annotate.instruments.own_files import bring_in
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.flow import Flow, Page
from neopain_gui.pipeline.settings.instrument_kinds import SCALES, SETS, InstrumentKind

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

Which = tuple[str, str]
"""A kind's word and an id."""
_KEY = Qt.ItemDataRole.UserRole
_KINDS = {one.word: one for one in (SCALES, SETS)}


class InstrumentsPage(QWidget):
    """A list of them, and the chosen one beside it.

    Parameters
    ----------
    session : Session
        Whose study.
    closable : bool
        Whether it is a page that is left by a button.

    Signals
    -------
    closed()
        The page is no longer wanted.
    """

    closed = Signal()

    def __init__(
        self, session: Session, *, closable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Scales and landmarks")
        self.edits = {one.word: OwnEdits(session, one) for one in _KINDS.values()}
        self.list = QListWidget()
        self.list.setAccessibleName("Scales and sets of landmarks")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.new_scale = QPushButton("New scale")
        self.new_scale.setToolTip("Begin a scale of the study’s own from nothing")
        self.new_set = QPushButton("New landmarks")
        self.new_set.setToolTip("Begin a set of landmarks of the study’s own with the eyes alone")
        self.bring = QPushButton("Bring in a file…")
        self.bring.setToolTip("A scale or a set of landmarks as a JSON file, checked first")
        self.close_page = QPushButton("Back to the round")
        self.close_page.setToolTip("The new round, with its fields as they were")
        self.panel = InstrumentPanel(session, self.edits)
        self._arrange()
        if not closable:
            self.close_page.hide()
        self.new_scale.clicked.connect(lambda: self._new(SCALES))
        self.new_set.clicked.connect(lambda: self._new(SETS))
        self.bring.clicked.connect(self._bring_in)
        self.close_page.clicked.connect(self.closed)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.panel.wanted.connect(lambda word, name: self.read((word, name)))
        for signal in (session.study_changed, session.annotations_changed):
            signal.connect(self.read)
        session.setting_changed.connect(lambda _key: self.read())

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.list, 1)
        line = QWidget()
        row = Flow(line)
        for button in (self.new_scale, self.new_set, self.bring, self.close_page):
            row.addWidget(button)
        column.addWidget(line)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(Page(self.panel, across=False))
        split.setStretchFactor(1, 1)
        split.setSizes([240, 700])
        split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    # -- what is there -----------------------------------------------------------------------
    @property
    def current(self) -> Which | None:
        """Which is chosen."""
        item = self.list.currentItem()
        found = item.data(_KEY) if item is not None else None
        return (found[0], found[1]) if found else None

    def choose(self, word: str, name: str) -> None:
        """Choose one by its kind's word and its id."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == [word, name]:
                self.list.setCurrentRow(row)

    def read(self, wanted: Which | None = None) -> None:
        """Read which there are; the chosen one stays chosen."""
        if not self.isVisible():
            return
        chosen = wanted if isinstance(wanted, tuple) else self.current
        lines = [line for kind in _KINDS.values() for line in self._lines(kind)]
        with QSignalBlocker(self.list):
            before = [self.list.item(row).data(_KEY) for row in range(self.list.count())]
            if before != [[word, name] for word, name, _text, _usable in lines]:
                self.list.clear()
                for _line in lines:
                    self.list.addItem(QListWidgetItem())
            for row, (word, name, text, usable) in enumerate(lines):
                self._put(self.list.item(row), (word, name), text, usable)
            places = [(word, name) for word, name, _text, _usable in lines]
            row = places.index(chosen) if chosen in places else 0
            self.list.setCurrentRow(row if places else -1)
        editable = self._session.study is not None and self._session.editable
        for button in (self.new_scale, self.new_set, self.bring):
            button.setEnabled(editable)
        self._show()

    def _lines(self, kind: InstrumentKind) -> list[tuple[str, str, str, bool]]:
        if self._session.study is None:
            return []
        edits, shipped = self.edits[kind.word], kind.shipped()
        found = edits.all()
        titles = {name: (str(one.title), True) for name, one in found.items()}
        titles |= {
            name: (str(one.get("title", "")) or name, False)
            for name, one in edits.unfinished().items()
        }
        own = sorted(titles, key=lambda name: name in shipped)
        prefix = "" if kind is SCALES else "Landmarks: "
        return [(kind.word, name, f"{prefix}{titles[name][0]}", titles[name][1]) for name in own]

    def _put(self, item: QListWidgetItem, which: Which, text: str, usable: bool) -> None:
        own = which[1] not in _KINDS[which[0]].shipped()
        said = f"{text}\nthe study’s own{'' if usable else ', cannot be used yet'}" if own else text
        item.setText(said)
        item.setData(_KEY, list(which))
        item.setToolTip(literal(said))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said.replace("\n", ": "))
        item.setIcon(QIcon() if usable else theme.icon("warning"))

    def _show(self) -> None:
        found = self.current
        self.panel.show_instrument(*(found or ("", "")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    # -- what a person does ------------------------------------------------------------------
    def _new(self, kind: InstrumentKind) -> None:
        edits = self.edits[kind.word]
        made = edits.new(kind.blank(edits.all()), f"A {kind.word} of the study’s own was begun.")
        if made:
            self.read((kind.word, made))

    def _bring_in(self) -> None:
        found = bring_in(self, self._session, tuple(_KINDS.values()))
        if found is not None:
            self.read(found)
