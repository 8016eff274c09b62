"""A part of a page: a heading, how to read it, its figures, what they say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.shown_words import Table
from neopain_gui.gui.widgets.sorting import SortedItem, unsorted


class Figures(QTableWidget):
    """A table of words and figures that is as high as its rows; nothing in it can be changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = Table(heads=(), rows=())
        self.setAccessibleName(name)
        self.setToolTip(literal(name))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        self.names = _Names(self)
        self.horizontalScrollBar().valueChanged.connect(lambda _place: self._hold_names())

    def show_table(self, table: Table) -> None:
        """Show other figures."""
        self.table = table
        self.setColumnCount(len(table.heads))
        self.setRowCount(len(table.rows))
        with unsorted(self):
            for column, head in enumerate(table.heads):
                self.setHorizontalHeaderItem(column, _item(head, column))
                for row, cells in enumerate(table.rows):
                    self.setItem(row, column, _item(cells[column], column))
        self.resizeRowsToContents()
        self._hold_names()
        self.updateGeometry()

    def _hold_names(self) -> None:
        """Keep the names of the rows in sight, however far the table is turned sideways."""
        self.names.hold(turned=self.horizontalScrollBar().value() > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_names()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page; only what is turned sideways moves the table."""
        if event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        # the height of a bar below is kept free: a narrow window needs one
        bar = self.horizontalScrollBar().sizeHint().height()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        return QSize(320, self.horizontalHeader().sizeHint().height() + rows + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())


class _Names(QTableView):
    """A table's first column once more, above its left end while it is turned sideways."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setAccessibleName(f"{table.accessibleName()}: names of the rows")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.hide()

    def hold(self, *, turned: bool) -> None:
        """Lie where the first column was, or go where it is in sight itself."""
        table = self._table
        # where the names fill the table, they would hide what it is turned to
        wide = table.columnWidth(0)
        self.setVisible(turned and 2 * wide < table.width())
        if self.isHidden():
            return
        for column in range(table.columnCount()):
            self.setColumnHidden(column, column > 0)
        self.setColumnWidth(0, wide)
        for row in range(table.rowCount()):
            self.setRowHeight(row, table.rowHeight(row))
        head = table.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(head)
        frame = table.frameWidth()
        self.setGeometry(frame, frame, wide, head + table.viewport().height())


class Part(QWidget):
    """One measure.

    Parameters
    ----------
    title : str
        As a question.
    how : str
        How to read it, one sentence or two.
    pictures, tables : sequence of QWidget
        Pictures stand side by side, tables below one another.
    nothing : str
        What it says before it is shown anything.
    """

    def __init__(
        self,
        title: str,
        how: str,
        pictures: Sequence[QWidget] = (),
        tables: Sequence[Figures] = (),
        nothing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.title = PlainLabel(title)
        self.title.setWordWrap(True)
        self.title.setFont(theme.strong_font(self.title.font()))
        self.how = _sentence(how)
        self.verdict = _sentence("")
        self.note = _sentence("")
        self.tables = tuple(tables)
        self.pictures = QWidget()
        row = Flow(self.pictures, 2 * theme.SPACE)
        for picture in pictures:
            row.addWidget(picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE)
        column.setSpacing(theme.SPACE // 2)
        for widget in (self.title, self.how, self.pictures, *tables, self.verdict, self.note):
            column.addWidget(widget)
        self._has_pictures = bool(pictures)
        self._nothing = nothing
        self.show_nothing()

    def show_nothing(self, why: str = "") -> None:
        """Say that there is nothing to show, or why there is not."""
        self._say(why or self._nothing, "")
        self._fill(False)

    def show_figures(self, tables: Sequence[Table], verdict: str, note: str = "") -> None:
        """Show figures and what they say."""
        for view, table in zip(self.tables, tables, strict=True):
            view.show_table(table)
        self._say(verdict, note)
        self._fill(True)

    def _say(self, verdict: str, note: str) -> None:
        for label, text in ((self.verdict, verdict), (self.note, note)):
            label.setText(text)
            label.setVisible(bool(text))

    def _fill(self, filled: bool) -> None:
        self.pictures.setVisible(filled and self._has_pictures)
        for view in self.tables:
            view.setVisible(filled)


def _item(text: str, column: int) -> QTableWidgetItem:
    """Return a cell: names to the left, figures to the right."""
    item = SortedItem(text)
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item


def _sentence(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label
