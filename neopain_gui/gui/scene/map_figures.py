"""The figures of a map that have to be worked out: pure, without Qt, kept once worked out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neopain_gui.agreement import pairwise
from neopain_gui.agreement.measures import FAMILY
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.gui.scene.loading import relevance_of
from neopain_gui.gui.scene.memory import KEPT
from neopain_gui.gui.scene.overlay import contour
from neopain_gui.maps import ContourMask, RelevanceMap, entropy
from neopain_gui.study.result_types import Result

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a map's contour mask agrees with another one's over the face.

    Attributes
    ----------
    values : Mapping of str to float
        By each measure of Tables 3 to 5; NaN where undefined, none where nothing was compared.
    chance : float
        The overlap's chance level.
    why_not : str
        Why it is undefined or could not be worked out; empty otherwise.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    chance: float = float("nan")
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is worked out of a map.

    Attributes
    ----------
    entropy : float
        See :func:`neopain_gui.maps.entropy`.
    previous, human : Agreement or None
        With the layer before and with the human mask; None where there is none.
    """

    entropy: float
    previous: Agreement | None = None
    human: Agreement | None = None


def measure(
    relevance: RelevanceMap,
    settings: MaskSettings,
    region: Box,
    *,
    previous: RelevanceMap | None = None,
    human: RelevanceMap | None = None,
) -> Measures:
    """Work out the figures of a map.

    Parameters
    ----------
    relevance : RelevanceMap
        The map.
    settings : MaskSettings
        What makes the contour masks.
    region : Box
        The face: what is compared (decision 15).
    previous, human : RelevanceMap, optional
        Whose contour masks it is compared with.
    """
    mask = contour(relevance, settings)

    def agreement(other: RelevanceMap | None, called: str) -> Agreement | None:
        return None if other is None else _agreement(mask, contour(other, settings), region, called)

    return Measures(
        entropy=entropy(relevance.values),
        previous=agreement(previous, "the mask of the layer before"),
        human=agreement(human, "the human mask"),
    )


def _agreement(one: ContourMask, other: ContourMask, region: Box, called: str) -> Agreement:
    try:
        (pair,) = pairwise([one, other], region)
    except InputError as error:
        return Agreement(why_not=error.problem)
    odd = (_odd("this map's mask", one, region), _odd(called, other, region))
    return Agreement(
        values={name: pair.values[name] for name in FAMILY},
        chance=pair.chance_overlap,
        why_not="; ".join(filter(None, odd)),
    )


def _odd(called: str, mask: ContourMask, region: Box) -> str:
    """Say why a mask agrees or differs with any other alike; empty where it does not."""
    inside = mask.values[region.slices]
    if not inside.any():
        return f"{called} is empty"
    return f"{called} covers the whole face" if inside.all() else ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FiguresRequest:
    """Which figures are wanted: everything that determines them.

    Attributes
    ----------
    shown : Result
        The map on the viewer.
    previous, human : Result or None
        The layer before; the human mask.
    settings : MaskSettings
        What makes the contour masks.
    region : Box
        The face.
    """

    shown: Result
    previous: Result | None
    human: Result | None
    settings: MaskSettings
    region: Box

    @property
    def key(self) -> Hashable:
        """What the answer is kept under."""
        others = (one.key if one is not None else "" for one in (self.previous, self.human))
        names = (self.shown.model, self.settings, self.region)
        return ("measures", self.shown.key, *others, *names)

    def kept(self) -> Measures | None:
        """Return the answer if it is known; a look into memory."""
        found: Measures | None = KEPT.peek(self.key)
        return found

    def answer(self, study: Study) -> Measures:
        """Work the answer out; not in the window's thread."""

        def make() -> Measures:
            return measure(
                relevance_of(study, self.shown),
                self.settings,
                self.region,
                previous=relevance_of(study, self.previous) if self.previous else None,
                human=relevance_of(study, self.human) if self.human else None,
            )

        return KEPT.get(self.key, make)
