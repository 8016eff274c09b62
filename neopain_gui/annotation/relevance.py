"""From what raters said to a map: a region that was marked, and what a scale's items are about.

The map of one rater's regions is 1, 2 or 3 inside them, by their weights. That of a group is the
share of its raters who marked a place. What a scale says is laid on the features of the face that
its items are about. From where on such a map is the mask is a share of its own, a half by default,
never equation 9: a person drew an edge, and there is nothing to look for in a distribution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.annotation.answers import Mark
from neopain_gui.annotation.scales import Scale
from neopain_gui.annotation.shapes import mask_of

LEAST = 0.5
"""The share of raters, or of an item's points, from which on a place is inside the mask."""
VERSION = 1
"""Version of this module's numbers, part of every such map's provenance."""

Values = NDArray[np.float32]


def marked(marks: Sequence[Mark], size: tuple[int, int]) -> Values:
    """Return one rater's map: the highest weight of the regions that a pixel lies in, else 0."""
    made = np.zeros(size, np.float32)
    for one in marks:
        np.maximum(made, np.float32(one.weight), out=made, where=mask_of(one.outlines, size))
    return made


def share_who_marked(maps: Sequence[Values]) -> Values:
    """Return the share of raters who marked each pixel, of all who were asked.

    Parameters
    ----------
    maps : sequence of ndarray
        Of each rater; one who marked nothing has a map of zeros, and counts.
    """
    total = np.zeros(maps[0].shape, np.float32)
    for one in maps:
        total += one > 0
    return total / np.float32(len(maps))


def said_of_features(scale: Scale, coded: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what a scale says of each feature of the face: the mean over raters of its points.

    An item gives the features that it is about the share of its highest level that was coded, 0 to
    1 times its weight; what lies below 0, as sedation does, gives nothing. Items of one feature add
    up. An item counts for the raters who coded it: "not codable" is not 0.

    Parameters
    ----------
    scale : Scale
        The scale.
    coded : sequence of Mapping of str to float
        Of each rater, the level of each item that was coded.

    Returns
    -------
    dict of str to float
        By feature, in the order of the items; features of items that nobody coded are missing.
    """
    made: dict[str, float] = {}
    for item in scale.items:
        given = [one[item.id] for one in coded if item.id in one]
        if not given or not item.features or item.high <= 0:
            continue
        points = item.weight * float(np.mean([max(one, 0.0) / item.high for one in given]))
        for feature in item.features:
            made[feature] = made.get(feature, 0.0) + points
    return made


def on_face(said: Mapping[str, float], features: Mapping[str, NDArray[np.bool_]]) -> Values:
    """Lay what is said of features on a face; where features overlap the higher value counts."""
    shape = next(iter(features.values())).shape
    made = np.zeros(shape, np.float32)
    for name, value in said.items():
        if name in features:
            np.maximum(made, np.float32(max(value, 0.0)), out=made, where=features[name])
    return made
