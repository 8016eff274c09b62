"""From the colours of a heatmap picture back to what they stood for.

A heatmap lies on its background like a coloured glass: c = (1 − α) b + α p(t), with the palette's
colour p at relevance t and the opacity α, which rises from nothing where little was looked at. The
background b is known, since the photograph is; so each pixel's three channels give t and α.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.imaging.colormaps import table

FADE = 0.25
"""Share of the scale that opacity stands for; colour stands for the rest.

Exporters fade the green end out: below it only opacity tells more from less. What share of the
scale that is the picture does not say; any share keeps the order of the pixels.
"""
_LEVELS = 128  # of the palette: neighbouring ones differ by two to four grey levels
_VISIBLE = 0.08  # below this opacity a colour is noise of 8-bit rounding
_ROUNDING = 1.5 / 255  # a channel that differs by less is the background's own, rounded
_PIXELS = 4096  # at once: 4096 × 128 × 3 float32 are 6 MB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unmixed:
    """What a heatmap picture's colours stand for.

    Attributes
    ----------
    relevance : ndarray of float32, shape (H, W)
        In [0, 1]; 0 where the background shows unchanged.
    opacity : ndarray of float32, shape (H, W)
        α in [0, 1].
    residual : float
        Root mean square, over the pixels that differ from the background, of what palette and
        background do not explain, in units of 0 to 1; large where the picture is no such heatmap.
    background : int
        Which of the backgrounds explains the picture best.
    """

    relevance: NDArray[np.float32]
    opacity: NDArray[np.float32]
    residual: float
    background: int


def unmix(picture: NDArray[np.uint8], backgrounds: Sequence[NDArray[np.uint8]]) -> Unmixed:
    """Invert the green, yellow and red scale over the background that explains a picture best.

    Parameters
    ----------
    picture : ndarray of uint8, shape (H, W, 3)
        The heatmap on its background.
    backgrounds : sequence of ndarray of uint8, each of shape (H, W, 3)
        What it may lie on: the photograph, or a plain colour.

    Returns
    -------
    Unmixed

    Raises
    ------
    ValueError
        There is no background, or one has another shape.
    """
    if not backgrounds or any(each.shape != picture.shape for each in backgrounds):
        raise ValueError("at least one background of the picture's shape is needed")
    every = [_over(picture, each) for each in backgrounds]
    best = min(range(len(every)), key=lambda number: float(every[number][2].sum()))
    place, opacity, error, changed = every[best]
    seen = opacity > _VISIBLE
    full = float(opacity[seen].max()) if seen.any() else 1.0
    colour = np.where(seen, place, 0.0)
    relevance = FADE * opacity / full + (1 - FADE) * colour
    relevance[~seen] = 0.0
    return Unmixed(
        relevance=relevance.clip(0, 1).astype(np.float32),
        opacity=opacity.astype(np.float32),
        residual=float(np.sqrt(error[changed].mean() / 3)) if changed.any() else 0.0,
        background=best,
    )


def _over(
    picture: NDArray[np.uint8], background: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Return place on the scale, opacity, squared error and what is changed, each (H, W)."""
    colours = table()[np.linspace(0, 255, _LEVELS).astype(int)].astype(np.float32) / 255
    seen = picture.astype(np.float32) / 255
    behind = background.astype(np.float32) / 255
    changed = np.abs(seen - behind).max(axis=-1) > _ROUNDING
    seen, behind = seen[changed], behind[changed]
    found = np.empty((3, len(seen)), np.float32)
    for start in range(0, len(seen), _PIXELS):
        part = slice(start, start + _PIXELS)
        found[:, part] = _best(seen[part], behind[part], colours)
    place, opacity, error = np.zeros((3, *changed.shape), np.float32)
    place[changed], opacity[changed], error[changed] = found
    return place, opacity, error, changed


def _best(
    seen: NDArray[np.float32], behind: NDArray[np.float32], colours: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the palette's place, opacity and squared error that explain each pixel, (n,) each."""
    change = seen - behind
    glass = colours[None] - behind[:, None]
    along = np.einsum("nc,nlc->nl", change, glass)
    length = np.einsum("nlc,nlc->nl", glass, glass)
    opacity = np.clip(along / np.maximum(length, 1e-6), 0, 1)
    error = (change**2).sum(axis=1)[:, None] - 2 * opacity * along + opacity**2 * length
    level = error.argmin(axis=1)
    rows = np.arange(len(seen))
    place = level.astype(np.float32) / (len(colours) - 1)
    return place, opacity[rows, level], np.maximum(error[rows, level], 0)
