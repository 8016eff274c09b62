"""Photographs × extraction models as small pictures (Figure 16 and Appendices F to I)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.canvas.canvas import GROUND
from neopain_gui.gui.compare.picture_tiles import Tiles, Wish
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.widgets.grouped_header import HEAD, GroupedHeader, clear_corner
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.right_click import belongs_to

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage

CELL, LARGEST = 96, 200
"""Smallest and largest side of a cell, in device-independent pixels."""

_MARGIN = 4
_HEADER, _ICON = 124, 16

Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """What stands in which cell; the pictures are asked for when they are painted."""

    def __init__(self, tiles: Tiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self.images: tuple[FaceImage, ...] = ()
        self.names: tuple[str, ...] = ()
        self.heads = Heads()
        self.mode = OverlayMode.HEATMAP
        self._rows: dict[str, int] = {}
        tiles.ready.connect(self._redraw)
        tiles.forgotten.connect(self._redraw_all)

    def show(self, images: Sequence[FaceImage], heads: Heads) -> None:
        """Show these photographs and extraction models."""
        if (tuple(images), heads.names) == (self.images, self.names):
            return
        self.beginResetModel()
        self.images, self.names, self.heads = tuple(images), heads.names, heads
        self._rows = {image.id: row for row, image in enumerate(self.images)}
        self.endResetModel()

    def set_mode(self, mode: OverlayMode) -> None:
        """Show heatmaps or contour masks."""
        self.mode = mode
        self._redraw_all()

    def row_of(self, image_id: str) -> int:
        """Return a photograph's row, −1 if it is not listed."""
        return self._rows.get(image_id, -1)

    def wish(self, index: Index) -> Wish:
        """Return what a cell shows."""
        return Wish(
            image_id=self.images[index.row()].id,
            models=(self.names[index.column()],),
            mode=self.mode,
        )

    def _redraw(self, wish: Wish) -> None:
        row = self.row_of(wish.image_id)
        if row >= 0 and wish.mode is self.mode and wish.models[0] in self.names:
            where = self.index(row, self.names.index(wish.models[0]))
            self.dataChanged.emit(where, where)

    def _redraw_all(self) -> None:
        if self.images and self.names:
            last = self.index(len(self.images) - 1, len(self.names) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.images)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            name = self.names[section]
            if role == HEAD:
                return self.heads[name]
            if role == Qt.ItemDataRole.ToolTipRole:
                return literal(name)
            return (
                name
                if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
                else None
            )
        image = self.images[section]
        word = image.label.value if image.label else "unlabelled"
        if role == Qt.ItemDataRole.DisplayRole:
            # Line by line: the header would shorten both as one.
            metrics, room = QFontMetrics(QApplication.font()), _HEADER - _ICON - 16
            middle = Qt.TextElideMode.ElideMiddle
            return f"{metrics.elidedText(image.id, middle, room)}\n{word}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(f"{image.id}, {word}")
        if role == Qt.ItemDataRole.DecorationRole and image.label:
            return _glyph(image.label.value)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        image = self.images[index.row()]
        word = image.label.value if image.label else "unlabelled"
        said = f"{image.id}, {word}: {self.mode} of {self.names[index.column()]}"
        if reason := self.tiles.reason(self.wish(index)):
            said = f"{said}\n{reason}"
        return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said


class GridView(QTableView):
    """The grid; the arrow keys walk through it.

    Signals
    -------
    chosen(image_id: str, model: str)
        A cell was clicked or walked to.
    """

    chosen = Signal(str, str)

    def __init__(self, tiles: Tiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.grid = GridModel(tiles, self)
        self.setAccessibleName("Photographs and extraction models")
        self.setModel(self.grid)
        self.setItemDelegate(_Tile(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        clear_corner(self)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setMinimumHeight(2 * CELL)
        belongs_to(self, "map")
        self.setHorizontalHeader(GroupedHeader(Qt.Orientation.Horizontal, self))
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setSectionsClickable(False)
        down.setHighlightSections(True)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (across, down):
            header.setDefaultSectionSize(CELL)
        down.setFixedWidth(_HEADER)
        down.setIconSize(QSize(_ICON, _ICON))
        down.setTextElideMode(Qt.TextElideMode.ElideNone)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.grid.modelReset.connect(self.fit)
        self.selectionModel().currentChanged.connect(lambda *_: self._moved())

    def show_image(self, image_id: str) -> None:
        """Go to the chosen photograph's row."""
        row = self.grid.row_of(image_id)
        if row == self.currentIndex().row():
            return
        self._quiet = True
        where = self.grid.index(row, max(0, self.currentIndex().column()))
        self.setCurrentIndex(where)  # none where the photograph is not listed
        self._quiet = False

    def fit(self) -> None:
        """Make the cells as large as lets all columns be seen, within reason."""
        room = self.width() - _HEADER - self.verticalScrollBar().sizeHint().width()
        across = self.horizontalHeader()
        words = max((across.sectionSizeHint(n) for n in range(len(self.grid.names))), default=0)
        side = max(CELL, words, min(LARGEST, room // max(1, len(self.grid.names))))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            if header.defaultSectionSize() != side:
                header.setDefaultSectionSize(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        # The row was chosen before the view had its size, or is where it was no more.
        self.scrollTo(self.currentIndex())

    def _moved(self) -> None:
        index = self.currentIndex()
        if index.isValid() and not self._quiet:
            image_id = self.grid.images[index.row()].id
            self.chosen.emit(image_id, self.grid.names[index.column()])


class _Tile(QStyledItemDelegate):
    """Paints a picture on neutral grey, a frame around the chosen one, a bar along its row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            return
        area: QRect = option.rect
        palette: QPalette = option.palette
        view = option.widget
        painter.save()
        if isinstance(view, GridView) and view.currentIndex().row() == index.row():
            highlight = palette.highlight().color()
            painter.fillRect(area, theme.blend(highlight, palette.window().color(), 0.7))
        inside = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        draw_tile(painter, inside, model.tiles, model.wish(index), palette)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight().color(), 3))
            painter.drawRect(inside.adjusted(-2, -2, 1, 1))
        painter.restore()


def draw_tile(painter: QPainter, room: QRect, tiles: Tiles, wish: Wish, palette: QPalette) -> None:
    """Draw a small picture whole, in its proportions; a word where it is not there."""
    picture, reason = tiles.picture(wish), tiles.reason(wish)
    if picture is not None:
        size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)
        return
    painter.fillRect(room, palette.alternateBase() if reason else GROUND)
    painter.setPen(theme.muted(palette) if reason else QColor("white"))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    words = _short(reason) if reason else "…"
    painter.drawText(room.adjusted(4, 4, -4, -4), int(flags), words)


def _short(reason: str) -> str:
    """Say in a cell why it is empty; the tooltip has the whole of it."""
    return "no map" if reason.startswith("no map") else reason


def _glyph(label: str) -> QIcon:
    name = "label-pain" if label == "pain" else "label-no-pain"
    return theme.coloured_icon(name, theme.label_colour(label))
