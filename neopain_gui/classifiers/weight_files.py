"""Reading a weight file that comes from a stranger: what is in it, before any of it is used.

No link is followed out of the file, no number is taken from another one, nothing of size is
unpacked before it is known to fit, and what the HDF5 library stumbles over is one sentence.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.errors import WeightsError

if TYPE_CHECKING:
    import h5py

SUFFIX = ".weights.h5"
CHOOSE = "choose a weight file that NeoPain wrote"
GIVE = "give a weight file that NeoPain wrote with --classifier FILE"
_DEPTH, _OBJECTS = 8, 2000
"""How deep and how many in all: far more than any file of ours has.

HDF5 lets a group contain itself, and one group stand under many names: what counts are the paths.
"""
_CHUNK = 64 << 20
"""Bytes that are unpacked to read a single number; VGG-Face's largest chunk has a tenth."""
_WIDEST = 8
"""Bytes of the widest number: double precision."""


def opened(path: Path) -> h5py.File:
    """Open a file to read; one that is missing or no HDF5 file is a :class:`WeightsError`."""
    import h5py

    if path.is_dir():
        raise WeightsError("this is a folder, not a file", file=path, remedy=CHOOSE, command=GIVE)
    if path.is_symlink() and not path.exists():
        raise WeightsError("this link leads to no file", file=path, remedy=CHOOSE, command=GIVE)
    if not path.is_file():
        raise WeightsError("there is no such file", file=path, remedy="put it there")
    try:
        return h5py.File(path, "r")
    except OSError as error:
        raise WeightsError(
            "this is not a readable HDF5 file", file=path, remedy=CHOOSE, command=GIVE
        ) from error


def datasets(file: h5py.Group, path: Path, kinds: str = "f") -> Iterator[tuple[str, h5py.Dataset]]:
    """Walk the data sets of a file without following a link out of it, and not for ever.

    ``kinds`` are the kinds of numbers that it may hold, as numpy calls them.
    """
    with damage_said(path):
        for name, item in _walk(file, path, "", count(1)):
            _check_array(item, path, kinds)
            yield name, item


@contextmanager
def damage_said(path: Path) -> Iterator[None]:
    """Turn whatever the HDF5 library stumbles over into a sentence."""
    try:
        yield
    except (OSError, LookupError, RuntimeError, ValueError, TypeError, MemoryError) as error:
        raise WeightsError("the file is damaged", file=path, remedy=CHOOSE, command=GIVE) from error


def _walk(
    group: h5py.Group, path: Path, within: str, paths: Iterator[int]
) -> Iterator[tuple[str, h5py.Dataset]]:
    import h5py

    for name in group:
        if within.count("/") > _DEPTH or next(paths) > _OBJECTS:
            raise _refusal(path, "has too many or too deep groups")
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise _refusal(path, "contains a link")
        item = group[name]
        if isinstance(item, h5py.Group):
            yield from _walk(item, path, f"{within}{name}/", paths)
        else:
            yield f"{within}{name}", item


def _check_array(item: Any, path: Path, kinds: str) -> None:
    """Refuse what holds no plain numbers, or what takes more room to read than it has."""
    import h5py

    if not isinstance(item, h5py.Dataset):
        raise _refusal(path, "contains something other than arrays")
    if item.external or item.is_virtual:
        raise _refusal(path, "takes its numbers from another file")
    if item.dtype.kind not in kinds or item.dtype.itemsize > _WIDEST:
        raise _refusal(path, "holds numbers that are not plain floating-point numbers")
    if item.chunks and np.prod(item.chunks, dtype=float) * item.dtype.itemsize > _CHUNK:
        raise _refusal(path, "is packed in pieces of enormous size")


def _refusal(path: Path, what: str) -> WeightsError:
    return WeightsError(
        f"the file {what}, which no weight file needs", file=path, remedy="do not use it"
    )


@contextmanager
def named_for_keras(path: Path) -> Iterator[Path]:
    """Give a file the ending by which Keras tells its formats, whatever the user calls it."""
    if path.name.endswith(SUFFIX):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="neopain-") as folder:
        named = Path(folder) / f"named{SUFFIX}"
        try:
            named.symlink_to(path.absolute())
        except OSError:  # Windows grants links to few
            shutil.copyfile(path, named)
        yield named


def names_in(attribute: Any) -> list[str]:
    """Return the names in an attribute; a stranger's file may have anything there."""
    if isinstance(attribute, str | bytes) or not np.iterable(attribute):
        return []
    return [name.decode() if isinstance(name, bytes) else str(name) for name in attribute]


def foreign(path: Path, names: list[str]) -> WeightsError:
    """Return what to say of a file that Keras 2 wrote, of another network."""
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
