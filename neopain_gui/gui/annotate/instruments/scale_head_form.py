"""What a scale is called, for whom it was made, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.gui.annotate.instruments import fields

_LINES = {
    "title": ("Name", "Its whole name"),
    "short": ("Short name", "Up to 24 letters: heads of columns and maps are called by it"),
    "language": ("Language", "Of its words: en, pt-BR, …"),
}
_SOURCE = {
    "text": ("Source", "Who made it, and where it was published"),
    "doi": ("DOI", "Of the publication, where there is one"),
}


class ScaleHeadForm(QWidget):
    """The fields of a scale's head.

    Signals
    -------
    changed(values: dict, what: str)
        A person typed: fields of the definition, and what they are called.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: dict[str, Any] = {}
        self.lines = {
            key: fields.line(name, tip, partial(self._tell, key, name))
            for key, (name, tip) in _LINES.items()
        }
        self.source = {
            key: fields.line(name, tip, partial(self._tell_source, key, name))
            for key, (name, tip) in _SOURCE.items()
        }
        about = "For whom it was made, and what it takes"
        self.about = fields.lines("About", about, partial(self._tell, "about", "About"))
        rights = "Whose the words are, and who permits their use"
        self.rights = fields.lines("Rights", rights, partial(self._tell_source, "rights", "Rights"))
        self.data = fields.words()
        form = fields.form()
        form.addRow("Name", self.lines["title"])
        form.addRow("Short name", self.lines["short"])
        form.addRow("About", self.about)
        form.addRow("Source", self.source["text"])
        form.addRow("DOI", self.source["doi"])
        form.addRow("Rights", self.rights)
        form.addRow("Language", self.lines["language"])
        form.addRow("In data", self.data)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addStretch(1)

    def show_definition(self, definition: Mapping[str, Any]) -> None:
        """Show what a definition says."""
        self._source = dict(definition.get("source", {}))
        for key, field in self.lines.items():
            fields.put(field, definition.get(key, "en" if key == "language" else ""))
        for key, field in self.source.items():
            fields.put(field, self._source.get(key, ""))
        fields.put(self.about, definition.get("about", ""))
        fields.put(self.rights, self._source.get("rights", ""))
        self.data.setText(f"scale:{definition['id']}, version {definition.get('version', '')}")

    def _tell(self, key: str, name: str, text: str) -> None:
        self.changed.emit({key: text}, name.lower())

    def _tell_source(self, key: str, name: str, text: str) -> None:
        made = {**self._source, key: text}
        if not text and key != "text":
            del made[key]
        self.changed.emit({"source": made}, name.lower())
