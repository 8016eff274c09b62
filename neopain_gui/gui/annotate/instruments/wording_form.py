"""Other words for one of NeoPain's scales: the authors' own, where a study may use them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from neopain_gui.annotation.scales import Scale
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel

_ABOUT = (
    "Numbers, rules and items stay as they are; what is left empty stays in NeoPain’s own words. "
    "Use the authors’ wording only where you may."
)
Field = QLineEdit | QPlainTextEdit


class WordingForm(QWidget):
    """A field for every word of a scale; the present words stand in it in grey.

    Signals
    -------
    changed(wording: dict, what: str)
        A person typed: the whole wording, and which of it changed.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain: Scale | None = None
        self._wording: dict[str, Any] = {}
        self.fields: dict[tuple[str, ...], Field] = {}
        self._body = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(fields.words(_ABOUT))
        column.addWidget(self._body)
        column.addStretch(1)

    def show_wording(self, plain: Scale, wording: Mapping[str, Any]) -> None:
        """Show a wording of one of NeoPain's scales."""
        self._wording = dict(wording)
        if plain != self._plain:
            self._make(plain)
        for where, field in self.fields.items():
            fields.put(field, _at(wording, where))

    def _make(self, plain: Scale) -> None:
        self._plain = plain
        self.fields.clear()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        form = fields.form()
        for key, name, present in (
            ("title", "Name", plain.title),
            ("language", "Language", plain.language),
        ):
            form.addRow(name, self._line((key,), name, present))
        form.addRow("About", self._line(("about",), "About", plain.about))
        column.addLayout(form)
        for item in plain.items:
            heading = PlainLabel(item.title)
            heading.setFont(theme.strong_font(self.font()))
            column.addWidget(heading)
            form = fields.form()
            of = ("items", item.id)
            form.addRow("Question", self._line((*of, "title"), item.title, item.title))
            name = f"{item.title}: what to look for"
            form.addRow("What to look for", self._line((*of, "help"), name, item.help))
            for level in item.levels:
                value = f"{level.value:g}"
                name = f"{item.title}: level {value}"
                form.addRow(f"Level {value}", self._line((*of, "levels", value), name, level.title))
            column.addLayout(form)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body

    def _line(self, where: tuple[str, ...], name: str, present: str) -> QLineEdit:
        made = fields.line(name, present or name, partial(self._tell, where, name))
        made.setPlaceholderText(present)
        self.fields[where] = made
        return made

    def _tell(self, where: tuple[str, ...], name: str, text: str) -> None:
        self.changed.emit(_with(self._wording, where, text), name)


def _at(wording: Mapping[str, Any], where: tuple[str, ...]) -> str:
    found: Any = wording
    for key in where:
        found = found.get(key, "") if isinstance(found, Mapping) else ""
    return str(found)


def _with(wording: Mapping[str, Any], where: tuple[str, ...], text: str) -> dict[str, Any]:
    """Put a text at its place; an empty one, and whatever is empty without it, goes."""
    made, key = dict(wording), where[0]
    if len(where) == 1:
        made[key] = text
    else:
        inner = made.get(key, {})
        made[key] = _with(inner if isinstance(inner, Mapping) else {}, where[1:], text)
    if not made[key]:
        del made[key]
    return made
