"""A rectangle in fixed proportions that stays on its picture. Knows nothing of Qt."""

from __future__ import annotations

from neopain_gui.gaze.heatmaps.placing import fitting_height
from neopain_gui.geometry import Box

Size = tuple[int, int]  # (height, width)

_SMALLEST = 16  # pixels wide: a smaller one cannot be taken hold of


def boxed(left: int, top: int, width: int, size: Size, photograph: Size) -> Box:
    """Return the box of this width that is on the picture and closest to a place."""
    width = max(min(_SMALLEST, widest(size, photograph)), min(width, widest(size, photograph)))
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


def moved(box: Box, across: int, down: int, size: Size) -> Box:
    """Return the box moved, as far as it stays on the picture."""
    left = max(0, min(box.left + across, size[1] - box.width))
    top = max(0, min(box.top + down, size[0] - box.height))
    return Box(left=left, top=top, right=left + box.width, bottom=top + box.height)


def enlarged(box: Box, change: int, size: Size, photograph: Size) -> Box:
    """Return the box wider by some pixels, its upper left corner kept where it can be."""
    return boxed(box.left, box.top, box.width + change, size, photograph)


def resized_at(box: Box, corner: int, across: int, down: int, size: Size, photograph: Size) -> Box:
    """Return the box with one corner dragged, the opposite one kept.

    ``corner`` counts from 1, clockwise from the upper left. The longer of the two ways counts.
    """
    leftwards, upwards = corner in (1, 4), corner in (1, 2)
    wider = -across if leftwards else across
    taller = (-down if upwards else down) * photograph[1] / photograph[0]
    change = wider if abs(wider) > abs(taller) else taller
    width = box.width + round(change)
    most = min(
        box.right if leftwards else size[1] - box.left,
        int((box.bottom if upwards else size[0] - box.top) * photograph[1] / photograph[0]),
    )
    width = max(min(_SMALLEST, most), min(width, most))
    height = fitting_height(width, photograph)
    left = box.right - width if leftwards else box.left
    top = box.bottom - height if upwards else box.top
    return boxed(left, top, width, size, photograph)
