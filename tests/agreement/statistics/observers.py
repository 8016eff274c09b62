"""Observers who are made up: one looks at the centre, one follows a map, one another."""

import numpy as np
from scipy import ndimage

from neopain_gui.agreement.statistics.looks import Looks

SIDE, NEONATES, PEOPLE, FIXATIONS = 8, 10, 12, 15


def centre() -> np.ndarray:
    at = np.arange(SIDE) - (SIDE - 1) / 2
    return np.hypot(*np.meshgrid(at, at)).ravel()


def two_maps(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Maps of as many photographs, both in the middle of the face, each with its own detail."""
    bias = np.exp(-((centre() / 2.2) ** 2) / 2)
    made = {}
    for name in "AB":
        rough = ndimage.gaussian_filter(rng.normal(size=(2 * NEONATES, SIDE, SIDE)), (0, 0.7, 0.7))
        detail = np.exp(0.7 * rough.reshape(2 * NEONATES, -1) / rough.std())
        made[name] = bias * detail
    return made


def looks_of(rng: np.random.Generator, follows: np.ndarray) -> Looks:
    """People whose fixations fall as ``follows`` says, shape (photographs, cells)."""
    chance = follows / follows.sum(axis=1, keepdims=True)
    fixations = np.stack(
        [[rng.multinomial(FIXATIONS, row) for row in chance] for _ in range(PEOPLE)]
    ).astype(float)
    whose = [f"N{i // 2}" for i in range(len(chance))]
    distance = np.tile(centre(), (len(chance), 1))
    return Looks(fixations=fixations, centre=distance, cross=None, neonates=whose)
