"""What waits in a study's queue, in words: the window and the command line say the same."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from neopain_gui.counted import counted
from neopain_gui.errors import NeoPainError
from neopain_gui.pipeline.work import ATTRIBUTE, FIND_FACES, MAKE_GAZE_MAPS, REFIT, TRAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.study import Study
    from neopain_gui.study.waiting_store import WaitingJob

_NAMED = 3
_OF_TRAININGS = frozenset({TRAIN.id, REFIT.id})


def left_over(study: Study) -> list[WaitingJob]:
    """Return the jobs that were asked for and not done before the study was last left."""
    known = {work.id for work in (ATTRIBUTE, FIND_FACES, MAKE_GAZE_MAPS)}
    return [
        job
        for job in study.waiting.all()
        if job.work in known or (job.work in _OF_TRAININGS and _training_waits(study, job))
    ]


def _training_waits(study: Study, job: WaitingJob) -> bool:
    """Say whether a training is not done; nothing of trainings is imported where there is none."""
    from neopain_gui.pipeline.training.queued import waits

    return waits(study.path, job.work, job.arguments)


def sentence(jobs: Sequence[WaitingJob]) -> str:
    """Say what waits; empty where nothing does."""
    if not jobs:
        return ""
    named = [in_words(job) for job in jobs[:_NAMED]]
    more = f" and {len(jobs) - _NAMED} more" if len(jobs) > _NAMED else ""
    wait = counted(len(jobs), "job waits", "jobs wait")
    return f"{wait} in this study since it was last open: {', '.join(named)}{more}."


def in_words(job: WaitingJob) -> str:
    """Say what a job would do."""
    if job.work in _OF_TRAININGS:
        what = "refitting" if job.work == REFIT.id else "the training"
        return f"{what} {job.arguments.get('run')}"
    count = len(job.image_ids)
    where = job.image_ids[0] if count == 1 else f"{count} photographs"
    if job.work == FIND_FACES.id:
        return f"finding faces ({where})"
    if job.work == MAKE_GAZE_MAPS.id:
        names = [str(one.get("name", "")) for one in job.arguments.get("subgroups", ())]
        return f"maps of gaze ({', '.join(names)})"
    return f"{_method(job)} ({where})"


def _method(job: WaitingJob) -> str:
    """Name method and classifier, by their ids where there are no such any more."""
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.classifiers.registry import find

    method, classifier = (str(job.arguments.get(name, "")) for name in ("method", "classifier_id"))
    with suppress(NeoPainError):
        method = find_method(method).title
    with suppress(NeoPainError):
        classifier = find(classifier).short_name
    return f"{method} of {classifier}"
