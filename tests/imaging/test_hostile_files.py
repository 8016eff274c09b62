"""What is damaged, truncated or made to do harm is refused with one sentence."""

from __future__ import annotations

import errno
import os
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine, probe, read_sha256
from neopain_gui.imaging.decode import MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIN_SIDE
from tests.imaging.material import chunk, photograph, png, refused, saved, tiff_claiming, zeros

ABOUT = "neopain_gui.imaging.decode"


def test_the_stream_of_zeros_is_real() -> None:
    assert zlib.decompress(zeros(3_000_000)) == bytes(3_000_000)


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
    assert "is not a photograph" in refused(tmp_path / "text.png", b"a,b,c\n1,2,3\n" * 100)


@pytest.mark.parametrize("kind", ["ICO", "PPM", "TGA"])
def test_other_formats_are_refused_whatever_their_name(tmp_path: Path, kind: str) -> None:
    assert "is not a photograph" in refused(tmp_path / "other.png", saved(photograph(64), kind))


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
    (OSError(errno.EIO, "Input/output error"), r"cannot be read \(the disk, or the connection"),
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


def test_settings_of_other_libraries_do_not_loosen_the_decoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = saved(photograph(), "JPEG")
    assert "incomplete" in refused(tmp_path / "half.jpg", data[: len(data) // 2])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1 << 40)
    assert "too many pixels" in refused(tmp_path / "bomb.png", png(20_000, 20_000, b"x"))


OURS = re.compile(
    r"the [A-Za-z]+ file is damaged or incomplete( \((its|it|a|the|[\d,]+) [^()]*\))?"
)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "GIF", "WEBP", "AVIF"])
def test_no_librarys_own_sentence_is_shown(tmp_path: Path, kind: str) -> None:
    data = saved(photograph(), kind)
    said = set()
    for share in (0.02, 0.1, 0.4, 0.7, 0.95):
        at = int(len(data) * share)
        for damaged in (data[:at], data[:at] + bytes(40) + data[at + 40 :]):
            (tmp_path / "a").write_bytes(damaged)
            try:
                decode(tmp_path / "a")
            except ImageError as error:
                said.add(error.problem)
    assert said
    for problem in said:
        assert OURS.fullmatch(problem) or "damaged" not in problem, problem


def test_a_heic_file_of_nonsense_is_called_damaged_in_our_words(tmp_path: Path) -> None:
    nonsense = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"not a picture" * 9
    said = refused(tmp_path / "fake.heic", nonsense)
    assert "the HEIC file is damaged or incomplete; copy it again" in said
