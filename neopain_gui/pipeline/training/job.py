"""The trainings that the window asks their own process for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neopain_gui.classifiers.tflite import Exported, Kind
from neopain_gui.errors import InputError
from neopain_gui.jobs import Job
from neopain_gui.pipeline.training.judgements import judgements_of
from neopain_gui.pipeline.training.refit import refit_training
from neopain_gui.pipeline.training.tflite import export_tflite
from neopain_gui.pipeline.training.train import Wanted, train_on
from neopain_gui.reports.evaluation import evaluate_run
from neopain_gui.study import Study
from neopain_gui.training.refit import Refitted


def train_classifier(
    job: Job,
    *,
    study_path: Path,
    wanted: Wanted,
    run: Path,
    only: Sequence[int] = (),
    resume: bool = False,
) -> bool:
    """Train on a study's photographs; say whether all folds are done, and so evaluated.

    Messages are ``Epoch``, ``BatchSeen``, ``Paused``, ``PassedOver`` and ``Said``.
    """
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        done = train_on(study, wanted, run, job, only=only, resume=resume)
        if done:
            evaluate_run(run, judgements_of(study))
    return done


def write_tflite(
    job: Job, *, classifier: str, out: Path, kind: str, threshold: float | None = None
) -> Exported:
    """Write a classifier, by its id or its weight file, as TFLite."""
    return export_tflite(classifier, out, Kind(kind), threshold=threshold, job=job)


def refit_classifier(job: Job, *, study_path: Path, run: Path, base: str = "") -> Refitted:
    """Train once more on all neonates; messages are as those of :func:`train_classifier`."""
    if not run.is_dir():
        raise InputError(
            "the training was removed before it was refitted", remedy="put it back and refit it"
        )
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return refit_training(study, run, base, job)
