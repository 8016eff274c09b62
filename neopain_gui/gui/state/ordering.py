"""Which photographs are listed, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from neopain_gui.natural_order import natural_key

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage

SORTS = {
    "subject": "Neonate",
    "label": "Label",
    "score": "Pain score",
    "file": "File name",
}
"""Sort key → what the menu calls it."""


def matches(image: FaceImage, text: str, labels: frozenset[str]) -> bool:
    """Return whether a photograph has one of ``labels`` and every word of ``text`` in its words."""
    label = image.label.value if image.label else ""
    if labels and label not in labels:
        return False
    subject = image.neonate.id if image.neonate else ""
    words = (image.id, image.file, subject, label or "unlabelled", image.stimulus, image.notes)
    haystack = " ".join(words).casefold()
    return all(word in haystack for word in text.casefold().split())


def ordered(images: Iterable[FaceImage], sort: str, scores: Mapping[str, float]) -> list[FaceImage]:
    """Sort photographs that come by neonate and id, as a study lists them.

    Those without the sorted value come last; equal ones stay by neonate and id.
    """

    def key(image: FaceImage) -> tuple[object, ...]:
        if sort == "label":
            return image.label is None, image.label == REST
        if sort == "score":
            return image.id not in scores, -scores.get(image.id, 0.0)
        return natural_key(image.file)

    return list(images) if sort == "subject" else sorted(images, key=key)


REST = "no pain"
"""Sorting by label puts pain first: it is what the work is about."""
