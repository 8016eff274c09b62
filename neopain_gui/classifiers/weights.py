"""Weight files: our own format and the convolutional base that keras-vggface published.

A weight file comes from a stranger. So the architecture always comes from our own code, never
from the file; before anything is read or allocated its structure is checked (no links to other
files, no virtual data sets, exactly the shapes that the network has); and a file whose SHA-256
is known must have it.

Our own format is what Keras calls ``.weights.h5``, written by Keras, with one root attribute
more: a JSON text that says what the numbers mean (:class:`WeightsMetadata`).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.classifiers.architectures import ARCHITECTURES, VGG_FACE
from neopain_gui.classifiers.preprocessing import PREPROCESSING, Preprocessing
from neopain_gui.classifiers.weight_files import (
    CHOOSE,
    GIVE,
    SUFFIX,
    damage_said,
    datasets,
    named_for_keras,
    opened,
)
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import EnvironmentFault, WeightsError, reason
from neopain_gui.provenance import canonical_json, sha256_file

if TYPE_CHECKING:
    pass

ATTRIBUTE = "neopain"
FORMAT = 1
_SHOWN = 12
"""Digits of a SHA-256 that a person compares."""
_UNFIT = "its weights are damaged, or of another kind of classifier"


class _NotFinite(ValueError):
    """The weights hold NaN or infinity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsMetadata:
    """What a weight file of ours says about itself.

    Attributes
    ----------
    architecture : str
        ``"vgg_face"`` or ``"n_cnn"``.
    class_order : tuple of PainLabel
        What the outputs 0 and 1 stand for.
    training : str
        What it was trained on and how, in a sentence or two.
    synthetic : bool
        True if it has only ever seen phantoms.
    title : str
        For people; empty if the file has none.
    licence : str
        Empty if unknown.
    """

    architecture: str
    class_order: tuple[PainLabel, PainLabel]
    training: str
    synthetic: bool
    title: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES:
            raise ValueError(f"unknown architecture {self.architecture!r}")
        if set(self.class_order) != set(PainLabel) or len(self.class_order) != len(PainLabel):
            raise ValueError(f"the class order must name both classes once: {self.class_order}")

    @property
    def preprocessing(self) -> Preprocessing:
        """What the network's inputs must go through; a file with another one is refused."""
        return PREPROCESSING[self.architecture]


def save_weights(model: Any, path: Path, metadata: WeightsMetadata) -> str:
    """Write a model's weights with their metadata: the whole file or, on failure, nothing.

    Equal weights and metadata give equal bytes: nothing but the layers' weights is written, no
    optimiser's state and no random generator's.

    Parameters
    ----------
    model : keras.Model
        Of the architecture that ``metadata`` names.
    path : Path
        Ends in ``.weights.h5``; an existing file is replaced.
    metadata : WeightsMetadata
        What the weights are.

    Returns
    -------
    str
        SHA-256 of the file.

    Raises
    ------
    ValueError
        The model is not of that architecture, or ``path`` has another ending.
    EnvironmentFault
        The file cannot be written.
    """
    import h5py

    if model.name != metadata.architecture or not path.name.endswith(SUFFIX):
        raise ValueError(f"cannot write {model.name!r} as {metadata.architecture!r} to {path.name}")
    clean = build(metadata.architecture)
    clean.set_weights(model.get_weights())
    temporary = path.with_name(f".{path.name}.{os.getpid()}{SUFFIX}")
    try:
        clean.save_weights(temporary)
        with h5py.File(temporary, "r+") as file:
            file.attrs[ATTRIBUTE] = _to_json(metadata)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        digest = sha256_file(temporary)
        temporary.replace(path)
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name}: the weights could not be written: {reason(error)}."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return digest


def read_metadata(path: Path) -> WeightsMetadata:
    """Read what a weight file says about itself; its weights are not touched.

    Raises
    ------
    WeightsError
        The file is missing, is not HDF5, or was not written by NeoPain.
    """
    with opened(path) as file, damage_said(path):
        if "layer_names" in file.attrs:
            raise _legacy_error(path, _names(file.attrs["layer_names"]))
        text = file.attrs.get(ATTRIBUTE)
    if not isinstance(text, str):
        raise WeightsError(
            "this file does not say which architecture and class order it is for",
            file=path,
            remedy=CHOOSE,
            command=GIVE,
        )
    return _from_json(text, path)


def load_weights(model: Any, path: Path, *, expected_sha256: str | None = None) -> str:
    """Load a weight file of ours into a model that our code built.

    Parameters
    ----------
    model : keras.Model
        From :func:`build`; changed in place, and only if every check has passed.
    path : Path
        The file.
    expected_sha256 : str, optional
        What the file's SHA-256 must be.

    Returns
    -------
    str
        SHA-256 of the file.

    Raises
    ------
    WeightsError
        The file is missing, damaged, for another architecture, not the one expected, or tries
        to reach other files.
    """
    metadata = read_metadata(path)
    if metadata.architecture != model.name:
        raise WeightsError(
            f"this file is for {ARCHITECTURES[metadata.architecture].short_name}, not for "
            f"{ARCHITECTURES[model.name].short_name}",
            file=path,
            remedy="choose the classifier that it belongs to",
            command="give the classifier that it belongs to with --classifier",
        )
    _check_shapes(path, sorted(tuple(variable.shape) for variable in model.weights))
    digest = sha256_file(path)
    if expected_sha256 is not None and digest != expected_sha256.lower():
        raise WeightsError(
            f"its content is another one: its SHA-256 begins with {digest[:_SHOWN]}, that of the "
            f"original with {expected_sha256[:_SHOWN].lower()}",
            file=path,
            remedy="put the original file in its place",
        )
    before = model.get_weights()
    try:
        with named_for_keras(path) as named:
            model.load_weights(named)
        if not all(np.isfinite(array).all() for array in model.get_weights()):
            raise _NotFinite("some of its weights are no finite numbers")
    except (ValueError, OSError, KeyError, RuntimeError) as error:
        model.set_weights(before)
        raise WeightsError(
            str(error) if isinstance(error, _NotFinite) else _UNFIT,
            file=path,
            remedy=CHOOSE,
            command=GIVE,
        ) from error
    return digest


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
        names = _names(file.attrs.get("layer_names", ()))
        if any(name.startswith("block1_conv") for name in names):
            raise _legacy_error(path, names)
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


def build(architecture: str) -> Any:
    """Build the Keras model of an architecture's id, with fresh weights."""
    from neopain_gui.classifiers.n_cnn import build_n_cnn
    from neopain_gui.classifiers.vgg_face import build_vgg_face

    return {"vgg_face": build_vgg_face, "n_cnn": build_n_cnn}[architecture]()


def _to_json(metadata: WeightsMetadata) -> str:
    return canonical_json(
        {
            "format": FORMAT,
            "preprocessing": metadata.preprocessing.as_dict(),
            **asdict(metadata),
        }
    )


def _from_json(text: str, path: Path) -> WeightsMetadata:
    from pydantic import TypeAdapter, ValidationError

    try:
        content = TypeAdapter(dict[str, Any]).validate_json(text)
        version = content.pop("format", None)
        preprocessing = content.pop("preprocessing", None)
        if isinstance(version, int) and version > FORMAT:
            raise WeightsError(
                "a newer version of NeoPain wrote this file", file=path, remedy="update NeoPain"
            )
        metadata = TypeAdapter(WeightsMetadata).validate_json(json.dumps(content), strict=True)
    except (ValidationError, ValueError) as error:
        raise WeightsError(
            "its description cannot be read", file=path, remedy=CHOOSE, command=GIVE
        ) from error
    if version != FORMAT or preprocessing != metadata.preprocessing.as_dict():
        raise WeightsError(
            "it was trained with another preprocessing than this version of NeoPain applies",
            file=path,
            remedy="train it again",
        )
    return metadata


def _check_shapes(path: Path, expected: list[tuple[int, ...]]) -> None:
    """Compare every data set's declared shape with the network's, before any is read."""
    with opened(path) as file:
        shapes = sorted(dataset.shape for _, dataset in datasets(file, path))
    if shapes != expected:
        raise WeightsError(
            "its arrays do not have the shapes of the network",
            file=path,
            remedy=CHOOSE,
            command=GIVE,
        )


def _names(attribute: Any) -> list[str]:
    """Return the names in an attribute; a stranger's file may have anything there."""
    if isinstance(attribute, str | bytes) or not np.iterable(attribute):
        return []
    return [name.decode() if isinstance(name, bytes) else str(name) for name in attribute]


def _legacy_error(path: Path, names: list[str]) -> WeightsError:
    if any(name.startswith("block1_conv") for name in names):
        return WeightsError(
            "these are the weights of VGG16 trained on ImageNet, not VGG-Face",
            file=path,
            remedy="choose keras-vggface's rcmalli_vggface_tf_notop_vgg16.h5",
        )
    return WeightsError(
        "this file holds layers without a classifier for pain",
        file=path,
        remedy="use it as the base of a training, then choose the trained classifier",
    )
