"""The training that the window asks its own process for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neopain_gui.jobs import Job
from neopain_gui.pipeline.training.judgements import judgements_of
from neopain_gui.pipeline.training.train import Wanted, train_on
from neopain_gui.study import Study


def train_classifier(
    job: Job,
    *,
    study_path: Path,
    wanted: Wanted,
    run: Path,
    only: Sequence[int] = (),
    resume: bool = False,
) -> bool:
    """Train on a study's photographs, and write what the folds achieve once all are done.

    Messages are ``Epoch``, ``BatchSeen``, ``PassedOver`` and ``Said``.

    Returns
    -------
    bool
        Whether all folds are done.
    """
    from neopain_gui.reports.evaluation import evaluate_run

    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        done = train_on(study, wanted, run, job, only=only, resume=resume)
        if done:
            evaluate_run(run, judgements_of(study))
        return done
