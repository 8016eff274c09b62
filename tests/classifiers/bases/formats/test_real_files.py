"""Weights that others trained and published, as two packages carry them in two formats.

They lie in packages of the group ``oracle-weights``; without them this is skipped. Nothing of the
packages is imported.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.classifiers.bases import look_at_base, why_no_base

ABOUT = "neopain_gui.classifiers.bases.formats"


def folder_of(package):
    spec = find_spec(package)
    if spec is None:
        pytest.skip(f"{package} is not installed (the group oracle-weights)")
    return Path(next(iter(spec.submodule_search_locations)))


LAST = {"pnet": ["conv4_2", "conv4_1"], "rnet": ["dense5_2", "dense5_1"]}
LAST["onet"] = ["dense6_2", "dense6_3", "dense6_1"]
"""Where a network ends in several layers, TensorFlow's file has them in this order."""


@pytest.mark.parametrize("net", LAST)
def test_pytorchs_file_is_tensorflows_arrays(net):
    """facenet-pytorch's stream of PyTorch's against mtcnn's arrays for Keras, to the bit."""
    joblib, _ = pytest.importorskip("joblib"), pytest.importorskip("lz4")
    theirs = joblib.load(folder_of("mtcnn") / "assets" / "weights" / f"{net}.lz4")
    contents = look_at_base(folder_of("facenet_pytorch") / "data" / f"{net}.pt")
    layers = {layer.name: layer for layer in contents.layers}
    names = [name for name in layers if name not in LAST[net]] + LAST[net]
    ours = [
        array.read().T if len(array.shape) < 4 else array.read().transpose(2, 3, 1, 0)
        for name in names
        for array in (layers[name].kernel, layers[name].bias)
        if array is not None
    ]
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert np.abs(mine - other.reshape(mine.shape)).max() == 0.0
    assert contents.format == "PyTorch, stream"
    assert why_no_base(contents) == "the convolutions of VGG-Face are not in this file"


def test_a_network_of_keras_2_with_its_optimiser():
    """fer's network for expressions: separable convolutions and batch normalisation."""
    contents = look_at_base(next(folder_of("fer").rglob("emotion_model.hdf5")))
    shapes = {layer.name: layer.kernel.shape for layer in contents.layers}
    assert shapes["conv2d_1"] == (3, 3, 1, 8)
    assert "batch normalisation, not VGG-Face" in why_no_base(contents)
