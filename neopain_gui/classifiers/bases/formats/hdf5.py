"""Weights that Keras wrote as HDF5: keras-vggface's files, deepface's, and our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.classifiers.bases.formats.contents import REMEDY, Contents, Layer, Numbers, Stored
from neopain_gui.classifiers.weight_files import datasets, names_in
from neopain_gui.classifiers.weights import read_metadata
from neopain_gui.errors import WeightsError
from neopain_gui.natural_order import natural_key

if TYPE_CHECKING:
    import h5py

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_WHOLE = "model_weights"
"""Where Keras 2 puts the weights when it writes the network with them."""
_OURS = "neopain"
_NORMALISED = ("moving_mean", "gamma")
_DEEPFACE = (
    "deepface gives this file photographs in BGR, which is assumed here; its author does not "
    "know in which order it was trained."
)


def recognises(head: bytes) -> bool:
    """Tell by the first bytes; MATLAB 7.3 puts 512 of its own before them."""
    return head.startswith(_SIGNATURE) or head[512:].startswith(_SIGNATURE)


def contents(path: Path) -> Contents:
    """Say what is in it."""
    import h5py

    with h5py.File(path, "r") as file:
        if file.userblock_size:
            raise WeightsError(
                "a MATLAB file of version 7.3 is not read",
                file=path,
                remedy="save it in MATLAB or Octave with the option -v7",
            )
        within = f"{_WHOLE}/" if _is_group(file, _WHOLE) else ""
        root = file[_WHOLE] if within else file
        arrays = _arrays(root, path, within)
        layers = names_in(root.attrs.get("layer_names", ()))
        ours = _OURS in file.attrs
    return _told(arrays, layers, ours, path)


def _is_group(file: h5py.File, name: str) -> bool:
    import h5py

    return isinstance(file.get(name, getlink=True), h5py.HardLink) and isinstance(
        file[name], h5py.Group
    )


def _arrays(root: Any, path: Path, within: str) -> dict[str, Stored]:
    try:
        return {
            name: Stored(data.shape, data.dtype, _fetch(path, f"{within}{name}"))
            for name, data in datasets(root, path)
        }
    except WeightsError as error:
        raise WeightsError(error.problem, file=path, remedy=REMEDY) from error


def _fetch(path: Path, name: str) -> Any:
    def fetch() -> Numbers:
        import h5py

        with h5py.File(path, "r") as file:
            numbers: Numbers = np.asarray(file[name])
            return numbers

    return fetch


def _told(arrays: dict[str, Stored], names: list[str], ours: bool, path: Path) -> Contents:
    layers = _layers(arrays, names)
    known = {layer.name for layer in layers}
    foreign = ""
    if any(name.startswith("block1_conv") for name in known):
        foreign = "VGG16 trained on ImageNet"
    elif any(name.rsplit("/", 1)[-1].startswith(_NORMALISED) for name in arrays):
        foreign = "a network with batch normalisation"
    if ours:
        said = read_metadata(path)
        return Contents(
            format="NeoPain's classifier",
            layers=layers,
            foreign=foreign,
            title=said.title,
            licence=said.licence,
            synthetic=said.synthetic,
        )
    if "conv1_1" in known:
        return Contents(format="keras-vggface", layers=layers, foreign=foreign)
    return Contents(
        format="Keras, by the order of layers (deepface)",
        layers=layers,
        uncertain=(_DEEPFACE,),
        foreign=foreign,
    )


def _layers(arrays: dict[str, Stored], names: list[str]) -> tuple[Layer, ...]:
    """Put each layer's arrays together; of a layer, the kernel is what has more than one axis."""
    order = list(dict.fromkeys(names)) or sorted(
        {_holder(name) for name in arrays}, key=natural_key
    )
    inside: dict[str, list[Stored]] = {name: [] for name in order}
    for name, array in arrays.items():
        parts = name.split("/")
        for end in range(len(parts) - 1, 0, -1):
            holder = "/".join(parts[:end])
            if holder in inside:
                inside[holder].append(array)
                break
    return tuple(
        Layer(name, kernel, next((one for one in held if len(one.shape) == 1), None))
        for name, held in inside.items()
        for kernel in [one for one in held if len(one.shape) > 1][:1]
    )


def _holder(name: str) -> str:
    """Return the layer of ``layers/conv2d_3/vars/0``, as Keras 3 writes it."""
    return name.rsplit("/", 1)[0].removesuffix("/vars")
