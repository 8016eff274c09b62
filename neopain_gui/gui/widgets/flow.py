"""Rows that go on in a second line where there is no room, and pages that scroll, not clip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSpacerItem,
    QStackedWidget,
    QWidget,
    QWidgetItem,
)


class Flow(QLayout):
    """Lays widgets out as words are: side by side, and in another line where they would not fit.

    Parameters
    ----------
    spacing : int
        Pixels between neighbours, and between lines.
    top : bool
        Whether the widgets of a line begin level; else their middles are.
    """

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 8, *, top: bool = False
    ) -> None:
        super().__init__()
        self._top = top
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        if parent is not None:
            parent.setLayout(self)

    def addStretch(self) -> None:
        """Let what follows go to the right end of its line, as far as there is room."""
        self.addItem(QSpacerItem(0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def addWidget(self, widget: QWidget) -> None:
        """Put a widget last; its item is made here, for those that Qt makes do not last."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def insertWidget(self, place: int, widget: QWidget) -> None:
        """Put a widget between others."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        # Qt asks until it gets nothing
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        if not 0 <= index < len(self._items):
            return None  # type: ignore[return-value]
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        high = sum(_height(line) for line in lines) + self.spacing() * max(0, len(lines) - 1)
        return high + margins.top() + margins.bottom()

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def sizeHint(self) -> QSize:
        there = self._there()
        wide = sum(item.sizeHint().width() for item in there)
        wide += self.spacing() * max(0, len(there) - 1)
        return self._with_margins(QSize(wide, _height(there)))

    def minimumSize(self) -> QSize:
        there = self._there()
        widest = max((item.minimumSize().width() for item in there), default=0)
        return self._with_margins(QSize(widest, _height(there)))

    def _with_margins(self, size: QSize) -> QSize:
        return size.grownBy(self.contentsMargins())

    def _there(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Share what is shown out among lines of this width; a line may hold a stretch."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            if item.spacerItem() is not None:
                lines[-1].append(item)
                continue
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if used and used + self.spacing() + wide > width:
                lines.append([])
                used = 0
            used += wide + (self.spacing() if used else 0)
            lines[-1].append(item)
        return [line for line in lines if any(item.spacerItem() is None for item in line)]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        room = rect.marginsRemoved(self.contentsMargins())
        top = room.top()
        for line in self._lines(room.width()):
            self._place(line, QRect(room.left(), top, room.width(), _height(line)))
            top += _height(line) + self.spacing()

    def _place(self, line: list[QLayoutItem], room: QRect) -> None:
        shown = [item for item in line if item.spacerItem() is None]
        widths = [min(item.sizeHint().width(), room.width()) for item in shown]
        spare = room.width() - sum(widths) - self.spacing() * (len(shown) - 1)
        sizes = dict(zip(map(id, shown), widths, strict=True))
        growing = [item for item in shown if item.expandingDirections() & Qt.Orientation.Horizontal]
        for item in growing:  # such as a line of words: it takes what room there is
            sizes[id(item)] += spare // len(growing)
            spare = 0 if item is growing[-1] else spare
        left = room.left()
        for item in line:
            if item.spacerItem() is not None:
                left, spare = left + spare, 0
                continue
            high = min(item.sizeHint().height(), room.height())
            below = 0 if self._top else (room.height() - high) // 2
            place = QPoint(left, room.top() + below)
            item.setGeometry(QRect(place, QSize(sizes[id(item)], high)))
            left += sizes[id(item)] + self.spacing()


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line if not item.isEmpty()), default=0)


class Tall(QWidget):
    """A widget that is never lower than its content needs at its width; for a splitter."""

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        if layout is None:
            return super().minimumSizeHint()
        least = layout.totalMinimumSize()
        if layout.hasHeightForWidth() and self.width() > 0:
            high = layout.totalMinimumHeightForWidth(max(self.width(), least.width()))
            least.setHeight(max(least.height(), high))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class Page(QScrollArea):
    """Shows a panel as large as there is room, and scrolls it only below its smallest size.

    Parameters
    ----------
    panel : QWidget
    across : bool
        Whether it may be scrolled sideways, too; else it asks for the width it needs.
    """

    def __init__(
        self, panel: QWidget, parent: QWidget | None = None, *, across: bool = True
    ) -> None:
        super().__init__(parent)
        self._across = across
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)  # Qt's own way would go by the preferred height
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._panel = panel
        self.setWidget(panel)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        if self._across:
            return QSize(160, 120)
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._panel.minimumSizeHint().width() + bar, 120)

    def sizeHint(self) -> QSize:
        return self._panel.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # the area watches its widget by itself
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        least = self._least(room.width())
        bar = self.verticalScrollBar().sizeHint().width()
        if least.height() > room.height():
            room.setWidth(room.width() - bar)
            least = self._least(room.width())
        if least.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        self._panel.resize(room.expandedTo(least))

    def _least(self, width: int) -> QSize:
        """Return the smallest size of the panel at a width."""
        layout, least = self._panel.layout(), self._panel.minimumSizeHint()
        least = least.expandedTo(self._panel.minimumSize())
        if layout is not None and layout.hasHeightForWidth():
            high = layout.totalMinimumHeightForWidth(max(width, least.width()))
            least.setHeight(max(least.height(), high))
        return least


class Stack(QStackedWidget):
    """Pages of which only the one in front says how much room there has to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        return page.minimumSizeHint().expandedTo(page.minimumSize())
