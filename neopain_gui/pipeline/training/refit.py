"""Training once more on all neonates of a study, as its folds were trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.training.judgements import judgements_of
from neopain_gui.pipeline.training.train import Wanted, material_of
from neopain_gui.reports.evaluation import evaluate_run
from neopain_gui.reports.evaluation.refit_card import write_refit_card
from neopain_gui.study import Study
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.refit import Refitted, refit, refit_epochs
from neopain_gui.training.run import Material
from neopain_gui.training.run_folder import CARD_JSON, FOLDS, PROTOCOL
from neopain_gui.training.run_lock import held
from neopain_gui.training.run_record import read_record


def refit_training(study: Study, run: Path, base: str = "", job: Job = NULL_JOB) -> Refitted:
    """Train a network on all neonates, as the folds of a training were; nothing tests it.

    Parameters
    ----------
    study : Study
        On which the training was done.
    run : Path
        The training's folder, all folds done. The network and its card come into ``refit``.
    base : str, optional
        Of a VGG-Face: where the base is that it began with; by default where it was.
    job : Job, optional
        As in training.

    Raises
    ------
    InputError
        The training is not done, or the study is not what it was.
    """
    material = material_of_run(study, run, base, job)
    refit_epochs(run, len(material.plan))  # refused before anything is computed
    if not (run / CARD_JSON).is_file():
        evaluate_run(run, judgements_of(study))
    with held(run, job):
        made = refit(material, run, job)
        write_refit_card(run, made)
    return made


def material_of_run(study: Study, run: Path, base: str = "", job: Job = NULL_JOB) -> Material:
    """Return what a training has learnt from.

    Raises
    ------
    InputError
        The study, or the base, is not what it was.
    """
    record = read_record(run)
    wanted = Wanted(
        protocol=read_protocol(str(run / PROTOCOL)),
        base=base or (record.base.id if record.base else ""),
        half=record.half,
        table=run / FOLDS,
    )
    made = material_of(study, wanted, job)
    now = made.record
    if now.base and record.base and now.base.numbers_sha256 == record.base.numbers_sha256:
        now = replace(now, base=record.base)  # what its file is called counts for nothing
    differing = record.differing(now)
    if differing:
        raise InputError(
            f"the study is not what it was when this was trained: {', '.join(differing)}",
            file=run,
            remedy="train again, or undo what was changed",
        )
    return replace(made, record=now)
