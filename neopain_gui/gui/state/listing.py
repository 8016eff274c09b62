"""The photographs of a study, and which of them are listed; found by name without a search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage


class Listing:
    """All photographs, and the visible ones in their order.

    Parameters
    ----------
    images : iterable of FaceImage
        All.
    visible : iterable of FaceImage, optional
        Those that the filter lets through; none at first.
    """

    def __init__(self, images: Iterable[FaceImage] = (), visible: Iterable[FaceImage] = ()) -> None:
        self.images = tuple(images)
        self.visible = tuple(visible)
        self._by_id = {image.id: image for image in self.images}
        self._positions = {image.id: position for position, image in enumerate(self.visible)}

    def showing(self, visible: Iterable[FaceImage]) -> Listing:
        """Return the same photographs with others visible."""
        other = Listing((), visible)
        other.images, other._by_id = self.images, self._by_id
        return other

    def image(self, image_id: str) -> FaceImage | None:
        """Return a photograph's record; None if there is none of this id."""
        return self._by_id.get(image_id)

    def position(self, image_id: str) -> int | None:
        """Return where a photograph is among the visible ones; None if it is not."""
        return self._positions.get(image_id)

    def first(self) -> str:
        """Return the id of the first visible photograph; empty if there is none."""
        return self.visible[0].id if self.visible else ""

    def near(self, position: int) -> str:
        """Return the id of the visible photograph at a position, or of the last before it."""
        return self.visible[min(position, len(self.visible) - 1)].id if self.visible else ""

    def stepped(self, image_id: str, by: int) -> str:
        """Return the visible photograph ``by`` places on, the first or last at the ends.

        From a photograph that is not visible the first one is next.
        """
        position = self.position(image_id)
        if position is None or not self.visible:
            return self.first()
        return self.visible[max(0, min(position + by, len(self.visible) - 1))].id
