"""The convolutions of VGG-Face that a training begins with, from whatever file holds them."""

from neopain_gui.classifiers.bases.base import CONVOLUTIONS, VggFaceBase, into_model
from neopain_gui.classifiers.bases.kept import (
    SUFFIX,
    BaseInfo,
    available_bases,
    bases_left_out,
    find_base,
    read_kept_base,
    save_base,
    search_bases,
    unbuilt,
)
from neopain_gui.classifiers.bases.read import look_at_base, read_vgg_face_base, why_no_base

__all__ = [
    "CONVOLUTIONS",
    "SUFFIX",
    "BaseInfo",
    "VggFaceBase",
    "available_bases",
    "bases_left_out",
    "find_base",
    "into_model",
    "look_at_base",
    "read_kept_base",
    "read_vgg_face_base",
    "save_base",
    "search_bases",
    "unbuilt",
    "why_no_base",
]
