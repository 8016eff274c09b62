"""What formats without checksums tell of a part that is missing or does not belong there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.mutated_photographs import bases, cases, lost_rows
from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine
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


@pytest.mark.parametrize("compression", ["jpeg", "group4"])
def test_tiff_whose_decoder_fills_up_is_said(tmp_path: Path, compression: str) -> None:
    image = photograph(160) if compression == "jpeg" else photograph(160).convert("1")
    said = remarks(tmp_path / "a.tif", saved(image, "TIFF", compression=compression))
    assert "cannot be seen in a TIFF of its kind" in said


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
