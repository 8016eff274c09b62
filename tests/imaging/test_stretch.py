"""Grey pictures of another range, stretched only on request: twelve bits, floating point."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from neopain_gui.dataset import compare, preview, records
from neopain_gui.errors import ImageError, StudyError
from neopain_gui.imaging import decode, examine
from neopain_gui.imaging.decode import UnknownRangeError
from neopain_gui.imaging.stretch import stretched
from neopain_gui.study import Study
from tests.dataset.material import photograph

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


def test_what_cannot_be_stretched_is_refused(tmp_path: Path) -> None:
    for values, said in (
        (np.full((20, 20), np.nan, np.float32), "no numbers"),
        (np.full((20, 20), 7, np.float32), "one value only"),
        (np.zeros((20, 20, 3), np.uint8), "in colour"),
    ):
        tifffile.imwrite(tmp_path / "a.tif", values)
        with pytest.raises(ImageError, match=said):
            stretched(tmp_path / "a.tif")


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
        study.add_images(records(found), files=found.files, stretched=found.stretched)
        for image in study.images():
            values = study.photograph(image.id)
            own = image.name == "plain.png"
            assert ("images/" in str(study.photograph_path(image.id))) != own
            if not own:
                assert values.max() > 200
        assert {image.name: image.notes for image in study.images()} == {
            "plain.png": "",
            "twelve.tif": "stretched from 0…4,095 to 0…255",
            "float.tif": "stretched from 0…1 to 0…255",
        }
        assert compare(preview(mixed, stretch=True), study.images()).new == ()
        again = compare(preview(mixed), study.images())  # as it is before anybody asks
        assert (len(again.new), len(again.there)) == (0, 2)
        assert study.stray_copies() == []


def test_a_picture_that_came_in_as_it_was_is_there_already(tmp_path: Path, mixed: Path) -> None:
    found = preview(mixed)
    with Study.create(tmp_path / "s.neopain") as study:
        study.add_images(records(found), files=found.files)
        again = compare(preview(mixed, stretch=True), study.images())
        assert [row.image.name for row in again.new] == ["float.tif"]
        assert [image.name for _, image in again.there] == ["plain.png", "twelve.tif"]


def test_a_picture_that_changed_meanwhile_is_not_stretched(tmp_path: Path, mixed: Path) -> None:
    found = preview(mixed, stretch=True)
    tifffile.imwrite(mixed / "pain/S1/float.tif", (RAMP[::-1] / RAMP.max()).astype(np.float32))
    with Study.create(tmp_path / "s.neopain") as study:
        with pytest.raises(StudyError, match="has changed since it was looked at"):
            study.add_images(records(found), files=found.files, stretched=found.stretched)
        assert study.images() == []
        assert study.stray_copies() == []
