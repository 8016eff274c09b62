"""Pictures of another range, stretched only on request: twelve bits, floating point."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from neopain_gui.dataset import compare, face_images, preview
from neopain_gui.errors import ImageError, StudyError
from neopain_gui.imaging import decode, examine
from neopain_gui.imaging.decode import UnknownRangeError
from neopain_gui.imaging.stretch import stretched
from neopain_gui.study import Study
from tests.dataset.material import photograph
from tests.imaging.material import chunk

RAMP = np.arange(40 * 30, dtype=np.float64).reshape(30, 40)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


@pytest.mark.parametrize(("values", "low", "high"), [
    ((RAMP * 4095 / RAMP.max()).astype(np.uint16), 0, 4095),
    ((RAMP * 1000 / RAMP.max()).astype(np.uint16), 0, 1023),
    ((RAMP * 3000 / RAMP.max()).astype(np.int32), 0, 4095),
    ((RAMP / RAMP.max()).astype(np.float32), 0, 1),
    ((RAMP / RAMP.max() / 2).astype(np.float32), 0, 1),
    ((RAMP / 7 - 50).astype(np.float32), -50, RAMP.max() / 7 - 50),
    ((RAMP / 7 + 3).astype(np.float32), 3, RAMP.max() / 7 + 3),
])  # fmt: skip
def test_values_are_stretched_by_their_own_range(
    tmp_path: Path, values: np.ndarray, low: float, high: float
) -> None:
    tifffile.imwrite(tmp_path / "a.tif", values)
    png, found = stretched(tmp_path / "a.tif")
    expected = (values.astype(np.float64) - low) / (high - low) * 255
    assert np.abs(pixels(png) - expected).max() <= 0.51
    assert (found.width, found.height) == (40, 30)
    assert f"stretched from {low:,.6g}…{high:,.6g} to 0…255" in found.remarks[-1]
    assert stretched(tmp_path / "a.tif")[0] == png


COLOURS = np.stack([RAMP, RAMP[::-1] / 2, RAMP[:, ::-1] / 3], axis=2)


def _png(values: np.ndarray, colour: int, extra: bytes = b"") -> bytes:
    """Pillow writes no colours of 16 bits: filter 0 and big-endian values, as the standard says."""
    lines = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    height, width = values.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(lines))
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["tiff", "squeezed tiff", "big-endian tiff", "png", "rgba png"])
def test_colours_of_twelve_bits_in_sixteen_are_stretched_by_one_range(
    tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    values = np.rint(COLOURS * 4095 / COLOURS.max()).astype(np.uint16)
    path = tmp_path / "a"
    if kind == "png":
        odd = chunk(b"gAMA", b"\0\0\0\0") + chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(b"odd"))
        path.write_bytes(_png(values, 2, odd))
    elif kind == "rgba png":
        opaque = np.full((*values.shape[:2], 1), 65_535, np.uint16)
        path.write_bytes(_png(np.concatenate([values, opaque], axis=2), 6))
    else:
        tifffile.imwrite(
            path, values, compression="zlib" if kind == "squeezed tiff" else None,
            byteorder=">" if kind == "big-endian tiff" else None, photometric="rgb",
        )  # fmt: skip
    assert examine(path).stretchable
    png, found = stretched(path)
    assert np.abs(pixels(png) - values / 4095 * 255).max() <= 0.51
    assert "stretched from 0…4,095 to 0…255" in found.remarks[-1]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_colours_are_stretched_upright(tmp_path: Path, orientation: int) -> None:
    values = np.rint(COLOURS * 4095 / COLOURS.max()).astype(np.uint16)
    exif = Image.Exif()
    exif[0x0112] = orientation
    (tmp_path / "a.png").write_bytes(_png(values, 2, chunk(b"eXIf", exif.tobytes()[6:])))
    tifffile.imwrite(
        tmp_path / "a.tif", values, photometric="rgb",
        extratags=[(274, "H", 1, orientation, True)],
    )  # fmt: skip
    for name in ("a.png", "a.tif"):
        full = pixels(stretched(tmp_path / name)[0])
        dark = decode(tmp_path / name)
        assert full.shape == dark.shape
        assert np.abs(full / 255 * 4095 / 256 - dark).max() <= 1.1


def test_what_cannot_be_stretched_is_refused(tmp_path: Path) -> None:
    for values, said in (
        (np.full((20, 20), np.nan, np.float32), "no numbers"),
        (np.full((20, 20), 7, np.float32), "one value only"),
        (np.zeros((20, 20, 3), np.uint8), "8 bits a channel"),
    ):
        tifffile.imwrite(tmp_path / "a.tif", values)
        with pytest.raises(ImageError, match=said):
            stretched(tmp_path / "a.tif")


def test_partly_transparent_colours_are_not_stretched(tmp_path: Path) -> None:
    values = np.full((20, 20, 4), 3000, np.uint16)
    (tmp_path / "a.png").write_bytes(_png(values, 6))
    with pytest.raises(ImageError, match="partly transparent"):
        stretched(tmp_path / "a.png")


def test_nothing_is_stretched_unasked(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "float.tif", (RAMP / RAMP.max()).astype(np.float32))
    with pytest.raises(UnknownRangeError, match="without guessing"):
        decode(tmp_path / "float.tif")
    tifffile.imwrite(tmp_path / "twelve.tif", (RAMP * 3).astype(np.uint16))
    assert examine(tmp_path / "twelve.tif").stretchable
    assert decode(tmp_path / "twelve.tif").max() == 3 * RAMP.max() // 256
    photograph(tmp_path / "plain.png")
    assert not examine(tmp_path / "plain.png").stretchable


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    photograph(folder / "pain/S1/plain.png")
    tifffile.imwrite(folder / "pain/S1/twelve.tif", (RAMP * 3).astype(np.uint16))
    tifffile.imwrite(folder / "pain/S1/float.tif", (RAMP / RAMP.max()).astype(np.float32))
    return folder


def test_an_import_offers_to_stretch_and_keeps_copies(tmp_path: Path, mixed: Path) -> None:
    found = preview(mixed)
    assert found.stretchable == 2
    assert [row.image.name for row in found.rows] == ["plain.png", "twelve.tif"]
    found = preview(mixed, stretch=True)
    assert found.stretchable == 0
    assert {file.rpartition("/")[2] for file in found.stretched} == {"twelve.tif", "float.tif"}
    with Study.create(tmp_path / "s.neopain") as study:
        study.images.add(face_images(found), files=found.files, stretched=found.stretched)
        for image in study.images.all():
            values = study.images.pixels(image.id)
            own = image.name == "plain.png"
            assert ("images/" in str(study.images.path_of(image.id))) != own
            if not own:
                assert values.max() > 200
        assert {image.name: image.notes for image in study.images.all()} == {
            "plain.png": "",
            "twelve.tif": "stretched from 0…4,095 to 0…255",
            "float.tif": "stretched from 0…1 to 0…255",
        }
        assert compare(preview(mixed, stretch=True), study.images.all()).new == ()
        again = compare(preview(mixed), study.images.all())  # as it is before anybody asks
        assert (len(again.new), len(again.there)) == (0, 2)
        assert study.images.stray_copies() == []


def test_a_picture_that_came_in_as_it_was_is_there_already(tmp_path: Path, mixed: Path) -> None:
    found = preview(mixed)
    with Study.create(tmp_path / "s.neopain") as study:
        study.images.add(face_images(found), files=found.files)
        again = compare(preview(mixed, stretch=True), study.images.all())
        assert [row.image.name for row in again.new] == ["float.tif"]
        assert [image.name for _, image in again.there] == ["plain.png", "twelve.tif"]


def test_a_picture_that_changed_meanwhile_is_not_stretched(tmp_path: Path, mixed: Path) -> None:
    found = preview(mixed, stretch=True)
    tifffile.imwrite(mixed / "pain/S1/float.tif", (RAMP[::-1] / RAMP.max()).astype(np.float32))
    with Study.create(tmp_path / "s.neopain") as study:
        with pytest.raises(StudyError, match="has changed since it was looked at"):
            study.images.add(face_images(found), files=found.files, stretched=found.stretched)
        assert study.images.all() == []
        assert study.images.stray_copies() == []
