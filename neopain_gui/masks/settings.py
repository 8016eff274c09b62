"""How relevance maps become contour masks: what a study keeps and a report prints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.maps import Kind

CLUSTERS = 5  # 3.4.3, second step
BLUR_SIZE = 11  # 3.4.3, third step
BLUR_SIGMA = 2.0  # 3.4.3, third step
C_ATTRIBUTION = 0.5  # 3.4.3, equation 9
C_GAZE = 0.1  # 3.5

_MOST_CLUSTERS = 64
_LARGEST_BLUR = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskSettings:
    """The choices in dissertation 3.4.3 and 3.5, with its values as defaults.

    Attributes
    ----------
    clusters : int
        Clusters of the k-means step, 2 to 64; 0 leaves the step out (decision 10).
    size : int
        Side of the Gaussian kernel in pixels of the map's own grid, odd, 3 to 101 (decision 11).
    sigma : float
        Standard deviation of the Gaussian in the same pixels, > 0; 0 leaves the step out.
    c_attribution : float
        c of equation 9 for attribution maps (decision 12).
    c_gaze : float
        c of equation 9 for heatmaps of gaze (decision 12).

    Raises
    ------
    InputError
        A value is of another type or out of its range.
    """

    clusters: int = CLUSTERS
    size: int = BLUR_SIZE
    sigma: float = BLUR_SIGMA
    c_attribution: float = C_ATTRIBUTION
    c_gaze: float = C_GAZE

    def __post_init__(self) -> None:
        _require(
            _is_integer(self.clusters)
            and (self.clusters == 0 or 2 <= self.clusters <= _MOST_CLUSTERS),
            "clusters",
            self.clusters,
            f"choose 2 to {_MOST_CLUSTERS}, or 0 to leave clustering out",
        )
        _require(
            _is_integer(self.size) and self.size % 2 == 1 and 3 <= self.size <= _LARGEST_BLUR,
            "size",
            self.size,
            f"choose an odd number of pixels from 3 to {_LARGEST_BLUR}",
        )
        _require(
            _is_number(self.sigma) and 0 <= self.sigma <= _LARGEST_BLUR,
            "sigma",
            self.sigma,
            f"choose 0 to {_LARGEST_BLUR} pixels, where 0 leaves smoothing out",
        )
        for name in ("c_attribution", "c_gaze"):
            value = getattr(self, name)
            _require(_is_number(value), name, value, "choose a finite number")

    def c_for(self, kind: Kind) -> float | None:
        """Return equation 9's c for an extraction model of a kind; None where it is not cut."""
        return float(getattr(self, kind.c)) if kind.c else None

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> MaskSettings:
        """Return the settings that :meth:`as_dict` gave; what is missing takes its default.

        Raises
        ------
        InputError
            A name is unknown or a value cannot be used.
        """
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise InputError(
                f"the mask setting {unknown[0]!r} is unknown",
                remedy=f"known settings are {', '.join(sorted(known))}",
            )
        return cls(**values)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _require(condition: bool, name: str, value: object, remedy: str) -> None:
    if not condition:
        raise InputError(f"the mask setting {name} cannot be {value!r}", remedy=remedy)
