"""A Keras file taken apart: its description made clean, its weights copied array by array.

Keras never sees the file itself: what it reads is a fresh file with nothing in it but what was
looked at here, so that no two readers can understand it differently.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.classifiers.foreign.allowed import DESCRIPTION, MOST_PARAMETERS
from neopain_gui.classifiers.foreign.description import REMEDY, cleaned
from neopain_gui.classifiers.weight_files import damage_said, datasets, names_in, opened
from neopain_gui.errors import WeightsError

if TYPE_CHECKING:
    import h5py

KERAS, LEGACY = "Keras 3 (.keras)", "Keras (HDF5 with its architecture)"
_CONFIG, _WEIGHTS = "config.json", "model.weights.h5"
_MEMBERS = 100
_PACKED = 20
"""How many times smaller than its numbers a file may be: trained weights hardly shrink."""
_BYTES = 4 * MOST_PARAMETERS + (1 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a file holds, checked.

    Attributes
    ----------
    format : str
        :data:`KERAS` or :data:`LEGACY`.
    description : dict
        Class name and configuration, every part known.
    shapes : tuple of tuple of int
        Of its weights, sorted.
    weights : Path or None
        A fresh file with its weights alone; None where they were not asked for.
    """

    format: str
    description: dict[str, Any]
    shapes: tuple[tuple[int, ...], ...]
    weights: Path | None = None


def is_network(path: Path) -> bool:
    """Say whether a file looks like a Keras network with its architecture."""
    import h5py

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return {_CONFIG, _WEIGHTS} <= set(archive.namelist())
        if not h5py.is_hdf5(path):
            return False
        with h5py.File(path, "r") as file:
            return "model_config" in file.attrs
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return False


@contextmanager
def stored(path: Path, *, weights: bool = False) -> Iterator[Stored]:
    """Take a file apart; what was copied of it is gone afterwards.

    Parameters
    ----------
    path : Path
        A ``.keras`` file or an HDF5 file with its architecture.
    weights : bool
        Whether the weights are wanted.

    Raises
    ------
    WeightsError
        It is neither, is damaged, or holds what no network needs.
    """
    with TemporaryDirectory(prefix="neopain-") as folder:
        fresh = Path(folder) / ("weights.weights.h5" if weights else "none")
        if zipfile.is_zipfile(path):
            yield _of_archive(path, Path(folder), fresh if weights else None)
        else:
            fresh = fresh.with_name("weights.h5")
            yield _of_hdf5(path, fresh if weights else None)


def _of_archive(path: Path, folder: Path, fresh: Path | None) -> Stored:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(names) > _MEMBERS or len(set(names)) < len(names):
                raise _odd(path, "has too many parts, or two of one name")
            if not {_CONFIG, _WEIGHTS} <= set(names):
                raise _odd(path, "is an archive without a Keras network")
            text = _member(archive, _CONFIG, DESCRIPTION, path)
            inside = folder / _WEIGHTS
            _extract(archive, inside, path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise WeightsError("the file is damaged", file=path, remedy=REMEDY) from error
    description = cleaned(text, path)
    return Stored(
        format=KERAS,
        description=description,
        shapes=_copied(inside, path, "", fresh),
        weights=fresh,
    )


def _member(archive: zipfile.ZipFile, name: str, most: int, path: Path) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise _odd(path, "has a description of enormous size")
    return content


def _extract(archive: zipfile.ZipFile, target: Path, path: Path) -> None:
    member = archive.getinfo(_WEIGHTS)
    most = min(_BYTES, _PACKED * max(member.compress_size, 1) + (1 << 20))
    written = 0
    with archive.open(_WEIGHTS) as stream, target.open("wb") as out:
        while piece := stream.read(1 << 20):
            written += len(piece)
            if written > most:
                raise _odd(path, "unpacks to an enormous size")
            out.write(piece)


def _of_hdf5(path: Path, fresh: Path | None) -> Stored:
    with opened(path) as file, damage_said(path):
        text = file.attrs.get("model_config")
    if not isinstance(text, str | bytes):
        raise WeightsError(
            "this file does not say how its network is built",
            file=path,
            remedy="save the whole network with Keras, model.save(…), and choose that file",
        )
    description = cleaned(text, path)
    return Stored(
        format=LEGACY,
        description=description,
        shapes=_copied(path, path, "model_weights", fresh),
        weights=fresh,
    )


def _copied(
    source: Path, path: Path, group: str, fresh: Path | None
) -> tuple[tuple[int, ...], ...]:
    """Look at every array and copy it where that is wanted; return the shapes of the weights."""
    import h5py

    shapes: list[tuple[int, ...]] = []
    with opened(source) as file, damage_said(path):
        inside = _group(file, group, path) if group else file
        found = [
            (name, one)
            for name, one in datasets(inside, path, kinds="fiu")
            if not name.startswith(("optimizer", "_optimizer"))
        ]
        total = sum(np.prod(one.shape, dtype=float) * one.dtype.itemsize for _, one in found)
        if total > min(_BYTES, _PACKED * source.stat().st_size + (1 << 20)):
            raise _odd(path, "declares weights of enormous size")
        shapes = sorted(one.shape for _, one in found if one.dtype.kind == "f")
        if fresh is not None:
            with h5py.File(fresh, "w") as copy:
                for name, one in found:
                    copy.create_dataset(name, data=one[()])
                _copy_names(inside, copy)
    return tuple(shapes)


def _group(file: h5py.File, name: str, path: Path) -> h5py.Group:
    import h5py

    if not isinstance(file.get(name, getlink=True), h5py.HardLink):
        raise _odd(path, "takes its weights from elsewhere")
    return file[name]


def _copy_names(source: h5py.Group, copy: h5py.File) -> None:
    """Copy the lists of names by which Keras's older layout finds layers and weights."""
    layers = names_in(source.attrs.get("layer_names", ()))
    if not layers:
        return
    copy.attrs["layer_names"] = [name.encode() for name in layers]
    copy.attrs["keras_version"] = str(source.attrs.get("keras_version", "2"))[:20].encode()
    copy.attrs["backend"] = b"tensorflow"
    for layer in layers:
        if layer.startswith("/"):
            raise ValueError("a name that leads out of the weights")
        names = names_in(source[layer].attrs.get("weight_names", ()))
        copy.require_group(layer).attrs["weight_names"] = [name.encode() for name in names]


def _odd(path: Path, what: str) -> WeightsError:
    return WeightsError(
        f"the file {what}, which no network needs", file=path, remedy="do not use it"
    )
