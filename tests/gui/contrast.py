"""How well words, icons and the marks of controls can be seen: WCAG 2.2's contrast, as painted."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from neopain_gui.gui.browser.browser_panel import BrowserPanel  # noqa: F401 - its delegate is a picture
from neopain_gui.gui.widgets.tile import Tile
from tests.gui.drawn_text import words_on
from tests.gui.fitting import name_of

TEXT, GRAPHIC, DISABLED = 4.5, 3.0, 3.0
SMALLEST = 24
CLICKED = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractSlider)


def luminance(rgb):
    """Return the relative luminance of colours, the last axis red, green, blue in 0 to 255."""
    share = np.asarray(rgb, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratio(first, second):
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((float(luminance(first)), float(luminance(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pixels(widget):
    """Return what a window shows, uint8 (h, w, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)


def ground(picture, rect):
    """Return the colour that most of a part of the picture has; None outside of it."""
    part = picture[max(0, rect.top()) : rect.bottom() + 1, max(0, rect.left()) : rect.right() + 1]
    if not part.size:
        return None
    packed = part.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    values, counts = np.unique(packed, return_counts=True)
    most = int(values[np.argmax(counts)])
    return most >> 16, most >> 8 & 255, most & 255


def _joined(words):
    """Put together what Qt draws in parts, such as a letter with a line under it and the rest."""
    made = []
    for one in words:
        last = made[-1] if made else None
        if (
            last is not None
            and last.ink == one.ink
            and abs(last.place.top() - one.place.top()) < 2
            and abs(last.place.right() - one.place.left()) < 2
        ):
            place = last.place.united(one.place)
            made[-1] = replace(last, text=last.text + one.text, place=place)
        else:
            made.append(one)
    return made


def faint_words(window):
    """Return the words that are too faint on what they stand on."""
    picture, found = pixels(window), set()
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget.parentWidget(), QGraphicsView):
            continue  # words on photographs have an outline; plots take the palette's text
        seen = widget.visibleRegion().boundingRect()
        corner = widget.mapTo(window, QPoint(0, 0))
        for words in _joined(words_on(widget)):
            rect = words.place.toAlignedRect() & seen
            if not words.text.strip() or rect.height() < 8 or rect.width() < 4:
                continue
            below = ground(picture, rect.translated(corner))
            ink = (words.ink.red(), words.ink.green(), words.ink.blue())
            alpha = words.ink.alphaF()
            ink = tuple(alpha * a + (1 - alpha) * b for a, b in zip(ink, below, strict=True))
            least = TEXT if widget.isEnabled() else DISABLED
            if ratio(ink, below) < least - 0.02:
                found.add(f"{words.text!r} {ratio(ink, below):.2f} {below}: {name_of(widget)}")
    return sorted(found)


def faint_icons(window):
    """Return the buttons of which the icon can hardly be seen."""
    picture, found = pixels(window), []
    for button in window.findChildren(QAbstractButton):
        seen = button.visibleRegion().boundingRect()
        if not button.isVisible() or seen.isEmpty() or button.icon().isNull() or button.text():
            continue
        side = button.iconSize()
        rect = QRect(QPoint(0, 0), side)
        rect.moveCenter(button.rect().center())
        rect = rect.translated(button.mapTo(window, QPoint(0, 0)))
        below = ground(picture, rect)
        part = picture[rect.top() : rect.bottom() + 1, rect.left() : rect.right() + 1]
        best = max((ratio(colour, below) for colour in part.reshape(-1, 3)), default=1)
        if best < GRAPHIC - 0.02:
            found.append(f"icon {best:.2f}: {name_of(button)}")
    return found


def too_small(window):
    """Return what is to be clicked and is smaller than 24 pixels."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, CLICKED):
            continue
        inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QTabBar))
        if inner or isinstance(widget, (QScrollBar, Tile)) or widget.objectName().startswith("qt_"):
            continue
        inside_field = isinstance(widget.parentWidget(), QLineEdit)
        if not inside_field and min(widget.width(), widget.height()) < SMALLEST:
            found.append(f"{widget.width()} × {widget.height()}: {name_of(widget)}")
    for bar in window.findChildren(QTabBar):
        if bar.isVisible():
            seen = [n for n in range(bar.count()) if bar.isTabVisible(n)]
            low = [bar.tabText(n) for n in seen if bar.tabRect(n).height() < SMALLEST]
            found += [f"low tab {text!r}: {name_of(bar)}" for text in low]
    return found
