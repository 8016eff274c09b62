"""BlazeFace's networks and the face mesh, run by OpenCV.

Bazarevsky et al., "BlazeFace: Sub-millisecond neural face detection on mobile GPUs", 2019
(arXiv 1907.05047); Kartynnik et al., "Real-time facial surface geometry from monocular video on
mobile GPUs", 2019 (arXiv 1907.06724).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.faces.blazeface.model_files import FULL_RANGE, MESH, ModelFile, read

Points = NDArray[np.float64]

MESH_SIDE = 192
_MESH_OUTPUTS = ("conv2d_20", "conv2d_30")
_POINTS = 8  # centre, size, right eye, left eye, nose, mouth, right ear, left ear
_LARGEST_LOGIT = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchModel:
    """A network that looks for faces.

    Attributes
    ----------
    file : ModelFile
        Where it comes from.
    side : int
        Of its square input, in pixels.
    grids : tuple of (int, int)
        Stride and number of anchors in each cell, in the order of the outputs' rows.
    outputs : tuple of (str, str)
        The layers that give places and logits.
    """

    file: ModelFile
    side: int
    grids: tuple[tuple[int, int], ...]
    outputs: tuple[str, str]


FULL_RANGE_MODEL = SearchModel(
    file=FULL_RANGE,
    side=192,
    grids=((4, 1),),
    outputs=("reshaped_regressor_face_4", "reshaped_classifier_face_4"),
)


class SearchNetwork:
    """Looks for upright faces in a picture."""

    def __init__(self, model: SearchModel) -> None:
        self.model = model
        self._network = _loaded(model.file)
        self._anchors = anchors(model.side, model.grids)

    def look(self, picture: NDArray[np.float32], threshold: float) -> tuple[Points, Points]:
        """Return what the anchors say that see a face.

        Parameters
        ----------
        picture : ndarray of float32, shape (side, side, 3)
            RGB in [0, 255].
        threshold : float
            The least score that counts.

        Returns
        -------
        points : ndarray of float64, shape (n, 8, 2)
            Centre of the face, its width and height, the subject's right eye, left eye, nose
            tip, middle of the mouth, right ear, left ear, in the picture's pixels.
        scores : ndarray of float64, shape (n,)
            In [0, 1].
        """
        places_layer, logits_layer = self.model.outputs
        _show(self._network, picture / 127.5 - 1)
        scores = _sigmoid(_output(self._network, logits_layer).reshape(-1))
        sure = scores >= threshold
        if not sure.any():
            return np.empty((0, _POINTS, 2)), np.empty(0)
        points = _output(self._network, places_layer).reshape(-1, _POINTS, 2)[sure]
        points[:, [0, *range(2, _POINTS)]] += self._anchors[sure][:, None]
        return points, scores[sure]


class MeshNetwork:
    """Lays a mesh of 468 points on a face that fills two thirds of an upright picture."""

    def __init__(self) -> None:
        self._network = _loaded(MESH)

    def lay(self, picture: NDArray[np.float32]) -> tuple[Points, float]:
        """Return the points (468, 2) in the picture's pixels, and how sure it is of a face."""
        _show(self._network, picture / 255)
        points, flag = (_output(self._network, layer).reshape(-1) for layer in _MESH_OUTPUTS)
        return points.reshape(-1, 3)[:, :2], float(_sigmoid(flag)[0])


def anchors(side: int, grids: tuple[tuple[int, int], ...]) -> Points:
    """Return the middle (x, y) of the cell of every anchor, row by row, in the input's pixels."""
    made = []
    for stride, several in grids:
        middles = np.arange(side // stride) * stride + stride / 2
        down, across = np.meshgrid(middles, middles, indexing="ij")
        cells = np.column_stack((across.ravel(), down.ravel()))
        made.append(np.repeat(cells, several, axis=0))
    return np.concatenate(made)


def _loaded(file: ModelFile) -> Any:
    import cv2

    return cv2.dnn.readNetFromTFLite(np.frombuffer(read(file), np.uint8))


def _show(network: Any, values: NDArray[Any]) -> None:
    network.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None], np.float32))


def _output(network: Any, layer: str) -> Points:
    """Compute a layer; OpenCV 5 gives one at a time and computes all before it for each."""
    return np.array(network.forward(layer), np.float64)


def _sigmoid(logits: Points) -> Points:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_LARGEST_LOGIT, _LARGEST_LOGIT))))
