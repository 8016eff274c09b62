"""What does not fit a window: words that are cut off or shortened, controls that lie outside."""

import ast
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolBar,
    QWidget,
)

import neopain_gui
from neopain_gui.gui.inspector.film_strip import FilmStrip
from tests.gui.drawn_text import words_on

CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QLabel, QTabBar)
_PARKED = -200
"""Where Qt keeps panels that lie behind others."""
_SLACK = 1.5
"""Pixels: glyphs begin a little outside of their boxes."""


@cache
def said_with_dots():
    """Return every text of the program that has an ellipsis of its own."""
    found = set()
    for file in Path(neopain_gui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and "…" in text:
                found.add(text.replace("&", ""))
    return found


def _own_dots(text):
    """Say whether a text was written with its ellipsis, rather than shortened."""
    return any(text in said or (said in text and said != "…") for said in said_with_dots())


def name_of(widget):
    """Say which widget is meant, by its class and name, and those around it."""
    parts = []
    while widget is not None and not isinstance(widget, QMainWindow) and len(parts) < 3:
        name = widget.accessibleName() or widget.objectName()
        text = getattr(widget, "text", None)
        said = name or (text() if callable(text) else "")
        parts.append(f"{type(widget).__name__}({said!r:.40})" if said else type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parts)


def _scrolled(widget):
    """Return whether what is outside of a widget can be scrolled into sight in its area."""
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget


def outside(window):
    """Return the controls of which something lies outside of what surrounds them."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, CONTROLS) or _inner(widget):
            continue
        if widget.width() <= 0 or widget.height() <= 0:
            found.append(f"no room: {name_of(widget)}")
            continue
        rect, place = QRect(QPoint(0, 0), widget.size()), widget
        while place is not window and not place.isWindow():
            if place.pos().x() < _PARKED:
                break
            rect.translate(place.pos())
            place = place.parentWidget()
            if _scrolled(place):
                break
            if not place.rect().contains(rect):
                found.append(
                    f"outside: {name_of(widget)} at {rect.getRect()} of {name_of(place)} "
                    f"{place.width()} × {place.height()}"
                )
                break
    return found + _hidden_across(window) + _hidden_commands(window)


def _inner(widget):
    """Return whether Qt made it as part of another control."""
    around = widget.parentWidget()
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    made_by_qt = isinstance(around, (QComboBox, QTabBar, QLineEdit, QDockWidget, QToolBar))
    return made_by_qt and not widget.accessibleName()


def _hidden_across(window):
    """Return the areas whose content is wider than they are, where nothing scrolls it."""
    found = []
    for area in window.findChildren(QScrollArea):
        content = area.widget()
        if area.isVisible() and content is not None and not isinstance(area, FilmStrip):
            over = content.width() - area.viewport().width()
            if over > 0:
                found.append(f"across: {name_of(area)} by {over}")
    return found


def _hidden_commands(window):
    found = []
    for bar in window.findChildren(QToolBar):
        for action in bar.actions():
            widget = bar.widgetForAction(action)
            if bar.isVisible() and action.isVisible() and widget and not widget.isVisible():
                found.append(f"hidden: {action.text()!r} of the tool bar")
    for bar in window.findChildren(QMenuBar):
        found += [
            f"hidden: {action.text()!r} of the menu bar"
            for action in bar.actions()
            if bar.isVisible() and not bar.rect().contains(bar.actionGeometry(action))
        ]
    return found


def unreadable(window):
    """Return what is written and cannot be read in full where it stands."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible() and not isinstance(widget, QPlainTextEdit):
            found += [f"{what}: {name_of(widget)}" for what in _cut(widget)]
    return found


def _cut(widget):
    area = widget.parentWidget()
    viewport = _scrolled(widget)
    header = viewport and isinstance(area, QHeaderView)
    rect = widget.rect()
    for words in words_on(widget):
        text = words.text
        if not text.strip():
            continue
        if "…" in text and not _own_dots(text):
            if not _told(widget, words):
                yield f"shortened {text!r}"
        elif viewport and not header and isinstance(area, QAbstractItemView | QPlainTextEdit):
            continue  # a row, column or line at the edge: it is scrolled
        elif isinstance(widget, QLineEdit) and widget.text():
            continue  # what was typed can be longer
        elif words.cut > _SLACK or words.cut_down > 3:
            yield f"cut off {text!r} by {words.cut:.0f}, {words.cut_down:.0f}"
        elif not viewport:
            place = words.place
            across = max(-place.left(), place.right() - rect.width())
            down = max(-place.top(), place.bottom() - rect.height())
            if across > _SLACK or down > 3:
                yield f"beyond the edge {text!r} by {across:.0f}, {down:.0f}"


def _told(widget, words):
    """Return whether a tooltip there holds what was shortened."""
    before, _, after = words.text.partition("…")
    area = widget.parentWidget()
    tips = [widget.toolTip()]
    if isinstance(area, QHeaderView):
        across = area.orientation().name == "Horizontal"
        centre = words.place.center()
        section = area.logicalIndexAt(int(centre.x() if across else centre.y()))
        role = 3  # Qt.ToolTipRole
        tips.append(str(area.model().headerData(section, area.orientation(), role) or ""))
    elif isinstance(area, QAbstractItemView):
        index = area.indexAt(words.place.center().toPoint())
        tips.append(str(index.data(3) or ""))
    return any(before.strip() in tip and after.strip() in tip for tip in tips if tip)
