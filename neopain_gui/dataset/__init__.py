"""What a data set consists of, and how it comes in."""

from neopain_gui.dataset.importing import preview
from neopain_gui.dataset.previews import (
    Duplicate,
    ImportPreview,
    ImportRow,
    Unmatched,
    records,
    require_subjects,
)
from neopain_gui.dataset.records import FaceImage, Neonate, PainLabel

__all__ = [
    "Duplicate",
    "FaceImage",
    "ImportPreview",
    "ImportRow",
    "Neonate",
    "PainLabel",
    "Unmatched",
    "preview",
    "records",
    "require_subjects",
]
