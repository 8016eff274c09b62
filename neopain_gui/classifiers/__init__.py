"""The classifiers: architectures, preprocessing, weight files, registry.

Importing this package imports no Keras; building or loading a model does.
"""

from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.loaded import Classifier, load
from neopain_gui.classifiers.n_cnn import build_n_cnn
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo, available, find
from neopain_gui.classifiers.scorer import Scorer, Scoring
from neopain_gui.classifiers.vgg_face import build_vgg_face
from neopain_gui.classifiers.vgg_face_base import load_vgg_face_base
from neopain_gui.classifiers.weights import (
    WeightsMetadata,
    load_weights,
    read_metadata,
    save_arrays,
    save_weights,
)

__all__ = [
    "ARCHITECTURES",
    "Architecture",
    "Classifier",
    "ClassifierInfo",
    "LayerInfo",
    "Preprocessing",
    "Scorer",
    "Scoring",
    "WeightsMetadata",
    "available",
    "build_n_cnn",
    "build_vgg_face",
    "find",
    "load",
    "load_vgg_face_base",
    "load_weights",
    "read_metadata",
    "save_arrays",
    "save_weights",
]
