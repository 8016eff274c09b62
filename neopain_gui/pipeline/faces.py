"""Finding the faces of a study's photographs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neopain_gui.faces import Face, best_face, default_detectors
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.study import Study


def find_faces_of(
    study: Study, image_ids: Sequence[str], job: Job = NULL_JOB
) -> Iterator[tuple[str, Face | None]]:
    """Yield each photograph's face, None where no detector finds one."""
    detectors = default_detectors()
    for done, image_id in enumerate(image_ids):
        job.check()
        job.progress(done, len(image_ids), f"Looking for a face: {image_id}")
        yield image_id, best_face(study.photograph(image_id), detectors)
    job.progress(len(image_ids), len(image_ids))
