"""The only decoder: every picture that NeoPain reads comes through here.

Files come from anywhere, so a decoder is the way in for what is damaged or hostile. A few
formats, recognised by their first bytes (``formats.py``); limits before memory and time are given;
half a picture is no picture, so what is truncated or hollow is refused rather than filled up with
grey (``whole.py``), and what is doubtful is said in :func:`examine`'s remarks.

Several threads may decode at once: no picture waits for another.

What comes out is always 8-bit RGB in upright orientation:

* the EXIF orientation is applied exactly once;
* grey, palette, 1-bit, CMYK and YCbCr pictures become RGB;
* a transparent picture is laid on white, as viewers show it;
* of 16-bit samples the high byte is kept (65,535 → 255), in grey as in colour; 12-bit TIFF
  samples are scaled by their own depth;
* of several pages or frames the first counts, and of a HEIC file its main picture;
* colours are taken as they are stored: a profile in the file is not applied;
* 32-bit samples are refused: their range is not known, and guessing it would change numbers.
"""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from neopain_gui.errors import EnvironmentFault, ImageError, reason
from neopain_gui.imaging.formats import SAVE_AGAIN, kind_of, title
from neopain_gui.imaging.heic import open_heic
from neopain_gui.imaging.metadata import camera_data
from neopain_gui.imaging.pixels import DEEP, is_deep, pixels_of
from neopain_gui.imaging.remarks import is_dark, overwritten, remarks_on
from neopain_gui.imaging.tiff import silence_libtiff
from neopain_gui.imaging.whole import (
    DamagedError,
    TooMuchWorkError,
    before_opening,
    check_whole,
    is_stored,
)
from neopain_gui.provenance import sha256_bytes

MAX_BYTES = 64 * 1024 * 1024
"""Largest file read, in bytes."""
MIN_SIDE = 16
"""Shortest side accepted, in pixels."""
MAX_SIDE = 12_000
"""Longest side accepted, in pixels."""
MAX_PIXELS = 50_000_000
"""Largest picture accepted (iCOPE has 6 million, UNIFESP 0.07 million)."""
_COPY_AGAIN = "copy it again from where it came from"
_SUPPORTED = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK",
                        "YCbCr"})  # fmt: skip
_SEVERAL = {
    "PNG": "has more than one frame; the first is used",
    "TIFF": "has more than one page; the first is used",
    "GIF": "has more than one frame; the first is used",
    "WEBP": "has more than one frame; the first is used",
    "AVIF": "has more than one frame; the first is used",
    "HEIF": "has more than one picture; the main one is used",
}
_INDEXED = frozenset({"1", "P", "PA"})
# Pillow documents OSError; its parsers also let through whatever a damaged field trips over.
_DAMAGE = (
    OSError, EOFError, ValueError, TypeError, SyntaxError, LookupError, ArithmeticError,
    AttributeError, AssertionError, RuntimeError, SystemError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a photograph is, found by decoding it completely.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes.
    width, height : int
        In pixels, after the EXIF orientation was applied.
    remarks : tuple of str
        What was read otherwise than one might think: that there are further pages.
    camera_data : str
        What the file says besides its pixels; empty if nothing.
    stretchable : bool
        It has 16 bits a channel and is nearly black: ``stretch.py`` can give it its full range.
    changed : str
        What was done to its values on request, to be noted with it; empty if nothing.
    twin_sha256 : str
        Of the same picture before or after stretching, where it is known; else empty.
    """

    sha256: str
    width: int
    height: int
    remarks: tuple[str, ...] = ()
    camera_data: str = ""
    stretchable: bool = False
    changed: str = ""
    twin_sha256: str = ""


class UnknownRangeError(ImageError):
    """A grey picture whose values have no range of their own; ``stretch.py`` can give it one."""


def decode(path: Path | str) -> NDArray[np.uint8]:
    """Read a photograph.

    Parameters
    ----------
    path : Path or str
        A file of one of the formats in ``formats.py``, within the limits of this module.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        Red, green, blue in 0…255, upright, writable.

    Raises
    ------
    ImageError
        The file is missing, unreadable, not a photograph, outside the limits or damaged.
    EnvironmentFault
        There is not enough memory.
    """
    path = Path(path)
    return _decoded(read_bytes(path), path).pixels


def probe(path: Path | str) -> tuple[int, int]:
    """Return (width, height) of a photograph as :func:`decode` would give it, from its header.

    Refuses what :func:`decode` refuses as far as the header tells; damage further on is not
    seen.

    Raises
    ------
    ImageError
        As for :func:`decode`.
    """
    path = Path(path)
    with open_checked(read_bytes(path), path) as image:
        return _upright_size(image)


def examine(path: Path | str) -> Examined:
    """Decode a photograph completely and return its hash and size, from one reading.

    Raises
    ------
    ImageError
        As for :func:`decode`.
    """
    path = Path(path)
    data = read_bytes(path)
    found = _decoded(data, path)
    height, width, _ = found.pixels.shape
    return Examined(
        sha256=sha256_bytes(data),
        width=width,
        height=height,
        remarks=found.remarks,
        camera_data=found.camera_data,
        stretchable=found.stretchable,
    )


def decode_bytes(data: bytes, path: Path, *, smallest: int = MIN_SIDE) -> NDArray[np.uint8]:
    """Decode what :func:`read_bytes` gave; ``path`` is for messages.

    Each side has ``smallest`` pixels at least: of a photograph :data:`MIN_SIDE`, of a mask 1.
    """
    return _decoded(data, path, smallest).pixels


def pixels_and_camera_data(data: bytes, path: Path) -> tuple[NDArray[np.uint8], str]:
    """Return pixels and what the file says besides, in a third of the time of :func:`decode`.

    Whether the file is whole is not looked at: for whoever compares with pixels of which that is
    known.
    """
    with open_checked(data, path) as image:
        told = camera_data(image)
        return pixels_of(image)[0], told


def read_sha256(path: Path | str) -> str:
    """Return the SHA-256 of a photograph's file, 64 hexadecimal digits.

    Raises
    ------
    ImageError
        The file is missing, unreadable, empty or too large.
    """
    return sha256_bytes(read_bytes(Path(path)))


@contextmanager
def open_checked(data: bytes, path: Path, smallest: int = MIN_SIDE) -> Iterator[Image.Image]:
    """Open a picture behind all the guards; any damage inside the block is an ImageError.

    Pillow's warnings concern metadata that we do not use, or the size, of which our own limit is
    lower. They are silenced for good: undoing it would need a lock, and then a slow picture
    would keep all others waiting.
    """
    kind = kind_of(data, path)
    warnings.filterwarnings("ignore", module=r"PIL\.|neopain_gui\.imaging\.")
    silence_libtiff()
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        data = before_opening(data, kind)
        if kind == "PNG":
            _verify_png(data, path, smallest)
        with _opened(data, kind, path) as image:
            _check_size(*image.size, path, smallest)
            yield image
    except TooMuchWorkError as error:
        raise ImageError(
            f"would take far too long to read: {error}", file=path, remedy=SAVE_AGAIN
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except MemoryError as error:
        raise EnvironmentFault(f"There is not enough memory to open {path.name}.") from error
    except _DAMAGE as error:
        raise ImageError(
            f"the {title(kind)} file is damaged or incomplete{_reason(error)}",
            file=path,
            remedy=_COPY_AGAIN,
        ) from error


def read_bytes(path: Path) -> bytes:
    """Return the content of a picture's file, at most :data:`MAX_BYTES`; else ImageError."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise ImageError("is not a file", file=path, remedy="choose a photograph")
        if facts.st_size > MAX_BYTES:
            raise ImageError(
                f"is larger than {MAX_BYTES >> 20} MB", file=path, remedy="save a smaller copy"
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ImageError(
            "is not there", file=path, remedy="check whether it was moved or renamed"
        ) from error
    except PermissionError as error:
        raise ImageError(
            "may not be read", file=path, remedy="ask for permission to read it"
        ) from error
    except (OSError, ValueError) as error:
        why = f" ({reason(error).partition(';')[0]})" if isinstance(error, OSError) else ""
        raise ImageError(f"cannot be read{why}", file=path, remedy=_COPY_AGAIN) from error
    if not data:
        raise ImageError("is empty", file=path, remedy=_COPY_AGAIN)
    if len(data) > MAX_BYTES:
        raise ImageError("is still growing", file=path, remedy="wait until it is written")
    return data


def _opened(data: bytes, kind: str, path: Path) -> Image.Image:
    if kind == "HEIF":
        return open_heic(data, partial(_check_size, path=path))
    return Image.open(io.BytesIO(data), formats=(kind,))


def _remarks(image: Image.Image) -> tuple[str, ...]:
    try:
        several = bool(getattr(image, "is_animated", False))
    except _DAMAGE:
        several = True  # a further frame is there and damaged
    return (_SEVERAL[image.format],) if several and image.format in _SEVERAL else ()


def _verify_png(data: bytes, path: Path, smallest: int) -> None:
    """Check every chunk's checksum: decoding alone does not, and would show wrong pixels."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        _check_size(*image.size, path, smallest)
        image.verify()


def _check_size(width: int, height: int, path: Path, smallest: int = MIN_SIDE) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise _too_large(path, f"{width} × {height} pixels are ")
    if min(width, height) < smallest:
        raise ImageError(
            f"{width} × {height} pixels are too few",
            file=path,
            remedy=f"each side must have at least {smallest}",
        )


def _too_large(path: Path, size: str = "it has ") -> ImageError:
    return ImageError(
        f"{size}too many pixels",
        file=path,
        remedy=f"save a copy of at most {MAX_SIDE:,} a side and {MAX_PIXELS // 10**6} million",
    )


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    # Pillow has already turned the size of a TIFF, whose orientation it applies on loading
    turned = image.format != "TIFF" and image.getexif().get(ExifTags.Base.Orientation) in range(
        5, 9
    )
    return (height, width) if turned else (width, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    pixels: NDArray[np.uint8]
    remarks: tuple[str, ...]
    camera_data: str
    stretchable: bool


def _decoded(data: bytes, path: Path, smallest: int = MIN_SIDE) -> _Decoded:
    with open_checked(data, path, smallest) as image:
        mode = image.mode
        if mode not in _SUPPORTED | DEEP:
            unreadable = UnknownRangeError if mode in ("I", "F") else ImageError
            raise unreadable(
                f"pixels of the kind {mode} cannot be read as colours without guessing",
                file=path,
                remedy="save it with 8 or 16 bits a channel",
            )
        remarks = check_whole(data, image)
        deep = is_deep(image)
        pixels, clear = pixels_of(image)
        remarks += (*_remarks(image), *remarks_on(pixels, deep=deep, transparent=clear))
        if is_stored(image) and mode not in _INDEXED:
            remarks += overwritten(pixels)
        return _Decoded(
            pixels=pixels,
            remarks=remarks,
            camera_data=camera_data(image),
            stretchable=(deep or mode in DEEP) and is_dark(pixels),
        )


def _reason(error: BaseException) -> str:
    """Return what is wrong, in brackets; nothing where only a library has words for it."""
    if isinstance(error, UnidentifiedImageError):
        return " (its header cannot be understood)"
    return f" ({error})" if isinstance(error, DamagedError) else ""
