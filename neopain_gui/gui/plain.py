"""Text from outside, shown as what it is."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return text for a tooltip: names of files are no markup, whatever is in them."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
