"""The classifiers: architectures, preprocessing, weight files, registry.

Importing this package imports no Keras; building or loading a model does.
"""

from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.bases import (
    BaseInfo,
    VggFaceBase,
    available_bases,
    find_base,
    into_model,
    read_kept_base,
    read_vgg_face_base,
    save_base,
)
from neopain_gui.classifiers.loaded import Classifier, load
from neopain_gui.classifiers.n_cnn import build_n_cnn
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.registry import ClassifierInfo, available, find
from neopain_gui.classifiers.scorer import Scorer, Scoring
from neopain_gui.classifiers.vgg_face import build_vgg_face
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
    "BaseInfo",
    "Classifier",
    "ClassifierInfo",
    "LayerInfo",
    "Preprocessing",
    "Scorer",
    "Scoring",
    "VggFaceBase",
    "WeightsMetadata",
    "available",
    "available_bases",
    "build_n_cnn",
    "build_vgg_face",
    "find",
    "find_base",
    "into_model",
    "load",
    "load_weights",
    "read_kept_base",
    "read_metadata",
    "read_vgg_face_base",
    "save_arrays",
    "save_base",
    "save_weights",
]
