"""What a weight file is, whichever kind it is of; nothing is done with it."""

from __future__ import annotations

import math
from pathlib import Path

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.foreign.findings import Findings, LayerFound, look
from neopain_gui.classifiers.foreign.stored import is_network
from neopain_gui.classifiers.weight_files import datasets, opened
from neopain_gui.classifiers.weights import ATTRIBUTE, load_model, read_metadata
from neopain_gui.errors import WeightsError

OWN = "classifier"
OWN_FORMAT = "NeoPain (.weights.h5)"


def look_at(path: Path, size: int | None = None) -> Findings:
    """Say what a weight file is.

    Parameters
    ----------
    path : Path
        A classifier of our own format, or a Keras network with its architecture.
    size : int, optional
        Side of its pictures in pixels, for a network that takes any.

    Raises
    ------
    WeightsError
        It is none that can be brought in; in one sentence why.
    """
    if path.is_dir():
        raise WeightsError("this is a folder, not a file", file=path, remedy="give a weight file")
    if not path.is_file():
        raise WeightsError("there is no such file", file=path, remedy="check its path")
    if is_network(path) and not _is_own(path):
        return look(path, size)
    return _look_at_own(path)


def _is_own(path: Path) -> bool:
    import h5py

    if not h5py.is_hdf5(path):
        return False
    with opened(path) as file:
        return ATTRIBUTE in file.attrs


def _look_at_own(path: Path) -> Findings:
    """Say what a file of our own format is, having read it whole."""
    metadata = read_metadata(path)
    network = ARCHITECTURES[metadata.architecture]
    _, digest = load_model(network.id, path)
    with opened(path) as file:
        arrays = [(name, tuple(one.shape)) for name, one in datasets(file, path)]
    how = network.preprocessing
    return Findings(
        file=path.name,
        sha256=digest,
        format=OWN_FORMAT,
        kind=OWN,
        architecture=network.short_name,
        parameters=network.parameters,
        multiplications=0.0,
        layers=tuple(
            LayerFound(name=name, kind="array", shape=shape, parameters=math.prod(shape))
            for name, shape in arrays
        ),
        explained=network.layers,
        outputs=len(metadata.class_order),
        ending="softmax",
        class_order=tuple(map(str, metadata.class_order)),
        size=how.size,
        channels=how.channels,
        uncertain=()
        if metadata.training
        else ("The file does not say what its classifier was trained on.",),
    )
