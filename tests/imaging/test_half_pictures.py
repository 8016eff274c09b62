"""Half a picture is no picture, and what would take for ever is refused at once."""

from __future__ import annotations

import importlib
import re
import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine
from neopain_gui.imaging.png import check_rows
from tests.imaging.material import chunk, photograph, png, refused, saved

ABOUT = "neopain_gui.imaging.decode"

EOI = b"\xff\xd9"
CASES = Path(__file__).parents[3] / "shared" / "cases" / "photographs"
JPEGS = {
    "plain": {"quality": 90},
    "progressive": {"quality": 90, "progressive": True},
    "optimised": {"quality": 60, "optimize": True},
    "restarts": {"quality": 90, "restart_marker_rows": 1},
    "grey": {"quality": 90},
}


def jpeg(name: str) -> bytes:
    image = photograph()
    return saved(image.convert("L") if name == "grey" else image, "JPEG", **JPEGS[name])


def remarks(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return "; ".join(examine(path).remarks)


# --- JPEG ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg_cut_anywhere_is_refused_with_an_end_marker_appended_too(
    tmp_path: Path, name: str
) -> None:
    data = jpeg(name)
    for percent in range(1, 100):
        for end in (b"", EOI):
            refused(tmp_path / "cut.jpg", data[: len(data) * percent // 100] + end)


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg_that_lost_no_pixel_stays_welcome_and_nothing_is_said_of_it(
    tmp_path: Path, name: str
) -> None:
    data = jpeg(name)
    (tmp_path / "whole.jpg").write_bytes(data)
    pixels = decode(tmp_path / "whole.jpg")
    for kept in (data, data[:-2], data + bytes(3000), data + data[:500]):
        assert remarks(tmp_path / "a.jpg", kept) == ""
        np.testing.assert_array_equal(decode(tmp_path / "a.jpg"), pixels)


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg_with_a_zeroed_sector_is_refused(tmp_path: Path, name: str) -> None:
    whole = jpeg(name)
    for start in range(2048, len(whole) - 700, 512):
        data = bytearray(whole)
        data[start : start + 512] = bytes(512)
        assert "damaged or incomplete" in refused(tmp_path / "zeros.jpg", bytes(data))


def test_zeros_of_an_honest_picture_are_none_of_a_damaged_one(tmp_path: Path) -> None:
    """A plain area with tables of its own is coded in zeros."""
    image = Image.new("RGB", (1600, 1600), (200, 170, 150))
    image.paste(photograph(), (0, 0))
    data = saved(image, "JPEG", optimize=True)
    assert bytes(256) in data
    assert remarks(tmp_path / "plain.jpg", data) == ""


def test_jpeg_of_two_halves_is_refused(tmp_path: Path) -> None:
    one = saved(photograph(), "JPEG", quality=90)
    other = saved(photograph().transpose(Image.Transpose.ROTATE_180), "JPEG", quality=95)
    half = len(one) // 2
    assert "damaged" in refused(tmp_path / "two.jpg", one[:half] + other[half:])


def test_jpeg_whose_decoder_complains_is_taken_with_a_warning(tmp_path: Path) -> None:
    data = bytearray(jpeg("plain"))
    middle = len(data) // 2
    data[middle : middle + 40] = np.random.default_rng(3).bytes(40)
    assert "compare it with the original" in remarks(tmp_path / "noise.jpg", bytes(data))


@pytest.mark.parametrize("name", [*JPEGS, "blocks"])
def test_jpeg_whose_codes_end_before_their_bytes_is_taken_with_a_warning(
    tmp_path: Path, name: str
) -> None:
    """libjpeg reads up to eight bytes ahead, and forgets them where a scan or an interval ends."""
    data = saved(photograph(), "JPEG", restart_marker_blocks=3) if name == "blocks" else jpeg(name)
    ends = [found.start() for found in re.finditer(rb"\xff[\xd0-\xd7\xd9\xc4]", data)]
    first = data.index(b"\xff\xda")
    for end in [*[end for end in ends if end > first][:3], len(data) - 2]:
        said = remarks(tmp_path / "a.jpg", data[:end] + b"\x5a\xa5" + data[end:])
        assert re.search(r"may be damaged: .* belongs? to no pixel", said)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
def test_nothing_is_said_of_honest_jpegs(tmp_path: Path, mode: str, progressive: bool) -> None:
    random = np.random.default_rng(7)
    for restarts in ({}, {"restart_marker_rows": 2}, {"restart_marker_blocks": 5}):
        for subsampling in (0, 1, 2):
            size = random.integers(16, 120, 2)
            options = {"subsampling": subsampling} if mode == "RGB" else {}
            data = saved(
                photograph(128).resize(size).convert(mode), "JPEG", progressive=progressive,
                quality=int(random.integers(5, 100)), **options, **restarts,
            )  # fmt: skip
            assert remarks(tmp_path / "a.jpg", data) == ""


def test_progressive_jpeg_without_its_last_scans_is_refused(tmp_path: Path) -> None:
    data = saved(photograph(), "JPEG", progressive=True)
    starts = [match.start() for match in re.finditer(rb"\xff\xda", data)]
    for start in starts[1:]:
        sentence = refused(tmp_path / "scans.jpg", data[:start] + EOI)
        assert "its last scans are missing" in sentence


def test_what_a_camera_wrote_into_a_jpeg_hides_no_missing_data(tmp_path: Path) -> None:
    """Only libjpeg's first warning can be read: one about the header must not come first."""
    data = saved(photograph(), "JPEG").replace(b"JFIF\0\x01", b"JFIF\0\x07")
    assert remarks(tmp_path / "header.jpg", data) == ""
    refused(tmp_path / "half.jpg", data[: len(data) // 2] + EOI)


def test_picture_inside_the_camera_data_does_not_end_the_photograph(tmp_path: Path) -> None:
    small = saved(photograph(32), "JPEG")
    data = saved(photograph(), "JPEG")
    inside = b"\xff\xe1" + struct.pack(">H", len(small) + 2) + small
    assert remarks(tmp_path / "a.jpg", data[:2] + inside + data[2:]) == ""
    refused(tmp_path / "b.jpg", data[:2] + inside + data[2 : len(data) // 2] + EOI)


def test_jpeg_of_more_scans_than_it_needs_is_refused_before_they_are_decoded(
    tmp_path: Path,
) -> None:
    data = saved(Image.new("L", (3000, 2000), 90), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    scan = data[last:-2]
    assert "far more scans" in refused(tmp_path / "slow.jpg", data[:-2] + scan * 20_000 + EOI)
    assert remarks(tmp_path / "few.jpg", data) == "has one colour only"


@pytest.mark.parametrize("filling", [b"\xff\xfe\0\2" * 5_000, b"\xff" * 100_000])
def test_jpeg_full_of_nothing_is_refused(tmp_path: Path, filling: bytes) -> None:
    data = saved(photograph(64), "JPEG")
    assert "far too long" in refused(tmp_path / "much.jpg", data[:2] + filling + data[2:])


# --- PNG ----------------------------------------------------------------------------------------


def rows(width: int, height: int) -> bytes:
    pixels = np.asarray(photograph(width))[:height]
    return b"".join(b"\0" + row.tobytes() for row in pixels)


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("kept", [1, 50, 97, 99])
def test_png_whose_stream_ends_early_is_refused(tmp_path: Path, finished: bool, kept: int) -> None:
    raw = rows(100, 100)[: 301 * kept]
    squeeze = zlib.compressobj()
    stream = squeeze.compress(raw) + squeeze.flush(zlib.Z_FINISH if finished else zlib.Z_SYNC_FLUSH)
    sentence = refused(tmp_path / "half.png", png(100, 100, stream))
    assert f"{100 - kept} % of its rows are missing" in sentence


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(16, 16), (33, 19)])
def test_rows_of_every_kind_of_png_are_counted_right(
    tmp_path: Path, mode: str, size: tuple[int, int]
) -> None:
    image = photograph(64).resize(size)
    deep = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    data = saved(deep if mode == "I;16" else image.convert(mode), "PNG")
    check_rows(data)
    assert remarks(tmp_path / "a.png", data) == ""


def test_interlaced_png_is_counted_by_its_passes(tmp_path: Path) -> None:
    """Pillow writes none, so its seven passes are laid out here as the standard says (8.2)."""
    pixels = np.asarray(photograph(33).convert("L"))[:19]
    steps = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
             (1, 0, 2, 1)]  # fmt: skip
    lines = [
        b"\0" + row.tobytes() for top, left, down, right in steps
        for row in pixels[top::down, left::right] if row.size
    ]  # fmt: skip
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 33, 19, 8, 0, 0, 0, 1))
    for count in (len(lines), len(lines) - 1):
        body = chunk(b"IDAT", zlib.compress(b"".join(lines[:count])))
        data = b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")
        if count == len(lines):
            (tmp_path / "a.png").write_bytes(data)
            np.testing.assert_array_equal(decode(tmp_path / "a.png")[..., 0], pixels)
        else:
            assert "rows are missing" in refused(tmp_path / "a.png", data)


def test_png_full_of_nothing_is_refused(tmp_path: Path) -> None:
    data = saved(photograph(64), "PNG")
    many = data[:33] + chunk(b"IDAT", b"") * 30_000 + data[33:]
    assert "far more parts" in refused(tmp_path / "chunks.png", many)
    empty = b"\x78\x9c" + b"\0\0\0\xff\xff" * 200_000
    assert "blocks that hold nothing" in refused(
        tmp_path / "blocks.png", png(2000, 2000, empty + zlib.compress(bytes(6001 * 2000))[2:])
    )


# --- what the picture looks like --------------------------------------------------------------


def test_twelve_bits_in_sixteen_are_said(tmp_path: Path) -> None:
    deep = np.asarray(photograph(64).convert("L")).astype(np.uint16) * 16 + 15
    for name, kind in (("grey.png", "PNG"), ("grey.tif", "TIFF")):
        said = remarks(tmp_path / name, saved(Image.fromarray(deep), kind))
        assert said == (
            f"is nearly black: its brightest value is {deep.max() >> 8} of 255, as where 12 bits "
            "were stored in 16"
        )
    lines = b"".join(b"\0" + np.repeat(row, 3).astype(">u2").tobytes() for row in deep)
    said = remarks(tmp_path / "rgb.png", png(64, 64, zlib.compress(lines), depth=16))
    assert "as where 12 bits were stored in 16" in said


def test_transparent_black_and_plain_pictures_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    clear = photograph(100).convert("RGBA")
    clear.putalpha(0)
    assert remarks(path, saved(clear, "PNG")) == "is wholly transparent, so it is read as white"
    alpha = np.full((100, 100), 255, np.uint8)
    alpha[:5] = 0
    clear.putalpha(Image.fromarray(alpha))
    assert remarks(path, saved(clear, "PNG")) == "5 % of it is transparent and read as white"
    assert remarks(path, saved(Image.new("RGB", (50, 50)), "PNG")) == "has one colour only"
    dark = photograph(100).point(lambda value: value // 5)
    assert "is nearly black: its brightest value is" in remarks(path, saved(dark, "PNG"))
    assert "12 bits" not in remarks(path, saved(dark, "PNG"))


def test_further_frames_are_said(tmp_path: Path) -> None:
    pages = [photograph(64), Image.new("RGB", (64, 64))]
    for kind, what in (("PNG", "frame"), ("TIFF", "page"), ("GIF", "frame"), ("WEBP", "frame")):
        data = saved(pages[0], kind, save_all=True, append_images=pages[1:])
        assert f"has more than one {what}; the first is used" in remarks(tmp_path / "a", data)


# --- waiting ------------------------------------------------------------------------------------


def test_no_picture_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread is held inside the decoder; another reads its picture meanwhile."""
    module = importlib.import_module("neopain_gui.imaging.decode")  # the name is a function, too
    slow, quick = tmp_path / "slow.png", tmp_path / "quick.png"
    for path in (slow, quick):
        path.write_bytes(saved(photograph(64), "PNG"))
    inside, go_on = threading.Event(), threading.Event()
    real = module.check_whole

    def held(data: bytes, image: Image.Image) -> tuple[str, ...]:
        if threading.current_thread() is thread:
            inside.set()
            assert go_on.wait(30)
        return real(data, image)

    monkeypatch.setattr(module, "check_whole", held)
    thread = threading.Thread(target=lambda: decode(slow))
    thread.start()
    try:
        assert inside.wait(30)
        assert decode(quick).shape == (64, 64, 3)
    finally:
        go_on.set()
        thread.join()


# --- the inputs that failed ---------------------------------------------------------------------


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared folder is not here")
@pytest.mark.parametrize(("name", "said"), [
    ("jpeg-cut-50pc-plus-EOI.jpg", "end before the picture does"),
    ("jpeg-one-4096-sector-zero.jpg", "damaged or incomplete"),
    ("jpeg-two-halves-of-two.jpg", "belong to no pixel"),
    ("png-half-the-rows-valid-checksums.png", "50 % of its rows are missing"),
    ("slow-progressive-scans.jpg", "far too long to read"),
    ("twelve_bits_in_16.png", "its brightest value is 15 of 255"),
    ("all_transparent.png", "is wholly transparent"),
    ("multi.tif", "has more than one page"),
])  # fmt: skip
def test_photographs_that_were_taken_in_silence(name: str, said: str) -> None:
    try:
        found = "; ".join(examine(CASES / name).remarks)
    except ImageError as error:
        found = str(error)
    assert said in found
