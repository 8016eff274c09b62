"""Whether a file holds the whole picture, as far as its format lets that be known."""

from __future__ import annotations

from PIL import Image

from neopain_gui.imaging.jpeg import TooMuchWorkError, check_head, check_jpeg, with_end
from neopain_gui.imaging.png import check_chunks, check_rows

__all__ = ["TooMuchWorkError", "before_opening", "check_whole"]


def before_opening(data: bytes, kind: str) -> bytes:
    """Return the file as it is handed to its decoder, once it is known to be walked quickly.

    Raises
    ------
    TooMuchWorkError
        Reading its parts alone would take far too long.
    """
    if kind == "PNG":
        check_chunks(data)
    if kind == "JPEG":
        check_head(data)
        return with_end(data)
    return data


def check_whole(data: bytes, image: Image.Image) -> tuple[str, ...]:
    """Refuse half a picture; say where it cannot be known.

    Parameters
    ----------
    data : bytes
        The file.
    image : Image
        It, opened; its pixels need not have been read.

    Returns
    -------
    tuple of str
        What to look at, for the preview.

    Raises
    ------
    ValueError, zlib.error
        Data are missing.
    TooMuchWorkError
        Decoding it would take far too long.
    """
    if image.format in ("JPEG", "MPO"):
        return check_jpeg(data)
    if image.format == "PNG":
        check_rows(data)
    return ()
