"""The values of relevance maps: one file each, named by the hash of what made it.

A blob is a ``.npy`` file, which any NumPy reads, followed by the SHA-256 of everything before
it: a flipped bit is a damaged blob, never a slightly different map.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from neopain_gui.errors import StudyError
from neopain_gui.imaging import write_fault
from neopain_gui.study.files import write_private

BLOBS_FOLDER = "blobs"
MAX_BYTES = 64 << 20
MAX_DIMENSIONS = 3
_KEY = re.compile(r"[0-9a-f]{64}")
_DIGEST = 32
_HEADER = 4096  # bytes; that of a float32 array of three dimensions has 128
_NPY = re.compile(
    rb"\x93NUMPY\x01\x00(?P<length>..)"
    rb"(?P<header>\{'descr': '<f4', 'fortran_order': False, "
    rb"'shape': \((?P<shape>\d{1,9}(?:, ?\d{1,9}){0,2},?)\),? ?\} {0,200}\n)",
    re.DOTALL,
)
"""The header that NumPy writes for our arrays. NumPy's own reader would parse it as Python, which
two threads at once cannot always do in CPython 3.11 ("AST constructor recursion depth mismatch").
"""


class BlobStore:
    """The blobs of a study; needs nothing but the study folder, so that every process can use it.

    Parameters
    ----------
    folder : Path
        The study folder.
    """

    def __init__(self, folder: Path) -> None:
        self._study = Path(folder)
        self._blobs = self._study / BLOBS_FOLDER

    def path(self, key: str) -> Path:
        """Return where a blob lies or would lie.

        Raises
        ------
        ValueError
            The key is not 64 hexadecimal digits.
        """
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a blob key: {key!r}")
        return self._blobs / f"{key}.npy"

    def has(self, key: str) -> bool:
        """Say whether a blob of this key exists; whether it is whole, :meth:`get` says."""
        return self.path(key).is_file()

    def put(self, key: str, array: NDArray[np.float32], *, sync: bool = True) -> None:
        """Store an array; it is complete on the disk under its name, or not there at all.

        Without ``sync`` the caller makes it last, see :func:`~neopain_gui.imaging.sync_files`.

        Parameters
        ----------
        key : str
            :attr:`Provenance.key <neopain_gui.provenance.Provenance.key>` of what made it.
        array : ndarray of float32, shape (h, w) or up to three dimensions
            At most 64 MB.

        Raises
        ------
        ValueError
            Another dtype, number of dimensions or size.
        EnvironmentFault
            The disk is full or the study folder cannot be written to; an earlier blob of this
            key is intact.
        """
        final = self.path(key)
        if array.dtype != np.float32 or not 1 <= array.ndim <= MAX_DIMENSIONS or array.size == 0:
            raise ValueError(
                f"a blob is a non-empty float32 array, got {array.dtype} {array.shape}"
            )
        if array.nbytes > MAX_BYTES:
            raise ValueError(f"a blob has at most {MAX_BYTES} bytes, got {array.nbytes}")
        stream = io.BytesIO()
        npy.write_array(
            stream, np.ascontiguousarray(array, dtype="<f4"), version=(1, 0), allow_pickle=False
        )
        content = stream.getvalue()
        try:
            write_private(final, content + hashlib.sha256(content).digest(), sync=sync)
        except OSError as error:
            raise write_fault(final, error) from error

    def get(self, key: str) -> NDArray[np.float32]:
        """Return a blob's array.

        Returns
        -------
        ndarray of float32
            As it was put; writable, owned by the caller.

        Raises
        ------
        StudyError
            The blob is missing, damaged or not a blob.
        """
        path = self.path(key)
        try:
            # Neither a link out of the study nor a pipe that would block for ever.
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES + _HEADER:
                raise self._damaged(path)
            content = path.read_bytes()
        except OSError as error:
            raise StudyError(
                "the values of a map are missing",
                file=self._study,
                place=path.name,
                remedy="compute or import that map again",
            ) from error
        body, digest = content[:-_DIGEST], content[-_DIGEST:]
        if hashlib.sha256(body).digest() != digest:
            raise self._damaged(path)
        try:
            return _array(body)
        except (ValueError, MemoryError) as error:
            raise self._damaged(path) from error

    def _damaged(self, path: Path) -> StudyError:
        return StudyError(
            "the values of a map are damaged",
            file=self._study,
            place=path.name,
            remedy="compute or import that map again",
        )


def _array(body: bytes) -> NDArray[np.float32]:
    """Read a .npy of ours; the header is believed only where it agrees with the length."""
    found = _NPY.match(body)
    if found is None or int.from_bytes(found["length"], "little") != len(found["header"]):
        raise ValueError("not a .npy of ours")
    shape = tuple(int(side) for side in found["shape"].split(b",") if side.strip())
    if not 1 <= len(shape) <= MAX_DIMENSIONS:
        raise ValueError("another kind of array")
    values = body[found.end() :]
    size = 1
    for side in shape:
        size *= side  # Python's integers: NumPy's would overflow
    if size <= 0 or min(shape) <= 0 or size * 4 != len(values):
        raise ValueError("shape and length disagree")
    return np.frombuffer(values, dtype="<f4").reshape(shape).astype(np.float32)
