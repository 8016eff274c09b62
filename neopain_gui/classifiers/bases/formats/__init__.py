"""Files of weights that others wrote: what is in them, found without running anything in them.

A format is a module with ``recognises`` (by the first bytes, whatever the file is called) and
``contents``. An array is not read before its shape is known to be a wanted one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from neopain_gui.classifiers.bases.formats import (
    caffe,
    hdf5,
    matconvnet,
    pytorch,
    safetensor,
    torch7,
)
from neopain_gui.classifiers.bases.formats.contents import REMEDY, Contents, Layer, Stored
from neopain_gui.classifiers.bases.formats.stream import damage_said
from neopain_gui.errors import WeightsError

__all__ = ["Contents", "Layer", "Stored", "contents", "description"]

_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[Path], Contents]], ...] = tuple(
    (form.recognises, form.contents)
    for form in (hdf5, pytorch, safetensor, matconvnet, torch7, caffe)
)
_HEAD = 1024


def contents(path: Path) -> Contents:
    """Say what a file holds, in any of the formats that are read.

    Raises
    ------
    WeightsError
        It is missing, of no known format, damaged, or holds more than arrays.
    """
    head = _head(path)
    for recognises, read in _FORMATS:
        if recognises(head):
            with damage_said(path):
                return read(path)
    raise WeightsError(
        "this is no file of weights of a kind that is read",
        file=path,
        remedy="choose a classifier of NeoPain, a Keras network or a file of VGG-Face",
    )


def description(path: Path) -> dict[str, str]:
    """Return what a file of safetensors says of itself; nothing of any other file."""
    if not safetensor.recognises(_head(path)):
        return {}
    with damage_said(path):
        return safetensor.description(path)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise WeightsError("this is a folder, not a file", file=path, remedy=REMEDY)
    if not path.is_file():
        raise WeightsError("there is no such file", file=path, remedy="put it there")
    with damage_said(path), path.open("rb") as file:
        return file.read(_HEAD)
