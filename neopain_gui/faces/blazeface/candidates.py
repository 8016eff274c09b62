"""Where BlazeFace sees faces when a photograph is looked at in all directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.blazeface.networks import SearchNetwork
from neopain_gui.faces.blazeface.views import Looked, Points, whole_view

TURNS = tuple(range(0, 360, 45))
"""Degrees by which the photograph is turned: the networks know faces up to about 45° off."""

_SAME = 0.3  # intersection over union from which two squares mean the same face
_RIGHT_EYE, _LEFT_EYE, _MOUTH = 2, 3, 5  # rows of what an anchor says


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A place where there may be a face.

    Attributes
    ----------
    centre : ndarray of float64, shape (2,)
        (x, y) in the photograph, from the corner of its first pixel.
    side : float
        Of the square round it, in the photograph's pixels.
    eyes : ndarray of float64, shape (2, 2)
        The subject's right eye and left eye.
    score : float
        The network's, in [0, 1].
    turn : int
        Degrees by which the photograph was turned.
    """

    centre: Points
    side: float
    eyes: Points
    score: float
    turn: int


def candidates(
    looked: Looked, network: SearchNetwork, threshold: float, turns: Sequence[int] = TURNS
) -> list[Candidate]:
    """Return what the network sees in any turn, each face once, the surest first."""
    found: list[Candidate] = []
    for turn in turns:
        view = whole_view(looked.size, radians(turn), network.model.side)
        points, scores = network.look(looked.picture(view), threshold)
        right = _upright(points)
        for one, score in zip(points[right], scores[right], strict=True):
            place = view.to_photograph(one)
            found.append(
                Candidate(
                    centre=place[0],
                    side=float(one[1].mean()) / view.scale,
                    eyes=place[_RIGHT_EYE : _LEFT_EYE + 1],
                    score=float(score),
                    turn=turn,
                )
            )
    return distinct(found)


def distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """Return each face once, the surest first: the mean of what its turn says, by score."""
    left = sorted(found, key=lambda one: one.score, reverse=True)
    kept = []
    while left:
        best = left[0]
        same = [one is best or overlap(one, best) > _SAME for one in left]
        group = [one for one, is_same in zip(left, same, strict=True) if is_same]
        kept.append(_mean([one for one in group if one.turn == best.turn]))
        left = [one for one, is_same in zip(left, same, strict=True) if not is_same]
    return kept


def overlap(one: Candidate, other: Candidate) -> float:
    """Return the intersection over union of two squares, taken as upright."""
    reach = (one.side + other.side) / 2 - np.abs(one.centre - other.centre)
    shared = float(np.clip(np.minimum(reach, min(one.side, other.side)), 0, None).prod())
    return shared / (one.side**2 + other.side**2 - shared)


def _mean(group: Sequence[Candidate]) -> Candidate:
    weights = np.array([one.score for one in group])
    weights /= weights.sum()
    return Candidate(
        centre=np.einsum("i,ij->j", weights, np.stack([one.centre for one in group])),
        side=float(weights @ [one.side for one in group]),
        eyes=np.einsum("i,ijk->jk", weights, np.stack([one.eyes for one in group])),
        score=group[0].score,
        turn=group[0].turn,
    )


def _upright(points: Points) -> NDArray[np.bool_]:
    """Return which faces are the right way up in the picture, give or take 60°, and have a size."""
    across = points[:, _LEFT_EYE] - points[:, _RIGHT_EYE]
    down = points[:, _MOUTH] - points[:, [_RIGHT_EYE, _LEFT_EYE]].mean(axis=1)
    level = np.abs(np.arctan2(across[:, 1], across[:, 0])) <= radians(60)
    return np.asarray(level & (down[:, 1] > 0) & (points[:, 1] > 0).all(axis=1))
