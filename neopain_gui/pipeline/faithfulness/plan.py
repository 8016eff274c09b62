"""What is examined, and how: everything that the figures of faithfulness depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.attribution.fills import BLURRED, FILLS
from neopain_gui.attribution.methods import METHODS, find_method
from neopain_gui.errors import InputError
from neopain_gui.faithfulness.curves import STEP
from neopain_gui.faithfulness.sensitivity import RADIUS, SAMPLES
from neopain_gui.masks import MaskSettings

MEASURES = ("localisation", "regions", "curves", "agreement", "sensitivity", "randomisation")
"""Cheapest first: the last two compute maps again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How maps are examined.

    Attributes
    ----------
    methods : tuple of str
        Whose maps.
    measures : tuple of str
        Of :data:`MEASURES`.
    target : str
        The class explained: ``"predicted"``, ``"labelled"``, ``"pain"`` or ``"no pain"``.
    layer : str
        For methods by layer; empty for the classifier's last convolution.
    options : Mapping of str to Mapping
        Options of methods that differ from their defaults.
    fill : str
        What deleted pixels turn into.
    step : float
        Share of the area between two points of a curve.
    radius, samples : int
        Of the noise.
    by : {"group", "layer"}
        Steps of the cascade.
    few : int
        On how many photographs the measures are taken that compute maps again and again.
    seed : int
        Of everything that is drawn.
    settings : MaskSettings
        Of the contour masks.

    Raises
    ------
    InputError
        A choice does not exist or is out of its range.
    """

    methods: tuple[str, ...]
    measures: tuple[str, ...] = MEASURES
    target: str = "predicted"
    layer: str = ""
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    fill: str = BLURRED
    step: float = STEP
    radius: int = RADIUS
    samples: int = SAMPLES
    by: str = "group"
    few: int = 3
    seed: int = 0
    settings: MaskSettings = field(default_factory=MaskSettings)

    def __post_init__(self) -> None:
        for method in self.methods:
            find_method(method).resolved(self.options.get(method))
        for name, value, known in (
            *(("measure", measure, MEASURES) for measure in self.measures),
            ("fill", self.fill, FILLS),
            ("step of the cascade", self.by, ("group", "layer")),
        ):
            if value not in known:
                raise InputError(
                    f"there is no {name} {value!r}", remedy=f"choose one of {', '.join(known)}"
                )
        for name, number, low, high in (
            ("step", self.step, 0.01, 1),
            ("radius", self.radius, 1, 255),
            ("number of noisy photographs", self.samples, 1, 1000),
            ("number of photographs", self.few, 1, 100_000),
        ):
            if not low <= number <= high:
                raise InputError(f"the {name} cannot be {number}", remedy=f"choose {low} to {high}")

    def as_dict(self) -> dict[str, Any]:
        """Return the choices as plain JSON types."""
        return {
            "methods": {m: find_method(m).resolved(self.options.get(m)) for m in self.methods},
            "measures": list(self.measures),
            "target": self.target,
            "layer": self.layer,
            "fill": self.fill,
            "step": self.step,
            "radius": self.radius,
            "samples": self.samples,
            "by": self.by,
            "few": self.few,
            "seed": self.seed,
            "mask_settings": self.settings.as_dict(),
        }


def with_controls(methods: tuple[str, ...]) -> tuple[str, ...]:
    """Add the methods that do not look at the trained classifier: what any map has to beat."""
    controls = (method.id for method in METHODS.values() if method.control)
    return tuple(dict.fromkeys((*methods, *controls)))
