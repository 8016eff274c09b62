"""The one face of a photograph: found, given or drawn; and its crop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError
from neopain_gui.faces import retinaface
from neopain_gui.faces.blazeface import detector as blazeface
from neopain_gui.faces.cascade import CascadeDetector
from neopain_gui.faces.detector import FaceDetector, require_photograph
from neopain_gui.faces.face import Face, FaceSearch, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.provenance import canonical_json, sha256_bytes

#: Shortest side of a face that a person or a data set may give, in pixels.
SMALLEST_SIDE = 16


def default_detectors() -> list[FaceDetector]:
    """Return RetinaFace if its weights are there, BlazeFace if its files are sound, the cascade."""
    detectors: list[FaceDetector] = []
    if retinaface.available():
        detectors.append(retinaface.RetinaFaceDetector())
    if blazeface.fault() is None:
        detectors.append(blazeface.BlazeFaceDetector())
    detectors.append(CascadeDetector())
    return detectors


def left_out() -> list[str]:
    """Say of each detector that should be there and cannot be used why it is not asked."""
    fault = blazeface.fault()
    if fault is None:
        return []
    return [f"Faces are looked for without {blazeface.BlazeFaceDetector.name}. {fault}"]


def find_detector(name: str) -> FaceDetector:
    """Return a detector by its name, in capital letters or not.

    Raises
    ------
    InputError
        There is none of that name.
    WeightsError
        Its weights are missing or are not what they should be.
    """
    makers: dict[str, Callable[[], FaceDetector]] = {
        retinaface.RetinaFaceDetector.name: retinaface.RetinaFaceDetector,
        blazeface.BlazeFaceDetector.name: blazeface.BlazeFaceDetector,
        CascadeDetector.name: CascadeDetector,
    }
    make = {key.casefold(): make for key, make in makers.items()}.get(name.strip().casefold())
    if make is None:
        there = ", ".join(f"'{key}'" for key in makers)
        raise InputError(
            f"there is no detector '{name}'", command=f"give one of {there} with --detector"
        )
    return make()


def best_face(photograph: NDArray[np.uint8], detectors: Sequence[FaceDetector]) -> Face | None:
    """Return the surest face of the first detector that finds any.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    detectors : sequence of FaceDetector
        In the order in which they are asked.

    Returns
    -------
    Face or None
        None if no detector finds a face.

    Raises
    ------
    WeightsError
        A detector's weight file cannot be used; the next detector does not silently replace it.
    """
    return next((faces[0] for one in detectors if (faces := one.detect(photograph))), None)


def fingerprint(detector: FaceDetector) -> str:
    """Return the SHA-256 of what determines a detector's answers: its version, its weights."""
    return sha256_bytes(canonical_json(detector.identity).encode())


def search(photograph: NDArray[np.uint8], detectors: Mapping[str, FaceDetector]) -> FaceSearch:
    """Return every face that the first successful detector finds, and who found none.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    detectors : Mapping of str to FaceDetector
        By :func:`fingerprint`, in the order in which they are asked.
    """
    without: dict[str, str] = {}
    for key, detector in detectors.items():
        faces = detector.detect(photograph)
        if faces:
            return FaceSearch(faces=tuple(faces), without=without)
        without[key] = detector.name
    return FaceSearch(without=without)


def manual(box: Box, photograph_size: tuple[int, int]) -> Face:
    """Return the face that a person drew.

    Parameters
    ----------
    box : Box
        In the photograph's pixels; may reach beyond it.
    photograph_size : tuple of int
        (height, width) of the photograph in pixels.

    Raises
    ------
    InputError
        Less than 16 × 16 pixels of the box lie inside the photograph.
    """
    return _placed(box, photograph_size, FaceSource.MANUAL)


def from_data_set(box: Box, photograph_size: tuple[int, int]) -> Face:
    """Return the face that the data set gives; see :func:`manual`."""
    return _placed(box, photograph_size, FaceSource.DATASET)


def crop(photograph: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Cut a face out of a photograph.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    box : Box
        Inside the photograph.

    Returns
    -------
    ndarray of uint8, shape (box.height, box.width, 3)
        A copy.

    Raises
    ------
    ValueError
        The box reaches beyond the photograph.
    """
    require_photograph(photograph)
    height, width = photograph.shape[:2]
    if box != box.clipped(width, height):
        raise ValueError(f"box {box.as_tuple()} reaches beyond {width} × {height} pixels")
    return photograph[box.slices].copy()


def _placed(box: Box, photograph_size: tuple[int, int], source: FaceSource) -> Face:
    height, width = photograph_size
    remedy = f"give a rectangle of at least {SMALLEST_SIDE} × {SMALLEST_SIDE} pixels inside it"
    try:
        inside = box.clipped(width, height)
    except ValueError as error:
        raise InputError("the face lies outside the photograph", remedy=remedy) from error
    if min(inside.width, inside.height) < SMALLEST_SIDE:
        raise InputError(
            f"only {inside.width} × {inside.height} pixels of the face are in the photograph",
            remedy=remedy,
        )
    return Face(box=inside, source=source)
