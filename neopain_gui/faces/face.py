"""What a face detector, or a person with the mouse, says about a photograph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from neopain_gui.geometry import Box


class FaceSource(StrEnum):
    """Who found the face."""

    RETINAFACE = "RetinaFace"
    BLAZEFACE = "BlazeFace"
    CASCADE = "LBP cascade"
    MANUAL = "manual"
    DATASET = "data set"

    @property
    def detected(self) -> bool:
        """True where a detector found it: another search may put its own in the place."""
        return self not in (FaceSource.MANUAL, FaceSource.DATASET)


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
    chosen : bool
        Whether a person picked it among several that a detector found.
    """

    box: Box
    source: FaceSource
    score: float | None = None
    landmarks: tuple[tuple[float, float], ...] = ()
    chosen: bool = False

    @property
    def of_a_person(self) -> bool:
        """True where a person or the data set said which it is: never replaced unasked."""
        return self.chosen or not self.source.detected

    @property
    def said_by(self) -> str:
        """Who found it and how sure that is, as a person reads it."""
        if self.source is FaceSource.MANUAL:
            return "drawn by hand"
        if self.source is FaceSource.DATASET:
            return "given by the data set"
        sure = "" if self.score is None else f", confidence {self.score:.2f}"
        return f"{self.source}{sure}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSearch:
    """What detectors found on a photograph.

    Attributes
    ----------
    faces : tuple of Face
        The surest first; empty if there is none.
    without : Mapping of str to str
        Detectors that were asked and found none: fingerprint → name.
    known : bool
        Whether nobody was asked, because all are known to find none.
    """

    faces: tuple[Face, ...] = ()
    without: Mapping[str, str] = field(default_factory=dict)
    known: bool = False

    @property
    def best(self) -> Face | None:
        """The surest face."""
        return self.faces[0] if self.faces else None


def first_of(faces: Iterable[Face]) -> str:
    """Return what the first of several faces may be called: the surest only by confidence.

    A detector without confidence orders what it finds all the same.
    """
    if all(face.score is not None for face in faces):
        return "the surest"
    return "the likeliest (this detector gives no confidence)"
