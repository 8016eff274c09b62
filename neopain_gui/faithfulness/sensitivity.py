"""Sensitivity: how much a map changes when the photograph hardly does.

Yeh et al. 2019, "On the (in)fidelity and sensitivity of explanations", NeurIPS.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.jobs import NULL_JOB, Job, PartOfJob

Explain = Callable[[Sequence[NDArray[np.uint8]], Job], Sequence[NDArray[Any]]]
"""Maps of face crops by some method, for a fixed class."""

RADIUS = 5
"""Grey levels of 255 by which the noise changes a pixel at the most: 2 %, Captum's default."""
SAMPLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How far maps of noisy photographs are from the map of the photograph.

    Attributes
    ----------
    maximum, mean : float
        Length of the change over the length of the map (Euclidean), the largest and the mean of
        the samples, ≥ 0; NaN where the photograph's map is empty.
    radius : int
        Of the uniform noise, in grey levels.
    samples, seed : int
        How many noisy photographs, and what they were drawn from.
    """

    maximum: float
    mean: float
    radius: int
    samples: int
    seed: int


def noisy(
    crop: NDArray[np.uint8], *, radius: int, samples: int, seed: int
) -> list[NDArray[np.uint8]]:
    """Return copies of a crop, each value changed by a whole number from −radius to radius."""
    rng = np.random.default_rng(seed)
    return [
        np.clip(
            crop.astype(np.int16) + rng.integers(-radius, radius + 1, crop.shape), 0, 255
        ).astype(np.uint8)
        for _ in range(samples)
    ]


def sensitivity(
    explain: Explain,
    crop: NDArray[np.uint8],
    *,
    radius: int = RADIUS,
    samples: int = SAMPLES,
    seed: int = 0,
    job: Job = NULL_JOB,
) -> Sensitivity:
    """Measure how much small noise changes a method's map.

    Parameters
    ----------
    explain : callable
        Explains crops, given a job; the class explained must not depend on the noise.
    crop : ndarray of uint8, shape (size, size, 3)
        The face crop at the classifier's input size: noise on a larger one would be averaged
        away before the classifier sees it.
    radius : int
        1 to 255 grey levels.
    samples : int
        ≥ 1.
    seed : int
        Decides the noise.
    job : Job, optional
        Handed to ``explain``.

    Raises
    ------
    ValueError
        The radius or the number of samples cannot be used.
    """
    if not 1 <= radius <= 255 or samples < 1:
        raise ValueError(f"noise needs 1 ≤ radius ≤ 255 and samples ≥ 1, got {radius}, {samples}")
    others = noisy(crop, radius=radius, samples=samples, seed=seed)
    share = 1 / (samples + 1)
    first = np.asarray(explain([crop], PartOfJob(job, 0.0, share))[0], np.float64)
    length = float(np.linalg.norm(first))
    changes = [
        float(np.linalg.norm(np.asarray(one, np.float64) - first))
        for one in explain(others, PartOfJob(job, share, 1.0))
    ]
    relative = [change / length if length else math.nan for change in changes]
    return Sensitivity(
        maximum=max(relative) if length else math.nan,
        mean=math.fsum(relative) / samples,
        radius=radius,
        samples=samples,
        seed=seed,
    )
