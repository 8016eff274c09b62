"""What extraction models give each feature of the face, and how alike they rank them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neopain_gui.agreement.intervals import Interval
from neopain_gui.faces.drawn import Outlines

Drawn = Mapping[str, Mapping[str, Outlines]]
"""Outlines of features that somebody drew, by photograph and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """What an extraction model gives a feature of the face, as means over photographs.

    Attributes
    ----------
    model, region : str
        Which.
    label : str
        ``"pain"``, ``"no pain"`` or ``"all"``: of which photographs.
    share : Interval
        Relevance inside the region over all relevance in the face, in [0, 1].
    density : Interval
        The share over the region's share of the face's area: 1 is what an even map gives.
    coverage : Interval
        Part of the region that lies inside the contour mask, in [0, 1].
    rank : float
        By density among :data:`FEATURES`, 1 is the highest; NaN where it is undefined, and of a
        region of one's own: so rankings of different studies are of the same things.
    """

    model: str
    region: str
    label: str
    share: Interval
    density: Interval
    coverage: Interval
    rank: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionAgreement:
    """How much two models agree within a feature of the face.

    Attributes
    ----------
    model_a, model_b, region : str
        Which.
    iou : Interval
        Mean over photographs of the intersection over union of their masks within it.
    """

    model_a: str
    model_b: str
    region: str
    iou: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionOnPhotograph:
    """What an extraction model gives a feature of one photograph's face.

    Attributes
    ----------
    image, label, model, region : str
        Which; the label ``"pain"``, ``"no pain"`` or empty.
    share, density, coverage : float
        As in :class:`RegionRow`, of this photograph; NaN where undefined.
    area : float
        The region's share of the face's area, on the grid.
    """

    image: str
    label: str
    model: str
    region: str
    share: float
    density: float
    coverage: float
    area: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAgreement:
    """How alike two models' rankings of the features are.

    Attributes
    ----------
    model_a, model_b : str
        Which.
    label : str
        ``"pain"``, ``"no pain"`` or ``"all"``: of which photographs. The two classes may differ,
        which all together would hide.
    tau, p : float
        Kendall's τ-b of the mean densities over these photographs, in [−1, 1], and the p of a
        τ of so many features; NaN where a ranking is undefined (Tamanaka 2022 compares so).
    features : int
        How many were ranked: what the p rests on.
    within : Interval
        Mean of τ within each photograph, with an interval over neonates.
    """

    model_a: str
    model_b: str
    label: str
    tau: float
    p: float
    features: int
    within: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """τ on one photograph.

    Attributes
    ----------
    image, model_a, model_b : str
        Which.
    tau : float
        Kendall's τ-b of the densities; NaN where a ranking is undefined.
    """

    image: str
    model_a: str
    model_b: str
    tau: float
