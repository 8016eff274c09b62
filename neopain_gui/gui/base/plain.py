"""Text from outside, shown as what it is."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_LONG = re.compile(r"\S{16}(?=\S{8})")
"""A piece of a word that is too long for a narrow panel."""


class PlainLabel(QLabel):
    """A label that shows every text letter by letter; Qt's own takes ``<img …>`` for a picture."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def literal(text: str) -> str:
    """Return what shows as ``text`` where Qt looks for markup: in tooltips and questions.

    What holds no markup stays as it is, so that it can be copied and compared.
    """
    from PySide6.QtGui import Qt as RichText

    return plain_tip(text) if RichText.mightBeRichText(text) else text


def plain_tip(text: str) -> str:
    """Return text for a tooltip that is wrapped: names of files are no markup."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def breakable(text: str) -> str:
    """Let long words go on in the next line: a file's name has no end, and a label is as wide."""
    return _LONG.sub(lambda piece: f"{piece[0]}\N{ZERO WIDTH SPACE}", text)
