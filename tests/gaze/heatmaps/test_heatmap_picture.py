from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.gaze import read_heatmap
from neopain_gui.gaze.heatmaps.heatmap_picture import PAPER_CAVEAT
from neopain_gui.geometry import Box

SIZE = (233, 320)


def _save(path: Path, pixels: np.ndarray) -> Path:
    Image.fromarray(pixels).save(path)
    return path


def _random(height: int, width: int, channels: int = 3) -> np.ndarray:
    random = np.random.default_rng(height * width)
    return random.integers(0, 256, (height, width, channels), dtype=np.uint8)


def test_paper_mode_is_opencvs_grey_over_255(tmp_path: Path) -> None:
    pixels = _random(*SIZE)
    values = read_heatmap(_save(tmp_path / "a.png", pixels), photograph_size=SIZE, mode="paper")
    assert values.dtype == np.float32
    assert values.shape == SIZE
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float64)
    # Fixed-point rounding of the two libraries may differ by one grey level.
    np.testing.assert_allclose(values * 255, grey, atol=1.01)
    assert np.mean(np.abs(values * 255 - grey) < 0.01) > 0.95
    formula = pixels @ np.array([0.299, 0.587, 0.114])
    np.testing.assert_allclose(values * 255, formula, atol=0.51)


def test_the_caveats_numbers_are_true(tmp_path: Path) -> None:
    pixels = np.zeros((*SIZE, 3), np.uint8)
    pixels[:, :100], pixels[:, 100:200], pixels[:, 200:] = (0, 255, 0), (255, 255, 0), (255, 0, 0)
    values = read_heatmap(_save(tmp_path / "a.png", pixels), photograph_size=SIZE, mode="paper")
    green, yellow, red = (round(float(values[0, column]) * 255) for column in (0, 100, 200))
    assert f"luma {yellow} and {red} of 255, green {green}" in PAPER_CAVEAT
    assert red < green < yellow


def test_a_larger_picture_is_averaged_over_each_pixel(tmp_path: Path) -> None:
    pixels = np.repeat(_random(4 * 233, 4 * 320, 1), 3, axis=2)
    values = read_heatmap(_save(tmp_path / "a.png", pixels), photograph_size=SIZE, mode="paper")
    means = pixels[..., 0].reshape(233, 4, 320, 4).mean(axis=(1, 3)) / 255
    np.testing.assert_allclose(values, means, atol=1e-5)


def test_a_smaller_picture_is_interpolated_in_place(tmp_path: Path) -> None:
    column = np.arange(160, dtype=np.uint8)
    pixels = np.repeat(np.broadcast_to(column, (117, 160))[..., None], 3, axis=2)
    values = (
        read_heatmap(_save(tmp_path / "a.png", pixels), photograph_size=SIZE, mode="paper") * 255
    )
    # Half-pixel centres: photograph column x lies at (x + 1/2) / 2 - 1/2 in the picture.
    expected = np.clip((np.arange(320) + 0.5) / 2 - 0.5, 0, 159)
    np.testing.assert_allclose(values, np.broadcast_to(expected, SIZE), atol=1e-3)


@pytest.mark.parametrize(
    ("height", "width"), [(1024, 1280), (240, 320), (233, 310), (320, 233), (932, 1300), (16, 320)]
)
def test_other_proportions_are_refused(tmp_path: Path, height: int, width: int) -> None:
    path = _save(tmp_path / "a.png", _random(height, width))
    with pytest.raises(ImageError, match="proportions differ") as caught:
        read_heatmap(path, photograph_size=SIZE, mode="paper")
    assert str(caught.value).startswith(f"a.png: the heatmap picture is {width} × {height} pixels")


@pytest.mark.parametrize(("height", "width"), [(932, 1280), (467, 640), (466, 641), (234, 320)])
def test_proportions_may_differ_by_rounding(tmp_path: Path, height: int, width: int) -> None:
    path = _save(tmp_path / "a.png", _random(height, width))
    assert read_heatmap(path, photograph_size=SIZE, mode="paper").shape == SIZE


def test_transparency_is_refused_since_its_grey_is_a_guess(tmp_path: Path) -> None:
    pixels = _random(*SIZE, 4)
    pixels[..., 3] = 255
    opaque = read_heatmap(_save(tmp_path / "a.png", pixels), photograph_size=SIZE, mode="paper")
    same = read_heatmap(
        _save(tmp_path / "b.png", np.ascontiguousarray(pixels[..., :3])),
        photograph_size=SIZE,
        mode="paper",
    )
    np.testing.assert_array_equal(opaque, same)
    pixels[5, 5, 3] = 254
    with pytest.raises(ImageError, match="partly transparent"):
        read_heatmap(_save(tmp_path / "c.png", pixels), photograph_size=SIZE, mode="paper")


def test_damage_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"no picture")
    with pytest.raises(ImageError, match=r"^a\.png: "):
        read_heatmap(path, photograph_size=SIZE, mode="paper")


def test_an_unknown_mode_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="palette"):
        read_heatmap(tmp_path / "a.png", photograph_size=SIZE, mode="hue")


def _heatmap(relevance: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Half opaque from green by yellow to red."""
    red = np.interp(relevance, [0, 0.5, 1], [0, 255, 255])
    green = np.interp(relevance, [0, 0.5, 1], [255, 255, 0])
    alpha = 0.6 * np.clip(relevance / 0.2, 0, 1)[..., None]
    colour = np.stack([red, green, np.zeros_like(red)], axis=-1)
    return np.rint((1 - alpha) * background + alpha * colour).astype(np.uint8)


@pytest.mark.parametrize("times", [1, 4])
def test_palette_mode_takes_the_photograph_out(tmp_path: Path, times: int) -> None:
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    known = np.exp(-((rows - 90) ** 2 + (columns - 200) ** 2) / (2 * 40**2))
    photograph = _random(*SIZE)
    picture = _heatmap(known, photograph).repeat(times, axis=0).repeat(times, axis=1)
    path = _save(tmp_path / "a.png", picture)
    found = read_heatmap(path, photograph_size=SIZE, mode="palette", photograph=photograph)
    assert (found.dtype, found.shape) == (np.float32, SIZE)
    assert np.corrcoef(found.ravel(), known.ravel())[0, 1] > 0.95


def test_palette_mode_refuses_other_colours(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.png", np.full((*SIZE, 3), (30, 60, 250), np.uint8))
    with pytest.raises(ImageError, match=r"a\.png: its colours are not a scale from green"):
        read_heatmap(path, photograph_size=SIZE, mode="palette")


def test_only_the_photographs_place_on_a_screen_is_read(tmp_path: Path) -> None:
    grey = np.random.default_rng(1).integers(0, 256, SIZE, np.uint8)
    pixels = np.repeat(grey[..., None], 3, axis=2)
    screen = np.full((500, 700, 3), 77, np.uint8)
    screen[40 : 40 + SIZE[0], 300 : 300 + SIZE[1]] = pixels
    path = _save(tmp_path / "a.png", screen)
    place = Box(left=300, top=40, right=300 + SIZE[1], bottom=40 + SIZE[0])
    values = read_heatmap(path, photograph_size=SIZE, mode="paper", place=place)
    np.testing.assert_allclose(values, grey / 255, atol=1e-6)


@pytest.mark.parametrize("scale", [0.6, 1.0, 2.3])
def test_palette_mode_on_a_screen_at_any_scale(tmp_path: Path, scale: float) -> None:
    """Drawn on the screen's pixels, read on the photograph's."""
    from neopain_gui.demo.phantoms.phantom import study_phantoms
    from tests.gaze.screens import draw_heat, heat, show

    photograph = next(iter(study_phantoms(1)))[1].image
    size = (photograph.shape[0], photograph.shape[1])
    width, height = round(scale * size[1]), round(scale * size[0])
    place = (211, 97, width, height)
    known = heat((1024, 1280), place, seed=2, sigma=30)
    path = _save(tmp_path / "a.png", draw_heat(known, show(photograph, place), 0.7))
    box = Box(left=211, top=97, right=211 + width, bottom=97 + height)
    found = read_heatmap(
        path, photograph_size=size, mode="palette", photograph=photograph, place=box
    )
    cut = Image.fromarray(known[box.slices].astype(np.float32))
    wanted = np.asarray(cut.resize(size[::-1], Image.Resampling.BILINEAR))
    assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.95


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ((-1, 0, 319, 233), "reaches beyond the picture of 700 × 500"),
        ((400, 0, 720, 233), "reaches beyond"),
        ((0, 0, 320, 320), "at this width it is 233 high"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    tmp_path: Path, place: tuple[int, int, int, int], why: str
) -> None:
    path = _save(tmp_path / "a.png", np.zeros((500, 700, 3), np.uint8))
    box = Box(left=place[0], top=place[1], right=place[2], bottom=place[3])
    with pytest.raises(ImageError, match=why):
        read_heatmap(path, photograph_size=SIZE, mode="paper", place=box)
