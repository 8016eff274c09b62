"""How a photograph looks in the list: picture, subject, label by glyph, word and colour."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from neopain_gui.gui.base import theme
from neopain_gui.gui.browser.photographs_model import (
    FACE,
    ID,
    IMAGE,
    MAPS,
    MISSING,
    SCORE,
    FaceState,
    ImageModel,
)

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage

PICTURE = QSize(132, 98)
GROUND = QColor(118, 118, 118)
"""The photograph sits on neutral grey, never on pure black or white."""

_MARGIN = 6
_MOST_CELLS = 128
"""Painted cells that are kept: 80 kB each, four times that at 200 %."""


class PhotographDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def __init__(self, model: ImageModel) -> None:
        super().__init__(model)
        self._model = model
        self._cells: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        lines = (3 if _stacked(option) else 2) * option.fontMetrics.height()
        return QSize(PICTURE.width() + 2 * _MARGIN, PICTURE.height() + lines + 3 * _MARGIN)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell as it was painted last, if nothing about it is new.

        Every cell in view is painted with each step that scrolls the list.
        """
        image: FaceImage = index.data(IMAGE)
        area: QRect = option.rect
        scale = painter.device().devicePixelRatioF()
        picture = self._model.thumbnails.picture(image.id)
        what = (
            image,
            index.data(SCORE),
            index.data(MAPS),
            index.data(FACE),
            index.data(MISSING),
            picture.cacheKey() if picture is not None else None,
            self._model.thumbnails.failure(image.id),
            option.state.value,
            option.palette.cacheKey(),
            option.font.key(),
            (area.width(), area.height(), scale),
        )
        cell = self._cells.get(what)
        if cell is None:
            cell = QPixmap(round(area.width() * scale), round(area.height() * scale))
            cell.setDevicePixelRatio(scale)
            cell.fill(Qt.GlobalColor.transparent)
            inner = QPainter(cell)
            self._paint_cell(inner, QRect(QPoint(0, 0), area.size()), option, index)
            inner.end()
            self._cells[what] = cell
            while len(self._cells) > _MOST_CELLS:
                self._cells.popitem(last=False)
        self._cells.move_to_end(what)
        painter.drawPixmap(area.topLeft(), cell)

    def _paint_cell(
        self,
        painter: QPainter,
        area: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        image: FaceImage = index.data(IMAGE)
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        metrics: QFontMetrics = option.fontMetrics
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._ground(painter, area, palette, state)
        picture = QRect(area.left() + _MARGIN, area.top() + _MARGIN, 0, 0)
        picture.setSize(PICTURE)
        self._picture(painter, picture, index)
        line = QRect(
            picture.left(), picture.bottom() + _MARGIN // 2 + 1, picture.width(), metrics.height()
        )
        second = line.translated(0, metrics.height())
        third = second.translated(0, metrics.height())
        score, label = (third, third) if _stacked(option) else (line, second)
        self._first_line(painter, line, image, option, (index.data(SCORE), score))
        self._second_line(painter, second, image, option, label)
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, area: QRect, palette: QPalette, state: QStyle.StateFlag) -> None:
        cell = QRectF(area).adjusted(1, 1, -1, -1)
        highlight = palette.highlight().color()
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.blend(highlight, palette.base().color(), 0.78))
            painter.setPen(QPen(highlight, 1.5))
            painter.drawRoundedRect(cell, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.blend(highlight, palette.base().color(), 0.9))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(cell, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(highlight, 2.5))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)

    def _picture(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(area), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(area, GROUND)
        small = self._model.thumbnails.picture(index.data(ID))
        if small is not None:
            painter.drawImage(fitted(small.size(), area), small)
        elif self._model.thumbnails.failure(index.data(ID)):
            theme.coloured_icon("warning", QColor("white")).paint(
                painter, area.adjusted(50, 33, -50, -33)
            )
        painter.restore()
        if index.data(MISSING):
            self._lost(painter, area)
        image: FaceImage = index.data(IMAGE)
        if image.checked:
            disc = QRect(area.right() - 21, area.bottom() - 21, 18, 18)
            painter.setPen(QPen(QColor("white"), 1.5))
            painter.setBrush(QColor("#1b5e20"))
            painter.drawEllipse(disc)
            theme.coloured_icon("check", QColor("white")).paint(
                painter, disc.adjusted(1, 1, -1, -1)
            )
        if index.data(MAPS):
            painter.setPen(QPen(QColor("white"), 1.5))
            painter.setBrush(QColor("#2e7d32"))
            painter.drawEllipse(QPointF(area.right() - 8, area.top() + 9), 4.5, 4.5)
        self._face_mark(painter, area, index.data(FACE))

    @staticmethod
    def _face_mark(painter: QPainter, area: QRect, state: FaceState) -> None:
        """Say by a sign that there is no face, or that several were found."""
        if not state:
            return
        mark = QRect(area.left() + 4, area.top() + 4, 20, 20)
        painter.setPen(QPen(QColor("white"), 1.2))
        # what waits for somebody is warm; what is settled is as quiet as the ground
        painter.setBrush(QColor("#5a5a5a" if state == FaceState.SETTLED else "#a84300"))
        painter.drawRoundedRect(QRectF(mark).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        name = "face-clear" if state == FaceState.NONE else "faces"
        theme.coloured_icon(name, QColor("white")).paint(painter, mark.adjusted(2, 2, -2, -2))

    @staticmethod
    def _lost(painter: QPainter, area: QRect) -> None:
        """Mark a photograph whose file is missing, although its small picture is there."""
        badge = QRect(area.left() + 4, area.bottom() - 29, 26, 26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawEllipse(badge)
        theme.coloured_icon("warning", QColor("white")).paint(painter, badge.adjusted(5, 4, -5, -6))

    @staticmethod
    def _first_line(
        painter: QPainter,
        line: QRect,
        image: FaceImage,
        option: QStyleOptionViewItem,
        score: tuple[float | None, QRect],
    ) -> None:
        """Whose face, and the chosen classifier's score for pain, in the same line or another."""
        font = option.font
        palette: QPalette = option.palette
        subject = image.neonate.id if image.neonate else "neonate unknown"
        value, place = score
        text = "" if value is None else f"{value:.2f}"
        beside = place == line
        room = QFontMetrics(font).horizontalAdvance(text) + 6 if text and beside else 0
        painter.setFont(theme.strong_font(font))
        painter.setPen(palette.text().color())
        _write(painter, line.adjusted(0, 0, -room, 0), subject, Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font)
        painter.setPen(theme.muted(palette))
        side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
        _write(painter, place, text, side)

    @staticmethod
    def _second_line(
        painter: QPainter,
        line: QRect,
        image: FaceImage,
        option: QStyleOptionViewItem,
        place: QRect,
    ) -> None:
        """Which photograph, and its label by glyph, word and colour, which may be lower."""
        palette: QPalette = option.palette
        label = image.label.value if image.label else ""
        word = label or "unlabelled"
        wide = painter.fontMetrics().horizontalAdvance(word)
        room = wide + (20 if label else 4) if place == line else 0
        painter.setPen(theme.muted(palette))
        _write(painter, line.adjusted(0, 0, -room, 0), image.id, Qt.AlignmentFlag.AlignLeft)
        colour = theme.label_colour(label)
        painter.setPen(colour)
        _write(painter, place, word, Qt.AlignmentFlag.AlignRight)
        if label:
            name = "label-pain" if label == "pain" else "label-no-pain"
            box = QRect(place.right() - wide - 15, place.center().y() - 6, 14, 14)
            theme.coloured_icon(name, colour).paint(painter, box)


def _stacked(option: QStyleOptionViewItem) -> bool:
    """Return whether the letters are too large for a name and a label in one line."""
    metrics: QFontMetrics = option.fontMetrics
    wide = metrics.horizontalAdvance("photo-000") + metrics.horizontalAdvance("unlabelled")
    return wide + 4 > PICTURE.width()


def _write(painter: QPainter, area: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


def fitted(whole: QSize, area: QRect) -> QRect:
    """Return the rectangle that shows a whole picture of a size inside ``area``, centred."""
    size = whole.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    box = QRect(0, 0, size.width(), size.height())
    box.moveCenter(area.center())
    return box
