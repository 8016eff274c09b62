"""What a data set consists of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from neopain_gui.geometry import Box


class PainLabel(StrEnum):
    """The data set's own label of a photograph; never derived from NFCS (decision 20)."""

    NO_PAIN = "no pain"
    PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neonate:
    """One child, known by a pseudonym.

    Attributes
    ----------
    id : str
        Pseudonym that is unique in the study.
    dataset : str
        Where it comes from, for example ``"UNIFESP"``; empty if unknown.
    """

    id: str
    dataset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceImage:
    """One photograph of a neonate's face.

    Attributes
    ----------
    id : str
        Unique in the study, sorts naturally, safe as a file name. It says nothing of what is
        known about the photograph (ADR 9).
    file : str
        Path relative to the folder that was imported, with ``/``: how the data set calls it.
    sha256 : str
        Of the bytes of the file that was imported.
    width, height : int
        In pixels, after the EXIF orientation was applied.
    neonate : Neonate or None
        Whose face; mandatory for whatever splits.
    label : PainLabel or None
        The data set's own label; None if it has none.
    stimulus : str
        What happened to the child, for example ``"friction"``; empty if unknown.
    nfcs : int or None
        Number of NFCS actions that the data set reports.
    box : Box or None
        The face, if the data set gives it.
    notes : str
        What a person wrote about it.
    checked : bool
        Whether a person has looked at label and face and found them right.
    copy_sha256 : str
        Of the study's own copy where that holds the same pixels in other bytes, because what a
        camera had written into the file was left out; else empty.
    """

    id: str
    file: str
    sha256: str
    width: int
    height: int
    neonate: Neonate | None = None
    label: PainLabel | None = None
    stimulus: str = ""
    nfcs: int | None = None
    box: Box | None = None
    notes: str = ""
    checked: bool = False
    copy_sha256: str = ""

    @property
    def name(self) -> str:
        """The original file's name."""
        return self.file.rpartition("/")[2]


def neonates_of(images: Iterable[FaceImage]) -> list[str]:
    """Return whose each photograph is; one of nobody known is a neonate of its own."""
    return [image.neonate.id if image.neonate else f"\0{image.id}" for image in images]
