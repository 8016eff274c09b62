"""Which average face is shown, in which colours, and what is said of it. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.counted import counted, listed
from neopain_gui.faces.warp import neutral_masks
from neopain_gui.findings.average_face import AverageFace, AverageFaces, FaceDifference
from neopain_gui.imaging.colormaps import CIVIDIS, differences, table
from neopain_gui.percentages import percent
from neopain_gui.reports.average_face_figure import scales_of
from neopain_gui.reports.shown_table import number, p_value

_UNKNOWN = (150, 150, 150)
_FEWEST = 0.25
"""Share of a feature below which it is not named."""


class Shown(StrEnum):
    """What of an extraction model; beside these, less another one."""

    PAIN = "Pain"
    NO_PAIN = "No pain"
    ALL = "All photographs"
    CLASSES = "Pain − no pain"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceShown:
    """What the picture shows.

    Attributes
    ----------
    face : AverageFace or FaceDifference
        Of which.
    end : float
        Where the colours end: from 0, or from minus to plus.
    """

    face: AverageFace | FaceDifference
    end: float

    @property
    def is_difference(self) -> bool:
        """Whether something is subtracted."""
        return isinstance(self.face, FaceDifference)

    @property
    def colours(self) -> NDArray[np.uint8]:
        """The scale's colours, from its lower end."""
        return differences() if self.is_difference else table(CIVIDIS)

    @property
    def low(self) -> float:
        """The scale's lower end."""
        return -self.end if self.is_difference else 0.0

    def at_end(self, share: float) -> str:
        """Return what stands beside the scale: at its ends, that what lies beyond is coloured so.

        Parameters
        ----------
        share : float
            0 at the lower end, 1 at the upper one.
        """
        values = self.face.values
        text = number(self.low + share * (self.end - self.low), 1)
        if share == 1 and np.nanmax(values, initial=-np.inf) > self.end:
            return f"≥ {text}"
        if share == 0 and np.nanmin(values, initial=np.inf) < self.low:
            return f"≤ {text}"
        return text

    def pixels(self) -> NDArray[np.uint8]:
        """Return the face's cells in colours, shape (rows, columns, 3)."""
        values = self.face.values
        known = np.isfinite(values)
        share = (np.where(known, values, 0.0) - self.low) / (self.end - self.low)
        made = self.colours[(share * 256).clip(0, 255).astype(int)]
        made[~known] = _UNKNOWN
        return made

    def clusters(self) -> NDArray[np.bool_] | None:
        """Return where it differs beyond chance; None where nothing was tested."""
        test = self.face.test if isinstance(self.face, FaceDifference) else None
        return None if test is None else test.clusters > 0

    def at(self, row: int, column: int) -> str:
        """Return what a cell says, and in which features it lies."""
        value = float(self.face.values[row, column])
        names = [name for name, mask in neutral_masks().items() if mask[row, column]]
        place = f" ({', '.join(names)})" if names else ""
        if math.isnan(value):
            return f"Not known here{place}: most maps do not reach so far."
        if isinstance(self.face, AverageFace):
            return f"{number(value)} times what an even map has{place}"
        test = self.face.test
        said = f"Difference {number(value)}{place}"
        if test is not None:
            said += (
                f", t {number(float(test.t[row, column]))}, p {p_value(float(test.p[row, column]))}"
            )
        return said


def find_shown(found: AverageFaces, model: str, what: str) -> FaceShown | None:
    """Return what is chosen; None where there is no such face.

    Parameters
    ----------
    found : AverageFaces
        All that there is.
    model : str
        The extraction model.
    what : str
        One of :class:`Shown`, or another extraction model's name, which is subtracted.
    """
    labels = {Shown.PAIN: "pain", Shown.NO_PAIN: "no pain", Shown.ALL: "all"}
    if what in labels:
        face = found.face(model, labels[Shown(what)])
        return None if face is None else FaceShown(face=face, end=scales_of([face], ()).mean)
    between = _between(found, model, "" if what == Shown.CLASSES else what)
    return None if between is None else FaceShown(face=between, end=_end(between))


def _end(between: FaceDifference) -> float:
    return scales_of((), [between]).difference


def _between(found: AverageFaces, model: str, other: str) -> FaceDifference | None:
    """Return a difference, turned where the two were tested the other way round."""
    between = found.difference(model, other)
    turned = found.difference(other, model) if between is None and other else None
    return between if turned is None else turned.turned()


def sentences(shown: FaceShown) -> Iterator[str]:
    """Yield what the picture says, in words."""
    face = shown.face
    of = f"{counted(face.neonates, 'neonate')}, {counted(face.photographs, 'photograph')}"
    if isinstance(face, AverageFace):
        what = {"pain": "in pain", "no pain": "without pain", "all": "of all photographs"}
        yield f"Mean of {face.model} {what[face.label]}: {of}."
        return
    yield f"{face.title}: {of}."
    if face.test is None:
        yield f"Not tested: {face.why}."
        return
    beyond = face.p_holm < ALPHA
    verdict = "They differ somewhere" if beyond else "No difference is shown"
    yield (
        f"{verdict}: p {p_value(face.smallest_p)}, after Holm {p_value(face.p_holm)} "
        f"({counted(face.test.permutations, 'permutation')}"
        f"{', all that there are' if face.test.exact else ''})."
    )
    parts = (
        ("More", {name: higher for name, higher, _ in face.where}),
        ("Less", {name: lower for name, _, lower in face.where}),
    )
    for word, part in parts:
        its = sorted((name for name in part if part[name] >= _FEWEST), key=lambda x: -part[x])
        if its:
            yield f"{word} within {listed([f'{name} ({percent(part[name])})' for name in its])}."
