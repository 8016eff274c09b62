"""Weight files of our own format.

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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.vgg_face import build_vgg_face
from neopain_gui.classifiers.weight_files import (
    CHOOSE,
    GIVE,
    SUFFIX,
    damage_said,
    datasets,
    foreign,
    named_for_keras,
    names_in,
    opened,
)
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import EnvironmentFault, WeightsError, reason
from neopain_gui.provenance import canonical_json, sha256_file

ATTRIBUTE = "neopain"
FORMAT = 1
_LAYERS, _NEURONS = 8, 8192
"""Of a head, at most: nothing larger is built for a file."""
_SHOWN = 12
"""Digits of a SHA-256 that a person compares."""
_RARE = ("head", "untested")
"""What a description leaves out where it is as usual."""
_UNFIT = "its weights are damaged, or of another kind of classifier"


class _NotFinite(ValueError):
    """The weights hold NaN or infinity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsMetadata:
    """What a weight file of ours says about itself.

    Attributes
    ----------
    architecture : str
        A key of :data:`~neopain_gui.classifiers.architectures.ARCHITECTURES`.
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
    head : tuple of int
        Neurons of VGG-Face's fully connected layers where they are not Appendix A's; else empty.
    untested : bool
        True where no photograph was kept from the training to test it; it must be said wherever
        the classifier shows.
    """

    architecture: str
    class_order: tuple[PainLabel, PainLabel]
    training: str
    synthetic: bool
    title: str = ""
    licence: str = ""
    head: tuple[int, ...] = ()
    untested: bool = False

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES:
            raise ValueError(f"unknown architecture {self.architecture!r}")
        if set(self.class_order) != set(PainLabel) or len(self.class_order) != len(PainLabel):
            raise ValueError(f"the class order must name both classes once: {self.class_order}")
        sound = len(self.head) <= _LAYERS and all(1 <= one <= _NEURONS for one in self.head)
        if not sound or (self.head and self.architecture != "vgg_face"):
            raise ValueError(f"no head of {self.architecture}: {self.head}")

    @property
    def preprocessing(self) -> Preprocessing:
        """What the network's inputs must go through; a file with another one is refused."""
        return ARCHITECTURES[self.architecture].preprocessing


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
    if model.name != metadata.architecture:
        raise ValueError(f"cannot write {model.name!r} as {metadata.architecture!r}")
    clean = build(metadata.architecture, metadata.head)
    clean.set_weights(model.get_weights())
    return _written(path, metadata, clean.save_weights)


def save_arrays(
    arrays: Mapping[str, NDArray[np.floating[Any]]], path: Path, metadata: WeightsMetadata
) -> str:
    """Write what is no Keras model, its numbers by their names; else as :func:`save_weights`."""
    import h5py

    def write(temporary: Path) -> None:
        with h5py.File(temporary, "w") as file:
            for name in sorted(arrays):
                file.create_dataset(name, data=arrays[name])

    return _written(path, metadata, write)


def _written(path: Path, metadata: WeightsMetadata, write: Callable[[Path], None]) -> str:
    """Write a file with its description and return its SHA-256: the whole of it, or nothing."""
    import h5py

    if not path.name.endswith(SUFFIX):
        raise ValueError(f"a weight file's name ends in {SUFFIX}, got {path.name}")
    temporary = path.with_name(f".{path.name}.{os.getpid()}{SUFFIX}")
    try:
        write(temporary)
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
            raise foreign(path, names_in(file.attrs["layer_names"]))
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
    digest = _checked_digest(path, expected_sha256)
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


def build(architecture: str, head: tuple[int, ...] = ()) -> Any:
    """Build the Keras model of an architecture's id, with fresh weights, or another head."""
    known = ARCHITECTURES[architecture]
    if known.build is None:
        raise ValueError(f"{known.short_name} is no Keras model")
    return build_vgg_face(head) if head else known.build()


def load_model(
    architecture: str, path: Path, *, expected_sha256: str | None = None
) -> tuple[Any, str]:
    """Make of a weight file of ours what gives scores; return it with the file's SHA-256.

    Raises
    ------
    WeightsError
        As :func:`load_weights`.
    """
    read = ARCHITECTURES[architecture].read
    if read is None:
        model = build(architecture, read_metadata(path).head)
        return model, load_weights(model, path, expected_sha256=expected_sha256)
    digest = _checked_digest(path, expected_sha256)
    with opened(path) as file:
        list(datasets(file, path))  # nothing in it leads elsewhere or is larger than it is
    return read(path), digest


def _to_json(metadata: WeightsMetadata) -> str:
    return canonical_json(
        {
            "format": FORMAT,
            "preprocessing": metadata.preprocessing.as_dict(),
            **{
                name: value
                for name, value in asdict(metadata).items()
                if value or name not in _RARE
            },
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


def _checked_digest(path: Path, expected_sha256: str | None) -> str:
    digest = sha256_file(path)
    if expected_sha256 is not None and digest != expected_sha256.lower():
        raise WeightsError(
            f"its content is another one: its SHA-256 begins with {digest[:_SHOWN]}, that of the "
            f"original with {expected_sha256[:_SHOWN].lower()}",
            file=path,
            remedy="put the original file in its place",
        )
    return digest


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
