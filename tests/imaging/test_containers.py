"""What formats without checksums tell of a part that is missing or does not belong there."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.mutated_photographs import bases, cases, lost_rows
from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine
from neopain_gui.imaging.tiff import end_of_tiff
from tests.imaging.heic_files import WITH_PLACE
from tests.imaging.material import photograph, refused, saved

KINDS = {
    "BMP": {},
    "TIFF": {},
    "GIF": {},
    "WEBP": {"quality": 85},
    "AVIF": {"quality": 80},
}


def remarks(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return "; ".join(examine(path).remarks)


@pytest.mark.parametrize("kind", KINDS)
def test_whole_files_are_taken_without_a_word(tmp_path: Path, kind: str) -> None:
    assert remarks(tmp_path / "a", saved(photograph(320), kind, **KINDS[kind])) == ""
    assert remarks(tmp_path / "a.heic", WITH_PLACE) == ""


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "WEBP", "AVIF"])
def test_file_whose_end_was_never_copied_is_said_or_refused(tmp_path: Path, kind: str) -> None:
    data = saved(photograph(320), kind, **KINDS[kind])
    for percent in (10, 50, 90, 97):
        kept = data[: len(data) * percent // 100]
        try:
            said = remarks(tmp_path / "a", kept + bytes(len(data) - len(kept)))
        except ImageError:
            continue
        assert "of its bytes are zeros: it has black parts, or was not copied whole" in said


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "AVIF"])
def test_file_that_is_longer_than_its_head_says_is_said(tmp_path: Path, kind: str) -> None:
    data = saved(photograph(320), kind, **KINDS[kind])
    said = remarks(tmp_path / "a", data + data[-2000:])
    assert said.startswith("has 2,000 bytes more than its head says")
    assert remarks(tmp_path / "a", data + b"\x01" * 100) == ""


def test_deflated_tiff_is_held_against_its_own_checksums(tmp_path: Path) -> None:
    data = saved(photograph(240), "TIFF", compression="tiff_adobe_deflate")
    assert remarks(tmp_path / "a.tif", data) == ""
    with Image.open(tmp_path / "a.tif") as image:
        ends = [at + n for at, n in zip(image.tag_v2[273], image.tag_v2[279], strict=True)]
    for end in ends:
        changed = bytearray(data)
        changed[end - 1] ^= 1
        assert "damaged or incomplete" in refused(tmp_path / "b.tif", bytes(changed))


def test_tiff_whose_decoder_fills_up_is_said(tmp_path: Path) -> None:
    data = saved(photograph(160).convert("1"), "TIFF", compression="group4")
    assert "cannot be seen in a TIFF of its kind" in remarks(tmp_path / "a.tif", data)


def test_jpeg_in_a_tiff_is_judged_as_any_other(tmp_path: Path) -> None:
    data = saved(photograph(320), "TIFF", compression="jpeg")
    assert remarks(tmp_path / "a.tif", data) == ""
    with Image.open(tmp_path / "a.tif") as image:
        at, length = image.tag_v2[273][-1], image.tag_v2[279][-1]
    for start, new in ((at + length // 2, bytes(length // 3)), (at + length - 300, b"\xff\xd9")):
        changed = bytearray(data)
        changed[start : start + len(new)] = new
        assert "damaged or incomplete" in refused(tmp_path / "b.tif", bytes(changed))


# --- a stream that does not end with its picture ----------------------------------------------

STREAMS = {
    "webp": ("WEBP", {"quality": 80}),
    "lossless webp": ("WEBP", {"lossless": True}),
    "avif": ("AVIF", {"quality": 80, "autotiling": False}),
    "gif": ("GIF", {}),
    "lzw tiff": ("TIFF", {"compression": "tiff_lzw"}),
    "packbits tiff": ("TIFF", {"compression": "packbits"}),
}


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_nothing_is_said_of_honest_streams(tmp_path: Path, name: str, mode: str) -> None:
    kind, options = STREAMS[name]
    for side in (16, 33, 257):
        plain = photograph(side)
        plain.paste((200, 170, 150), (0, side // 2, side, side))
        for image in (photograph(side), plain):
            assert remarks(tmp_path / "a", saved(image.convert(mode), kind, **options)) == ""


@pytest.mark.parametrize(("name", "count", "least"), [
    ("webp", 10, 0.95), ("avif", 10, 0.95), ("packbits tiff", 512, 0.95), ("lzw tiff", 10, 0.7),
    ("gif", 10, 0.5), ("lossless webp", 10, 0.3),
])  # fmt: skip
def test_stream_that_was_damaged_on_the_way_is_refused_or_said(
    tmp_path: Path, name: str, count: int, least: float
) -> None:
    """Some bytes are others: where they code as many pixels as before, nobody can know."""
    kind, options = STREAMS[name]
    data, random = saved(photograph(200), kind, **options), np.random.default_rng(5)
    noticed = 0
    for _ in range(40):
        changed = bytearray(data)
        place = int(random.integers(len(data) // 3, len(data) - 600))
        changed[place : place + count] = random.bytes(count)
        try:
            noticed += bool(remarks(tmp_path / "a", bytes(changed)))
        except ImageError:
            noticed += 1
    assert noticed / 40 >= least


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_stored_pixels_that_are_random_are_said(tmp_path: Path, kind: str) -> None:
    data = bytearray(saved(photograph(200), kind))
    assert remarks(tmp_path / "a", bytes(data)) == ""
    data[60_000:62_048] = np.random.default_rng(2).bytes(2048)
    assert "a part of it is random" in remarks(tmp_path / "a", bytes(data))


@pytest.mark.parametrize("big", [False, True])
def test_end_of_a_tiff_is_known_with_all_its_pages_and_camera_data(
    tmp_path: Path, big: bool
) -> None:
    exif = Image.Exif()
    exif[0x010F], exif.get_ifd(0x8769)[0x9003] = "A maker", "2026:11:30 10:00:00"
    pages = [photograph(64), photograph(80)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], exif=exif, big_tiff=big)
    assert end_of_tiff(data) > len(data) - 8
    assert end_of_tiff(data + bytes(5000)) == end_of_tiff(data)
    assert "more than its head says" in remarks(tmp_path / "a.tif", data + b"\x01" * 5000)


def test_own_sentences_of_a_decoder_never_reach_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for compression in ("tiff_lzw", "packbits", "jpeg", "group4"):
        image = photograph(160).convert("1") if compression == "group4" else photograph(160)
        data = bytearray(saved(image, "TIFF", compression=compression))
        data[1000:1400] = np.random.default_rng(1).bytes(400)
        (tmp_path / "a.tif").write_bytes(data)
        with contextlib.suppress(ImageError):
            examine(tmp_path / "a.tif")
    assert capfd.readouterr() == ("", "")


def test_gif_full_of_comments_is_refused(tmp_path: Path) -> None:
    """Pillow puts comments together one by one: 20 MB of them take it minutes."""
    data = saved(photograph(64), "GIF")
    start = 13 + 768  # behind the head and 256 colours
    much = b"\x21\xfe" + (b"\xff" + b"a" * 255) * 80_000 + b"\0"
    assert "far too long" in refused(tmp_path / "a.gif", data[:start] + much + data[start:])


def test_mutated_photographs_lose_no_row_in_silence(tmp_path: Path) -> None:
    """A sample of what ``python -m benchmarks.mutated_photographs`` does with 5,000."""
    path, silent = tmp_path / "a", 0
    for _, how, data, grey in cases(300, seed=1):
        if how.startswith(("cut", "zeros from")):
            continue  # each of these has a test of its own
        path.write_bytes(data)
        try:
            found = examine(path)
        except ImageError:
            continue
        if not found.remarks:
            silent += 1
            pixels = np.asarray(Image.fromarray(decode(path)).convert("L"))
            assert lost_rows(pixels, grey)[0] <= 0.02, how
    assert silent > 10


def test_rows_that_are_lost_are_counted() -> None:
    _, grey = bases(large=False)["png"]
    half = grey.copy()
    half[120:] = 128
    assert lost_rows(grey, grey) == (0, 0)
    flat, other = lost_rows(half, grey)
    assert flat == other == pytest.approx(0.5, abs=0.02)
    assert lost_rows(grey[::-1], grey)[0] == 0
    assert lost_rows(grey[::-1], grey)[1] > 0.3
