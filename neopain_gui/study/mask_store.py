"""Contour masks that were made once: kept as packed bits, one file a photograph.

A mask is kept under the hash of everything that it follows from, so that none is ever stale. What
is kept can be made again: whoever cannot write here, or finds a damaged file, makes it. A purge
deletes all of it.
"""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import uuid
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neopain_gui.study.files import PRIVATE_FILE, PRIVATE_FOLDER

MASKS_FOLDER = "masks"
MOST_OF_A_PHOTOGRAPH = 96
"""Masks that are kept of a photograph: the newest, so that some settings can be compared."""
MOST_BYTES = 32 << 20
_HEAD = b"NeoPain masks 1\n"
_ENTRY = struct.Struct("<32sIII")  # key, height, width, length of what follows
_DIGEST = 32
_KEY = re.compile(r"[0-9a-f]{64}")

Mask = NDArray[np.bool_]


class MaskStore:
    """The kept masks of a study; needs nothing but the study folder, as :class:`.BlobStore`.

    Parameters
    ----------
    folder : Path
        The study folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder) / MASKS_FOLDER

    def of(self, photograph: str) -> PhotographMasks:
        """Return what is kept of a photograph.

        Parameters
        ----------
        photograph : str
            SHA-256 of the file that was imported.

        Raises
        ------
        ValueError
            It is not 64 hexadecimal digits.
        """
        if not _KEY.fullmatch(photograph):
            raise ValueError(f"not the SHA-256 of a photograph: {photograph!r}")
        return PhotographMasks(self._folder / f"{photograph}.masks")


class PhotographMasks:
    """The kept masks of one photograph; made by :meth:`MaskStore.of`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)
        self._new = False

    def get(self, key: str, size: tuple[int, int]) -> Mask | None:
        """Return a mask of (height, width); None where it is not kept."""
        found = self._kept.get(bytes.fromhex(key))
        if found is None or found[:2] != size:
            return None
        height, width = size
        length = (height * width + 7) // 8
        unpack = zlib.decompressobj()
        try:
            # no more is unpacked than there can be: a file from elsewhere may say anything
            packed = unpack.decompress(found[2], length + 1)
        except zlib.error:
            return None
        if len(packed) != length or not unpack.eof:
            return None
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=height * width)
        return bits.view(np.bool_).reshape(size)

    def add(self, key: str, mask: Mask) -> None:
        """Note a mask, to be kept by :meth:`save`; the oldest give way."""
        packed = zlib.compress(np.packbits(mask, axis=None).tobytes(), 1)
        raw = bytes.fromhex(key)
        self._kept.pop(raw, None)
        self._kept[raw] = (*mask.shape, packed)
        while len(self._kept) > MOST_OF_A_PHOTOGRAPH:
            del self._kept[next(iter(self._kept))]
        self._new = True

    def save(self) -> bool:
        """Write what was added.

        Possible for whoever reads the study only, as with blobs: the rows do not change.

        Returns
        -------
        bool
            False where there was nothing to write, or the folder cannot be written to.
        """
        if not self._new:
            return False
        parts = [_HEAD]
        for key, (height, width, packed) in self._kept.items():
            parts += [_ENTRY.pack(key, height, width, len(packed)), packed]
        body = b"".join(parts)
        if len(body) > MOST_BYTES:
            return False
        # Not forced to the disk: what a crash spoils is known by its digest, and made again.
        unfinished = self._file.with_name(f".{uuid.uuid4().hex}.tmp")
        try:
            self._file.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            try:
                unfinished.touch(mode=PRIVATE_FILE)
                unfinished.write_bytes(body + hashlib.sha256(body).digest())
                unfinished.replace(self._file)
            except OSError:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
                raise
        except OSError:
            return False
        self._new = False
        return True


def _read(file: Path) -> dict[bytes, tuple[int, int, bytes]]:
    """Return what a file holds, oldest first; nothing where it is not one of ours, or damaged."""
    try:
        # Neither a link out of the study nor a pipe that would block for ever.
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES + _DIGEST:
            return {}
        content = file.read_bytes()
    except OSError:
        return {}
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    if not body.startswith(_HEAD) or hashlib.sha256(body).digest() != digest:
        return {}
    found: dict[bytes, tuple[int, int, bytes]] = {}
    at = len(_HEAD)
    while at + _ENTRY.size <= len(body):
        key, height, width, length = _ENTRY.unpack_from(body, at)
        at += _ENTRY.size
        found[key] = (height, width, body[at : at + length])
        at += length
    return found if at == len(body) else {}
