"""Weights alone, of one of our two architectures with a head of another size.

Such a file, of ``save_weights`` in Keras, does not hold its architecture. The convolutions tell
which it is, the fully connected layers how large the head is; how those are activated is not in
it, and taken to be as usual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from neopain_gui.classifiers.architecture import Architecture
from neopain_gui.classifiers.bases import look_at_base
from neopain_gui.classifiers.bases.formats import Layer
from neopain_gui.classifiers.foreign.allowed import MOST_PARAMETERS
from neopain_gui.classifiers.foreign.findings import Findings, described
from neopain_gui.classifiers.foreign.stored import is_network
from neopain_gui.classifiers.n_cnn import N_CNN
from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.errors import WeightsError

FORMAT = "Keras, weights alone"
_MOST_CLASSES = 100
"""VGG-Face's own 2,622 people are no classes to explain: its file is a base."""
_RANK = {"convolution": 4, "dense": 2}


@dataclass(frozen=True, slots=True)
class Headed:
    """An architecture of ours with a head of its own: its layers with their arrays, unread."""

    architecture: Architecture
    convolutions: tuple[Layer, ...]
    dense: tuple[Layer, ...]

    @property
    def head(self) -> str:
        """The head in words: ``"512 × 512 × 2"``."""
        return " × ".join(str(layer.kernel.shape[-1]) for layer in self.dense)


def headed(path: Path) -> Headed | None:
    """Return what a file of weights alone is; None if it is none of our architectures."""
    import h5py

    if not h5py.is_hdf5(path) or is_network(path):
        return None
    layers = look_at_base(path).layers
    convolutions = tuple(one for one in layers if len(one.kernel.shape) == _RANK["convolution"])
    dense = tuple(one for one in layers if len(one.kernel.shape) == _RANK["dense"])
    if len(convolutions) + len(dense) < len(layers) or not dense:
        return None
    held = Counter(one.kernel.shape for one in convolutions)
    for architecture in (VGG_FACE, N_CNN):
        body, values = _body(architecture)
        if Counter(tuple(one.kernel.shape) for one in body) == held and _is_chain(dense, values):
            return Headed(architecture, convolutions, dense)
    return None


def look_at_headed(path: Path, found: Headed) -> Findings:
    """Say what a file of weights alone is; no array is read."""
    import keras

    with keras.StatelessScope(initialize_variables=False):
        model = _network(found)
    name = found.architecture.short_name
    last = "a sigmoid" if model.outputs[0].shape[-1] == 1 else "a softmax"
    uncertain = [
        f"It does not say how its fully connected layers ({found.head}) are activated: ReLU and "
        f"{last} at the end are assumed."
    ]
    if found.architecture is N_CNN:
        uncertain.append(
            "Two convolutions of the N-CNN have one size: they are taken in NeoPain's own order, "
            "the central branch before the right one."
        )
    return described(
        model,
        path,
        kind=FORMAT,
        architecture=f"{name} with a head of {found.head}",
        uncertain=uncertain,
    )


@contextmanager
def as_network(path: Path) -> Iterator[Path]:
    """Give a file of weights alone the form of a network with its architecture.

    Raises
    ------
    WeightsError
        Its weights are no numbers.
    """
    found = headed(path)
    if found is None:
        yield path
        return
    model = _network(found)
    body, _ = _body(found.architecture, model)
    tail = [layer for layer in model.layers if type(layer).__name__ == "Dense"]
    for ours, theirs in ((body, found.convolutions), (tail, found.dense)):
        for layer, own in zip(ours, _in_order(ours, theirs), strict=True):
            layer.set_weights(_numbers(own, path))
    with TemporaryDirectory(prefix="neopain-") as folder:
        whole = Path(folder) / f"{path.name.partition('.')[0]}.keras"
        model.save(whole)
        yield whole


def _in_order(ours: Sequence[Any], theirs: Sequence[Layer]) -> list[Layer]:
    """Return their layers in the order of ours, by their kernels' shapes."""
    left = list(theirs)
    found = []
    for layer in ours:
        own = next(one for one in left if one.kernel.shape == tuple(layer.kernel.shape))
        left.remove(own)
        found.append(own)
    return found


def _numbers(layer: Layer, path: Path) -> list[Any]:
    arrays = [np.asarray(one.fetch(), np.float32) for one in (layer.kernel, layer.bias) if one]
    if not all(np.isfinite(array).all() for array in arrays):
        raise WeightsError(
            "some weights are not numbers",
            file=path,
            place=f"layer '{layer.name}'",
            remedy="replace the weight file",
        )
    return arrays


def _body(architecture: Architecture, model: Any = None) -> tuple[list[Any], int]:
    """Return an architecture's convolutions from the input on, and how many values its head gets.

    Without a model one is built in which there is no array.
    """
    import keras

    if model is None:
        assert architecture.build is not None
        with keras.StatelessScope(initialize_variables=False):
            model = architecture.build()
    body = [layer for layer in model.layers if type(layer).__name__ == "Conv2D"]
    return body, int(model.get_layer("flatten").output.shape[-1])


def _is_chain(dense: Sequence[Layer], values: int) -> bool:
    """Say whether each layer takes what the one before gives, the last a class each."""
    parameters = 0
    for layer in dense:
        if layer.bias is None or layer.bias.count != layer.kernel.shape[1]:
            return False
        if layer.kernel.shape[0] != values:
            return False
        values = layer.kernel.shape[1]
        parameters += layer.kernel.count
    return values <= _MOST_CLASSES and parameters < MOST_PARAMETERS


def _network(found: Headed) -> Any:
    import keras

    assert found.architecture.build is not None
    model = found.architecture.build()
    x = model.get_layer("flatten").output
    *inner, last = (layer.kernel.shape[1] for layer in found.dense)
    for place, units in enumerate(inner, start=1):
        x = keras.layers.Dense(units, activation="relu", name=f"head{place}")(x)
    end = "sigmoid" if last == 1 else "softmax"
    outputs = keras.layers.Dense(last, activation=end, name="classes")(x)
    return keras.Model(model.inputs[0], outputs, name=found.architecture.id)
