"""Colour maps against matplotlib, resampling against scipy."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from matplotlib import colormaps as peers
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image
from scipy.ndimage import map_coordinates

from neopain_gui.imaging import apply, overlay, resize
from neopain_gui.imaging.colormaps import (
    COLOUR_BLIND_SAFE,
    GREEN_YELLOW_RED,
    NAMES,
    apply_opaque,
    table,
)

ABOUT = "neopain_gui.imaging"

RANDOM = np.random.default_rng(7)
# "green" of matplotlib's names is half as bright; the scale starts at pure green
SCALE = LinearSegmentedColormap.from_list("peer", [(0, 1, 0), (1, 1, 0), (1, 0, 0)], N=256)


@pytest.mark.parametrize(("name", "peer"), [
    ("cividis", peers["cividis"]), ("grey", peers["gray"]), (GREEN_YELLOW_RED, SCALE),
    ("viridis", peers["viridis"]), ("inferno", peers["inferno"]),
])  # fmt: skip
def test_colours_are_those_of_matplotlib(name: str, peer: object) -> None:
    values = np.concatenate([RANDOM.random((50, 60)), [np.linspace(0, 1, 60)]])
    difference = apply(values, name).astype(int) - peer(values, bytes=True)[..., :3]
    assert np.abs(difference).max() <= 1  # the peer truncates 255·x where ours rounds


def test_the_dissertations_scale_runs_from_green_by_yellow_to_red() -> None:
    colours = apply(np.array([[0.0, 0.25, 0.5, 0.75, 1.0]]))[0].astype(int)
    expected = [(0, 255, 0), (128, 255, 0), (255, 255, 0), (255, 128, 0), (255, 0, 0)]
    assert np.abs(colours - expected).max() <= 2  # 256 steps, of which each is 2 levels
    assert colours[0].tolist() == [0, 255, 0]
    assert colours[-1].tolist() == [255, 0, 0]


def test_only_maps_called_safe_rise_in_lightness_from_end_to_end() -> None:
    for name in NAMES:
        shares = table(name).astype(float) / 255
        linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        lightness = linear @ [0.2126, 0.7152, 0.0722]  # IEC 61966-2-1
        assert (np.diff(lightness) > -0.002).all() == (name in COLOUR_BLIND_SAFE), name


@pytest.mark.parametrize("name", NAMES)
def test_tables_cannot_be_changed(name: str) -> None:
    assert table(name).shape == (256, 3)
    with pytest.raises(ValueError, match="read-only"):
        table(name)[0] = 0


@pytest.mark.parametrize("bad", [-0.01, 1.01, np.nan, np.inf])
def test_values_outside_the_scale_are_bugs(bad: float) -> None:
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        apply(np.array([[bad]]))
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        overlay(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1)), bad)


@pytest.mark.parametrize("name", NAMES)
def test_colours_for_the_screen_are_the_same(name: str) -> None:
    values = np.concatenate([RANDOM.random((50, 60)), [np.linspace(0, 1, 60)]]).astype(np.float32)
    opaque = apply_opaque(values, name)
    np.testing.assert_array_equal(opaque[..., :3], apply(values, name))
    assert (opaque[..., 3] == 255).all()
    opaque[..., 3] = 0  # a picture of one's own
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        apply_opaque(np.array([[0.5, np.nan]]), name)


def test_unknown_colour_map_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"jet.*cividis"):
        apply(np.zeros((2, 2)), "jet")


def test_overlay_mixes_by_opacity() -> None:
    photograph = RANDOM.integers(0, 256, (8, 9, 3), dtype=np.uint8)
    values = RANDOM.random((8, 9)).astype(np.float32)
    np.testing.assert_array_equal(overlay(photograph, values, 0.0), photograph)
    np.testing.assert_array_equal(overlay(photograph, values, 1, "grey"), apply(values, "grey"))
    mask = values > 0.5
    mixed = overlay(photograph, values, mask)
    np.testing.assert_array_equal(mixed[~mask], photograph[~mask])
    np.testing.assert_array_equal(mixed[mask], apply(values)[mask])
    # 0.25 · (255, 0, 0) + 0.75 · (100, 40, 0) = (138.75, 30, 0)
    one = overlay(np.full((1, 1, 3), (100, 40, 0), np.uint8), np.ones((1, 1)), 0.25)
    assert one[0, 0].tolist() == [139, 30, 0]
    with pytest.raises(ValueError, match="do not fit"):
        overlay(photograph, values[:4], 0.5)
    with pytest.raises(ValueError, match="do not fit"):
        overlay(photograph, values, values[0])


def half_pixel(array: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The convention, written independently of cv2."""
    grids = [
        (np.arange(new) + 0.5) * old / new - 0.5
        for new, old in zip(size, array.shape[:2], strict=True)
    ]
    return map_coordinates(array, np.meshgrid(*grids, indexing="ij"), order=1, mode="nearest")


SIZES = [(14, 14, 224, 224), (224, 224, 14, 14), (233, 320, 120, 120), (5, 7, 11, 3), (1, 1, 4, 5),
         (12, 12, 120, 121), (120, 91, 233, 320)]  # fmt: skip


@pytest.mark.parametrize(("old_height", "old_width", "height", "width"), SIZES)
def test_bilinear_agrees_with_scipy(old_height: int, old_width: int, height: int, width: int):
    for dtype in (np.float32, np.float64):
        array = RANDOM.random((old_height, old_width)).astype(dtype)
        result = resize(array, (height, width), "bilinear")
        assert result.dtype == dtype
        np.testing.assert_allclose(result, half_pixel(array, (height, width)), atol=2e-6)
    photograph = RANDOM.integers(0, 256, (old_height, old_width, 3), dtype=np.uint8)
    result = resize(photograph, (height, width), "bilinear")
    for channel in range(3):
        expected = half_pixel(photograph[..., channel].astype(float), (height, width))
        assert np.abs(result[..., channel] - expected).max() <= 1


@pytest.mark.parametrize(("old_height", "old_width", "height", "width"), SIZES)
def test_nearest_takes_the_pixel_under_the_centre(
    old_height: int, old_width: int, height: int, width: int
) -> None:
    numbers = np.arange(old_height * old_width, dtype=np.float32).reshape(old_height, old_width)
    rows, columns = (
        [floor((i + Fraction(1, 2)) * old / new) for i in range(new)]
        for old, new in ((old_height, height), (old_width, width))
    )
    result = resize(numbers, (height, width), "nearest")
    np.testing.assert_array_equal(result, numbers[rows][:, columns])
    mask = RANDOM.random((old_height, old_width)) > 0.5
    small = resize(mask, (height, width), "nearest")
    assert small.dtype == np.bool_
    np.testing.assert_array_equal(small, mask[rows][:, columns])
    # Pillow adds up fractions, so it may differ where a centre lies between two pixels
    peer = np.asarray(Image.fromarray(numbers).resize((width, height), Image.Resampling.NEAREST))
    clear_rows, clear_columns = (
        [i for i in range(new) if (2 * i + 1) * old % (2 * new)]
        for old, new in ((old_height, height), (old_width, width))
    )
    clear = np.ix_(clear_rows, clear_columns)
    np.testing.assert_array_equal(result[clear], peer[clear])


def test_same_size_is_a_copy_and_single_channels_stay() -> None:
    array = RANDOM.random((6, 7, 1)).astype(np.float32)
    copy = resize(array, (6, 7), "bilinear")
    np.testing.assert_array_equal(copy, array)
    assert not np.shares_memory(copy, array)
    assert resize(array, (3, 4), "bilinear").shape == (3, 4, 1)
    flipped = RANDOM.random((6, 8))[:, ::-2]
    np.testing.assert_array_equal(
        resize(flipped, (3, 2), "nearest"), resize(flipped.copy(), (3, 2), "nearest")
    )


@pytest.mark.parametrize(("array", "size", "method"), [
    (np.zeros((4, 4), bool), (2, 2), "bilinear"),
    (np.zeros((4, 4), np.int64), (2, 2), "nearest"),
    (np.zeros((4, 4), np.float16), (2, 2), "nearest"),
    (np.zeros((0, 4)), (2, 2), "nearest"),
    (np.zeros(4), (2, 2), "nearest"),
    (np.zeros((4, 4)), (0, 2), "nearest"),
    (np.zeros((4, 4)), (2, 2), "cubic"),
])  # fmt: skip
def test_what_cannot_be_resized_is_a_bug(array: np.ndarray, size: tuple[int, int], method: str):
    with pytest.raises(ValueError, match=r"resize|mask|method"):
        resize(array, size, method)


def test_imaging_and_dataset_load_no_heavy_library() -> None:
    code = (
        "import sys, neopain_gui.imaging, neopain_gui.dataset; "
        "print([m for m in sys.modules if m in "
        "('cv2', 'scipy', 'pandas', 'matplotlib', 'skimage', 'keras', 'tensorflow')])"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"
