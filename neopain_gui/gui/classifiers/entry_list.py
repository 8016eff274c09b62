"""The list of what is there: what is looked at, classifiers, bases, and what was removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from neopain_gui.classifiers.inventory import Entry, Group
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal

_LOOKED_AT = "Looked at"
_ROLE = Qt.ItemDataRole.UserRole


class EntryList(QTreeWidget):
    """Groups with their entries.

    Signals
    -------
    entry_chosen(entry: Entry)
    file_chosen()
        The file that is looked at.
    """

    entry_chosen = Signal(object)
    file_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Classifiers and bases")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setMinimumWidth(18 * theme.SPACE)
        self.setIndentation(theme.SPACE)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.entries: tuple[Entry, ...] = ()
        self._file = ""
        self.currentItemChanged.connect(lambda *_: self._chosen())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show what is there now; what was chosen stays chosen."""
        self.entries = tuple(entries)
        self._fill()

    def show_file(self, name: str) -> None:
        """Show a file that is looked at, and choose it; empty: there is none."""
        self._file = name
        self._fill()
        item = self._find(_LOOKED_AT) if name else None
        if item is not None:
            self.setCurrentItem(item)

    def choose(self, identity: str, group: Group) -> None:
        """Choose an entry by its name."""
        entry = next((e for e in self.entries if (e.id, e.group) == (identity, group)), None)
        item = self._find(entry.key) if entry else None
        if item is not None:
            self.setCurrentItem(item)

    @property
    def chosen(self) -> Entry | None:
        """The entry that is chosen; None while it is the file."""
        item = self.currentItem()
        key = item.data(0, _ROLE) if item is not None else None
        return next((one for one in self.entries if one.key == key), None)

    def _fill(self) -> None:
        current = self.currentItem()
        before = current.data(0, _ROLE) if current is not None else None
        self.blockSignals(True)
        self.clear()
        if self._file:
            self._add(self._group(_LOOKED_AT), self._file, _LOOKED_AT, self._file)
        for group in Group:
            own = [entry for entry in self.entries if entry.group is group]
            parent = self._group(f"{group.value} ({len(own)})") if own else None
            for entry in own:
                if parent is not None:
                    self._add(parent, entry.brief, entry.key, f"{entry.title}\n{entry.file}")
        self.expandAll()
        self.blockSignals(False)
        item = self._find(before) or self._first()
        if item is not None:
            self.setCurrentItem(item)

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFont(0, theme.strong_font(self.font()))
        self.addTopLevelItem(item)
        return item

    def _add(self, parent: QTreeWidgetItem, text: str, key: object, tip: str) -> None:
        item = QTreeWidgetItem([text])
        item.setData(0, _ROLE, key)
        item.setToolTip(0, literal(tip))
        item.setSizeHint(0, QSize(0, 3 * theme.SPACE))
        parent.addChild(item)

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        children = [
            group.child(place)
            for group in groups
            if group is not None
            for place in range(group.childCount())
        ]
        return [one for one in children if one is not None]

    def _find(self, key: object) -> QTreeWidgetItem | None:
        return next((one for one in self._items() if key and one.data(0, _ROLE) == key), None)

    def _first(self) -> QTreeWidgetItem | None:
        return next(iter(self._items()), None)

    def _chosen(self) -> None:
        item = self.currentItem()
        if item is None:
            return
        if item.data(0, _ROLE) == _LOOKED_AT:
            self.file_chosen.emit()
        elif (entry := self.chosen) is not None:
            self.entry_chosen.emit(entry)
