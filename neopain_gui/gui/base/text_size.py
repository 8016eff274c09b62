"""The size of text: every letter of the window, in steps, remembered."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

USUAL = 100
SMALLEST, LARGEST, _STEP = 80, 160, 10
_PROPERTY = "usualTextSize"


def apply(percent: int) -> int:
    """Show text at this share of the system's size, in per cent; returns what was taken."""
    percent = max(SMALLEST, min(LARGEST, percent))
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return percent
    usual = application.property(_PROPERTY)
    if usual is None:
        usual = application.font().pointSizeF()
        application.setProperty(_PROPERTY, usual)
    before, after = application.font().pointSizeF(), usual * percent / 100
    if abs(before - after) < 0.01:
        return percent
    own = [(w, w.font().pointSizeF()) for w in application.allWidgets()]
    font = application.font()
    font.setPointSizeF(after)
    application.setFont(font)
    for widget, size in own:
        kept = widget.font()
        # headings have a size of their own and do not follow the system's
        if abs(kept.pointSizeF() - size) < 0.01 < abs(size * after / before - size):
            kept.setPointSizeF(size * after / before)
            widget.setFont(kept)
    for widget, _size in own:
        widget.updateGeometry()  # words that wrap: how many lines they need is asked anew
    return percent


def stepped(percent: int, by: int) -> int:
    """Return the next size; ``by`` is 1 for larger, −1 for smaller."""
    return max(SMALLEST, min(LARGEST, percent + by * _STEP))
