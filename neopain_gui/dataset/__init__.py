"""What a data set consists of, and how it comes in."""

from neopain_gui.dataset.boxes import BoxColumn, BoxKind
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.dataset.importing import preview, with_boxes
from neopain_gui.dataset.incoming import Changed, Difference, Incoming, compare, counts
from neopain_gui.dataset.previews import (
    Duplicate,
    ImportPreview,
    ImportRow,
    Unmatched,
    face_images,
    gaps,
    new_records,
    require_subjects,
)

__all__ = [
    "BoxColumn",
    "BoxKind",
    "Changed",
    "Difference",
    "Duplicate",
    "FaceImage",
    "ImportPreview",
    "ImportRow",
    "Incoming",
    "Neonate",
    "PainLabel",
    "Unmatched",
    "compare",
    "counts",
    "face_images",
    "gaps",
    "new_records",
    "preview",
    "require_subjects",
    "with_boxes",
]
