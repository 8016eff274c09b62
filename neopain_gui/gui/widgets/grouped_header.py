"""Heads of rows and columns in two steps: a group, and below or beside it its members."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTableView, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.model_heads import Head, runs

HEAD = Qt.ItemDataRole.UserRole + 40
"""The role under which a model tells the :class:`Head` of a row or column."""

_WIDEST = 168
_ICON = 16
_PAD = 6
_ROUNDED = 2
"""Pixels: a word is drawn a fraction wider than its rounded width, and shortened then."""
_LEAST = 24
"""Pixels of a group in sight below which its name would be no more than dots."""


class _Unpainted(QObject):
    """Keeps a widget from painting itself."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.Paint


def clear_corner(view: QTableView) -> None:
    """Show the panel's ground where the heads meet: a button that does nothing lies there."""
    corner = view.findChild(QAbstractButton, "qt_tableview_cornerbutton")
    if corner is not None:
        corner.installEventFilter(_Unpainted(view))


class GroupedHeader(QHeaderView):
    """Writes each group once, over all of its members, and keeps it in sight while it has any.

    The model tells a :class:`Head` for each section under the role :data:`HEAD`; the whole name
    stays what is copied, read out and shown as the tip.
    """

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self._across = orientation == Qt.Orientation.Horizontal
        self._runs: tuple[tuple[int, int], ...] = ()
        self._beside = 0
        self.setSectionsClickable(False)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def regroup(self) -> None:
        """Find the groups anew: the sections are others, or the letters are."""
        heads = [self._head(place) for place in range(self.count())]
        self._runs = runs([head.group for head in heads])
        metrics = self._group_metrics()
        widest = max((metrics.horizontalAdvance(head.group) for head in heads), default=0)
        self._beside = min(_WIDEST, widest) + _ROUNDED + 2 * _PAD if widest else 0
        self.updateGeometry()
        self.viewport().update()

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        model.modelReset.connect(self.regroup)
        model.headerDataChanged.connect(lambda *_: self.regroup())
        self.regroup()

    @property
    def groups(self) -> list[str]:
        """The names of the groups, one for each run of neighbours."""
        return [self._head(first).group for first, _last in self._runs]

    def _head(self, section: int) -> Head:
        head = self._told(section, HEAD)
        return head if isinstance(head, Head) else Head(name="", group="", short="")

    def _told(self, section: int, role: int) -> Any:
        """Return what the model tells; nothing of sections that went, for which Qt still asks."""
        model = self.model()
        there = 0
        if model is not None:
            there = model.columnCount() if self._across else model.rowCount()
        return model.headerData(section, self.orientation(), role) if section < there else None

    def _group_metrics(self) -> Any:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(theme.strong_font(self.font()))

    def _band(self) -> int:
        """How high the line of the groups is."""
        return int(self.fontMetrics().height()) + _PAD

    # Sizes

    def sectionSizeFromContents(self, section: int) -> QSize:
        head, metrics = self._head(section), self._group_metrics()
        lines = self._lines(head)
        wide = min(_WIDEST, max(map(metrics.horizontalAdvance, lines))) + 2 * _PAD + _ROUNDED
        if self._icon(section) is not None:
            wide += _ICON + _PAD
        high = len(lines) * int(self.fontMetrics().height()) + _PAD
        if not self._across:
            return QSize(self._beside + wide, high)
        run = next((run for run in self._runs if run[0] <= section <= run[1]), None)
        if run is not None:
            whole = min(_WIDEST, metrics.horizontalAdvance(head.group)) + 3 * _PAD
            wide = max(wide, -(-whole // (run[1] - run[0] + 1)))
        return QSize(wide, high + self._band())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.regroup()

    def _lines(self, head: Head) -> list[str]:
        """Return what is written of a member: above a column its layer has a line of its own."""
        return head.short.split(", ") if self._across else [head.short]

    # Painting

    def _icon(self, section: int) -> QIcon | None:
        icon = self._told(section, Qt.ItemDataRole.DecorationRole)
        return icon if isinstance(icon, QIcon) else None

    def _chosen(self, section: int) -> bool:
        index = self.selectionModel().currentIndex()
        place = index.column() if self._across else index.row()
        return index.isValid() and place == section

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, self.palette().window())
        chosen = self._chosen(section)
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if self._across:
            inside.setTop(rect.top() + self._band())
        else:
            inside.setLeft(rect.left() + self._beside + _PAD)
        icon = self._icon(section)
        if icon is not None:
            place = QRect(inside.left(), inside.center().y() - _ICON // 2, _ICON, _ICON)
            icon.paint(painter, place)
            inside.setLeft(inside.left() + _ICON + _PAD)
        painter.setFont(theme.strong_font(self.font()) if chosen else self.font())
        painter.setPen(self.palette().windowText().color())
        middle = Qt.TextElideMode.ElideMiddle
        lines = self._lines(self._head(section))
        metrics = painter.fontMetrics()
        text = "\n".join(metrics.elidedText(line, middle, inside.width()) for line in lines)
        along = Qt.AlignmentFlag.AlignHCenter if self._across else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, along | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(theme.strong_font(self.font()))
        for run in self._runs:
            self._paint_group(painter, run)
        painter.end()

    def _paint_group(self, painter: QPainter, run: tuple[int, int]) -> None:
        """Write a group over what is in sight of its members, and draw where it ends."""
        first, last = run
        start = self.sectionViewportPosition(first)
        end = self.sectionViewportPosition(last) + self.sectionSize(last)
        room = self.viewport().rect()
        near, far = (room.left(), room.right()) if self._across else (room.top(), room.bottom())
        seen, until = max(start, near), min(end - 1, far)
        name = self._head(first).group
        if until - seen < 2 or not name:
            return
        painter.setPen(theme.hairline(self.palette()))
        if self._across:
            inside = QRect(seen + _PAD, 0, until - seen - 2 * _PAD, self._band())
            painter.drawLine(start + 2, self._band() - 1, end - 3, self._band() - 1)
            painter.drawLine(end - 1, 0, end - 1, room.bottom())
            where = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            readable = inside.width() >= _LEAST
        else:
            high = min(until - seen, self.sectionSize(first))
            inside = QRect(_PAD, seen, self._beside - 2 * _PAD, high)
            painter.drawLine(0, end - 1, room.right(), end - 1)
            painter.drawLine(self._beside, start + 2, self._beside, end - 3)
            where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            readable = high >= self.fontMetrics().height()
        if readable:
            painter.setPen(self.palette().windowText().color())
            middle = Qt.TextElideMode.ElideMiddle
            text = painter.fontMetrics().elidedText(name, middle, inside.width())
            painter.drawText(inside, where, text)
