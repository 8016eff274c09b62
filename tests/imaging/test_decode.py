"""What the one decoder makes of the photographs that cameras and programs write."""

from __future__ import annotations

import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine, probe, read_sha256
from tests.imaging.material import photograph, png, saved, tiff_claiming


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (20, 33, 3), dtype=np.uint8)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_colours_come_out_as_they_went_in(tmp_path: Path, picture: np.ndarray, kind: str) -> None:
    path = tmp_path / "é ü.dat"
    Image.fromarray(picture).save(path, format=kind)
    array = decode(path)
    assert array.dtype == np.uint8
    assert array.flags.writeable
    np.testing.assert_array_equal(array, picture)
    assert decode(str(path)).shape == (20, 33, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(tmp_path: Path, kind: str, orientation: int) -> None:
    upright = np.zeros((32, 48, 3), np.uint8)
    upright[:16, :16] = 250  # one bright corner tells all eight apart, with the long side
    upright[:16, 16:32] = 120
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "turned"
    options = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}
    Image.fromarray(np.ascontiguousarray(stored)).save(path, format=kind, exif=exif, **options)
    assert np.abs(decode(path).astype(int) - upright).max() <= (2 if kind == "JPEG" else 0)
    assert probe(path) == (48, 32)
    found = examine(path)
    assert (found.width, found.height) == (48, 32)


def test_deep_grey_is_turned_like_the_rest(tmp_path: Path) -> None:
    deep = np.arange(20 * 33, dtype=np.uint16).reshape(20, 33) * 99
    exif = Image.Exif()
    exif[274] = 6
    for kind in ("PNG", "TIFF"):
        Image.fromarray(deep).save(tmp_path / "deep", format=kind, exif=exif)
        array = decode(tmp_path / "deep")
        np.testing.assert_array_equal(array[..., 0], np.rot90(deep >> 8, -1))


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_keep_the_high_byte_in_grey_and_in_colour(tmp_path: Path, order: str) -> None:
    deep = np.random.default_rng(3).integers(0, 65_536, (20, 33, 3)).astype(np.uint16)
    deep[0, 0], deep[0, 1] = 0, 65_535
    path = tmp_path / "deep.tif"
    tifffile.imwrite(path, deep, photometric="rgb", byteorder=order)
    np.testing.assert_array_equal(decode(path), deep >> 8)
    tifffile.imwrite(path, deep[..., 0], photometric="minisblack", byteorder=order)
    np.testing.assert_array_equal(decode(path), np.repeat(deep[..., :1] >> 8, 3, axis=2))


def test_sixteen_bit_png_keeps_the_high_byte(tmp_path: Path) -> None:
    deep = np.linspace(0, 65_535, 20 * 33).astype(np.uint16).reshape(20, 33)
    Image.fromarray(deep).save(tmp_path / "grey.png")
    np.testing.assert_array_equal(decode(tmp_path / "grey.png")[..., 1], deep >> 8)
    rows = b"".join(b"\0" + np.repeat(row, 3).astype(">u2").tobytes() for row in deep)
    (tmp_path / "rgb.png").write_bytes(png(33, 20, zlib.compress(rows), depth=16))
    np.testing.assert_array_equal(decode(tmp_path / "rgb.png")[..., 2], deep >> 8)


def test_white_is_zero_is_inverted_at_every_depth(tmp_path: Path) -> None:
    deep = np.random.default_rng(4).integers(0, 65_536, (20, 33)).astype(np.uint16)
    for values in (deep, (deep >> 8).astype(np.uint8)):
        tifffile.imwrite(tmp_path / "white.tif", values, photometric="miniswhite")
        np.testing.assert_array_equal(decode(tmp_path / "white.tif")[..., 0], 255 - (deep >> 8))


def test_twelve_bits_are_scaled_by_their_own_depth(tmp_path: Path) -> None:
    samples = np.arange(32 * 32, dtype=np.uint16).reshape(32, 32) * 4
    pairs = samples.reshape(-1, 2)
    packed = np.stack(
        [pairs[:, 0] >> 4, (pairs[:, 0] & 15) << 4 | pairs[:, 1] >> 8, pairs[:, 1] & 255], axis=1
    ).astype(np.uint8)
    data = bytearray(tiff_claiming(32, 32)[:200])
    for old, new in ((struct.pack("<HHII", 258, 3, 1, 8), struct.pack("<HHII", 258, 3, 1, 12)),
                     (struct.pack("<HHII", 279, 4, 1, 100),
                      struct.pack("<HHII", 279, 4, 1, packed.size))):  # fmt: skip
        assert old in data
        data = data.replace(old, new)
    (tmp_path / "twelve.tif").write_bytes(bytes(data) + packed.tobytes())
    np.testing.assert_array_equal(decode(tmp_path / "twelve.tif")[..., 0], samples >> 4)


@pytest.mark.parametrize("kind", [np.float32, np.int32, np.int16])
def test_samples_without_a_known_range_are_refused(tmp_path: Path, kind: type) -> None:
    tifffile.imwrite(tmp_path / "range.tif", np.ones((20, 20), kind))
    with pytest.raises(ImageError, match="without guessing; save it with 8 or 16 bits"):
        decode(tmp_path / "range.tif")


def test_grey_one_bit_palette_and_cmyk_become_rgb(tmp_path: Path, picture: np.ndarray) -> None:
    grey = Image.fromarray(picture[..., 0])
    grey.save(tmp_path / "grey.bmp")
    np.testing.assert_array_equal(
        decode(tmp_path / "grey.bmp"), np.repeat(picture[..., :1], 3, axis=2)
    )
    grey.point(lambda value: 255 * (value > 99)).convert("1").save(tmp_path / "one.png")
    np.testing.assert_array_equal(
        decode(tmp_path / "one.png")[..., 0], np.where(picture[..., 0] > 99, 255, 0)
    )
    few = picture // 128 * 255
    Image.fromarray(few).quantize(8).save(tmp_path / "palette.png")
    np.testing.assert_array_equal(decode(tmp_path / "palette.png"), few)
    ink = Image.new("CMYK", (20, 20), (0, 255, 255, 0))  # magenta and yellow make red
    for name in ("ink.tif", "ink.jpg"):
        ink.save(tmp_path / name)
        assert np.abs(decode(tmp_path / name).astype(int) - (255, 0, 0)).max() <= 2


def test_transparent_pictures_are_laid_on_white(tmp_path: Path, picture: np.ndarray) -> None:
    alpha = np.random.default_rng(5).integers(0, 256, (20, 33, 1), dtype=np.uint8)
    Image.fromarray(np.concatenate([picture, alpha], axis=2)).save(tmp_path / "clear.png")
    share = alpha / 255
    expected = share * picture + (1 - share) * 255
    assert np.abs(decode(tmp_path / "clear.png") - expected).max() <= 1
    picture[0, 0] = 7
    Image.fromarray(picture[..., 0]).save(tmp_path / "key.png", transparency=7)
    keyed = decode(tmp_path / "key.png")[..., 0]
    np.testing.assert_array_equal(keyed, np.where(picture[..., 0] == 7, 255, picture[..., 0]))
    deep = picture[..., 0].astype(np.uint16) * 257
    Image.fromarray(deep).save(tmp_path / "deep.png", transparency=7 * 257)
    np.testing.assert_array_equal(decode(tmp_path / "deep.png")[..., 0], keyed)


def test_first_frame_counts(tmp_path: Path, picture: np.ndarray) -> None:
    pages = [Image.fromarray(picture), Image.new("RGB", (50, 60))]
    for kind in ("TIFF", "PNG"):
        others = [pages[1] if kind == "TIFF" else Image.new("RGB", pages[0].size)]
        pages[0].save(tmp_path / "pages", format=kind, save_all=True, append_images=others)
        np.testing.assert_array_equal(decode(tmp_path / "pages"), picture)


def test_damaged_metadata_does_not_cost_the_photograph(tmp_path: Path) -> None:
    """Pillow warns about it; the pixels are whole."""
    data = saved(photograph(64), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(20))
    (tmp_path / "camera.jpg").write_bytes(data)
    assert decode(tmp_path / "camera.jpg").shape == (64, 64, 3)


def test_examine_hashes_the_file_and_sees_damage(tmp_path: Path) -> None:
    path = tmp_path / "abc.png"
    path.write_bytes(b"abc")
    # FIPS 180-2, appendix B.1
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert read_sha256(path) == known
    data = saved(photograph(64), "PNG")
    path.write_bytes(data)
    assert examine(path).sha256 == read_sha256(path)
    path.write_bytes(data[:-30])
    with pytest.raises(ImageError, match="damaged"):
        examine(path)


def test_threads_may_decode_at_once(tmp_path: Path, picture: np.ndarray) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png")
    same: list[bool] = []

    def work() -> None:
        same.extend(bool((decode(tmp_path / "a.png") == picture).all()) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same == [True] * 80
