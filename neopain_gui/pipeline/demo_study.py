"""The demo study: phantoms, and recordings of two synthetic groups that "looked" at them.

Everything in it is drawn by this program; nothing in it is a photograph or a measurement.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from neopain_gui.dataset import face_images, preview
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import Phantom, write_study_folder
from neopain_gui.demo.synthetic_heatmaps import write_synthetic_heatmaps
from neopain_gui.demo.synthetic_recordings import SyntheticFiles, write_synthetic_recordings
from neopain_gui.gaze.import_preview.importing import ImportPlan, look_into_recordings
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.people.participant_tables import (
    other_columns,
    people_of,
    read_participants,
    read_scores,
    scores_of,
)
from neopain_gui.people.pseudonyms import free_pseudonyms
from neopain_gui.pipeline.demo_raters import add_raters
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from neopain_gui.study import Study

#: As many neonates as the dissertation's eye-tracking study: 10, each at rest and in pain.
SUBJECTS = 10


def make_demo_study(
    folder: Path, *, subjects: int = SUBJECTS, rated: bool = False, job: Job = NULL_JOB
) -> Path:
    """Draw the phantoms and make the study ``demo.neopain`` in ``folder``.

    Parameters
    ----------
    folder : Path
        Where.
    subjects : int
        How many phantoms' neonates.
    rated : bool
        Whether made-up raters rate them, and there is a round to try.
    job : Job, optional
        Told of progress.

    Returns
    -------
    Path
        The study; if it is there already it is left as it is.
    """
    path = folder / "demo.neopain"
    if path.exists():
        return path
    phantoms: list[tuple[str, Phantom]] = []
    manifest = write_study_folder(
        folder / "phantoms", subjects, keep=phantoms.append, job=PartOfJob(job, 0.0, 0.6)
    )
    looked_at = [(name, one, one.label is PainLabel.PAIN) for name, one in phantoms]
    files = write_synthetic_recordings(
        folder / "recordings", looked_at, job=PartOfJob(job, 0.6, 0.8)
    )
    # not imported: pictures to try that importer on
    write_synthetic_heatmaps(folder / "heatmaps", phantoms, job)
    job.progress(0.85, 1, "Making the study")
    # made under another name and renamed at the end: a demo is whole or not there
    unfinished = folder / "unfinished.neopain"
    _remove(unfinished)
    with Study.create(unfinished) as study:
        study.images.add(face_images(preview(manifest)), root=manifest.parent, copy=True)
        study.set_setting(SYNTHETIC_SETTING, True)
        _import_gaze(study, files, PartOfJob(job, 0.85, 0.95))
        if rated:
            _add_raters(study, phantoms, PartOfJob(job, 0.95, 1.0))
    unfinished.rename(path)
    job.progress(1, 1)
    return path


def _add_raters(study: Study, phantoms: list[tuple[str, Phantom]], job: Job) -> None:
    drawn = dict(phantoms)
    by_photograph = {one.id: drawn[one.name] for one in study.images.all() if one.name in drawn}
    add_raters(study, by_photograph, job)


def _import_gaze(study: Study, files: SyntheticFiles, job: Job) -> None:
    """Take the recordings in by the way that all recordings go."""
    images = study.images.all()
    found = look_into_recordings([files.recordings], images, PartOfJob(job, 0.0, 0.3))
    plan = ImportPlan(
        pseudonyms=free_pseudonyms(found.names, ()),
        images={one.stimulus: one.image_id for one in found.stimuli if one.image_id},
    )
    trials = import_recordings(study, [files.recordings], plan, PartOfJob(job, 0.3, 0.7))
    people = read_participants(files.participants)
    study.gaze.add(
        people_of(plan.pseudonyms, people, keep=other_columns(people)),
        trials,
        scores_of(plan.pseudonyms, read_scores(files.scores, images)),
    )
    groups = [one for one in subgroups(study) if one.groups]
    study.results.record_many(list(gaze_maps(study, groups, job=PartOfJob(job, 0.7, 1.0))))


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
