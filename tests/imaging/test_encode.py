"""Files are whole or as before, and carry nobody's metadata."""

from __future__ import annotations

import errno
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neopain_gui.errors import EnvironmentFault, ImageError
from neopain_gui.imaging import (
    decode,
    png_bytes,
    read_provenance,
    thumbnail,
    write_bytes_atomic,
    write_png,
)

PICTURE = np.random.default_rng(6).integers(0, 256, (30, 44, 3), dtype=np.uint8)


def chunks(path: Path) -> list[bytes]:
    data, place, kinds = path.read_bytes(), 8, []
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kinds.append(data[place + 4 : place + 8])
        place += length + 12
    return kinds


def test_nothing_but_pixels_and_our_record_is_written(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", PICTURE)
    assert set(chunks(tmp_path / "a.png")) == {b"IHDR", b"IDAT", b"IEND"}
    write_png(tmp_path / "b.png", PICTURE, provenance={"stage": "x"})
    assert sorted(set(chunks(tmp_path / "b.png"))) == [b"IDAT", b"IEND", b"IHDR", b"tEXt"]


def test_a_name_in_a_photograph_does_not_reach_what_is_written(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[270] = "Maria Planted"
    Image.fromarray(PICTURE).save(tmp_path / "in.jpg", exif=exif, comment=b"Maria Planted")
    assert b"Planted" in (tmp_path / "in.jpg").read_bytes()
    write_png(tmp_path / "out.png", decode(tmp_path / "in.jpg"), provenance={"file": "1"})
    assert b"Planted" not in (tmp_path / "out.png").read_bytes()


def test_equal_arguments_give_equal_bytes_in_any_memory_order() -> None:
    record = {"b": 1, "a": [1, 2.5, "é"]}
    first = png_bytes(PICTURE, provenance=record)
    assert first == png_bytes(np.asfortranarray(PICTURE), provenance={"a": [1, 2.5, "é"], "b": 1})
    assert first != png_bytes(PICTURE, provenance={"a": 2})


def test_masks_are_8_bit_0_and_255(tmp_path: Path) -> None:
    mask = PICTURE[..., 0] > 99
    write_png(tmp_path / "mask.png", mask)
    with Image.open(tmp_path / "mask.png") as image:
        assert image.mode == "L"
        np.testing.assert_array_equal(np.asarray(image), np.where(mask, 255, 0))


def test_16_bit_grey_is_read_back_by_others_to_the_bit(tmp_path: Path) -> None:
    import cv2

    values = np.random.default_rng(3).integers(0, 65536, (31, 45), dtype=np.uint16)
    values[0, :2] = 0, 65535
    write_png(tmp_path / "map.png", values, provenance={"stage": "x"})
    header = (tmp_path / "map.png").read_bytes()[:29]
    assert struct.unpack(">IIBB", header[16:26]) == (45, 31, 16, 0)
    assert sorted(set(chunks(tmp_path / "map.png"))) == [b"IDAT", b"IEND", b"IHDR", b"tEXt"]
    read = cv2.imread(str(tmp_path / "map.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(read, values)
    assert read_provenance(tmp_path / "map.png") == {"stage": "x"}
    assert png_bytes(values) == png_bytes(np.asfortranarray(values))
    np.testing.assert_array_equal(decode(tmp_path / "map.png")[..., 0], values >> 8)


@pytest.mark.parametrize("array", [
    PICTURE.astype(np.float32), PICTURE[..., :2], PICTURE[:0], np.zeros(4, np.uint8),
    np.ones((4, 4, 3), bool), np.zeros((4, 4, 3), np.uint16),
])  # fmt: skip
def test_other_arrays_are_bugs(array: np.ndarray) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        png_bytes(array)


def test_provenance_must_be_numbers_that_mean_something() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        png_bytes(PICTURE, provenance={"score": float("nan")})


def test_record_is_read_back(tmp_path: Path) -> None:
    record = {"stage": "masks", "inputs": {"c": 0.5, "model": "I.G.|VGG-Face", "é": None}}
    write_png(tmp_path / "a.png", PICTURE, provenance=record)
    assert read_provenance(tmp_path / "a.png") == record
    Image.fromarray(PICTURE).save(tmp_path / "other.png")
    assert read_provenance(tmp_path / "other.png") is None


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000])
def test_damaged_record_is_one_sentence(tmp_path: Path, text: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("neopain", text)
    Image.fromarray(PICTURE).save(tmp_path / "a.png", pnginfo=info)
    with pytest.raises(ImageError, match=r"a\.png: its record of what made it is damaged"):
        read_provenance(tmp_path / "a.png")


def test_bytes_replace_a_file_and_leave_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 240 + ".csv")
    write_bytes_atomic(path, b"old")
    write_bytes_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("number", "sentence"), [
    (errno.ENOSPC, "table.csv could not be written: the disk is full"),
    (errno.EDQUOT, "the disk is full"),
    (errno.EACCES, "the system does not permit it; check the access rights"),
    (errno.EROFS, "this disk can only be read"),
    (errno.EIO, "could not be written: the disk, or the connection to it, failed"),
])  # fmt: skip
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_failure_at_any_call_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, call: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        if call == "write":
            real = Path.open

            def opened(self: Path, *arguments: object) -> object:
                stream = real(self, *arguments)
                patch.setattr(f"{__name__}._Failing.write", fail)
                return _Failing(stream)

            patch.setattr(Path, "open", opened)
        else:
            patch.setattr(os, "fsync" if call == "fsync" else "replace", fail)
        with pytest.raises(EnvironmentFault, match=sentence) as caught:
            write_bytes_atomic(path, b"new")
    assert str(caught.value).count(".") == 2  # that of the file name and the full stop
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


class _Failing:
    def __init__(self, stream: object) -> None:
        self.stream = stream

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def write(self, data: bytes) -> int:
        raise NotImplementedError


def test_an_interruption_leaves_nothing_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_bytes_atomic(tmp_path / "a.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"a\.png could not be written: its folder is not"):
        write_png(tmp_path / "gone" / "a.png", PICTURE)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_new_files_follow_the_users_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes_atomic(tmp_path / "a.csv", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o640


def test_thumbnails_keep_proportions_and_mean_colour() -> None:
    large = np.full((233, 320, 3), (200, 100, 50), np.uint8)
    small = thumbnail(large, 96)
    assert small.shape == (70, 96, 3)  # 96 · 233 / 320 = 69.9
    assert (small == (200, 100, 50)).all()
    assert thumbnail(PICTURE, 96).shape == PICTURE.shape
    assert thumbnail(PICTURE[..., 0], 22).shape == (15, 22)
    assert thumbnail(np.zeros((1000, 2, 3), np.uint8), 10).shape == (10, 1, 3)
    with pytest.raises(ValueError, match="0 pixels"):
        thumbnail(PICTURE, 0)
