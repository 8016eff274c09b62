"""Text from outside, shown as what it is."""

from __future__ import annotations

import re

_LONG = re.compile(r"\S{16}(?=\S{8})")
"""A piece of a word that is too long for a narrow panel."""


def plain_tip(text: str) -> str:
    """Return text for a tooltip: names of files are no markup, whatever is in them."""
    from html import escape

    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def breakable(text: str) -> str:
    """Let long words go on in the next line: a file's name has no end, and a label is as wide."""
    return _LONG.sub(lambda piece: f"{piece[0]}\N{ZERO WIDTH SPACE}", text)
