"""The detector that always works: scikit-image's LBP cascade, tried in every direction.

The cascade is trained on upright adults and accepts single windows by chance in any busy
photograph. What tells a face from chance is how many overlapping windows agree on it, over
neighbouring turns of the photograph too, so windows are grouped and counted. What makes it find
neonates, who lie in all directions, is to turn the photograph (compare Grooby et al. 2023,
arXiv 2302.04341).

Cascade: Liao et al., "Learning multi-scale block local binary patterns for face recognition",
ICB 2007; the file comes with scikit-image.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neopain_gui.faces.detector import require_photograph
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.provenance import sha256_file

#: Raised when the boxes change although library and cascade do not.
VERSION = 1
#: Long side to which a photograph is reduced, in pixels.
WORKING_SIDE = 400
#: Smallest face as a share of the short side; in UNIFESP and iCOPE the smallest is about 0.24.
SMALLEST_SHARE = 0.18

_WINDOW = 24  # the cascade's own window, pixels
_SCALE_FACTOR = 1.05
_STEP_RATIO = 1.0
_SAME = 0.7  # intersection over union from which two windows mean the same face
_PART = 0.7  # share of a face that lies inside a larger one from which it is a part of it
_DISTINCT = 0.3  # intersection over union from which the lesser of two faces is dropped
_CORNERS = np.array([-0.5, -0.5, 0.5, 0.5])

# Degrees anticlockwise, and how many windows must then agree. Upright and nearly upright first:
# most heads are, and the more turns are tried the more windows agree by chance. Measured on
# photographs that come with scikit-image: of sixty LFW faces pasted into other pictures 55 were
# found and none in a wrong place, the astronaut in all of fifteen turns, and a face in one of
# fifteen pictures without any.
_UPRIGHT = ((0, 15, -15, 30, -30), 25)
_ALL_AROUND = (tuple(range(45, 330, 15)), 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A group of windows and how many agree."""

    box: Box
    windows: int


class CascadeDetector:
    """scikit-image's frontal-face LBP cascade with the photograph turned until a face is found.

    The cascade's window reaches from the brows to the chin and is narrower than RetinaFace's
    box. A face found in a turned photograph keeps the window's centre and side: the box is the
    upright square around that centre, since a square around the turned square's corners would
    add up to two fifths of margin. There is no score: the number of windows orders the faces but
    is no probability.
    """

    name = "LBP cascade"

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What determines the boxes; see :class:`~neopain_gui.faces.detector.FaceDetector`."""
        return {
            "detector": self.name,
            "version": VERSION,
            "scikit-image": metadata.version("scikit-image"),
            "cascade_sha256": sha256_file(_cascade_file()),
        }

    def detect(self, photograph: NDArray[np.uint8]) -> list[Face]:
        """Find the faces; see :class:`~neopain_gui.faces.detector.FaceDetector`."""
        require_photograph(photograph)
        height, width = photograph.shape[:2]
        scale = max(1.0, max(width, height) / WORKING_SIDE)
        picture = Image.fromarray(np.ascontiguousarray(photograph)).resize(
            (max(1, round(width / scale)), max(1, round(height / scale))),
            Image.Resampling.BILINEAR,  # Pillow averages over the reduced area
        )
        if min(picture.size) < _WINDOW:
            return []
        windows = np.empty((0, 3))
        for turns, enough in (_UPRIGHT, _ALL_AROUND):
            windows = np.concatenate([windows, *(_windows(picture, turn) for turn in turns)])
            found = _candidates(windows * scale, enough, width, height)
            if found:
                return [Face(box=c.box, source=FaceSource.CASCADE) for c in _distinct(found)]
        return []


def _windows(picture: Image.Image, turn: int) -> NDArray[np.float64]:
    """Find the windows that the cascade accepts in the picture turned anticlockwise.

    Parameters
    ----------
    picture : Image
        Upright.
    turn : int
        Degrees.

    Returns
    -------
    ndarray of float64, shape (n, 3)
        Centre (x, y) and side in the upright picture, in pixels.
    """
    turned = picture.rotate(turn, Image.Resampling.BILINEAR, expand=True)
    short = min(picture.size)
    smallest = max(_WINDOW, round(SMALLEST_SHARE * short))
    found = _cascade().detect_multi_scale(
        img=np.asarray(turned),
        scale_factor=_SCALE_FACTOR,
        step_ratio=_STEP_RATIO,
        min_size=(smallest, smallest),
        max_size=(short, short),
        # Every window by itself: scikit-image merges them but does not say how many it merged.
        min_neighbor_number=1,
        intersection_score_threshold=1.01,
    )
    windows = np.array([(w["c"], w["r"], w["width"]) for w in found], dtype=float).reshape(-1, 3)
    side = windows[:, 2]
    # From the turned picture's centre, and back by the angle; y grows downwards.
    across = windows[:, 0] + side / 2 - turned.width / 2
    down = windows[:, 1] + side / 2 - turned.height / 2
    cosine, sine = cos(radians(turn)), sin(radians(turn))
    x = picture.width / 2 + cosine * across - sine * down
    y = picture.height / 2 + sine * across + cosine * down
    inside = (x >= 0) & (x < picture.width) & (y >= 0) & (y < picture.height)
    return np.stack([x, y, side], axis=1)[inside]


def _candidates(
    windows: NDArray[np.float64], enough: int, width: int, height: int
) -> list[_Candidate]:
    """Group windows linked by overlap, and keep the groups in which ``enough`` agree."""
    from scipy.sparse.csgraph import connected_components

    start, end = windows[:, :2] - windows[:, 2:] / 2, windows[:, :2] + windows[:, 2:] / 2
    shared = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    intersection = np.clip(shared, 0, None).prod(axis=2)
    area = windows[:, 2] ** 2
    same = intersection >= _SAME * (area[:, None] + area - intersection)
    count, label = connected_components(same, directed=False)
    groups = (windows[label == group] for group in range(count))
    return [
        _Candidate(box=_square(group, width, height), windows=len(group))
        for group in groups
        if len(group) >= enough
    ]


def _square(windows: NDArray[np.float64], width: int, height: int) -> Box:
    """Return the median window as an upright square, clipped to the photograph."""
    x, y, side = np.median(windows, axis=0)
    left, top, right, bottom = (round(v) for v in np.array([x, y, x, y]) + _CORNERS * side)
    return Box(left=left, top=top, right=right, bottom=bottom).clipped(width, height)


def _distinct(candidates: list[_Candidate]) -> list[_Candidate]:
    """Order by agreement; drop parts of larger faces and what overlaps a better one."""
    whole = [c for c in candidates if not any(_is_part(c.box, o.box) for o in candidates)]
    kept: list[_Candidate] = []
    for candidate in sorted(whole, key=lambda c: c.windows, reverse=True):
        if all(candidate.box.intersection_over_union(k.box) < _DISTINCT for k in kept):
            kept.append(candidate)
    return kept


def _is_part(box: Box, other: Box) -> bool:
    """Return whether a box lies mostly inside a larger one."""
    area, larger = box.width * box.height, other.width * other.height
    ratio = box.intersection_over_union(other)
    return larger > area and ratio / (1 + ratio) * (area + larger) > _PART * area


def _cascade_file() -> Path:
    from skimage.data import lbp_frontal_face_cascade_filename

    return Path(lbp_frontal_face_cascade_filename())


@cache
def _cascade() -> Any:
    from skimage.feature import Cascade

    return Cascade(str(_cascade_file()))
