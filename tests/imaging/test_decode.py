"""The one decoder against what photographs, cameras and attackers make."""

from __future__ import annotations

import errno
import io
import os
import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageFile, PngImagePlugin
from skimage.data import astronaut

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine, probe, read_sha256
from neopain_gui.imaging.decode import MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIN_SIDE


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (20, 33, 3), dtype=np.uint8)


def photograph(side: int = 160) -> Image.Image:
    """A picture with the structure of a photograph: noise would hide a grey bottom."""
    return Image.fromarray(astronaut()).resize((side, side))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IDAT", rows) if rows else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """Return a zlib stream of zeros: one block repeated, so that 1 GB costs nothing to make."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = squeeze.compress(bytes(count % (1 << 20))) + squeeze.flush()
    adler = (count % 65_521) << 16 | 1
    return b"\x78\xda" + block * (count >> 20) + last + struct.pack(">I", adler)


def test_the_stream_of_zeros_is_real() -> None:
    assert zlib.decompress(zeros(3_000_000)) == bytes(3_000_000)


def tiff_claiming(width: int, height: int) -> bytes:
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 200),
            (277, 3, 1), (278, 4, height), (279, 4, 100)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + bytes(400)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format=kind, **options)
    return stream.getvalue()


def refused(path: Path, data: bytes) -> str:
    """Return the one sentence with which a file is refused."""
    path.write_bytes(data)
    with pytest.raises(ImageError) as caught:
        decode(path)
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "0x" not in sentence
    assert caught.value.remedy
    return sentence


# --- the table of hostile files -------------------------------------------------------------


def test_png_of_20000_a_side_is_refused(tmp_path: Path) -> None:
    data = png(20_000, 20_000, zeros(20_000 * 60_001))
    assert len(data) < MAX_BYTES
    assert "too many pixels" in refused(tmp_path / "bomb.png", data)


def test_one_bit_png_of_14000_a_side_is_refused(tmp_path: Path) -> None:
    data = png(14_000, 14_000, zeros(14_000 * 1_751), depth=1, colour=0)
    assert "too many pixels" in refused(tmp_path / "bits.png", data)


def test_g4_tiff_of_14000_a_side_is_refused(tmp_path: Path) -> None:
    data = saved(Image.new("1", (14_000, 14_000)), "TIFF", compression="group4")
    assert len(data) < 100_000
    assert "too many pixels" in refused(tmp_path / "fax.tif", data)


@pytest.mark.parametrize(("name", "data"), [
    ("header.png", png(100_000, 100_000, b"")),
    ("header.tif", tiff_claiming(100_000, 100_000)),
])  # fmt: skip
def test_header_that_claims_100000_a_side_is_refused(tmp_path: Path, name: str, data: bytes):
    assert "too many pixels" in refused(tmp_path / name, data)
    with pytest.raises(ImageError, match="too many pixels"):
        probe(tmp_path / name)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG"])
def test_file_cut_in_half_is_refused(tmp_path: Path, kind: str) -> None:
    data = saved(photograph(), kind)
    assert "damaged or incomplete" in refused(tmp_path / "half", data[: len(data) // 2])


def test_jpeg_cut_anywhere_is_refused_and_never_shown_with_a_grey_bottom(tmp_path: Path) -> None:
    for options in ({}, {"progressive": True}):
        data = saved(photograph(), "JPEG", quality=90, **options)
        for percent in range(1, 100):
            refused(tmp_path / "cut.jpg", data[: len(data) * percent // 100])


def test_png_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = saved(photograph(40), "PNG")
    # without the checksum of the empty last chunk every pixel is still there and checked
    for length in [*range(1, len(data), 97), *range(len(data) - 16, len(data) - 4)]:
        refused(tmp_path / "cut.png", data[:length])


def test_png_with_one_changed_byte_of_pixels_is_refused(tmp_path: Path) -> None:
    """Stored without compression, so that only the checksum can tell."""
    image = photograph(40)
    data = bytearray(saved(image, "PNG", compress_level=0))
    place = data.index(b"IDAT") + 600
    data[place] ^= 0x10
    assert "damaged" in refused(tmp_path / "bit.png", bytes(data))


def test_jpeg_with_random_bytes_inside_is_still_a_picture(tmp_path: Path) -> None:
    data = bytearray(saved(photograph(), "JPEG"))
    middle = len(data) // 2
    data[middle : middle + 40] = np.random.default_rng(2).bytes(40)
    path = tmp_path / "noise.jpg"
    path.write_bytes(data)
    # the entropy code carries no checksum, so a JPEG reader cannot know
    assert decode(path).shape == (160, 160, 3)


def test_empty_file_and_renamed_text_are_refused(tmp_path: Path) -> None:
    assert "is empty" in refused(tmp_path / "empty.png", b"")
    assert "is not a PNG" in refused(tmp_path / "text.png", b"a,b,c\n1,2,3\n" * 100)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "ICO", "PPM", "TGA"])
def test_other_formats_are_refused_whatever_their_name(tmp_path: Path, kind: str) -> None:
    assert "is not a PNG" in refused(tmp_path / "other.png", saved(photograph(64), kind))


@pytest.mark.parametrize("before_pixels", [True, False])
def test_text_chunk_that_inflates_to_200_mb_is_refused(tmp_path: Path, before_pixels: bool) -> None:
    data = saved(photograph(32), "PNG")
    bomb = chunk(b"zTXt", b"Comment\0\0" + zeros(200 << 20))
    place = 33 if before_pixels else len(data) - 12
    assert "damaged" in refused(tmp_path / "text.png", data[:place] + bomb + data[place:])


# --- limits and files that cannot be read -----------------------------------------------------


def test_limits_hold_to_the_pixel(tmp_path: Path) -> None:
    path = tmp_path / "side.png"
    Image.new("1", (MAX_SIDE, MIN_SIDE)).save(path)
    assert decode(path).shape == (MIN_SIDE, MAX_SIDE, 3)
    assert "too many" in refused(path, saved(Image.new("1", (MAX_SIDE + 1, MIN_SIDE)), "PNG"))
    assert "too few" in refused(path, saved(Image.new("1", (MIN_SIDE, MIN_SIDE - 1)), "PNG"))
    height = MAX_PIXELS // 10_000
    assert "too many" in refused(path, saved(Image.new("1", (10_000, height + 1)), "PNG"))
    Image.new("1", (10_000, height)).save(path)
    assert probe(path) == (10_000, height)


def test_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.bmp"
    path.touch()
    os.truncate(path, MAX_BYTES + 1)
    for function in (decode, probe, examine, read_sha256):
        with pytest.raises(ImageError, match=r"large\.bmp: is larger than 64 MB"):
            function(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(ImageError, match="is not a file"):
        decode(tmp_path / "pipe.png")


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"gone\.png: is not there; check"):
        decode(tmp_path / "gone.png")
    with pytest.raises(ImageError, match="is not a file"):
        decode(tmp_path)
    with pytest.raises(ImageError, match="cannot be read"):
        decode("nul\0.png")


@pytest.mark.parametrize(("error", "sentence"), [
    (PermissionError(errno.EACCES, "Permission denied"), "may not be read; ask for permission"),
    (OSError(errno.EIO, "Input/output error"), r"cannot be read \(Input/output error\)"),
])  # fmt: skip
def test_unreadable_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    path = tmp_path / "locked.png"
    path.write_bytes(saved(photograph(32), "PNG"))

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(ImageError, match=rf"locked\.png: {sentence}"):
        decode(path)


# --- what comes out ---------------------------------------------------------------------------


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


def test_settings_of_other_libraries_do_not_loosen_the_decoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = saved(photograph(), "JPEG")
    assert "incomplete" in refused(tmp_path / "half.jpg", data[: len(data) // 2])
    monkeypatch.setattr(PngImagePlugin, "MAX_TEXT_CHUNK", 1 << 20)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1 << 40)
    assert "too many pixels" in refused(tmp_path / "bomb.png", png(20_000, 20_000, b"x"))


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
