"""Heatmap pictures, as eye-tracking software exports them, as numbers.

``palette``, the usual mode, takes the photograph out and inverts the scale of colours
(:mod:`~neopain_gui.gaze.heatmaps.palette`). ``paper`` is the dissertation's (3.5): the picture
is converted to grey, and what is bright counts as looked at. :data:`CAVEATS` says what is
wrong with either.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neopain_gui.errors import ImageError
from neopain_gui.gaze.heatmaps.palette import unmix
from neopain_gui.gaze.heatmaps.placing import fitting_height, same_proportions
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, resize
from neopain_gui.imaging.decode import open_checked
from neopain_gui.percentages import percent

HEATMAP_VERSION = 1
"""Version of this module's numbers."""

MODES = ("palette", "paper")
"""How colours become numbers (decision 16), the usual one first."""
USUAL_MODE = MODES[0]

MOST_UNEXPLAINED = 0.1
"""Root mean square of the colours that palette and background may leave unexplained."""

PAPER_CAVEAT = (
    "Grey does not rise with attention: on a green-yellow-red scale yellow is brightest and red "
    "darkest (luma 226 and 76 of 255, green 150), so the most looked-at places can fall below "
    "the threshold, and a photograph that shows through adds its own brightness. Over 27 "
    "heatmaps drawn over photographs the correlation with the true map was −0.31 to 0.35, read by "
    "the palette 0.92 to 0.99."
)
"""What to know about ``paper`` mode, for whoever offers it."""

PALETTE_CAVEAT = (
    "The photograph, black or white is taken out and the green-yellow-red scale inverted; what "
    "share of the scale the fading of the green end stands for is assumed to be a quarter, which "
    "changes values but not their order."
)
"""What to know about ``palette`` mode."""

CAVEATS = {"paper": PAPER_CAVEAT, "palette": PALETTE_CAVEAT}
"""By mode."""


def read_heatmap(
    path: Path | str,
    *,
    photograph_size: tuple[int, int],
    mode: str = USUAL_MODE,
    photograph: NDArray[np.uint8] | None = None,
    place: Box | None = None,
) -> NDArray[np.float32]:
    """Read a heatmap picture as relevance on the photograph's pixels.

    Parameters
    ----------
    path : Path or str
        A picture of the whole photograph with the heatmap on it or without the photograph, of
        the photograph's size or of its proportions; or of the screen, with ``place``.
    photograph_size : tuple of int
        (height, width) of the photograph in pixels.
    mode : {"palette", "paper"}
        The inverse of the colour scale; or grey by luma, 0.299 R + 0.587 G + 0.114 B (ITU-R
        BT.601), rounded to 8 bits as OpenCV and Pillow do.
    photograph : ndarray of uint8, shape (*photograph_size, 3), optional
        What ``palette`` takes out; without it only black and white.
    place : Box, optional
        Where the photograph is in the picture's pixels
        (:func:`~neopain_gui.gaze.heatmaps.placing.find_photograph` looks for it); without it the
        picture shows nothing else.

    Returns
    -------
    ndarray of float32, shape ``photograph_size``
        In ``paper`` mode grey from 0 (black) to 1 (white), in ``palette`` mode relevance from 0
        (nothing drawn) to 1 (red). A larger picture is averaged over the area of each
        pixel, a smaller one interpolated.

    Raises
    ------
    ImageError
        The picture cannot be read, its place reaches beyond it or has other proportions than
        the photograph, it is partly transparent, or is not drawn in the scale that ``palette``
        inverts.
    ValueError
        There is no such mode.
    """
    if mode not in MODES:
        raise ValueError(f"no mode {mode!r}; there are {', '.join(MODES)}")
    path = Path(path)
    picture = decode(path)
    _check_opaque(path)
    if place is not None:
        check_place(path, place, (picture.shape[0], picture.shape[1]), photograph_size)
        picture = picture[place.slices]
    _check_proportions(path, picture.shape[:2], photograph_size)
    if mode == "palette":
        return _by_palette(path, _fitted(picture, photograph_size), photograph)
    grey = np.asarray(Image.fromarray(picture).convert("L"), dtype=np.float32) / np.float32(255)
    return _resized(grey, photograph_size)


def _by_palette(
    path: Path, picture: NDArray[np.uint8], photograph: NDArray[np.uint8] | None
) -> NDArray[np.float32]:
    plain = [np.zeros_like(picture), np.full_like(picture, 255)]
    found = unmix(picture, plain if photograph is None else [photograph, *plain])
    if found.residual > MOST_UNEXPLAINED:
        raise ImageError(
            "its colours are not a scale from green by yellow to red over the photograph, black "
            f"or white ({percent(found.residual)} of the colours' range is unexplained)",
            file=path,
            remedy="export it with that scale, or read it as grey, as the dissertation did",
            command="export it with that scale, or read it as grey: --mode paper",
        )
    return found.relevance


def _fitted(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the picture on the photograph's pixels: averaged if larger, interpolated if not."""
    smaller = picture.shape[0] <= size[0] and picture.shape[1] <= size[1]
    how = Image.Resampling.BILINEAR if smaller else Image.Resampling.BOX
    return np.asarray(Image.fromarray(picture).resize((size[1], size[0]), how))


def _check_opaque(path: Path) -> None:
    """Refuse transparency: the grey of what shows through would be a guess."""
    with open_checked(path.read_bytes(), path) as image:
        transparent = image.has_transparency_data and image.convert("RGBA").getchannel(
            "A"
        ).getextrema() != (255, 255)
    if transparent:
        raise ImageError(
            "the heatmap picture is partly transparent, so its grey values are not defined",
            file=path,
            remedy="export it with its background, or put it on black",
        )


def check_place(
    path: Path, place: Box, size: tuple[int, int], photograph_size: tuple[int, int]
) -> None:
    """Refuse a place that is not on a picture, or not in the photograph's proportions.

    Parameters
    ----------
    path : Path
        The picture, for the sentence.
    place : Box
        Where the photograph is said to be, in the picture's pixels.
    size, photograph_size : tuple of int
        (height, width) of picture and photograph.

    Raises
    ------
    ImageError
    """
    said = f"{place.width} × {place.height} pixels at {place.left}, {place.top}"
    if place.left < 0 or place.top < 0 or place.right > size[1] or place.bottom > size[0]:
        raise ImageError(
            f"the photograph's place, {said}, reaches beyond the picture of "
            f"{size[1]} × {size[0]} pixels",
            file=path,
        )
    if not same_proportions((place.height, place.width), photograph_size):
        raise ImageError(
            f"the photograph's place, {said}, has not the proportions of the photograph, "
            f"{photograph_size[1]} × {photograph_size[0]}",
            file=path,
            remedy=f"at this width it is {fitting_height(place.width, photograph_size)} high",
        )


def _check_proportions(path: Path, size: tuple[int, ...], photograph: tuple[int, int]) -> None:
    """Refuse a picture that is not the photograph enlarged or reduced, but for rounding."""
    if not same_proportions(size, photograph):
        raise ImageError(
            f"the heatmap picture is {size[1]} × {size[0]} pixels, the photograph "
            f"{photograph[1]} × {photograph[0]}, and their proportions differ",
            file=path,
            remedy="say where on it the photograph is, or export it without the screen's margins",
        )


def _resized(grey: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    if grey.shape[0] <= size[0] and grey.shape[1] <= size[1]:
        return np.asarray(resize(grey, size, "bilinear"), dtype=np.float32)
    # Averaging, since picking pixels out of a photograph's texture would be noise.
    reduced = Image.fromarray(grey).resize((size[1], size[0]), Image.Resampling.BOX)
    return np.array(reduced, dtype=np.float32).clip(0, 1)
