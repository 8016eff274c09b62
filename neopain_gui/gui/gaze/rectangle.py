"""A rectangle in a photograph's proportions that stays on its picture. Knows nothing of Qt."""

from __future__ import annotations

from neopain_gui.faces.find import SMALLEST_SIDE
from neopain_gui.gaze.heatmaps.placing import fitting_height
from neopain_gui.geometry import Box

Size = tuple[int, int]  # (height, width)


def boxed(left: int, top: int, width: int, size: Size, photograph: Size) -> Box:
    """Return the box of this width that is on the picture and closest to a place."""
    most = widest(size, photograph)
    width = max(min(SMALLEST_SIDE, most), min(width, most))
    height = fitting_height(width, photograph)
    left = max(0, min(left, size[1] - width))
    top = max(0, min(top, size[0] - height))
    return Box(left=left, top=top, right=left + width, bottom=top + height)


def widest(size: Size, photograph: Size) -> int:
    """Return how wide a photograph can be on a picture."""
    width = min(size[1], round(size[0] * photograph[1] / photograph[0]))
    while width > 1 and fitting_height(width, photograph) > size[0]:
        width -= 1
    return width


def middle(size: Size, photograph: Size) -> Box:
    """Return a box half as wide as can be, in the middle: where to start without any idea."""
    width = max(1, widest(size, photograph) // 2)
    height = fitting_height(width, photograph)
    return boxed((size[1] - width) // 2, (size[0] - height) // 2, width, size, photograph)
