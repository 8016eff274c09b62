"""Finding faces on the photographs of a folder, without a study."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.layout import scan
from neopain_gui.errors import ImageError, InputError
from neopain_gui.faces import Face, default_detectors, find_detector, left_out, search
from neopain_gui.imaging import decode
from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, PassedOver, Said
from neopain_gui.provenance import canonical_json

COLUMNS = ("image", "left", "top", "right", "bottom", "score", "landmarks")
_DECIMALS = 2  # of a pixel


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """What was found in a folder.

    Attributes
    ----------
    faces : Mapping of str to tuple of Face
        Of each photograph that could be read, by its name within the folder, the surest first.
    """

    faces: Mapping[str, tuple[Face, ...]]

    @property
    def without(self) -> list[str]:
        """The photographs on which no face was found."""
        return [name for name, faces in self.faces.items() if not faces]

    @property
    def by(self) -> list[str]:
        """The names of the detectors that found something."""
        return sorted({str(face.source) for faces in self.faces.values() for face in faces})


def detect_in(folder: Path, detector: str | None = None, job: Job = NULL_JOB) -> Detected:
    """Find the faces on all photographs of a folder and of those in it.

    Parameters
    ----------
    folder : Path
        Read, never written to.
    detector : str, optional
        The one to ask; by default all that are there, in their order, until one finds a face.
    job : Job, optional
        Told of progress, of detectors that cannot be used and of photographs that cannot be read.

    Raises
    ------
    InputError
        There is no such folder or detector, or no photograph that can be read.
    WeightsError
        The weights of the detector that was named cannot be used.
    """
    if detector is None:
        asked = default_detectors()
        for sentence in left_out():
            job.partial(Said(text=sentence))
    else:
        asked = [find_detector(detector)]
    listing = scan(folder)
    for problem in listing.problems:
        job.partial(Said(text=problem))
    found: dict[str, tuple[Face, ...]] = {}
    for done, name in enumerate(listing.photographs):
        job.check()
        job.progress(done, len(listing.photographs), f"Looking for a face: {name}")
        try:
            photograph = decode(folder / name)
        except ImageError as error:
            job.partial(PassedOver(what=name, why=error.problem))
            continue
        found[name] = search(photograph, {one.name: one for one in asked}).faces
    if not found:
        raise InputError(
            "there is no photograph in it that can be read",
            file=folder,
            remedy="give a folder of photographs",
        )
    job.progress(1, 1)
    return Detected(faces=found)


def write_detected(detected: Detected, file: Path) -> None:
    """Write a row for each face, and one without numbers for a photograph on which there is none.

    Edges are pixels of the photograph, right and bottom the first ones outside; landmarks are
    JSON, (x, y) of the right eye, left eye, nose tip, right and left mouth corner of whom is
    shown, and empty where the detector has none.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for name, faces in detected.faces.items():
        table.writerows([name, *_cells(face)] for face in faces)
        if not faces:
            table.writerow([name, *[""] * (len(COLUMNS) - 1)])
    write_bytes_atomic(file, text.getvalue().encode())


def _cells(face: Face) -> list[str | int]:
    score = "" if face.score is None else f"{face.score:.4f}"
    marks = [[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in face.landmarks]
    return [*face.box.as_tuple(), score, canonical_json(marks) if marks else ""]
