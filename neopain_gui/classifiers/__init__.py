"""The classifiers: architectures, preprocessing, weight files, registry.

Importing this package imports no Keras; building or loading a model does.
"""

from neopain_gui.classifiers.architectures import ARCHITECTURES, Architecture, LayerInfo
from neopain_gui.classifiers.n_cnn import build_n_cnn
from neopain_gui.classifiers.vgg_face import build_vgg_face

__all__ = [
    "ARCHITECTURES",
    "Architecture",
    "LayerInfo",
    "build_n_cnn",
    "build_vgg_face",
]
