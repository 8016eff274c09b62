"""Heatmap pictures of groups that do not exist, for the demo: nobody looked at anything.

Each made-up observer fixates regions of a phantom's face. Experts are made to look more at mouth
and nasolabial furrow, parents more at eyes and forehead and less closely (after what dissertation
2.1.1 and 4.2.1 report); the weights themselves are invented.

The picture imitates an eye tracker's export, transparent by green and yellow to red, but lies on
black, so that no photograph shows through when it is turned grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from neopain_gui.imaging import apply, write_png
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.people.groups import ObserverGroup

Outlines = Mapping[str, NDArray[np.float64]]

SYNTHETIC_GROUPS = (ObserverGroup.EXPERTS, ObserverGroup.PARENTS)
"""The groups of the demo: those that Tables 3 and 4 compare."""

_OBSERVERS = {ObserverGroup.EXPERTS: 44, ObserverGroup.PARENTS: 29}  # as many as took part
_FIXATIONS = 18  # in the 7 seconds that a photograph was shown, at about 390 ms each
MEDIAN_MS, SHORTEST_MS, SPREAD = 300.0, 60.0, 0.5  # durations are log-normal
# By the last word of a region's name, so that left and right share a weight.
_INTEREST = {
    ObserverGroup.EXPERTS: {
        "mouth": 0.33, "furrow": 0.20, "eye": 0.20, "brows": 0.17, "nose": 0.06, "forehead": 0.04,
    },
    ObserverGroup.PARENTS: {
        "mouth": 0.21, "furrow": 0.10, "eye": 0.30, "brows": 0.13, "nose": 0.10, "forehead": 0.10,
        "cheek": 0.06,
    },
}  # fmt: skip
AIM = {ObserverGroup.EXPERTS: 3.0, ObserverGroup.PARENTS: 7.0}  # pixels of 320, standard deviation
_KERNEL = 6.0  # pixels of 320, standard deviation
# Below the one share of the maximum nothing is drawn, from the other on the colours are opaque:
# then masks cover about as much of the face as Tables 3 and 4 imply, 0.4 and 0.5.
_CLEAR, _OPAQUE = 0.25, 0.45
_PORTUGUESE = {ObserverGroup.EXPERTS: "Médicos", ObserverGroup.PARENTS: "Pais"}


class Drawn(Protocol):
    """What is needed of a phantom."""

    @property
    def image(self) -> NDArray[np.uint8]:
        """The photograph, (H, W, 3)."""

    @property
    def regions(self) -> Outlines:
        """Outline (x, y) of each region, (n, 2), in the photograph."""


def synthetic_relevance(
    regions: Outlines, group: ObserverGroup, *, size: tuple[int, int], seed: int
) -> NDArray[np.float32]:
    """Invent what a group looked at: fixation durations, spread by a Gaussian.

    Parameters
    ----------
    regions : Mapping of str to ndarray of float64, shape (n, 2)
        Outlines (x, y) in the photograph's pixels.
    group : {ObserverGroup.EXPERTS, ObserverGroup.PARENTS}
        Who is made up.
    size : tuple of int
        (height, width) of the photograph.
    seed : int
        The same seed gives the same fixations.

    Returns
    -------
    ndarray of float32, shape ``size``
        Relevance in [0, 1], its maximum 1.
    """
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng([seed, list(ObserverGroup).index(group)])
    height, width = size
    pixel = width / 320  # the constants are for photographs of this width
    weights = region_weights(regions, group)
    names = list(weights)
    count = _OBSERVERS[group] * _FIXATIONS
    looked_at = random.choice(len(names), count, p=list(weights.values()))
    points = np.array([point_inside(regions[names[i]], random) for i in looked_at])
    points += random.normal(0, AIM[group] * pixel, points.shape)
    durations = np.maximum(MEDIAN_MS * random.lognormal(0, SPREAD, count), SHORTEST_MS)
    fixated, _, _ = np.histogram2d(
        points[:, 1], points[:, 0], (height, width), ((0, height), (0, width)), weights=durations
    )
    spread = gaussian_filter(fixated, _KERNEL * pixel, mode="constant")
    relevance: NDArray[np.float32] = (spread / spread.max()).astype(np.float32)
    return relevance


def heatmap_picture(relevance: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour relevance as an eye tracker's heatmap on black.

    Parameters
    ----------
    relevance : ndarray of float32, shape (H, W)
        In [0, 1].

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        Black where nobody looked, then green, yellow and red. Its grey rises up to yellow and
        falls to red, as that of real heatmaps does.
    """
    opacity = np.clip((relevance - _CLEAR) / (_OPAQUE - _CLEAR), 0, 1)[..., None]
    picture: NDArray[np.uint8] = np.rint(opacity * apply(relevance)).astype(np.uint8)
    return picture


def write_synthetic_heatmaps(
    folder: Path, phantoms: Iterable[tuple[str, Drawn]], job: Job = NULL_JOB
) -> list[Path]:
    """Write a heatmap picture per phantom and group, named like the study's own export.

    Parameters
    ----------
    folder : Path
        Made if need be.
    phantoms : iterable of (str, Drawn)
        File name and phantom, as ``dataset.phantom.study_phantoms`` yields them.
    job : Job, optional
        Asked before each phantom whether to stop.

    Returns
    -------
    list of Path
        The pictures. Each says in its metadata that it is synthetic.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (name, phantom) in enumerate(phantoms):
        job.check()
        size = (phantom.image.shape[0], phantom.image.shape[1])
        for group in SYNTHETIC_GROUPS:
            relevance = synthetic_relevance(phantom.regions, group, size=size, seed=number)
            path = folder / (
                f"EscalasDor__Procedimento_Final__{Path(name).stem}.bmp"
                f"__Full_recordings__{_PORTUGUESE[group]}.png"
            )
            facts = {"synthetic": True, "group": str(group), "seed": number}
            write_png(path, heatmap_picture(relevance), provenance=facts)
            written.append(path)
    return written


def region_weights(regions: Outlines, group: ObserverGroup) -> dict[str, float]:
    """Share the group's interest in a kind of region among the regions of that kind."""
    kinds = {name: name.split()[-1] for name in regions}
    shares = {
        name: _INTEREST[group].get(kind, 0.0) / list(kinds.values()).count(kind)
        for name, kind in kinds.items()
    }
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items() if share}


def point_inside(outline: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return a point between a region's middle and a point of its outline, spread over its area."""
    middle = outline.mean(axis=0)
    edge = outline[random.integers(len(outline))]
    point: NDArray[np.float64] = middle + np.sqrt(random.random()) * (edge - middle)
    return point
