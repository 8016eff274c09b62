"""The two types that everything after attribution, gaze and annotation works on.

Whatever says "this part of the picture mattered" is a :class:`RelevanceMap`; post-processing
turns it into a :class:`ContourMask`. Both are placed in the coordinates of the original
photograph by the box that their grid covers: the values stay at the resolution at which they
were made (decision 9: a classifier's input size on the face crop), and resampling happens once,
where a common grid is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box
from neopain_gui.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What an extraction model is, and what follows from that.

    Attributes
    ----------
    id : str
        What data call it.
    title, group : str
        Its maps, within a sentence; what they stand under where models stand side by side, empty
        where that is the classifier.
    post_processed : bool
        Whether its maps are clustered and smoothed before they are cut (3.4.3).
    tied_to_face : bool
        Whether a map is of one face box: of another face it says nothing.
    c : str
        The mask setting that it is cut by (equation 9); empty where it is not cut: what a person
        marked is the mask.
    order : int
        Its place beside the others.
    how_to_get_one : str
        Why a photograph has no such map, and what to do.
    """

    id: str
    title: str
    group: str
    post_processed: bool
    tied_to_face: bool
    c: str
    order: int
    how_to_get_one: str


ATTRIBUTION = Kind(
    id="attribution",
    title="maps of classifiers",
    group="",
    post_processed=True,
    tied_to_face=True,
    c="c_attribution",
    order=0,
    how_to_get_one="No classifier that is there makes this map.",
)
GAZE = Kind(
    id="gaze",
    title="maps of gaze",
    group="People",
    post_processed=False,
    tied_to_face=False,
    c="c_gaze",
    order=1,
    how_to_get_one="No heatmap picture of this photograph was imported. The tab Gaze reads them.",
)
ANNOTATION = Kind(
    id="annotation",
    title="annotations",
    group="Annotations",
    post_processed=False,
    tied_to_face=False,
    c="",
    order=2,
    how_to_get_one="No rater whose round counts said this of the photograph; "
    "a blind round counts when it is handed in.",
)
KINDS = {one.id: one for one in (ATTRIBUTION, GAZE, ANNOTATION)}
"""By their ids, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ExtractionModel:
    """Who or what extracted the regions: a method on a classifier, or a group of people.

    Attributes
    ----------
    name : str
        For people, as in Tables 3 to 5, for example ``"GradCAM|VGG-Face"`` or ``"Experts"``;
        nothing is read out of it.
    kind : str
        Id of its :class:`Kind`.
    maker, method, layer : str
        The classifier, the method of attribution, and the layer where it is another than the
        classifier's usual one; empty of people.
    """

    name: str
    kind: str
    maker: str = field(default="", compare=False)
    method: str = field(default="", compare=False)
    layer: str = field(default="", compare=False)

    @classmethod
    def of_method(cls, method: str, maker: str, layer: str = "") -> ExtractionModel:
        """Return that of a method on a classifier, named as the dissertation's tables do.

        >>> ExtractionModel.of_method("GradCAM", "VGG-Face", "conv3_3").name
        'GradCAM|VGG-Face|conv3_3'
        """
        name = "|".join(part for part in (method, maker, layer) if part)
        return cls(name=name, kind=ATTRIBUTION.id, maker=maker, method=method, layer=layer)

    @property
    def traits(self) -> Kind:
        """What follows from its kind."""
        return KINDS[self.kind]

    @property
    def of_classifier(self) -> bool:
        """Whether a method made its maps of a classifier; else people did."""
        return self.traits is ATTRIBUTION

    @property
    def of_gaze(self) -> bool:
        """Whether its maps show where people looked."""
        return self.traits is GAZE

    @property
    def of_raters(self) -> bool:
        """Whether its maps show what raters marked or coded."""
        return self.traits is ANNOTATION


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelevanceMap:
    """How much each part of a photograph mattered.

    Attributes
    ----------
    values : ndarray of float32, shape (h, w)
        Relevance ≥ 0 on a regular grid that covers ``box``.
    box : Box
        The rectangle of the photograph that the grid covers.
    photograph_size : tuple of int
        (height, width) of the photograph in pixels.
    model : ExtractionModel
        Who or what it comes from.
    provenance : Provenance
        What made it.
    cells : ndarray of float32, shape (h', w'), or None
        What the values were enlarged from, where that is known: all that has to be kept of them.
    """

    values: NDArray[np.float32]
    box: Box
    photograph_size: tuple[int, int]
    model: ExtractionModel
    provenance: Provenance
    cells: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        _check_grid(self.values, np.dtype(np.float32), "relevance")
        if not np.isfinite(self.values).all() or (self.values < 0).any():
            raise ValueError("relevance must be finite and not negative")

    @property
    def empty(self) -> bool:
        """True where nothing mattered: the map is zero everywhere."""
        return not self.values.any()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContourMask:
    """The most relevant region, in the pixels of the photograph.

    Attributes
    ----------
    values : ndarray of bool, shape (H, W)
        True inside the region; the size of the photograph.
    box : Box
        The rectangle that was looked at; outside it ``values`` is False and means nothing.
    model : ExtractionModel
        Who or what it comes from.
    provenance : Provenance
        What made it.
    """

    values: NDArray[np.bool_]
    box: Box
    model: ExtractionModel
    provenance: Provenance

    def __post_init__(self) -> None:
        _check_grid(self.values, np.dtype(np.bool_), "contour mask")

    @property
    def empty(self) -> bool:
        """True where no pixel is inside the region."""
        return not self.values.any()

    @property
    def coverage(self) -> float:
        """Share of the looked-at rectangle that lies inside the region, in [0, 1]."""
        return float(self.values[self.box.slices].mean())


def entropy(values: NDArray[Any]) -> float:
    """Return how evenly relevance is spread, as a share of the most even spread there is.

    Shannon's entropy −Σ p log p (Shannon 1948) of the relevance divided by its sum, divided by
    log n for n cells.

    Parameters
    ----------
    values : ndarray, shape (h, w)
        Relevance ≥ 0, finite.

    Returns
    -------
    float
        0 where one cell has all the relevance, 1 where every cell has the same; NaN where it is
        undefined: the map is empty or has a single cell.

    Raises
    ------
    ValueError
        There are no cells, or a value is negative or not finite.
    """
    relevance = np.asarray(values, np.float64).ravel()
    if relevance.size == 0 or not np.isfinite(relevance).all() or (relevance < 0).any():
        raise ValueError("relevance must be finite and not negative")
    top = relevance.max()
    if top == 0 or relevance.size == 1:
        return float("nan")
    shares = relevance / top  # the sum of very large numbers would overflow
    shares = shares[shares > 0] / shares.sum()
    return min(1.0, max(0.0, float(-(shares * np.log(shares)).sum() / np.log(relevance.size))))


def _check_grid(values: NDArray[Any], dtype: np.dtype[Any], what: str) -> None:
    if values.ndim != 2 or values.size == 0 or values.dtype != dtype:
        raise ValueError(
            f"a {what} is a non-empty {dtype} (H, W) array, got {values.dtype} {values.shape}"
        )
