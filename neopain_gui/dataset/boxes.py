"""Face boxes of a manifest: four numbers, which people write in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.dataset.names import folded
from neopain_gui.geometry import Box
from neopain_gui.percentages import percent

Numbers = tuple[int, int, int, int]
_OWN_COLUMN = "facecoordinates"
"""The group's index, whose boxes are corners."""
_ROUNDING = 1
"""Pixels by which a box that was drawn to the edge may stand over it."""
_MOSTLY = 0.5


class BoxKind(StrEnum):
    """What the four numbers of a box are."""

    CORNERS = "corners"
    SIZES = "xywh"

    @property
    def words(self) -> str:
        """For people."""
        return "x1, y1, x2, y2" if self is BoxKind.CORNERS else "x, y, width, height"

    @property
    def other(self) -> BoxKind:
        """The other way to write a box."""
        return BoxKind.SIZES if self is BoxKind.CORNERS else BoxKind.CORNERS


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxColumn:
    """How the boxes of a manifest are read.

    Attributes
    ----------
    name : str
        The column's own name.
    kind : BoxKind
        For all of its rows.
    sure : bool
        The numbers or a person say so; else both ways are possible.
    outside : bool
        Whether boxes of which most lies outside their photographs are taken.
    """

    name: str
    kind: BoxKind = BoxKind.CORNERS
    sure: bool = True
    outside: bool = False

    @property
    def remarks(self) -> list[str]:
        """What to say of the column as a whole."""
        if not self.sure:
            return [
                f"The numbers of '{self.name}' may be {self.kind.words} or "
                f"{self.kind.other.words}. They were read as {self.kind.words}: look at the boxes."
            ]
        if self.kind is BoxKind.SIZES:
            return [f"The numbers of '{self.name}' were read as {self.kind.words}."]
        return []


def decided(name: str, written: Sequence[tuple[Numbers, tuple[int, int]]]) -> tuple[BoxKind, bool]:
    """Say which way a column writes boxes, and whether that is sure.

    Parameters
    ----------
    name : str
        The column's own.
    written : sequence of (numbers, (width, height))
        Each row's box and the size of its photograph. One row may allow both ways; hardly ever
        do all.
    """
    fit = {kind: sum(_fits(one, kind, size) for one, size in written) for kind in BoxKind}
    kind = BoxKind.SIZES if fit[BoxKind.SIZES] > fit[BoxKind.CORNERS] else BoxKind.CORNERS
    better, worse = fit[kind], fit[kind.other]
    if better == worse and folded(name) == _OWN_COLUMN:
        return BoxKind.CORNERS, True
    return kind, better > worse and (better == len(written) or 2 * worse <= better)


def _fits(numbers: Numbers, kind: BoxKind, size: tuple[int, int]) -> bool:
    box = as_box(numbers, kind)
    return (
        box is not None
        and min(box.left, box.top) >= -_ROUNDING
        and box.right <= size[0] + _ROUNDING
        and box.bottom <= size[1] + _ROUNDING
    )


def as_box(numbers: Numbers, kind: BoxKind) -> Box | None:
    """Return the box that four numbers mean; None if that would be none."""
    left, top, third, fourth = numbers
    if kind is BoxKind.SIZES:
        third, fourth = left + third, top + fourth
    if third <= left or fourth <= top:
        return None
    return Box(left=left, top=top, right=third, bottom=fourth)


def placed(
    numbers: Numbers, column: BoxColumn, size: tuple[int, int]
) -> tuple[Box | None, tuple[str, ...]]:
    """Return a box as far as it lies in a photograph of (width, height), and what to say of it."""
    box = as_box(numbers, column.kind)
    if box is None:
        written = ", ".join(map(str, numbers))
        return None, (f"{written} is no box {column.kind.words}, so it has none",)
    try:
        clipped = box.clipped(*size)
    except ValueError:
        return None, ("its face box lies outside the photograph and was left out",)
    share = clipped.width * clipped.height / (box.width * box.height)
    if share < _MOSTLY:
        inside = f"only {percent(share)} of its face box lies in the photograph"
        if not column.outside:
            return None, (f"{inside}, so the box was left out",)
        return clipped, (f"{inside}; that part was taken",)
    return clipped, () if clipped == box else ("its face box was clipped to the photograph",)
