"""Rectangles in a photograph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Box:
    """A rectangle of whole pixels, half open: columns left…right−1, rows top…bottom−1.

    Attributes
    ----------
    left, top, right, bottom : int
        Pixel coordinates in the photograph; ``right > left`` and ``bottom > top``.
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right <= self.left or self.bottom <= self.top:
            raise ValueError(f"box without area: {self.as_tuple()}")

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index that cuts the box out of an (H, W, …) array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def as_tuple(self) -> tuple[int, int, int, int]:
        """Return (left, top, right, bottom)."""
        return self.left, self.top, self.right, self.bottom

    def clipped(self, width: int, height: int) -> Box:
        """Return the part inside a photograph of ``width`` × ``height``.

        Raises
        ------
        ValueError
            The box lies outside the photograph.
        """
        return Box(
            left=max(0, self.left),
            top=max(0, self.top),
            right=min(width, self.right),
            bottom=min(height, self.bottom),
        )

    def intersection_over_union(self, other: Box) -> float:
        """Return the Jaccard index of the two rectangles' areas, in [0, 1]."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(0, width) * max(0, height)
        union = self.width * self.height + other.width * other.height - shared
        return shared / union

    @staticmethod
    def whole(width: int, height: int) -> Box:
        """Return the box that covers a photograph of ``width`` × ``height``."""
        return Box(left=0, top=0, right=width, bottom=height)
