"""Agreement of the maps themselves, and of maps with where people fixate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """Two extraction models' maps of one photograph.

    Attributes
    ----------
    image, model_a, model_b : str
        Which.
    values : Mapping of str to float
        By the columns of the measures of maps: of a directed one, with the first and with the
        second as what is true.
    """

    image: str
    model_a: str
    model_b: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixationRow:
    """How well an extraction model's map says where a group of people fixates.

    Attributes
    ----------
    image, model, group : str
        Which.
    values : Mapping of str to float
        By the measures at fixations; the baseline is the density of the group's fixations on
        photographs of other neonates.
    fixations : int
        On the face.
    """

    image: str
    model: str
    group: str
    values: Mapping[str, float]
    fixations: int
