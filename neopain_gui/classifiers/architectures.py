"""The kinds of classifiers that there are. A new one is a file beside this and an entry here."""

from __future__ import annotations

from neopain_gui.classifiers.architecture import Architecture
from neopain_gui.classifiers.n_cnn import N_CNN
from neopain_gui.classifiers.vgg_face import VGG_FACE

ARCHITECTURES: dict[str, Architecture] = {entry.id: entry for entry in (VGG_FACE, N_CNN)}
