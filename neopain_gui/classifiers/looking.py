"""What a weight file is, whichever kind it is of; nothing is done with it."""

from __future__ import annotations

import math
from pathlib import Path

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.bases import CONVOLUTIONS, read_vgg_face_base
from neopain_gui.classifiers.bases.read import NOT_THERE
from neopain_gui.classifiers.foreign.findings import Findings, LayerFound, look
from neopain_gui.classifiers.foreign.stored import is_network
from neopain_gui.classifiers.heads import headed, look_at_headed
from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.classifiers.weight_files import datasets, opened
from neopain_gui.classifiers.weights import ATTRIBUTE, load_model, read_metadata
from neopain_gui.classifiers.worth import DEMO, UNTESTED
from neopain_gui.errors import WeightsError

OWN, BASE = "classifier", "base"
"""Kinds of files beside :data:`.foreign.findings.NETWORK`: both say themselves what they are."""
_NO_SUM = "Nobody has published the SHA-256 of a VGG-Face file, so there is none to compare with."
_ALONE = "these are weights without their network, and not those of VGG-Face"
_WHOLE = "save the whole network with Keras, model.save(…), and choose that file"
OWN_FORMAT = "NeoPain (.weights.h5)"


def look_at(path: Path, size: int | None = None) -> Findings:
    """Say what a weight file is.

    Parameters
    ----------
    path : Path
        A classifier of our own format, a Keras network with its architecture, the weights of a
        VGG-Face or N-CNN with a head of its own, or VGG-Face's convolutions in any layout.
    size : int, optional
        Side of its pictures in pixels, for a network that takes any.

    Raises
    ------
    WeightsError
        It is none that can be brought in; in one sentence why.
    """
    if path.is_dir():
        raise WeightsError(
            "this is a folder, and not that of a training",
            file=path,
            remedy="choose a weight file, or the folder of a training",
        )
    if not path.is_file():
        raise WeightsError("there is no such file", file=path, remedy="check its path")
    if _is_own(path):
        return _look_at_own(path)
    if not is_network(path):
        found = headed(path)
        return _look_at_weights(path) if found is None else look_at_headed(path, found)
    try:
        return look(path, size)
    except WeightsError as error:
        try:  # without its last layers VGG-Face is no classifier, but a base
            return _look_at_base(path)
        except WeightsError:
            raise error from None


def _is_own(path: Path) -> bool:
    import h5py

    if not h5py.is_hdf5(path):
        return False
    with opened(path) as file:
        return ATTRIBUTE in file.attrs


def _look_at_weights(path: Path) -> Findings:
    """Say which VGG-Face it is; whoever has another network is told what would help."""
    try:
        return _look_at_base(path)
    except WeightsError as error:
        if error.problem == NOT_THERE:
            raise WeightsError(_ALONE, file=path, remedy=_WHOLE) from error
        if error.problem.endswith("not VGG-Face"):
            raise WeightsError(error.problem, file=path, remedy=_WHOLE) from error
        raise


def _look_at_base(path: Path) -> Findings:
    """Say which VGG-Face it is, having read its thirteen convolutions."""
    base = read_vgg_face_base(path)
    how = VGG_FACE.preprocessing
    uncertain = () if base.synthetic else (_NO_SUM, *base.uncertain)
    return Findings(
        file=path.name,
        sha256=base.sha256,
        format=base.format,
        kind=BASE,
        architecture="the convolutions of VGG-Face, on which a classifier can be trained",
        parameters=sum(one.size for one in (*base.kernels, *base.biases)),
        multiplications=0.0,
        layers=tuple(
            LayerFound(
                name=name, kind="Conv2D", shape=shape, parameters=math.prod(shape) + shape[-1]
            )
            for name, shape in CONVOLUTIONS
        ),
        explained=(),
        outputs=0,
        ending="",
        class_order=(),
        size=how.size,
        channels=how.channels,
        uncertain=uncertain,
        colours=base.colours,
        to_know=(DEMO,) if base.synthetic else (),
    )


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
        parameters=sum(math.prod(shape) for _, shape in arrays),
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
        about=tuple(
            (name, words)
            for name, words in (
                ("Title", metadata.title),
                ("Trained on", metadata.training),
                ("Licence", metadata.licence),
            )
            if words
        ),
        to_know=(
            *((DEMO,) if metadata.synthetic else ()),
            *((UNTESTED,) if metadata.untested else ()),
        ),
    )
