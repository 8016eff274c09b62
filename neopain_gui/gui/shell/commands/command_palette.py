"""Find a command by typing some of its letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.shell.commands.actions import Actions
from neopain_gui.gui.shell.commands.finding import Entry, found
from neopain_gui.gui.widgets.focus import bring_to_front, controls_in, reachable

_KEYS = Qt.ItemDataRole.UserRole + 1
_PLACE = Qt.ItemDataRole.UserRole
_GO = "Go to"
_WIDEST = 640


class _Delegate(QStyledItemDelegate):
    """The command's text left, its shortcut right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, 4 * theme.SPACE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        painter.save()
        painter.setPen(palette.highlightedText().color() if chosen else theme.muted(palette))
        area: QRect = option.rect.adjusted(0, 0, -theme.SPACE, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.restore()


class CommandPalette(QFrame):
    """A line to type in and the commands that fit, over the window; Esc closes it."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        blank = QPixmap(18, 18)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)
        self._actions = actions
        self._came_from: QWidget | None = None
        self._controls: dict[str, QWidget] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName("Find a command")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        self.line = QLineEdit()
        self.line.setPlaceholderText("What do you want to do, or go to?")
        self.line.setAccessibleName("Command")
        self.line.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Commands that fit")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setIconSize(QSize(18, 18))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show all commands and wait for letters."""
        owner = self._owner
        self._came_from = QApplication.focusWidget()
        width = min(_WIDEST, owner.width() - 4 * theme.SPACE)
        self.setGeometry((owner.width() - width) // 2, 8 * theme.SPACE, width, 0)
        self._controls = self._reachable()
        self.line.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.line.setFocus()

    def _reachable(self) -> dict[str, QWidget]:
        """Return the controls that are in sight by their names: it is the shortest way to them."""
        named: dict[str, QWidget] = {}
        for control in controls_in(self._owner):
            name = control.accessibleName()
            button = isinstance(control, QToolButton) and control.defaultAction() is not None
            if name and not button and not self.isAncestorOf(control):
                named.setdefault(name, control)
        return named

    def _entries(self) -> list[Entry]:
        commands = [
            Entry(
                id=command.id,
                text=self._actions.by_id[command.id].text().replace("&", ""),
                plain=command.plain,
                words=command.words,
                menu=command.menu.replace("&", ""),
                enabled=self._actions.by_id[command.id].isEnabled(),
            )
            for command in self._actions.commands
            if command.id != "find_command"
        ]
        return commands + [
            Entry(id=name, text=name, plain=name, menu=_GO) for name in self._controls
        ]

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for entry in found(typed, self._entries()):
            self.list.addItem(self._item(entry))
        if not self.list.count():
            nothing = QListWidgetItem("Nothing is called that")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self._choose(0, 1)
        self._fit_height()

    def _item(self, entry: Entry) -> QListWidgetItem:
        item = QListWidgetItem(f"{entry.menu.replace('/', ' › ')} › {entry.text}")
        item.setIcon(self._blank)
        item.setData(_PLACE, (entry.menu, entry.id))
        if entry.menu == _GO:
            return item
        action = self._actions.by_id[entry.id]
        if not action.icon().isNull():
            item.setIcon(action.icon())
        native = QKeySequence.SequenceFormat.NativeText
        item.setData(_KEYS, action.shortcut().toString(native))
        if not entry.enabled:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            item.setData(_KEYS, self._actions.why_not(entry.id))
        return item

    def _fit_height(self) -> None:
        """Be as tall as the commands that fit, within the window."""
        room = self._owner.height() - 12 * theme.SPACE
        rows = self.list.count() * 4 * theme.SPACE
        chrome = self.line.sizeHint().height() + 4 * theme.SPACE
        self.resize(self.width(), min(rows + chrome, 420, room))

    def _choose(self, row: int, by: int) -> None:
        """Select the next command from ``row`` on that can be used."""
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += by

    def _run(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        menu, name = item.data(_PLACE)
        self._leave()
        if menu == _GO:
            bring_to_front(self._controls[name])
            self._controls[name].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._actions.by_id[name].trigger()

    def _leave(self) -> None:
        """Close it; the keyboard is where it was before."""
        came_from, self._came_from = self._came_from, None
        self.hide()
        if came_from is not None and reachable(came_from):
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._owner.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, row = event.key(), self.list.currentRow()
            if key == Qt.Key.Key_Escape:
                self._leave()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                by = 1 if key == Qt.Key.Key_Down else -1
                self._choose(row + by, by)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentItem() is not None:
                    self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
