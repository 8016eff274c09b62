"""Writing pictures and files: whole or not at all, and without anybody's metadata.

A PNG is made from an array, so nothing of the photograph's EXIF, text or colour profile can
come along; the one chunk that is added says what made the picture.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from neopain_gui.errors import EnvironmentFault, ImageError, public_name, reason
from neopain_gui.imaging.decode import open_checked, read_bytes
from neopain_gui.provenance import canonical_json

PROVENANCE_KEY = "neopain"
"""Name of the PNG text chunk that holds our provenance as JSON."""
_COMPRESSION = 6
_SYNCED_AT_ONCE = 8


def write_png(
    path: Path | str, array: NDArray[Any], *, provenance: Mapping[str, Any] | None = None
) -> None:
    """Write an array as a PNG, atomically; equal arguments give equal bytes.

    Parameters
    ----------
    path : Path or str
        The file; replaced if it is there. Its folder must exist.
    array : ndarray of uint8, shape (H, W, 3) or (H, W), or of bool or uint16, shape (H, W)
        RGB, grey, a mask, which becomes 8-bit 0 and 255, or 16-bit grey.
    provenance : Mapping, optional
        JSON-serialisable record of what made the picture.

    Raises
    ------
    ValueError
        The array is of another kind, or the provenance holds NaN.
    EnvironmentFault
        It could not be written.
    """
    write_bytes_atomic(path, png_bytes(array, provenance=provenance))


def png_bytes(
    array: NDArray[Any],
    *,
    provenance: Mapping[str, Any] | None = None,
    compression: int = _COMPRESSION,
) -> bytes:
    """Return what :func:`write_png` writes; of less compression it is larger and written faster."""
    if array.dtype == np.bool_ and array.ndim == 2:
        array = np.where(array, np.uint8(255), np.uint8(0))
    colour = array.ndim == 3 and array.shape[2] == 3
    known = array.dtype == np.uint8 or (array.dtype == np.uint16 and not colour)
    if not known or array.size == 0 or not (colour or array.ndim == 2):
        raise ValueError(f"cannot write {array.dtype} {array.shape} as a PNG")
    chunks = PngImagePlugin.PngInfo()
    if provenance is not None:
        # canonical JSON is ASCII, which is what a tEXt chunk may hold
        chunks.add_text(PROVENANCE_KEY, canonical_json(dict(provenance)))
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(array)).save(
        stream, format="PNG", pnginfo=chunks, compress_level=compression
    )
    return stream.getvalue()


def read_provenance(path: Path | str) -> dict[str, Any] | None:
    """Return the record that :func:`write_png` put into a picture; None if there is none.

    Raises
    ------
    ImageError
        The file is not a readable picture, or its record is damaged.
    """
    path = Path(path)
    with open_checked(read_bytes(path), path) as image:
        text = image.info.get(PROVENANCE_KEY)
    if text is None:
        return None
    try:
        record = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _bad_record(path) from error
    if not isinstance(record, dict):
        raise _bad_record(path)
    return record


def _bad_record(path: Path) -> ImageError:
    return ImageError(
        "its record of what made it is damaged", file=path, remedy="export the picture again"
    )


def write_bytes_atomic(path: Path | str, data: bytes, *, sync: bool = True) -> None:
    """Write a file so that a reader finds the old content or the new, never a part.

    The data go to a temporary name in the same folder, reach the disk, and only then take the
    file's name. After a failure the old file is as it was and nothing is left behind.

    Parameters
    ----------
    path : Path or str
        The file; replaced if it is there. Its folder must exist.
    data : bytes
        The whole content.
    sync : bool
        Without it the file is whole for every program, but a power failure may spoil it until
        :func:`sync_files` has returned: for whoever writes many.

    Raises
    ------
    EnvironmentFault
        Disk full, no permission, folder missing.
    """
    path = Path(path)
    unfinished = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        try:
            with unfinished.open("xb") as stream:
                stream.write(data)
                stream.flush()
                if sync:
                    os.fsync(stream.fileno())
            unfinished.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        if sync:
            _sync_folder(path.parent)
    except OSError as error:
        raise write_fault(path, error) from error


def sync_files(files: Collection[Path]) -> None:
    """Wait until files, and their names, have reached the disk.

    Many together take a small part of the time that they take one by one: a disk that is asked for
    several at once writes them with one movement of its journal.

    Raises
    ------
    EnvironmentFault
        The disk is full or broken.
    """
    if not files:
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(_SYNCED_AT_ONCE, len(files))) as threads:
        for _ in threads.map(_sync_file, files):
            pass  # what one of them raises is raised here
    for folder in {file.parent for file in files}:
        _sync_folder(folder)


def _sync_file(file: Path) -> None:
    try:
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
    except OSError as error:
        raise write_fault(file, error) from error


def write_fault(path: Path, error: OSError) -> EnvironmentFault:
    """Return the sentence for a file that could not be written."""
    no_folder = error.errno == errno.ENOENT
    why = "its folder is not there; choose another folder" if no_folder else reason(error)
    return EnvironmentFault(f"{public_name(path) or 'The file'} could not be written: {why}.")


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and some file systems refuse it."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def thumbnail(array: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Shrink a picture so that its longer side has ``side`` pixels; small ones stay as they are.

    Parameters
    ----------
    array : ndarray of uint8, shape (H, W, 3) or (H, W)
        The picture.
    side : int
        Longest side of the result in pixels, at least 1.

    Returns
    -------
    ndarray of uint8, shape (h, w, 3) or (h, w)
        Same proportions, smoothed (Lanczos).
    """
    if side < 1:
        raise ValueError(f"a side of {side} pixels")
    image = Image.fromarray(np.ascontiguousarray(array))
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.array(image, dtype=np.uint8)
