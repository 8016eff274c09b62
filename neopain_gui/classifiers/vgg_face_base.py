"""The convolutional base of VGG-Face that keras-vggface published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.classifiers.weight_files import damage_said, datasets, foreign, names_in, opened
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_file


def load_vgg_face_base(model: Any, path: Path) -> str:
    """Load the convolutions of keras-vggface's "notop" file into a VGG-Face, by layer name.

    The file (``rcmalli_vggface_tf_notop_vgg16.h5``; the user obtains it, its licence allows
    non-commercial research) has Keras 2's layout: per layer a group with kernel and bias. They
    expect BGR input minus the mean, as our preprocessing gives it.

    Parameters
    ----------
    model : keras.Model
        From ``build_vgg_face()``; only its thirteen convolutions change.
    path : Path
        The file.

    Returns
    -------
    str
        SHA-256 of the file; it belongs in the record of whatever is trained on it.

    Raises
    ------
    WeightsError
        The file is missing, damaged or holds another network, for example ImageNet's VGG16.
    """
    weights = {}
    with opened(path) as file:
        shapes = {name: dataset.shape for name, dataset in datasets(file, path)}
        names = names_in(file.attrs.get("layer_names", ()))
        if any(name.startswith("block1_conv") for name in names):
            raise foreign(path, names)
        for layer in VGG_FACE.layers:
            wanted = [tuple(variable.shape) for variable in model.get_layer(layer.name).weights]
            inside = [name for name in shapes if name.split("/")[0] == layer.name]
            by_rank = sorted(inside, key=lambda name: -len(shapes[name]))
            if [shapes[name] for name in by_rank] != wanted:
                raise WeightsError(
                    "the convolutions of VGG-Face are not in this file",
                    file=path,
                    place=f"layer '{layer.name}'",
                    remedy="choose keras-vggface's rcmalli_vggface_tf_notop_vgg16.h5",
                )
            with damage_said(path):
                weights[layer.name] = [np.asarray(file[name], np.float32) for name in by_rank]
    for name, arrays in weights.items():
        if not all(np.isfinite(array).all() for array in arrays):
            raise WeightsError("some weights are not numbers", file=path, place=f"layer '{name}'")
    for name, arrays in weights.items():
        model.get_layer(name).set_weights(arrays)
    return sha256_file(path)
