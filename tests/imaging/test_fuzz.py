"""Whatever bytes come, the decoder answers with a picture or with a sentence."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, probe, read_provenance, write_png
from neopain_gui.imaging.decode import MAX_PIXELS, MIN_SIDE
from tests.imaging.heic_files import WITH_PLACE

ABOUT = "neopain_gui.imaging.decode"

KEEP = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def seeds() -> dict[str, bytes]:
    ramp = np.linspace(0, 255, 40 * 30 * 3).astype(np.uint8).reshape(40, 30, 3)
    exif = Image.Exif()
    exif[274], exif[271] = 6, "maker"
    options = {
        "PNG": {"exif": exif},
        "JPEG": {"exif": exif},
        "TIFF": {"exif": exif, "compression": "tiff_lzw"},
        "BMP": {},
        "WEBP": {"exif": exif},
        "AVIF": {"exif": exif},
        "GIF": {},
    }
    files = {}
    for kind, extra in options.items():
        stream = io.BytesIO()
        Image.fromarray(ramp).save(stream, format=kind, **extra)
        files[kind] = stream.getvalue()
    stream = io.BytesIO()
    Image.fromarray(ramp[..., 0].astype(np.uint16) * 257).save(stream, format="TIFF")
    files["TIFF, 16 bit"] = stream.getvalue()
    files["HEIC"] = WITH_PLACE
    return files


SEEDS = seeds()


@pytest.mark.parametrize("kind", SEEDS)
@settings(KEEP, max_examples=150)
@given(data=st.data())
def test_changed_bytes_give_a_picture_or_a_refusal(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    damaged = bytearray(SEEDS[kind])
    # headers are where parsers break, so half of the changes go there
    place = st.one_of(st.integers(0, 120), st.integers(0, len(damaged) - 1))
    for where, value in data.draw(st.lists(st.tuples(place, st.integers(0, 255)), max_size=12)):
        damaged[min(where, len(damaged) - 1)] = value
    if data.draw(st.booleans()):
        del damaged[data.draw(place) :]
    path = tmp_path / "fuzz"
    path.write_bytes(damaged)
    for function in (probe, read_provenance):
        with suppress(ImageError):
            function(path)
    refusal = ""
    try:
        result = decode(path)
    except ImageError as error:
        refusal = str(error)
    if refusal:
        assert refusal.startswith("fuzz: ")
        assert "\n" not in refusal
    else:
        assert result.dtype == np.uint8
        assert result.shape[2] == 3
        assert min(result.shape[:2]) >= MIN_SIDE
        assert result.size <= 3 * MAX_PIXELS
        assert probe(path) == result.shape[1::-1]


@settings(KEEP, max_examples=100)
@given(
    height=st.integers(16, 60),
    width=st.integers(16, 60),
    kind=st.sampled_from(["colour", "grey", "mask"]),
    seed=st.integers(0, 2**32 - 1),
    record=st.none() | st.dictionaries(st.text(), st.text() | st.integers() | st.booleans()),
)
def test_what_is_written_is_read_again(
    tmp_path: Path, height: int, width: int, kind: str, seed: int, record: dict | None
) -> None:
    random = np.random.default_rng(seed)
    colour = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    array = {"colour": colour, "grey": colour[..., 0], "mask": colour[..., 0] > 127}[kind]
    write_png(tmp_path / "a.png", array, provenance=record)
    values = array.astype(np.uint8) * 255 if kind == "mask" else array
    expected = values if values.ndim == 3 else np.repeat(values[..., None], 3, axis=2)
    np.testing.assert_array_equal(decode(tmp_path / "a.png"), expected)
    assert read_provenance(tmp_path / "a.png") == record
