"""Pictures of a screen with a photograph and a heatmap over it, drawn apart from the program."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter


def heat(size, place, seed, sigma=18.0, looks=25):
    """Relevance in [0, 1] on a screen, (H, W), mostly where the photograph is."""
    left, top, width, height = place
    random = np.random.default_rng(seed)
    x = random.normal(left + width / 2, width / 5, looks).clip(0, size[1] - 1).astype(int)
    y = random.normal(top + height / 2, height / 5, looks).clip(0, size[0] - 1).astype(int)
    points = np.zeros(size)
    np.add.at(points, (y, x), random.gamma(2, 1, looks))
    spread = gaussian_filter(points, sigma, mode="constant")
    return spread / spread.max()


def draw_heat(relevance, background, opacity):
    """Green by yellow to red over a picture, clear below a fifth."""
    red = np.interp(relevance, [0, 0.5, 1], [0, 255, 255])
    green = np.interp(relevance, [0, 0.5, 1], [255, 255, 0])
    colour = np.stack([red, green, np.zeros_like(red)], axis=-1)
    alpha = opacity * np.clip(relevance / 0.2, 0, 1)[..., None]
    return np.rint((1 - alpha) * background + alpha * colour).astype(np.uint8)


def show(photograph, place, *, size=(1024, 1280), grey=128):
    """A grey screen with the photograph in a place (left, top, width, height)."""
    left, top, width, height = place
    screen = np.full((*size, 3), grey, np.uint8)
    shown = Image.fromarray(photograph).resize((width, height), Image.Resampling.BICUBIC)
    screen[top : top + height, left : left + width] = np.asarray(shown)
    return screen
