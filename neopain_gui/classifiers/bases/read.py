"""From any file of VGG-Face to thirteen kernels and biases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.bases.base import CONVOLUTIONS, KEPT, Shape, VggFaceBase
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from neopain_gui.classifiers.bases.formats import Contents, Layer, Stored

_REMEDY = "choose a file of VGG-Face"
NOT_THERE = "the convolutions of VGG-Face are not in this file"
_IMAGENET = 1000
"""Classes of ImageNet; VGG-Face tells 2,622 people apart."""
_IMAGENET_NAME = "VGG16 trained on ImageNet"
_IMAGENET_BIASES = (0.4034, 0.3778, 0.4644, -0.3228, 0.3940, -0.3953, 0.3951, -0.5496)
"""First biases of torchvision's VGG16, four decimals: its file without the last layers."""


def look_at_base(path: Path) -> Contents:
    """Say what a file holds, as long as it is of a kind that is read; no array is read.

    Raises
    ------
    WeightsError
        As :func:`read_vgg_face_base`, but for what only the arrays' sizes and numbers show.
    """
    from neopain_gui.classifiers.bases.formats import contents

    return contents(Path(path))


def why_no_base(contents: Contents) -> str:
    """Return why a file is no base of VGG-Face, as a clause; empty if it may be one."""
    outputs = [layer.bias.count for layer in contents.layers if layer.bias is not None]
    if _IMAGENET in outputs:
        return f"these are the weights of {_IMAGENET_NAME}, not VGG-Face"
    if contents.foreign:
        return f"these are the weights of {contents.foreign}, not VGG-Face"
    return "" if _thirteen(contents)[0] else NOT_THERE


def read_vgg_face_base(path: Path, colours: str | None = None) -> VggFaceBase:
    """Read the thirteen convolutions of VGG-Face, whoever published the file.

    keras-vggface (without and with the last layers), deepface, MatConvNet (vlfeat's and Oxford's
    layout), Torch7, Caffe, PyTorch (stream and zip), safetensors, a VGG-Face of NeoPain's own.
    Nothing in a file is run, and no array is read before every size is known to be right.

    Parameters
    ----------
    path : Path
        The file. The user obtains it: its licence allows non-commercial research.
    colours : str, optional
        ``"RGB"`` or ``"BGR"``, for whoever knows better what the file's first kernel expects
        than where such files come from; then nothing is uncertain about it.

    Returns
    -------
    VggFaceBase
        Kernels for photographs in BGR order, as our preprocessing gives them.

    Raises
    ------
    WeightsError
        The file is missing, damaged, of an unknown kind or of another network, for example
        ImageNet's VGG16.
    """
    from neopain_gui.classifiers.bases.formats.stream import damage_said

    if colours not in (None, "RGB", "BGR"):
        raise ValueError(f"colours are RGB or BGR, got {colours!r}")
    path = Path(path)
    contents = look_at_base(path)
    found, missing = _thirteen(contents)
    if why := why_no_base(contents):
        place = f"layer '{missing}'" if missing and why == NOT_THERE else None
        raise WeightsError(why, file=path, place=place, remedy=_REMEDY)
    kernels, biases = [], []
    with damage_said(path):
        for (name, shape), layer in zip(CONVOLUTIONS, found, strict=True):
            kernels.append(_oriented(_read(layer.kernel, name, path), shape))
            biases.append(_read(layer.bias, name, path).reshape(-1))
    if np.allclose(biases[0][: len(_IMAGENET_BIASES)], _IMAGENET_BIASES, rtol=0, atol=6e-5):
        raise WeightsError(
            f"these are the weights of {_IMAGENET_NAME}, not VGG-Face", file=path, remedy=_REMEDY
        )
    order = colours or contents.colours
    if order == "RGB":
        kernels[0] = np.ascontiguousarray(kernels[0][:, :, ::-1])
    return VggFaceBase(
        kernels=tuple(kernels),
        biases=tuple(biases),
        format=contents.format,
        sha256=sha256_file(path),
        colours=order,
        uncertain=() if colours else contents.uncertain,
        title=contents.title,
        licence=contents.licence,
        synthetic=contents.synthetic,
    )


def kept_description(path: Path) -> str:
    """Return what a file of our own says of itself, as JSON; a WeightsError if it is none."""
    from neopain_gui.classifiers.bases.formats import description

    said = description(path).get(KEPT, "")
    if not said:
        raise WeightsError("this is no base that NeoPain kept", file=path, remedy=_REMEDY)
    return said


def _thirteen(contents: Contents) -> tuple[list[Layer], str]:
    """Return the convolutions, by name or else by order; or none, and which is missing."""
    layers = {layer.name: layer for layer in contents.layers}
    inorder = [layer for layer in contents.layers if len(layer.kernel.shape) == len("HWIO")]
    by_name = all(name in layers for name, _ in CONVOLUTIONS[:2])
    found = []
    for place, (name, shape) in enumerate(CONVOLUTIONS):
        layer = layers.get(name) if by_name else dict(enumerate(inorder)).get(place)
        if layer is None or layer.bias is None or not _fits(layer, shape):
            return [], name
        found.append(layer)
    return found, ""


def _fits(layer: Layer, shape: Shape) -> bool:
    held = layer.bias
    return (
        held is not None
        and layer.kernel.shape in (shape, _turned(shape))
        and layer.kernel.dtype.kind == held.dtype.kind == "f"
        and len(held.shape) <= len(shape)
        and held.count == shape[-1]
    )


def _turned(shape: Shape) -> Shape:
    """Return the shape of a kernel whose filters come first, as Caffe and PyTorch keep it."""
    return (shape[3], shape[2], shape[0], shape[1])


def _oriented(kernel: NDArray[np.float32], shape: Shape) -> NDArray[np.float32]:
    if kernel.shape != shape:
        kernel = kernel.transpose(2, 3, 1, 0)
    return np.ascontiguousarray(kernel)


def _read(stored: Stored | None, name: str, path: Path) -> NDArray[np.float32]:
    if stored is None:
        raise ValueError(name)
    with np.errstate(over="ignore"):  # what is too large is no number, which is said
        numbers = np.asarray(stored.read(), np.float32)
    if not np.isfinite(numbers).all():
        raise WeightsError(
            "some weights are not numbers", file=path, place=f"layer '{name}'", remedy=_REMEDY
        )
    return numbers
