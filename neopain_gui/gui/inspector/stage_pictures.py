"""The four steps of section 3.4.3 as pictures and words (Figures 10, 11). Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import (
    Clusters,
    cell_at,
    clustered,
    coloured,
    contour,
    processed,
    sampled,
    step_shares,
)
from neopain_gui.maps import ContourMask, RelevanceMap
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings

TITLES = ("1  Relevance map", "2  Clusters", "3  Smoothed", "4  Alpha channel")
"""Of the steps, in the order of 3.4.3."""

_BARS = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """How often which score occurs, for a histogram.

    Attributes
    ----------
    top : float
        The largest score: the right end of the last bar; the first one begins at 0.
    usual : int
        The most cells of any bar, those of score 0 apart: most of a map may be 0.
    raw : ndarray of int, shape (n,)
        Cells of the map by their score.
    smoothed : ndarray of int, shape (n,), or None
        The same after steps 2 and 3; None where both are left out or do not apply.
    shares : ndarray of float32, shape (n,), or None
        Place of each bar's cluster on the colour map; None without clusters.
    """

    top: float
    usual: int
    raw: NDArray[np.intp]
    smoothed: NDArray[np.intp] | None
    shares: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Steps:
    """A map on its way to a contour mask.

    Attributes
    ----------
    relevance : RelevanceMap
        Step 1.
    clusters : Clusters or None
        Step 2; None where it does not apply or is left out.
    smoothed : RelevanceMap
        After step 3; as the step before where it does not apply or is left out.
    threshold : float or None
        The least score that step 4 keeps; None if all are the same.
    mask : ContourMask
        What it keeps.
    pictures : tuple of ndarray of uint8, shape (h, w, 4), or None
        RGBA of each step over the map's box; None where a step does not apply.
    captions : tuple of str
        The numbers of each step.
    scores : Scores
        For the histogram.
    """

    relevance: RelevanceMap
    clusters: Clusters | None
    smoothed: RelevanceMap
    threshold: float | None
    mask: ContourMask
    pictures: tuple[NDArray[np.uint8] | None, ...]
    captions: tuple[str, ...]
    scores: Scores

    def read(self, column: int, row: int) -> tuple[str, ...]:
        """Say what each step has at a pixel of the photograph; empty outside the map's box."""
        cell = cell_at(self.relevance, column, row)
        if cell is None:
            return ("",) * len(TITLES)
        mean = smoothed = ""
        if self.clusters is not None:
            label = self.clusters.labels[cell]
            mean = f"{self.clusters.means[label]:.3g} ({label + 1})"
        if self.pictures[2] is not None:
            smoothed = f"{self.smoothed.values[cell]:.3g}"
        inside = self.mask.values[row, column]
        raw = f"{self.relevance.values[cell]:.3g}"
        return raw, mean, smoothed, "inside" if inside else "outside"


def follow(relevance: RelevanceMap, settings: MaskSettings, colormap: str) -> Steps:
    """Take a map through the steps.

    Parameters
    ----------
    relevance : RelevanceMap
        What mattered. Maps of gaze and annotations are only cut (3.5).
    settings : MaskSettings
        The study's.
    colormap : str
        A name of :data:`neopain_gui.imaging.colormaps.NAMES`.

    Returns
    -------
    Steps
        The mask of step 4 is, pixel for pixel, the one that is exported.
    """
    from neopain_gui.masks import threshold

    c = settings.c_for(relevance.model.traits)
    clusters = clustered(relevance, settings)
    smoothed = processed(relevance, settings)
    mask = contour(relevance, settings)
    least = None if c is None else threshold(smoothed.values, c)
    return Steps(
        relevance=relevance,
        clusters=clusters,
        smoothed=smoothed,
        threshold=least,
        mask=mask,
        pictures=_pictures(relevance, settings, colormap, mask),
        captions=_captions(relevance, clusters, settings, mask, least),
        scores=_scores(relevance, settings),
    )


def _pictures(
    relevance: RelevanceMap, settings: MaskSettings, colormap: str, mask: ContourMask
) -> tuple[NDArray[np.uint8] | None, ...]:
    """Colour the steps; those that c does not change are kept while it is dragged."""

    def make() -> tuple[NDArray[np.uint8] | None, ...]:
        first = _picture(relevance.values, colormap)
        if not relevance.model.of_classifier:
            return first, None, None, first
        clusters = clustered(relevance, settings)
        second = _step_picture(clusters, colormap) if clusters is not None else first
        last = _picture(processed(relevance, settings).values, colormap)
        return first, second, last if settings.sigma else second, last

    *before, last = KEPT.get(("steps", *_key(relevance, settings), colormap), make)
    if last is None:
        raise ValueError("the last step always has a picture")
    cut = last.copy()
    inside = mask.values[mask.box.slices]
    cut[..., 3] = np.where(sampled(inside, relevance.values.shape), 255, 0)
    return *before, cut


def _key(relevance: RelevanceMap, settings: MaskSettings) -> tuple[Hashable, ...]:
    steps = (settings.clusters, settings.size, settings.sigma)
    return (relevance.provenance.key, relevance.model, *steps)


def _picture(values: NDArray[np.float32], colormap: str) -> NDArray[np.uint8]:
    return coloured(sampled(values, values.shape), float(values.max()), colormap)


def _step_picture(clusters: Clusters, colormap: str) -> NDArray[np.uint8]:
    """Colour clusters by their order, not their means: most means of a skewed map lie close."""
    from neopain_gui.imaging import colormaps

    colours = np.full((clusters.means.size, 4), 255, np.uint8)
    colours[:, :3] = colormaps.apply(step_shares(clusters.means.size)[None, :], colormap)[0]
    return colours[clusters.labels]


def _captions(
    relevance: RelevanceMap,
    clusters: Clusters | None,
    settings: MaskSettings,
    mask: ContourMask,
    least: float | None,
) -> tuple[str, ...]:
    height, width = relevance.values.shape
    top = float(relevance.values.max())
    size = f"{width} × {height}"
    first = f"{size}, zero everywhere" if relevance.empty else f"{size}, largest {top:.3g}"
    c = settings.c_for(relevance.model.traits)
    # A typographic minus; a study may hold any finite c.
    rule = "" if c is None else f"≥ mean {'−' if c < 0 else '+'} {abs(c):g} sd"
    if c is None:
        from neopain_gui.masks import least_of

        share = least_of(relevance.provenance)
        marked = "as it was marked" if share is None else f"≥ {share:g}, as it was marked"
        last = f"{marked}\ncoverage {percent(mask.coverage, '.1f')}"
    elif least is None:
        last = f"{rule}\nnothing stands out: no mask"
    else:
        last = f"{rule}\ncoverage {percent(mask.coverage, '.1f')}"
    if not relevance.model.of_classifier:
        none = f"does not apply to {relevance.model.traits.title}"
        return first, none, none, last
    return first, _clusters_in_words(clusters, settings), _gaussian_in_words(settings), last


def _clusters_in_words(clusters: Clusters | None, settings: MaskSettings) -> str:
    if clusters is None:
        return "left out"
    found, wanted = clusters.means.size, settings.clusters
    if found < wanted:
        return f"{found} of {wanted} clusters: the map has no more values"
    return f"{wanted} clusters"


def _gaussian_in_words(settings: MaskSettings) -> str:
    if not settings.sigma:
        return "left out"
    return f"Gaussian {settings.size} × {settings.size}, σ {settings.sigma:g}"


def _scores(relevance: RelevanceMap, settings: MaskSettings) -> Scores:
    key = ("scores", *_key(relevance, settings))
    return KEPT.get(key, lambda: _count(relevance, settings))


def _count(relevance: RelevanceMap, settings: MaskSettings) -> Scores:
    values, clusters = relevance.values, clustered(relevance, settings)
    top = float(values.max())
    shares = smoothed = None
    if clusters is not None:
        # A bar has the cluster of its middle; k-means parts scores half-way between the means.
        middles = (np.arange(_BARS) + 0.5) / _BARS * (top or 1.0)
        borders = (clusters.means[:-1] + clusters.means[1:]) / 2
        shares = step_shares(clusters.means.size)[np.searchsorted(borders, middles)]
    if relevance.model.of_classifier:
        smoothed = _in_bars(processed(relevance, settings).values, top)
    raw = _in_bars(values, top)
    above = raw.copy()
    above[0] -= np.count_nonzero(values == 0)
    return Scores(top=top, usual=int(above.max()), raw=raw, smoothed=smoothed, shares=shares)


def _in_bars(values: NDArray[np.float32], top: float) -> NDArray[np.intp]:
    bars = np.minimum((values * (_BARS / (top or 1.0))).astype(np.intp), _BARS - 1)
    return np.bincount(bars.ravel(), minlength=_BARS)
