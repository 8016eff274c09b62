"""The detector that always works: scikit-image's LBP cascade, tried in every direction.

The cascade is trained on upright adults and accepts about every tenth window by chance in a busy
photograph. What tells a face from chance is how many overlapping windows agree on it, so windows
are grouped and counted; what makes it find neonates, who lie in all directions, is to turn the
photograph (compare Grooby et al. 2023, arXiv 2302.04341).

Cascade: Liao et al., "Learning multi-scale block local binary patterns for face recognition",
ICB 2007; the file comes with scikit-image.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from neopain_gui.faces.records import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.provenance import sha256_file

#: Raised when the boxes change although library and cascade do not.
VERSION = 1
#: Long side to which a photograph is reduced, in pixels.
WORKING_SIDE = 400
#: Smallest face as a share of the short side; in UNIFESP and iCOPE the smallest is about 0.24.
SMALLEST_SHARE = 0.15
#: Overlapping windows that must agree. Of twenty LFW faces pasted into a photograph eighteen
#: had at least this many, of sixteen photographs without faces two had, over all turns.
ENOUGH_WINDOWS = 13

_WINDOW = 24  # the cascade's own window, pixels
_SCALE_FACTOR = 1.05
_STEP_RATIO = 1.0
_SAME = 0.5  # intersection over union from which two windows mean the same thing
_OVERLAP = 0.3  # and from which two groups, found at different turns, do
# Degrees anticlockwise. Upright and nearly upright heads first: most are, and a chance agreement
# among few turns is rarer than among many.
_TURNS = (
    (0,),
    (15, -15, 30, -30),
    tuple(range(45, 330, 15)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A group of windows: centre and side in the reduced photograph, and how many agree."""

    x: float
    y: float
    side: float
    windows: int

    def box(self, scale: float = 1.0) -> Box:
        """Return the upright square, in pixels of a photograph ``scale`` times as large."""
        half = self.side / 2
        return Box(
            left=round((self.x - half) * scale),
            top=round((self.y - half) * scale),
            right=round((self.x + half) * scale),
            bottom=round((self.y + half) * scale),
        )


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
        for turns in _TURNS:
            found = [c for turn in turns for c in _candidates(picture, turn)]
            if found:
                return [
                    Face(box=c.box(scale).clipped(width, height), source=FaceSource.CASCADE)
                    for c in _distinct(found)
                ]
        return []


def _candidates(picture: Image.Image, turn: int) -> Iterator[_Candidate]:
    """Find the faces in the photograph turned by ``turn`` degrees anticlockwise."""
    turned = picture.rotate(turn, Image.Resampling.BILINEAR, expand=True)
    cosine, sine = cos(radians(turn)), sin(radians(turn))
    short = min(picture.size)
    smallest = max(_WINDOW, round(SMALLEST_SHARE * short))
    for windows in _groups(_windows(np.asarray(turned), smallest, short)):
        if len(windows) < ENOUGH_WINDOWS:
            continue
        column, row, side = np.median(windows, axis=0)
        # From the turned photograph's centre, and back by the angle; y grows downwards.
        across = column + side / 2 - turned.width / 2
        down = row + side / 2 - turned.height / 2
        x = picture.width / 2 + cosine * across - sine * down
        y = picture.height / 2 + sine * across + cosine * down
        if 0 <= x < picture.width and 0 <= y < picture.height:
            yield _Candidate(x=x, y=y, side=float(side), windows=len(windows))


def _windows(picture: NDArray[np.uint8], smallest: int, largest: int) -> NDArray[np.float64]:
    """Return (column, row, side) of every window that the cascade accepts, shape (n, 3)."""
    found = _cascade().detect_multi_scale(
        img=picture,
        scale_factor=_SCALE_FACTOR,
        step_ratio=_STEP_RATIO,
        min_size=(smallest, smallest),
        max_size=(largest, largest),
        # Every window by itself: scikit-image merges them but does not say how many it merged.
        min_neighbor_number=1,
        intersection_score_threshold=1.01,
    )
    return np.array([(w["c"], w["r"], w["width"]) for w in found], dtype=float).reshape(-1, 3)


def _groups(windows: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Part windows into groups linked by overlap."""
    from scipy.sparse.csgraph import connected_components

    start, side = windows[:, None, :2], windows[:, None, 2:]
    shared = np.minimum(start + side, (start + side).swapaxes(0, 1)) - np.maximum(
        start, start.swapaxes(0, 1)
    )
    intersection = np.clip(shared, 0, None).prod(axis=2)
    area = windows[:, 2] ** 2
    union = area[:, None] + area[None, :] - intersection
    count, label = connected_components(intersection >= _SAME * union, directed=False)
    return [windows[label == group] for group in range(count)]


def _distinct(candidates: list[_Candidate]) -> list[_Candidate]:
    """Order by agreement, and drop what overlaps a better one."""
    kept: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: c.windows, reverse=True):
        box = candidate.box()
        if all(box.intersection_over_union(other.box()) < _OVERLAP for other in kept):
            kept.append(candidate)
    return kept


def _cascade_file() -> Path:
    from skimage.data import lbp_frontal_face_cascade_filename

    return Path(lbp_frontal_face_cascade_filename())


@cache
def _cascade() -> Any:
    from skimage.feature import Cascade

    return Cascade(str(_cascade_file()))
