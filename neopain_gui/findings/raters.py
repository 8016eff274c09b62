"""How far the raters of a round agree, with each other and with themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neopain_gui.annotation.agreement.value import Value

Among = Literal["all", "without", "pair", "repeat"]
"""All raters; all but the one that is named; the two that are named; one who saw it twice."""

COEFFICIENTS: dict[str, tuple[str, str]] = {
    "per_cent": ("Same answer", "Share of pairs of ratings that are the same"),
    "cohen": ("Cohen’s κ", "Agreement of two raters beyond chance"),
    "cohen_quadratic": (
        "Weighted κ",
        "Cohen’s κ; a disagreement counts by the square of the levels between",
    ),
    "fleiss": ("Fleiss’ κ", "Agreement of all raters beyond chance"),
    "alpha_nominal": ("Krippendorff’s α", "Nominal; 1 − observed / expected disagreement"),
    "alpha_ordinal": ("Krippendorff’s α", "Ordinal; 1 − observed / expected disagreement"),
    "alpha_interval": ("Krippendorff’s α", "Interval; 1 − observed / expected disagreement"),
    "ac1": ("Gwet’s AC1", "Beyond chance; stays near the per cent where an answer is rare"),
    "brennan_prediger": ("Brennan–Prediger", "Beyond chance, all answers taken as equally common"),
    "icc_1_1": ("ICC(1,1)", "Of a single rating; raters differ from photograph to photograph"),
    "icc_2_1": ("ICC(2,1)", "Of a single rating; absolute agreement"),
    "icc_3_1": ("ICC(3,1)", "Of a single rating; consistency, whatever the raters’ levels"),
    "icc_1_k": ("ICC(1,k)", "Of the mean of all raters, as ICC(1,1)"),
    "icc_2_k": ("ICC(2,k)", "Of the mean of all raters, as ICC(2,1)"),
    "icc_3_k": ("ICC(3,k)", "Of the mean of all raters, as ICC(3,1)"),
    "kendall_w": ("Kendall’s W", "Whether raters rank the photographs alike"),
    "bias": ("Mean difference", "The first rater’s less the second’s (Bland and Altman)"),
    "lower": ("Lower limit", "95 % of the differences lie above it (Bland and Altman)"),
    "upper": ("Upper limit", "95 % of the differences lie below it (Bland and Altman)"),
    "dice": ("Dice", "Overlap of the two regions, 2 |A ∩ B| / (|A| + |B|)"),
    "iou": ("IoU", "Intersection over union of the two regions"),
    "points_apart": (
        "Points apart",
        "Mean distance of the same point, in distances between the eyes",
    ),
    "hausdorff95": ("Hausdorff 95 %", "Distance of the borders that 95 % of pixels keep, pixels"),
}
"""Titles and meanings by id, in the order of tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterRow:
    """One coefficient.

    Attributes
    ----------
    round : str
        In which round.
    instrument, item : str
        Of what; of regions ``item`` is the region's name, of landmarks the point's, and empty for
        all of them.
    total : bool
        Whether ``item`` is a total.
    title : str
        As pages name it.
    among : {"all", "without", "pair", "repeat"}
        Whose agreement it is.
    raters : tuple of str
        Who.
    coefficient : str
        One of :data:`COEFFICIENTS`.
    found : Value
        With its interval over neonates.
    not_codable : int
        Answers that say that nothing can be said; they count as gaps.
    """

    round: str
    instrument: str
    item: str
    total: bool
    title: str
    among: Among
    raters: tuple[str, ...]
    coefficient: str
    found: Value
    not_codable: int = 0

    @property
    def who(self) -> str:
        """Whose agreement it is, in words."""
        match self.among:
            case "all":
                return "all raters"
            case "without":
                return f"without {self.raters[0]}"
            case "pair":
                return " and ".join(self.raters)
            case _:
                return f"{self.raters[0]} twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAgreement:
    """How far the raters of one round agree.

    Attributes
    ----------
    round : str
        Which.
    raters : tuple of str
        Who handed in: whose answers count.
    waiting : tuple of str
        Who has not yet.
    photographs, neonates : int
        How many photographs the round has, and whose.
    repeats : int
        Photographs that a rater saw twice.
    rows : tuple of RaterRow
        All coefficients.
    switches : tuple of str
        How the totals of its scales are added up, where the study can choose.
    sentences : tuple of str
        The same in words, the most important first.
    """

    round: str
    raters: tuple[str, ...]
    waiting: tuple[str, ...]
    photographs: int
    neonates: int
    repeats: int
    rows: tuple[RaterRow, ...]
    switches: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()

    def of(self, among: Among) -> tuple[RaterRow, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.among == among)
