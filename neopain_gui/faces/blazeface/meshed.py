"""A face mesh laid on a candidate: whether there is a face, its landmarks and its box."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2

import numpy as np

from neopain_gui.faces.blazeface.candidates import Candidate
from neopain_gui.faces.blazeface.networks import MESH_SIDE, MeshNetwork
from neopain_gui.faces.blazeface.views import Looked, Points, View, view_of

THRESHOLD = 0.5
"""How sure the mesh must be that it lies on a face."""

_MARGIN = 1.5  # the network is trained on squares half as large again as the face
# The mesh ends within the forehead. With a fifth of its height above, the upright box of a phantom
# is 1.18 times as high as wide; RetinaFace's median on UNIFESP's photographs is 1.19.
_FOREHEAD = 0.2
_SMALLEST = 1e-6  # pixels between eyes that a mesh laid on nothing may have in one place
_UPPERMOST = 0.15  # share of the mesh's height that is moved up for it
# Rows of the mesh: the corners of each eye, the tip of the nose, the corners of the mouth.
_RIGHT_EYE, _LEFT_EYE, _NOSE, _MOUTH_RIGHT, _MOUTH_LEFT = (33, 133), (263, 362), 1, 61, 291


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meshed:
    """A mesh on a face.

    Attributes
    ----------
    points : ndarray of float64, shape (468, 2)
        (x, y) in the photograph, from the corner of its first pixel.
    sure : float
        How sure the network is that this is a face, in [0, 1].
    """

    points: Points
    sure: float

    @property
    def on_a_face(self) -> bool:
        """Whether the network takes it for a face."""
        return self.sure >= THRESHOLD

    @property
    def landmarks(self) -> Points:
        """The subject's right eye, left eye, nose tip, right and left mouth corner, (5, 2)."""
        eyes = [self.points[list(rows)].mean(axis=0) for rows in (_RIGHT_EYE, _LEFT_EYE)]
        return np.stack([*eyes, *self.points[[_NOSE, _MOUTH_RIGHT, _MOUTH_LEFT]]])

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the upright rectangle round the face with its forehead."""
        across = self.landmarks[1] - self.landmarks[0]
        down = np.array((-across[1], across[0])) / max(np.hypot(*across), _SMALLEST)
        height = self.points @ down
        tall = np.ptp(height)
        uppermost = self.points[height <= height.min() + _UPPERMOST * tall]
        face = np.concatenate((self.points, uppermost - _FOREHEAD * tall * down))
        (left, top), (right, bottom) = face.min(axis=0), face.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def lay_mesh(looked: Looked, network: MeshNetwork, candidate: Candidate) -> Meshed:
    """Lay a mesh on a candidate, then again where the first one lies, which is more exact.

    Beside something that covers the face the second one may go astray; then the first one counts.
    """
    view = _view(candidate.centre, candidate.side, candidate.eyes)
    points, sure = network.lay(looked.picture(view))
    first = Meshed(points=view.to_photograph(points), sure=sure)
    view = _again(view, points, first)
    points, sure = network.lay(looked.picture(view))
    second = Meshed(points=view.to_photograph(points), sure=sure)
    return second if second.on_a_face or not first.on_a_face else first


def _view(centre: Points, side: float, eyes: Points) -> View:
    """Return the view of a face with its eyes level."""
    across = eyes[1] - eyes[0]
    return view_of(centre, _MARGIN * side, -atan2(across[1], across[0]), MESH_SIDE)


def _again(view: View, points: Points, meshed: Meshed) -> View:
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max()) / view.scale
    return _view(view.to_photograph((low + high) / 2), side, meshed.landmarks[:2])
