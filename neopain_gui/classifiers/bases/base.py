"""The convolutions of VGG-Face, whichever file they come from: what a training begins with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.classifiers.vgg_face import GROUPS

Shape = tuple[int, ...]


def _convolutions() -> tuple[tuple[str, Shape], ...]:
    found, channels = [], 3
    for group, (filters, count) in enumerate(GROUPS, start=1):
        for index in range(1, count + 1):
            found.append((f"conv{group}_{index}", (3, 3, channels, filters)))
            channels = filters
    return tuple(found)


CONVOLUTIONS = _convolutions()
"""The thirteen, from the input on: name and shape of the kernel (Appendix A)."""

KEPT = "neopain"
"""The key under which a base of our own says what it is, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VggFaceBase:
    """Thirteen kernels and biases, as our VGG-Face takes them: for photographs in BGR order.

    Attributes
    ----------
    kernels : tuple of float32 arrays, each (3, 3, channels in, filters)
        conv1_1 … conv5_3.
    biases : tuple of float32 arrays, each (filters,)
        Likewise.
    format : str
        What the file is, for people: ``"MatConvNet"``, ``"keras-vggface"`` …
    sha256 : str
        Of the file that was obtained; it belongs in the record of whatever is trained on it.
    colours : str
        ``"RGB"`` or ``"BGR"``: the order that the file's own first kernel expects. One that
        expects RGB has been turned round here.
    uncertain : tuple of str
        Sentences: what the file does not say and was taken from where such files come from.
    title, licence : str
        For people; empty if unknown.
    synthetic : bool
        True for demo weights, which have only seen phantoms.
    """

    kernels: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]
    format: str
    sha256: str
    colours: str = "BGR"
    uncertain: tuple[str, ...] = ()
    title: str = ""
    licence: str = ""
    synthetic: bool = False

    def numbers_sha256(self) -> str:
        """Return the SHA-256 of the numbers alone: the same for the same base in any file."""
        digest = hashlib.sha256()
        for array in (*self.kernels, *self.biases):
            digest.update(np.ascontiguousarray(array, "<f4").data)
        return digest.hexdigest()


def into_model(base: VggFaceBase, model: Any) -> None:
    """Give a model of ``build_vgg_face()`` these convolutions; nothing else in it changes."""
    for (name, _), kernel, bias in zip(CONVOLUTIONS, base.kernels, base.biases, strict=True):
        model.get_layer(name).set_weights([kernel, bias])
