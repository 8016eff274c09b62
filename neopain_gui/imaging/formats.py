"""Which kind of file something is: what can be read, and what the others are called.

The content decides. The name of a file only says how a file is called that was not opened.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from neopain_gui.errors import ImageError

READABLE = "PNG, JPEG, HEIC, WebP, AVIF, GIF, TIFF or BMP"
"""The formats that are read, for sentences."""
SUFFIXES = frozenset({
    ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".bmp",
    ".heic", ".heif", ".hif", ".webp", ".avif", ".gif",
})  # fmt: skip
"""File name endings under which photographs are looked for; the content decides."""
TITLES = {"HEIF": "HEIC", "WEBP": "WebP"}
"""Formats that people call otherwise than Pillow does."""
SAVE_AGAIN = "save it as JPEG or PNG"

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
    b"BM": "BMP",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
_HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF = frozenset({b"avif", b"avis"})
# what people have in folders of photographs and that cannot be read
_FOREIGN_MAGIC = (
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (128, b"DICM", "DICOM"),
    (0, b"8BPS", "Photoshop"),
    (0, b"%PDF", "PDF"),
    (0, b"gimp xcf", "GIMP"),
    (0, b"FUJIFILMCCD-RAW", "camera raw"),
    (4, b"ftypcrx ", "camera raw"),
    (4, b"ftypqt  ", "video"),
    (4, b"ftypmp4", "video"),
    (4, b"ftypisom", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),
)
_FOREIGN_NAMES = {
    "JPEG XL": ".jxl",
    "JPEG 2000": ".jp2 .j2k .jpf .jpx",
    "DICOM": ".dcm .dicom",
    "Photoshop": ".psd .psb",
    "PDF": ".pdf",
    "SVG": ".svg",
    "camera raw": ".cr2 .cr3 .nef .arw .dng .raf .orf .rw2 .raw .pef .srw",
    "video": ".mp4 .mov .avi .mkv .m4v .wmv .webm .mpg .mpeg .3gp",
}
_BY_NAME = {end: kind for kind, ends in _FOREIGN_NAMES.items() for end in ends.split()}


def kind_of(data: bytes, path: Path) -> str:
    """Return Pillow's name of a file's format.

    Raises
    ------
    ImageError
        It is none that is read; the sentence names the format if it is known.
    """
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    brands = _brands(data)
    if brands & _AVIF:
        return "AVIF"
    if brands & _HEVC:
        return "HEIF"
    for start, magic, kind in _FOREIGN_MAGIC:
        if data.startswith(magic, start):
            raise cannot_be_read(kind, path)
    if brands:
        raise cannot_be_read("This kind of HEIF", path)
    raise ImageError("is not a photograph", file=path, remedy=f"choose a {READABLE} file")


def cannot_be_read(kind: str, path: Path) -> ImageError:
    """Return the sentence for a format that is known and not read."""
    return ImageError(f"{title(kind)} cannot be read here", file=path, remedy=_way_out(kind))


def foreign(name: str) -> str:
    """Say of a file that is called like no photograph what it is, as a reason."""
    kind = _BY_NAME.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        return "is not a photograph"
    return f"{title(kind)} cannot be read here; {_way_out(kind)}"


def title(kind: str) -> str:
    """Return what people call a format, at the beginning of a sentence."""
    called = TITLES.get(kind, kind)
    return called[:1].upper() + called[1:]


def _way_out(kind: str) -> str:
    if kind == "video":
        return "save single pictures of it as JPEG or PNG"
    return "save its pages as JPEG or PNG" if kind == "PDF" else SAVE_AGAIN


def _brands(data: bytes) -> frozenset[bytes]:
    """Return what an ISO file says it is compatible with; empty for any other file."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return frozenset([data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]) - {b""}
