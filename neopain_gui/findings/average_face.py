"""What extraction models show on the average face, and where classes and models differ there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.statistics import ClusterTest, Statistic
from neopain_gui.faces.warp import Fit

Array = NDArray[np.float64]
LABELS = ("pain", "no pain", "all")
"""Of which photographs an average face is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AverageFace:
    """The mean map of an extraction model on the neutral face.

    Attributes
    ----------
    model, label : str
        Whose, and of which photographs: one of :data:`LABELS`.
    values : ndarray of float64, shape (rows, columns)
        Mean over neonates of the mean over a neonate's photographs; 1 is what an even map has.
        NaN where most maps do not reach.
    photographs, neonates : int
        Of how many.
    """

    model: str
    label: str
    values: Array
    photographs: int
    neonates: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceDifference:
    """Where two average faces differ.

    Attributes
    ----------
    model, other : str
        Pain less no pain of one extraction model, where ``other`` is empty; else the first less
        the second, on the photographs that have both.
    values : ndarray of float64, shape (rows, columns)
        Mean difference over neonates; NaN where it is not known.
    test : ClusterTest or None
        The permutation test over neonates; None where there is none.
    p_holm : float
        Its smallest p after Holm, within the tests of the same question; NaN without a test.
    where : tuple of (str, float, float)
        Features of the neutral face in which a significant difference lies, the largest share
        first: which share of the feature is higher, which lower.
    photographs, neonates : int
        Of how many; neonates are the pairs of the test.
    why : str
        Why there is no test.
    """

    model: str
    other: str
    values: Array
    test: ClusterTest | None
    p_holm: float
    where: tuple[tuple[str, float, float], ...]
    photographs: int
    neonates: int
    why: str = ""

    @property
    def of_classes(self) -> bool:
        """Whether pain is compared with no pain."""
        return not self.other

    @property
    def title(self) -> str:
        """What is subtracted from what."""
        return (
            f"{self.model}: pain − no pain" if self.of_classes else f"{self.model} − {self.other}"
        )

    def turned(self) -> FaceDifference:
        """Return the second less the first, of two models."""
        test = self.test
        if test is not None:
            minus = {name: -getattr(test, name) for name in ("difference", "t", "statistic")}
            test = replace(test, **minus)
        return replace(
            self,
            model=self.other,
            other=self.model,
            values=-self.values,
            test=test,
            where=tuple((name, lower, higher) for name, higher, lower in self.where),
        )

    @property
    def smallest_p(self) -> float:
        """The p of "somewhere they differ"; NaN without a test."""
        return float("nan") if self.test is None else self.test.smallest_p


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AverageFaces:
    """All that a study shows on the average face.

    Attributes
    ----------
    faces : tuple of AverageFace
        By model, then by label.
    differences : tuple of FaceDifference
        Of classes, then of pairs of models.
    fits : tuple of (str, Fit)
        How well each photograph's face lies on the neutral one.
    gaps : tuple of (str, str, str)
        Photograph, extraction model (empty: all of them) and why it is not among them.
    statistic : Statistic
        Of the tests.
    smooth : float
        Standard deviation of the Gaussian that maps were smoothed with, in distances between the
        eyes.
    notes : tuple of str
        What a reader must know.
    """

    faces: tuple[AverageFace, ...]
    differences: tuple[FaceDifference, ...]
    fits: tuple[tuple[str, Fit], ...]
    gaps: tuple[tuple[str, str, str], ...]
    statistic: Statistic
    smooth: float
    notes: tuple[str, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The extraction models that have an average face, in their order."""
        return tuple(dict.fromkeys(one.model for one in self.faces))

    def face(self, model: str, label: str) -> AverageFace | None:
        """Return a model's average face of some photographs; None where there are none."""
        return next((x for x in self.faces if (x.model, x.label) == (model, label)), None)

    def difference(self, model: str, other: str = "") -> FaceDifference | None:
        """Return where a model's classes differ, or two models; None where nobody asked."""
        return next((x for x in self.differences if (x.model, x.other) == (model, other)), None)
