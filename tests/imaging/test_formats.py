"""HEIC, WebP, AVIF and GIF, and what is said of formats that are not read."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine, probe
from neopain_gui.imaging.formats import foreign
from tests.imaging.heic_files import TURNED, WITH_PLACE
from tests.imaging.material import photograph, refused, saved

QUARTERS = [(200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 220)]
TURNED_QUARTERS = [QUARTERS[place] for place in (2, 0, 3, 1)]


def corners(pixels: np.ndarray) -> list[tuple[int, int, int]]:
    return [tuple(int(v) for v in pixels[y, x]) for y in (4, -4) for x in (4, -4)]


def test_heic_is_read_upright(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(WITH_PLACE)
    np.testing.assert_allclose(corners(decode(tmp_path / "a.heic")), QUARTERS, atol=3)
    assert probe(tmp_path / "a.heic") == (48, 32)
    (tmp_path / "b.jpg").write_bytes(TURNED)  # the content decides
    np.testing.assert_allclose(corners(decode(tmp_path / "b.jpg")), TURNED_QUARTERS, atol=3)
    assert probe(tmp_path / "b.jpg") == (32, 48)


@pytest.mark.parametrize(("kind", "options", "off"), [
    ("WEBP", {"lossless": True}, 0), ("WEBP", {"quality": 95}, 16), ("AVIF", {"quality": 95}, 16),
])  # fmt: skip
def test_colours_are_those_that_were_saved(
    tmp_path: Path, kind: str, options: dict, off: int
) -> None:
    picture = photograph(64)
    (tmp_path / "a").write_bytes(saved(picture, kind, **options))
    difference = np.abs(decode(tmp_path / "a").astype(int) - np.asarray(picture))
    assert difference.mean() <= off / 4
    assert np.percentile(difference, 95) <= off


def test_gif_keeps_its_palettes_colours(tmp_path: Path) -> None:
    picture = photograph(64).quantize(200)
    (tmp_path / "a.gif").write_bytes(saved(picture, "GIF"))
    np.testing.assert_array_equal(decode(tmp_path / "a.gif"), np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize(("kind", "what"), [
    ("TIFF", "page"), ("GIF", "frame"), ("WEBP", "frame"), ("AVIF", "frame"),
])  # fmt: skip
def test_the_first_of_several_counts_and_that_is_said(tmp_path: Path, kind: str, what: str) -> None:
    first, second = photograph(64), photograph(64).rotate(180)
    (tmp_path / "one").write_bytes(saved(first, kind))
    (tmp_path / "two").write_bytes(saved(first, kind, save_all=True, append_images=[second]))
    assert examine(tmp_path / "one").remarks == ()
    assert examine(tmp_path / "two").remarks == (f"has more than one {what}; the first is used",)
    difference = decode(tmp_path / "two").astype(int) - decode(tmp_path / "one")
    assert np.abs(difference).mean() < 6


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "HEIC"])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, kind: str) -> None:
    data = WITH_PLACE if kind == "HEIC" else saved(photograph(64), kind)
    for percent in range(1, 100):
        refused(tmp_path / "cut", data[: len(data) * percent // 100])


def _claiming(kind: str) -> bytes:
    """Return a file whose header claims far more pixels than it has."""
    small = photograph(64)
    if kind == "GIF":
        data = bytearray(saved(small, "GIF"))
        data[6:10] = struct.pack("<HH", 60_000, 60_000)
    elif kind == "WEBP":
        data = bytearray(saved(small, "WEBP"))
        at = data.index(b"\x9d\x01\x2a") + 3
        data[at : at + 4] = struct.pack("<HH", 16_000, 16_000)
    else:
        data = bytearray(WITH_PLACE if kind == "HEIC" else saved(small, "AVIF"))
        at = data.index(b"ispe") + 8
        data[at : at + 8] = struct.pack(">II", 16_000, 15_000)
    return bytes(data)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "HEIC"])
def test_a_header_that_claims_too_much_costs_no_memory(tmp_path: Path, kind: str) -> None:
    sentence = refused(tmp_path / "bomb", _claiming(kind))
    assert "too many pixels" in sentence or "damaged" in sentence


def test_bombs_are_refused_within_little_memory(tmp_path: Path) -> None:
    """A decoder that gives memory before it reads would take a gigabyte."""
    if not Path("/proc/self/status").exists():
        pytest.skip("needs Linux's account of memory")
    for kind in ("GIF", "WEBP", "AVIF", "HEIC"):
        (tmp_path / kind).write_bytes(_claiming(kind))
    code = (
        "import re, sys; from neopain_gui.imaging import decode\n"
        "from neopain_gui.errors import ImageError\n"
        "from pathlib import Path\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: decode(path)\n"
        "    except ImageError: print(path.name)\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    *names, megabytes = done.stdout.split()
    assert names == ["AVIF", "GIF", "HEIC", "WEBP"]
    assert int(megabytes) < 400


def test_heic_with_many_changed_bytes_never_ends_the_process(tmp_path: Path) -> None:
    """The library's own reading of EXIF did: with about one in a hundred such files."""
    code = (
        "import random, sys; from pathlib import Path\n"
        "from neopain_gui.errors import ImageError\n"
        "from neopain_gui.imaging.decode import decode_bytes\n"
        "data = Path(sys.argv[1]).read_bytes(); random.seed(1)\n"
        "for _ in range(1500):\n"
        "    damaged = bytearray(data)\n"
        "    for _ in range(random.randrange(1, 8)):\n"
        "        damaged[random.randrange(len(data))] = random.randrange(256)\n"
        "    try: decode_bytes(bytes(damaged), Path('a.heic'))\n"
        "    except ImageError: pass\n"
        "print('alive')\n"
    )
    (tmp_path / "a.heic").write_bytes(WITH_PLACE)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.heic")], capture_output=True, text=True
    )
    assert done.stdout.strip() == "alive", done.stderr[-500:]


def test_the_library_for_heic_is_loaded_when_it_is_needed(tmp_path: Path) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    code = (
        "import sys; from neopain_gui.imaging import decode; decode(sys.argv[1]);"
        "print([name for name in sys.modules if 'heif' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.png")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("data", "sentence"), [
    (b"\xff\x0a" + bytes(40), "JPEG XL cannot be read here; save it as JPEG or PNG."),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40), "JPEG 2000 cannot be read here; save it as"),
    (bytes(128) + b"DICM" + bytes(40), "DICOM cannot be read here; save it as JPEG or PNG."),
    (b"8BPS\x00\x01" + bytes(40), "Photoshop cannot be read here; save it as JPEG or PNG."),
    (b"%PDF-1.7" + bytes(40), "PDF cannot be read here; save its pages as JPEG or PNG."),
    (b"\x00\x00\x00\x18ftypisom" + bytes(40), "Video cannot be read here; save single pictures"),
    (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1xyz " + bytes(40),
     "This kind of HEIF cannot be read here; save it as JPEG or PNG."),
    (b"name,label\n", "is not a photograph; choose a PNG, JPEG, HEIC, WebP, AVIF, GIF, TIFF or"),
])  # fmt: skip
def test_a_sentence_names_the_format_and_the_way_out(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    assert refused(tmp_path / "a.jpg", data).startswith(f"a.jpg: {sentence}")


def test_files_that_are_called_like_no_photograph_are_named_too() -> None:
    assert foreign("x/a.JXL") == "JPEG XL cannot be read here; save it as JPEG or PNG"
    assert foreign("film.mov") == (
        "Video cannot be read here; save single pictures of it as JPEG or PNG"
    )
    assert foreign("notes.txt") == "is not a photograph"


def test_what_a_file_says_besides_its_pixels(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(WITH_PLACE)
    assert examine(tmp_path / "a").camera_data == "camera data with the place (GPS)"
    (tmp_path / "a").write_bytes(TURNED)
    assert examine(tmp_path / "a").camera_data == ""
    with pytest.raises(ImageError):
        examine(tmp_path / "none")
