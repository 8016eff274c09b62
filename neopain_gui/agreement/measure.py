"""What a measure of agreement is: one entry says all that tables, figures and words need."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.fixations import Fixated

Mask = NDArray[np.bool_]
Values = NDArray[Any]

ANY = (-math.inf, math.inf)
SHARE = (0.0, 1.0)
AT_LEAST_0 = (0.0, math.inf)
NO_CHANCE = "it has no chance level"
"""What is said of a measure of which nobody knows what chance gives."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """A measure of how much two extraction models agree on a photograph.

    It follows from exactly one of: four counts of pixels, two contour masks, two relevance maps,
    or a relevance map and where people fixate.

    Attributes
    ----------
    id : str
        What data call it, in the column ``metric``.
    title, short : str
        Its name for people, and within a sentence or where there is little room.
    says : str
        What it is, with its equation or its paper.
    range : (float, float)
        The smallest and the largest value there can be: intervals and figures are cut there.
    lower_is_better : bool
        Whether two agree more the smaller it is: a distance.
    unit : str
        What a 1 is; empty for a number without a unit.
    decimals : int
        With how many it is read in a matrix.
    bands : (float, float), optional
        Weak up to the first and strong from the second (section 4.2.2); none for other measures.
    in_family : bool
        Whether it is of Tables 3 to 5 of the dissertation: its tests are corrected together.
    follows_from : str
        Another measure that it is a function of: a table with a column a measure leaves it out.
    from_counts : callable, optional
        Works it out from counts, also of many pairs at once.
    chance : callable, optional
        What independent masks of the same coverages give, from counts.
    chance_says : str
        What chance gives where it does not depend on counts.
    on_masks : callable, optional
        Works it out from two masks of one shape, or from what ``prepare`` makes of them.
    prepare : callable, optional
        What is done once to a mask that meets many others.
    on_maps : callable, optional
        Works it out from two maps of one shape.
    directed : bool
        Whether the first of the maps is what is true, so that exchanging them gives another value;
        of a pair it is the mean of both.
    on_fixations : callable, optional
        Works it out from a map and where people fixate.
    undefined : str
        Why it is undefined where no mask is empty and none covers everything.
    """

    id: str
    title: str
    short: str
    says: str
    range: tuple[float, float]
    lower_is_better: bool = False
    unit: str = ""
    decimals: int = 3
    bands: tuple[float, float] | None = None
    in_family: bool = False
    follows_from: str = ""
    from_counts: Callable[[Counts], Any] | None = None
    chance: Callable[[Counts], Any] | None = None
    chance_says: str = NO_CHANCE
    on_masks: Callable[[Any, Any], float] | None = None
    prepare: Callable[[Mask], Any] | None = None
    on_maps: Callable[[Values, Values], float] | None = None
    directed: bool = False
    on_fixations: Callable[[Values, Fixated], float] | None = None
    undefined: str = "undefined"

    def __post_init__(self) -> None:
        ways = (self.from_counts, self.on_masks, self.on_maps, self.on_fixations)
        if sum(way is not None for way in ways) != 1:
            raise ValueError(f"{self.id} is worked out in exactly one way")
        if self.chance is not None and self.from_counts is None:
            raise ValueError(f"{self.id}: a chance level is of counts")

    @property
    def of_masks(self) -> bool:
        """Whether it compares contour masks, not maps."""
        return self.from_counts is not None or self.on_masks is not None

    @property
    def width(self) -> tuple[float, float]:
        """What a difference of two of its values can be."""
        reach = self.range[1] - self.range[0]
        return -reach, reach

    @property
    def bounded(self) -> bool:
        """Whether its range has two ends."""
        return math.isfinite(self.range[0]) and math.isfinite(self.range[1])

    @property
    def with_unit(self) -> str:
        """Its title with its unit, as an axis has it."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    @property
    def short_with_unit(self) -> str:
        """Its short name with its unit, where an axis has no room for the title."""
        return f"{self.short}, {self.unit}" if self.unit else self.short

    @property
    def explained(self) -> str:
        """What it is, with its unit, within a sentence."""
        said = self.says[0].lower() + self.says[1:]
        return f"{said}, in {self.unit}" if self.unit else said

    @property
    def spoken(self) -> str:
        """Its title within a sentence: a person’s name keeps its capital.

        >>> from neopain_gui.agreement import measure_of
        >>> measure_of("cosine").spoken, measure_of("spearman").spoken
        ('cosine similarity', 'Spearman’s coefficient')
        """
        if self.title.startswith(self.short):
            return self.title
        return self.title[0].lower() + self.title[1:]

    @property
    def within(self) -> str:
        """The range in words, as *0 to 1*."""
        low, high = (f"{end:g}".replace("-", "−") for end in self.range)
        if math.isfinite(self.range[1]):
            return f"{low} to {high}"
        return f"{low} or more" if math.isfinite(self.range[0]) else "any number"

    @property
    def columns(self) -> tuple[tuple[str, str, bool], ...]:
        """Columns of it in a table of two maps a and b a row, their heads, whether b is true."""
        if not self.directed:
            return ((self.id, self.short, False),)
        return (
            (f"{self.id}_a_b", f"{self.short}, b for a", False),
            (f"{self.id}_b_a", f"{self.short}, a for b", True),
        )

    def ranked(self, value: Any) -> Any:
        """Return a value, or an array of them, so that the largest agrees most."""
        return -value if self.lower_is_better else value

    def chance_of(self, counts: Counts) -> Any:
        """Return what independent masks of the same coverages give; NaN where it is undefined.

        Raises
        ------
        ValueError
            It has no chance level.
        """
        if self.chance is None or self.from_counts is None:
            raise ValueError(f"there is no chance level of {self.id!r}")
        expected = self.chance(counts)
        found = np.where(np.isfinite(self.from_counts(counts)), expected, np.nan)
        return float(found) if found.ndim == 0 else found
