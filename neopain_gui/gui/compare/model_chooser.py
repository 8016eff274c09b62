"""Which extraction models are compared: a list with a search, in groups, that stays open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.model_heads import Heads

_NAME = Qt.ItemDataRole.UserRole
_TICK = Qt.ItemDataRole.CheckStateRole
_SIZE = QSize(300, 460)
_ROW = 24
_ON, _PART, _OFF = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


class ModelChooser(QFrame):
    """Opens below a button; a click elsewhere, Enter or Esc closes it.

    Attributes
    ----------
    search : QLineEdit
        Keeps the extraction models whose names have all of its words.
    tree : QTreeWidget
        The groups with their models. The tick of a group is that of its models in sight.

    Signals
    -------
    chosen(names: list of str)
        The ticks are others.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Extraction models that are compared")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find extraction models")
        self.search.setAccessibleName("Find extraction models")
        self.search.setToolTip("Words of their names: method, classifier, layer, people")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Extraction models")
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.itemChanged.connect(lambda item, _column: self._ticked(item))
        self.said = PlainLabel()
        self.said.setAccessibleName("How many are compared")
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addWidget(self.said)

    def show_models(
        self, heads: Heads, chosen: Collection[str], outdated: Mapping[str, str]
    ) -> None:
        """List extraction models; ``outdated`` tells why the maps of some are out of date."""
        with QSignalBlocker(self.tree):
            self.tree.clear()
            group = None
            for name in heads.names:
                head = heads[name]
                if group is None or group.text(0) != head.group:
                    group = QTreeWidgetItem(self.tree, [head.group])
                    group.setFont(0, theme.strong_font(self.font()))
                    group.setExpanded(True)
                    group.setSizeHint(0, QSize(0, _ROW))
                item = QTreeWidgetItem(group, [head.short])
                item.setSizeHint(0, QSize(0, _ROW))
                item.setData(0, _NAME, name)
                why = outdated.get(name, "")
                item.setToolTip(0, literal("\n".join(filter(None, (name, why)))))
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, name)
                if why:
                    warning = theme.level_colour("warning")
                    item.setIcon(0, theme.coloured_icon("warning", warning))
        self.tick(chosen)
        self._filter()

    def tick(self, chosen: Collection[str]) -> None:
        """Tick those that are compared."""
        with QSignalBlocker(self.tree):
            for _group, item in self._items():
                item.setCheckState(0, _ON if item.data(0, _NAME) in chosen else _OFF)
            self._tick_groups()
        self._count()

    def open_at(self, place: QPoint) -> None:
        """Open with its upper left corner at a place of the screen, or as near as it fits."""
        room = self.screen().availableGeometry()
        size = _SIZE.boundedTo(room.size())
        self.resize(size)
        left = max(room.left(), min(place.x(), room.right() - size.width()))
        top = max(room.top(), min(place.y(), room.bottom() - size.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        self.search.selectAll()

    @property
    def names(self) -> list[str]:
        """The whole names of those that are ticked."""
        return [str(item.data(0, _NAME)) for _g, item in self._items() if item.checkState(0) is _ON]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, first = event.key(), self._first_in_sight()
        if key == Qt.Key.Key_Down and self.search.hasFocus():
            if first is not None:
                self.tree.setFocus(Qt.FocusReason.TabFocusReason)
                self.tree.setCurrentItem(first)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)

    # Inside

    def _groups(self) -> Iterator[QTreeWidgetItem]:
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            if group is not None:
                yield group

    def _items(self) -> Iterator[tuple[QTreeWidgetItem, QTreeWidgetItem]]:
        for group in self._groups():
            for place in range(group.childCount()):
                item = group.child(place)
                if item is not None:
                    yield group, item

    def _first_in_sight(self) -> QTreeWidgetItem | None:
        return next((item for _group, item in self._items() if not item.isHidden()), None)

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        for _group, item in self._items():
            name = str(item.data(0, _NAME)).casefold()
            item.setHidden(not all(word in name for word in words))
        with QSignalBlocker(self.tree):
            self._tick_groups()
        self._count()

    def _tick_groups(self) -> None:
        """Give each group the tick of its models in sight; without any it is not shown."""
        for group in self._groups():
            ticks = {
                item.checkState(0)
                for owner, item in self._items()
                if owner is group and not item.isHidden()
            }
            group.setHidden(not ticks)
            group.setCheckState(0, ticks.pop() if len(ticks) == 1 else _PART)
            group.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"All of {group.text(0)}")

    def _ticked(self, changed: QTreeWidgetItem) -> None:
        with QSignalBlocker(self.tree):
            for group, item in self._items():
                if group is changed and not item.isHidden():
                    item.setCheckState(0, _ON if group.checkState(0) is _ON else _OFF)
            self._tick_groups()
        self.tree.viewport().update()
        self._count()
        self.chosen.emit(self.names)

    def _count(self) -> None:
        items = [item for _group, item in self._items()]
        if items and all(item.isHidden() for item in items):
            self.said.setText("No extraction model is called so: clear the search.")
            return
        ticked = sum(item.checkState(0) is _ON for item in items)
        self.said.setText(f"{ticked} of {len(items)} are compared.")
