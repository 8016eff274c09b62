"""Step 4 of the post-processing, and the way from a relevance map to a contour mask."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neopain_gui.imaging import resize
from neopain_gui.maps import ContourMask, ExtractionModel, RelevanceMap
from neopain_gui.masks.filters import as_scores, cluster, smooth
from neopain_gui.masks.settings import C_ATTRIBUTION, MaskSettings
from neopain_gui.provenance import Provenance

MASK_VERSION = 2
"""Version of this package's numbers, part of every contour mask's provenance."""

# The Gaussian's 11 + 11 additions may leave a constant map this uneven, relative to its value.
_ROUNDING = 16 * float(np.finfo(np.float32).eps)


def threshold(relevance: NDArray[Any], c: float = C_ATTRIBUTION) -> float | None:
    """Return the least score that is kept (3.4.3, equation 9).

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Finite scores.
    c : float
        Multiple of the population standard deviation, finite.

    Returns
    -------
    float or None
        mean + c · std, rounded to the scores' float32; None if all scores are the same, for then
        nothing stands out (decision 12).

    Raises
    ------
    ValueError
        The map is not a non-empty, finite (h, w) array, or ``c`` is not finite.
    """
    values = as_scores(relevance)
    if not math.isfinite(c):
        raise ValueError(f"c must be finite, got {c}")
    low, high = float(values.min()), float(values.max())
    if high - low <= _ROUNDING * max(abs(low), abs(high)):
        return None
    # A double's mean and deviation, then the precision of the scores: where a score equals the
    # threshold, as in a map of two values, the last bit of the sum must not decide.
    wide = values.astype(np.float64)
    mean = wide.mean()
    # As ``std`` does it, in place: that of a large photograph would take 48 MB more.
    wide -= mean
    wide *= wide
    return float(np.float32(mean + c * np.sqrt(wide.sum() / wide.size)))


def contour_mask(relevance: NDArray[Any], c: float = C_ATTRIBUTION) -> NDArray[np.bool_]:
    """Keep what is at least c standard deviations above the mean (3.4.3, equation 9).

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Finite scores.
    c : float
        Multiple of the population standard deviation, finite.

    Returns
    -------
    ndarray of bool, shape (h, w)
        True where score ≥ mean + c · std; nowhere if all scores are the same (decision 12).

    Raises
    ------
    ValueError
        The map is not a non-empty, finite (h, w) array, or ``c`` is not finite.
    """
    values = as_scores(relevance)
    least = threshold(values, c)
    if least is None:
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(values >= np.float32(least))


def post_process(relevance: NDArray[Any], settings: MaskSettings) -> NDArray[np.float32]:
    """Cluster, then smooth (3.4.3, steps 2 and 3), each unless ``settings`` leave it out.

    Parameters
    ----------
    relevance : ndarray, shape (h, w)
        Scores at the resolution at which they were made (decision 9).
    settings : MaskSettings
        What to do.

    Returns
    -------
    ndarray of float32, shape (h, w)
        The processed scores: what the overlay shows and equation 9 is applied to.
    """
    values = as_scores(relevance)
    if settings.clusters:
        values = cluster(values, settings.clusters)
    if settings.sigma:
        values = smooth(values, settings.size, settings.sigma)
    return values


def to_contour_mask(relevance_map: RelevanceMap, settings: MaskSettings) -> ContourMask:
    """Turn a relevance map into the contour mask of the photograph.

    Attribution maps are clustered, smoothed and cut at equation 9 on their own grid; the mask is
    then enlarged to the box, nearest pixel for nearest pixel (3.5, decisions 9 and 14). Maps of
    gaze are cut at equation 9 as they are (3.5). An annotation is not: what a person marked is the
    mask, also where it is the whole face, and of several people's what a share of them marked.

    Parameters
    ----------
    relevance_map : RelevanceMap
        What mattered, and where in the photograph its grid lies.
    settings : MaskSettings
        What to do.

    Returns
    -------
    ContourMask
        Empty where a map that is cut is constant, in particular where nothing mattered.

    Raises
    ------
    ValueError
        The map's box lies partly outside its photograph.
    """
    kind = relevance_map.model.traits
    values = relevance_map.values
    if kind.post_processed:
        values = post_process(values, settings)
    c = settings.c_for(kind)
    mask = _as_marked(relevance_map) if c is None else contour_mask(values, c)
    return ContourMask(
        values=_paste(mask, relevance_map, "nearest"),
        box=relevance_map.box,
        model=relevance_map.model,
        provenance=mask_provenance(relevance_map.provenance, relevance_map.model, settings),
    )


def least_of(made: Provenance) -> float | None:
    """Return the value from which on a map that is not cut by equation 9 is the mask, if it says.

    A map of several raters holds shares of them, and which share makes the mask is part of what
    made it; else every place with a value is inside.
    """
    least = made.inputs.get("least")
    return float(least) if isinstance(least, int | float) else None


def _as_marked(relevance_map: RelevanceMap) -> NDArray[np.bool_]:
    least, values = least_of(relevance_map.provenance), relevance_map.values
    return values > 0 if least is None else values >= np.float32(least)


def mask_provenance(made: Provenance, model: ExtractionModel, settings: MaskSettings) -> Provenance:
    """Return what makes the contour mask of a relevance map, by the map's own provenance."""
    inputs: dict[str, Any] = {"map": made.key}
    c = settings.c_for(model.traits)
    if c is not None:
        inputs["c"] = c
    if model.traits.post_processed:
        inputs |= {
            "clusters": settings.clusters,
            "size": settings.size if settings.sigma else 0,
            "sigma": float(settings.sigma),
        }
    return Provenance(stage="masks.contour", version=MASK_VERSION, inputs=inputs)


def on_photograph(relevance_map: RelevanceMap, values: NDArray[Any]) -> NDArray[np.float32]:
    """Lay scores on a map's grid over the whole photograph, for showing them.

    Parameters
    ----------
    relevance_map : RelevanceMap
        Says where the grid lies.
    values : ndarray, shape (h, w) of the map's grid
        Its values, or what :func:`post_process` made of them.

    Returns
    -------
    ndarray of float32, shape (H, W)
        Interpolated between the grid's pixels inside the box, 0 outside.

    Raises
    ------
    ValueError
        The values are not on the map's grid, or its box lies partly outside its photograph.
    """
    scores = as_scores(values)
    if scores.shape != relevance_map.values.shape:
        raise ValueError(f"{scores.shape} is not the map's grid {relevance_map.values.shape}")
    return _paste(scores, relevance_map, "bilinear")


def _paste(
    values: NDArray[Any], relevance_map: RelevanceMap, method: Literal["bilinear", "nearest"]
) -> NDArray[Any]:
    box, (height, width) = relevance_map.box, relevance_map.photograph_size
    if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height:
        raise ValueError(f"box {box.as_tuple()} is not inside {width} × {height} pixels")
    whole = np.zeros((height, width), dtype=values.dtype)
    whole[box.slices] = resize(values, (box.height, box.width), method)
    return whole
