"""The classifiers: architectures, preprocessing, weight files, registry.

Importing this package imports no Keras; building or loading a model does.
"""

from neopain_gui.classifiers.architectures import ARCHITECTURES, Architecture, LayerInfo
from neopain_gui.classifiers.loaded import Classifier, load
from neopain_gui.classifiers.n_cnn import build_n_cnn
from neopain_gui.classifiers.preprocessing import PREPROCESSING, Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo, available, find
from neopain_gui.classifiers.vgg_face import build_vgg_face
from neopain_gui.classifiers.weights import (
    WeightsMetadata,
    load_vgg_face_base,
    load_weights,
    read_metadata,
    save_weights,
)

__all__ = [
    "ARCHITECTURES",
    "PREPROCESSING",
    "Architecture",
    "Classifier",
    "ClassifierInfo",
    "LayerInfo",
    "Preprocessing",
    "WeightsMetadata",
    "available",
    "build_n_cnn",
    "build_vgg_face",
    "find",
    "load",
    "load_vgg_face_base",
    "load_weights",
    "read_metadata",
    "save_weights",
]
