"""PyTorch's files: the stream of before version 1.6, and the zip archive of since then."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.classifiers.bases.formats.contents import (
    REMEDY,
    Contents,
    Stored,
    of_pytorch,
)
from neopain_gui.classifiers.bases.formats.pickled import (
    KINDS,
    NotKnown,
    Reference,
    View,
    described,
)
from neopain_gui.classifiers.bases.formats.strided import Storage, lying, strided
from neopain_gui.errors import WeightsError

_STREAM = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""The pickle of the number with which such a stream begins."""
_ZIP = b"PK\x03\x04"
_PROTOCOL = 1001
_LONGEST = 4 << 20
"""Bytes of the description; VGG-Face's has six thousand."""
_DIRECTORY = 1 << 20
"""Bytes of the list of an archive's entries; VGG-Face's has three thousand."""
_END, _END_64, _TAIL = 22, 76, (1 << 16) + 200
_DESCRIPTION = "/data.pkl"
Find = Callable[[Reference], Storage]


def recognises(head: bytes) -> bool:
    """Tell by the first bytes."""
    return head.startswith((_STREAM, _ZIP, b"\x80\x02", b"\x80\x04"))


def contents(path: Path) -> Contents:
    """Say what is in it."""
    with path.open("rb") as file:
        zipped = file.read(4) == _ZIP
    try:
        found = _of_zip(path) if zipped else _of_stream(path)
    except NotKnown as error:
        raise WeightsError(
            f"this file holds more than arrays ({str(error)[:60]}), and nothing in it is run",
            file=path,
            remedy="save the network's state_dict with torch.save, and choose that file",
        ) from error
    return of_pytorch(found, "PyTorch, zip" if zipped else "PyTorch, stream")


def _of_stream(path: Path) -> dict[str, Stored]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        begin = io.BytesIO(file.read(_LONGEST))
        if not begin.getvalue().startswith(_STREAM):
            raise NotKnown("a pickle that PyTorch did not write")
        _, protocol, system = (described(begin)[0] for _ in range(3))
        if protocol != _PROTOCOL or system.get("little_endian") is not True:
            raise ValueError("another protocol, or another order of bytes")
        root, named = described(begin)
        keys, _ = described(begin)
        at = begin.tell()
        storages = {}
        for key in keys:
            file.seek(at)
            head = file.read(8)
            count, reference = int.from_bytes(head, "little"), named.get(key)
            if len(head) != 8 or reference is None or reference.count != count:
                raise ValueError("a storage is missing or has another size than it should")
            kind = KINDS[reference.kind]
            storages[key] = lying(path, at + 8, kind, count)
            at += 8 + count * np.dtype(kind).itemsize
            if at > size:
                raise EOFError
    return _arrays(_views(root), lambda reference: storages[reference.key])


def _of_zip(path: Path) -> dict[str, Stored]:
    _check_directory(path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        inside = [name for name in names if f"/{name}".endswith(_DESCRIPTION)]
        if len(inside) != 1:
            raise WeightsError(
                "this archive holds no dictionary of arrays as PyTorch writes it",
                file=path,
                remedy=REMEDY,
            )
        top = inside[0].removesuffix(_DESCRIPTION[1:])
        if f"{top}constants.pkl" in names:
            raise NotKnown("a program of TorchScript")
        if f"{top}byteorder" in names and _entry(archive, f"{top}byteorder") != b"little":
            raise ValueError("another order of bytes")
        root, _ = described(io.BytesIO(_entry(archive, inside[0])))
        sizes = _sizes(archive, path)

    def find(reference: Reference) -> Storage:
        name, kind = f"{top}data/{reference.key}", np.dtype(KINDS[reference.kind])
        if sizes.get(name) != reference.count * kind.itemsize:
            raise ValueError("a storage is missing or has another size than it should")
        return Storage(kind, reference.count, _within(path, name, kind.itemsize))

    return _arrays(_views(root), find)


def _check_directory(path: Path) -> None:
    """Look at how long the list of entries is, where :mod:`zipfile` does, before it reads it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    last = len(tail) - _END
    plain_end = tail[last : last + 4] == b"PK\5\6" and tail.endswith(b"\0\0")
    at = last if plain_end else tail.rfind(b"PK\5\6")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    longer = tail[max(0, at - _END_64) : at]
    if longer.startswith(b"PK\6\6"):
        length = int.from_bytes(longer[40:48], "little")
    if at < 0 or length > _DIRECTORY:
        raise ValueError("the list of entries is missing or enormous")


def _sizes(archive: zipfile.ZipFile, path: Path) -> dict[str, int]:
    """Return the sizes of the entries that lie in the file as they are, as PyTorch writes them."""
    room = path.stat().st_size
    return {
        info.filename: info.file_size
        for info in archive.infolist()
        if info.compress_type == zipfile.ZIP_STORED and info.header_offset + info.file_size <= room
    }


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ValueError("the description is enormous")
    return content


def _within(path: Path, name: str, width: int) -> Callable[[int, int], bytes]:
    def part(first: int, many: int) -> bytes:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            stream.seek(first * width)
            content = stream.read(many * width)
        if len(content) != many * width:
            raise EOFError
        return content

    return part


def _views(root: Any) -> dict[str, View]:
    """Return the arrays of the dictionary, or of the first dictionary inside it that has some."""
    inner = root.values() if isinstance(root, dict) else ()
    for one in (root, *inner):
        found = {
            str(name): view
            for name, view in (one.items() if isinstance(one, dict) else ())
            if isinstance(view, View)
        }
        if found:
            return found
    raise NotKnown("no dictionary of arrays")


def _arrays(views: dict[str, View], find: Find) -> dict[str, Stored]:
    return {
        name: strided(find(view.storage), view.first, view.sizes, view.steps)
        for name, view in views.items()
    }
