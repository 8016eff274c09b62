"""How a study turns recordings into maps: fixations, spread, and who is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.gaze.density import RADIUS_PX, Measure, pixels_of_degrees
from neopain_gui.gaze.fixations import (
    IVT,
    TX300,
    Filter,
    Viewing,
    filter_as_dict,
    filter_from_dict,
)
from neopain_gui.gaze.fixations.quality import PASS_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class GazeSettings:
    """Everything that decides a group's map besides the recordings.

    Attributes
    ----------
    fixations : IVT, IDT or Exported
        Which fixations count.
    viewing : Viewing
        Screen and distance.
    measure : Measure
        What is added up where somebody fixated.
    radius_px : float
        How far a fixation is spread, pixels of the screen; see
        :func:`~neopain_gui.gaze.density.sigma_of_radius`.
    pass_share : float
        Least share of valid samples of a participant, in [0, 1].
    """

    fixations: Filter = field(default_factory=IVT)
    viewing: Viewing = TX300
    measure: Measure = Measure.DURATION
    radius_px: float = RADIUS_PX
    pass_share: float = PASS_SHARE

    def __post_init__(self) -> None:
        if not (math.isfinite(self.radius_px) and self.radius_px > 0):
            raise ValueError("a radius is positive")
        if not 0 <= self.pass_share <= 1:
            raise ValueError("a share is between 0 and 1")

    def radius_of_degrees(self, degrees: float) -> float:
        """Return the radius in pixels of the screen that a visual angle covers.

        Raises
        ------
        ValueError
            The angle is not between 0 and 90 degrees.
        """
        viewing = self.viewing
        pixel_mm = viewing.screen_mm[0] / viewing.screen_px[0]
        return pixels_of_degrees(degrees, distance_mm=viewing.distance_mm, pixel_mm=pixel_mm)

    @property
    def radius_degrees(self) -> float:
        """The radius as a visual angle."""
        viewing = self.viewing
        radius_mm = self.radius_px * viewing.screen_mm[0] / viewing.screen_px[0]
        return math.degrees(math.atan(radius_mm / viewing.distance_mm))

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            "fixations": filter_as_dict(self.fixations),
            "viewing": self.viewing.as_dict(),
            "measure": str(self.measure),
            "radius_px": self.radius_px,
            "pass_share": self.pass_share,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> GazeSettings:
        """Return what :meth:`as_dict` wrote; the defaults where something is missing."""
        usual = cls().as_dict() | dict(stored)
        return cls(
            fixations=filter_from_dict(usual["fixations"]),
            viewing=Viewing.from_dict(usual["viewing"]),
            measure=Measure(usual["measure"]),
            radius_px=float(usual["radius_px"]),
            pass_share=float(usual["pass_share"]),
        )
