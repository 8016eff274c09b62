"""What a data set consists of, and how it comes in."""

from neopain_gui.dataset.boxes import BoxColumn, BoxKind
from neopain_gui.dataset.importing import preview, with_boxes
from neopain_gui.dataset.incoming import Changed, Difference, Incoming, compare, counts
from neopain_gui.dataset.previews import (
    Duplicate,
    ImportPreview,
    ImportRow,
    Unmatched,
    gaps,
    new_records,
    records,
    require_subjects,
)
from neopain_gui.dataset.records import FaceImage, Neonate, PainLabel

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
    "gaps",
    "new_records",
    "preview",
    "records",
    "require_subjects",
    "with_boxes",
]
