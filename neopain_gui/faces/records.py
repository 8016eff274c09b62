"""What a face detector, or a person with the mouse, says about a photograph."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.geometry import Box


class FaceSource(StrEnum):
    """Who found the face."""

    RETINAFACE = "RetinaFace"
    CASCADE = "LBP cascade"
    MANUAL = "manual"
    DATASET = "data set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face in a photograph.

    Attributes
    ----------
    box : Box
        In the photograph's pixels, clipped to it; no margin, no alignment (decision 15).
    source : FaceSource
        Who found it.
    score : float or None
        The detector's confidence in [0, 1]; None where there is none.
    landmarks : tuple of (float, float)
        (x, y) of the subject's right eye, left eye, nose tip, right and left mouth corner in
        the photograph; empty where there are none.
    """

    box: Box
    source: FaceSource
    score: float | None = None
    landmarks: tuple[tuple[float, float], ...] = ()
