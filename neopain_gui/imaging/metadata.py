"""What a file says besides its pixels: who took it, with what, when and where."""

from __future__ import annotations

from PIL import ExifTags, Image

_TELLING = frozenset({
    ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.DateTime, ExifTags.Base.Artist,
    ExifTags.Base.ImageDescription, ExifTags.Base.Copyright, ExifTags.Base.Software,
    ExifTags.Base.HostComputer, ExifTags.Base.ExifOffset, ExifTags.Base.GPSInfo,
    ExifTags.Base.DocumentName, ExifTags.Base.XPTitle, ExifTags.Base.XPComment,
    ExifTags.Base.XPAuthor, ExifTags.Base.XPKeywords, ExifTags.Base.XPSubject,
    700,  # XMP
    33723,  # IPTC
    34377,  # Photoshop
    37724,  # Photoshop's layers
})  # fmt: skip
"""EXIF and TIFF tags that may lead to a person, a place, a day or a device."""
_BESIDE = ("xmp", "photoshop", "comment", "mp")
"""What Pillow keeps apart from EXIF; ``mp`` are further pictures behind the first."""


def camera_data(image: Image.Image) -> str:
    """Return what an opened picture says besides its pixels, in words; empty if nothing.

    Tags that cannot be read count: what is in them is not known.
    """
    try:
        exif = image.getexif()
        place = ExifTags.Base.GPSInfo in exif
        told = place or bool(_TELLING.intersection(exif))
    except (OSError, ValueError, TypeError, SyntaxError, LookupError, OverflowError):
        place, told = False, True
    told = told or any(image.info.get(name) for name in _BESIDE)
    told = told or bool(getattr(image, "text", None))
    if place:
        return "camera data with the place (GPS)"
    return "camera data" if told else ""
