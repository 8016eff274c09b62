"""Photographs at rest that a method compares with: which ones, read once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.errors import InputError
from neopain_gui.faces import best_face, crop, default_detectors, left_out
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, read_sha256
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.jobs import NULL_JOB, Job, PassedOver, Said
from neopain_gui.pipeline.labels import CountedLabels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neopain_gui.study import Study

T = TypeVar("T")

MOST = 32
"""References at the most, spread evenly over the study: each has to be read and kept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """A face crop at rest.

    Attributes
    ----------
    sha256 : str
        Of the photograph's file.
    box : Box
        The face.
    crop : ndarray of uint8, shape (h, w, 3)
        RGB.
    """

    sha256: str
    box: Box
    crop: NDArray[np.uint8]

    @property
    def record(self) -> list[str | list[int]]:
        """What the provenance keeps."""
        return [self.sha256, list(self.box.as_tuple())]


class References:
    """The photographs of a study that are labelled *no pain* and have a face.

    Parameters
    ----------
    study : Study
        Open.
    """

    def __init__(self, study: Study) -> None:
        faces = study.faces.all()
        self._at_rest = [
            (image, faces[image.id].box)
            for image in CountedLabels.of(study).images(study)
            if image.label is PainLabel.NO_PAIN and image.id in faces
        ]
        self._read = lru_cache(maxsize=2 * MOST)(
            lambda image_id, box: crop(study.images.pixels(image_id), box)
        )

    def of(self, image: FaceImage) -> list[Reference]:
        """Return those for a photograph: none of its own neonate, at most :data:`MOST`."""
        return [
            Reference(sha256=one.sha256, box=box, crop=self._read(one.id, box))
            for one, box in self._chosen(image)
        ]

    def records(self, image: FaceImage) -> list[list[str | list[int]]]:
        """Return what the provenance keeps of those for a photograph, reading none."""
        return [[one.sha256, list(box.as_tuple())] for one, box in self._chosen(image)]

    def _chosen(self, image: FaceImage) -> Sequence[tuple[FaceImage, Box]]:
        others = [
            (one, box)
            for one, box in self._at_rest
            if one.id != image.id and (image.neonate is None or one.neonate != image.neonate)
        ]
        return _spread(others)


def references_in(
    folder: Path, apart_from: Collection[str] = (), job: Job = NULL_JOB
) -> list[Reference]:
    """Read photographs without pain from a folder, and find their faces.

    Parameters
    ----------
    folder : Path
        Its photographs, not those of folders within it; at most :data:`MOST` are used, spread
        evenly in the order of their names.
    apart_from : collection of str
        SHA-256 of photographs that are passed over.
    job : Job, optional
        A photograph without a face is named in a partial message.

    Raises
    ------
    InputError
        There is no such folder, or no face in it.
    ImageError
        A photograph cannot be read.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", file=folder)
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    by_hash: dict[str, Path] = {}
    for file in files:
        by_hash.setdefault(read_sha256(file), file)
    chosen = _spread([pair for pair in by_hash.items() if pair[0] not in apart_from])
    for sentence in left_out():
        job.partial(Said(text=sentence))
    detectors, found = default_detectors(), []
    for done, (sha256, file) in enumerate(chosen):
        job.check()
        job.progress(done, len(chosen), f"Looking for a face: {file.name}")
        photograph = decode(file)
        face = best_face(photograph, detectors)
        if face is None:
            job.partial(PassedOver(what=file.name, why="no face was found on it"))
            continue
        found.append(Reference(sha256=sha256, box=face.box, crop=crop(photograph, face.box)))
    if not found:
        raise InputError(
            "there is no photograph with a face in it",
            file=folder,
            remedy="give a folder of photographs of neonates without pain",
        )
    return found


def _spread(items: Sequence[T]) -> list[T]:
    """Return at most :data:`MOST` of them, spread evenly."""
    count = min(MOST, len(items))
    step = len(items) / count if count else 1.0
    return [items[int(place * step)] for place in range(count)]
