"""Augmented copies of face crops: drawn, made, and checked for a face (section 3.3.3).

Importing this package imports neither cv2 nor Keras.
"""

from neopain_gui.training.augmentation.change import Change, drawn
from neopain_gui.training.augmentation.copies import (
    Accepted,
    FindsFace,
    accept,
    copy_of,
)
from neopain_gui.training.augmentation.examples import Example, examples
from neopain_gui.training.augmentation.ranges import Augmentation
from neopain_gui.training.augmentation.warp import made

__all__ = [
    "Accepted",
    "Augmentation",
    "Change",
    "Example",
    "FindsFace",
    "accept",
    "copy_of",
    "drawn",
    "examples",
    "made",
]
