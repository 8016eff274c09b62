"""Lists of extraction models under headings: each classifier with its methods, and people."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QStandardItem
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.widgets.model_heads import Heads

SHORT = Qt.ItemDataRole.UserRole + 41
"""The role of what stands under its heading in place of the whole name."""

_INDENT = 12


class ShortNames(QStyledItemDelegate):
    """Writes the short names in an open list; a closed one shows the whole name."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        short = index.data(SHORT)
        if short:
            option.text = str(short)
            option.rect.setLeft(option.rect.left() + _INDENT)


def grouped(heads: Heads, font: QFont) -> Iterator[tuple[QStandardItem, str]]:
    """Return the rows of a list with the names that they stand for; a heading has none.

    A heading cannot be chosen. An item has the whole name as its text and as its data.
    """
    group = None
    for name in heads.names:
        head = heads[name]
        if head.group != group:
            group = head.group
            heading = QStandardItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(theme.strong_font(font))
            yield heading, ""
        item = QStandardItem(name)
        item.setData(name, Qt.ItemDataRole.UserRole)
        item.setData(head.short, SHORT)
        item.setToolTip(literal(name))
        yield item, name


def open_wide(combo: QComboBox) -> None:
    """Make the open list as wide as its names, however narrow the closed one is."""
    view = combo.view()
    bar = view.verticalScrollBar().sizeHint().width()
    view.setMinimumWidth(view.sizeHintForColumn(0) + bar + _INDENT)
