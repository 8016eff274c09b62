"""Augmented copies to look at before a training begins, and in which of them a face is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.jobs import NULL_JOB, Job, JobMessage
from neopain_gui.pipeline.training.faces import FaceCheck, StudyFaces
from neopain_gui.study import Study
from neopain_gui.training.augmentation import Example, FindsFace, examples
from neopain_gui.training.photographs import AsSequence, Photograph
from neopain_gui.training.protocol import Protocol

MOST = 24
"""Copies that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLookedAt(JobMessage):
    """Whether a copy trains.

    Attributes
    ----------
    position, number : int
        Of the photograph, and which of its copies, from 1.
    dropped : bool
        Whether no face was found in it.
    """

    position: int
    number: int
    dropped: bool


def shown_photographs(photographs: Sequence[Photograph]) -> list[Photograph]:
    """Return those of which copies are shown: a few, from all over the study."""
    step = max(1, len(photographs) // _FEW)
    return list(photographs[::step][:_FEW])


_FEW = 6


def copies_of(
    study: Study,
    photographs: Sequence[Photograph],
    protocol: Protocol,
    finds_face: FindsFace | None = None,
) -> Iterator[Example]:
    """Yield the first copies of photographs, the very ones that train."""
    faces = StudyFaces(study, photographs)
    yield from examples(
        AsSequence(faces, len(photographs)),
        [one.sha256 for one in photographs],
        protocol.augmentation,
        protocol.seed,
        finds_face,
        most=MOST,
    )


def look_at_copies(
    job: Job = NULL_JOB, *, study_path: Path, photographs: Sequence[Photograph], protocol: Protocol
) -> None:
    """Look for a face in the copies that are shown; each is a message ``CopyLookedAt``."""
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for done, one in enumerate(copies_of(study, photographs, protocol, FaceCheck())):
            job.check()
            job.partial(CopyLookedAt(position=one.position, number=one.number, dropped=one.dropped))
            job.progress(done + 1, MOST, "Looking for faces in copies")
