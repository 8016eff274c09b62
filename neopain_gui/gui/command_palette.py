"""Find a command by typing some of its letters."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui import theme
from neopain_gui.gui.actions import TABLE, Actions, Spec

_KEYS = Qt.ItemDataRole.UserRole + 1
_ID = Qt.ItemDataRole.UserRole


def score(typed: str, text: str) -> float | None:
    """Rate how well the typed letters fit: all must occur in their order; None if not.

    Letters that follow each other and letters that begin a word count more.

    >>> score("ex", "Export") > score("ex", "Next photograph")
    True
    >>> score("zz", "Export") is None
    True
    """
    wanted, given = typed.casefold().replace(" ", ""), text.casefold()
    total, place, before = 0.0, 0, -2
    for letter in wanted:
        found = given.find(letter, place)
        if found < 0:
            return None
        starts = found == 0 or not given[found - 1].isalnum()
        total += 1.0 + 2.0 * (found == before + 1) + 1.5 * starts - 0.01 * found
        place, before = found + 1, found
    return total - 0.02 * len(given)


def _rate(typed: str, spec: Spec) -> float | None:
    """Rate a command by its own text; its menu's name helps, but less."""
    own, whole = score(typed, spec.plain), score(typed, f"{spec.menu} {spec.plain}")
    if own is not None:
        return own
    return None if whole is None else whole - 100.0


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
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName("Find a command")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type some letters of a command")
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
        width = min(560, owner.width() - 4 * theme.SPACE)
        self.setGeometry((owner.width() - width) // 2, 8 * theme.SPACE, width, 0)
        self.line.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.line.setFocus()

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for spec in self._fitting(typed):
            action = self._actions.by_id[spec.id]
            menu = spec.menu.replace("&", "").replace("/", " › ")
            item = QListWidgetItem(f"{menu} › {action.text().replace('&', '')}")
            item.setIcon(self._blank if action.icon().isNull() else action.icon())
            item.setData(_ID, spec.id)
            native = QKeySequence.SequenceFormat.NativeText
            item.setData(_KEYS, action.shortcut().toString(native))
            if not action.isEnabled():
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem("No command fits these letters")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self._choose(0, 1)
        self._fit_height()

    def _fit_height(self) -> None:
        """Be as tall as the commands that fit, within the window."""
        room = self._owner.height() - 12 * theme.SPACE
        rows = self.list.count() * 4 * theme.SPACE
        chrome = self.line.sizeHint().height() + 4 * theme.SPACE
        self.resize(self.width(), min(rows + chrome, 420, room))

    def _fitting(self, typed: str) -> Iterable[Spec]:
        rated = [(_rate(typed, spec), spec) for spec in TABLE if spec.id != "find_command"]
        fits = [(rate, spec) for rate, spec in rated if rate is not None]
        if not typed:
            return [spec for _rate, spec in fits]
        return [spec for _rate, spec in sorted(fits, key=lambda pair: -pair[0])]

    def _choose(self, row: int, by: int) -> None:
        """Select the next command from ``row`` on that can be used."""
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += by

    def _run(self, item: QListWidgetItem) -> None:
        action: QAction = self._actions.by_id[item.data(_ID)]
        self.hide()
        self._owner.setFocus()
        action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, row = event.key(), self.list.currentRow()
            if key == Qt.Key.Key_Escape:
                self.hide()
                self._owner.setFocus()
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
