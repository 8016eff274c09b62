"""Copies without what a camera wrote: the same pixels, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from neopain_gui.imaging.clean import without_camera_data
from neopain_gui.imaging.decode import decode_bytes
from tests.imaging.heic_files import WITH_PLACE
from tests.imaging.material import photograph, saved

SECRETS = (b"Maria", b"SecretCam", b"ward 7")
FILE = Path("a.JPG")


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.Make] = "SecretCam"
    told[ExifTags.Base.Artist] = "Maria"
    place = told.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2] = "S", (23.0, 51.0, 7.0)
    return told


def telling(kind: str, orientation: int) -> bytes:
    picture = photograph(64).crop((0, 0, 64, 40))
    if kind == "HEIC":
        return WITH_PLACE
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", "ward 7")
        text.add_itxt("Author", "Maria")
        return saved(picture, "PNG", exif=exif(orientation), pnginfo=text)
    if kind == "GIF":
        return saved(picture, "GIF", comment=b"ward 7, Maria")
    if kind == "progressive":
        return saved(picture, "JPEG", exif=exif(orientation), progressive=True, comment=b"ward 7")
    if kind == "JPEG":
        return saved(
            picture, "JPEG", exif=exif(orientation), comment=b"ward 7", xmp=b"<x>Maria</x>"
        )
    return saved(picture, kind, exif=exif(orientation))


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize(
    "kind", ["JPEG", "progressive", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "HEIC"]
)
def test_pixels_stay_and_everything_else_goes(kind: str, orientation: int) -> None:
    data = telling(kind, orientation)
    cleaned, suffix = without_camera_data(data, FILE)
    assert cleaned is not data
    np.testing.assert_array_equal(decode_bytes(cleaned, FILE), decode_bytes(data, FILE))
    for secret in SECRETS:
        assert secret not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert set(image.getexif()) <= {ExifTags.Base.Orientation}
    assert suffix == (".jpg" if kind in ("JPEG", "progressive") else suffix)
    again, _ = without_camera_data(cleaned, FILE)
    assert again is cleaned


def test_jpeg_and_png_keep_their_compressed_pixels() -> None:
    for kind, options in (("JPEG", {"exif": exif(6)}), ("PNG", {"exif": exif(6)})):
        plain, told = saved(photograph(), kind), saved(photograph(), kind, **options)
        cleaned, _ = without_camera_data(told, FILE)
        assert abs(len(cleaned) - len(plain)) < 120


def test_what_lies_behind_the_picture_goes() -> None:
    data = saved(photograph(64), "JPEG", exif=exif())
    cleaned, _ = without_camera_data(data + saved(photograph(64), "JPEG", exif=exif()), FILE)
    assert len(cleaned) < len(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF"])
def test_a_file_that_says_nothing_stays_as_it_is(kind: str) -> None:
    data = saved(photograph(64), kind)
    cleaned, suffix = without_camera_data(data, Path(f"a.{kind}"))
    assert cleaned is data
    assert suffix == f".{kind.lower()}"


@settings(deadline=None, max_examples=40)
@given(
    size=st.tuples(st.integers(16, 70), st.integers(16, 70)),
    mode=st.sampled_from(["RGB", "L", "CMYK"]),
    options=st.fixed_dictionaries(
        {"quality": st.integers(5, 100), "progressive": st.booleans()},
        optional={"restart_marker_blocks": st.integers(1, 4), "subsampling": st.integers(0, 2)},
    ),
    orientation=st.integers(1, 8),
)
def test_any_jpeg_keeps_every_pixel(
    size: tuple[int, int], mode: str, options: dict, orientation: int
) -> None:
    picture = photograph(80).resize(size).convert(mode)
    data = saved(picture, "JPEG", exif=exif(orientation), **options)
    cleaned, suffix = without_camera_data(data, FILE)
    assert suffix == ".jpg"
    np.testing.assert_array_equal(decode_bytes(cleaned, FILE), decode_bytes(data, FILE))
    assert b"SecretCam" not in cleaned
