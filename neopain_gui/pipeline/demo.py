"""The demo study: phantoms, and heatmaps of two synthetic groups that "looked" at them.

Everything in it is drawn by this program; nothing in it is a photograph or a measurement.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from neopain_gui.dataset import preview, records
from neopain_gui.dataset.phantom import study_phantoms, write_study_folder
from neopain_gui.gaze import match_heatmaps, write_synthetic_heatmaps
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.gaze import import_heatmap
from neopain_gui.pipeline.runner import SYNTHETIC_SETTING
from neopain_gui.study import Study

#: As many neonates as the dissertation's eye-tracking study: 10, each at rest and in pain.
SUBJECTS = 10


def make_demo_study(folder: Path, *, subjects: int = SUBJECTS, job: Job = NULL_JOB) -> Path:
    """Draw the phantoms and make the study ``demo.neopain`` in ``folder``.

    Returns
    -------
    Path
        The study; if it is there already it is left as it is.
    """
    path = folder / "demo.neopain"
    if path.exists():
        return path
    heatmaps = folder / "heatmaps"
    manifest = write_study_folder(
        folder / "phantoms", subjects=subjects, job=PartOfJob(job, 0.0, 0.6)
    )
    job.progress(0.6, 1, "Drawing what two synthetic groups looked at")
    write_synthetic_heatmaps(heatmaps, study_phantoms(subjects), job)
    job.progress(0.9, 1, "Making the study")
    # made under another name and renamed at the end: a demo is whole or not there
    unfinished = folder / "unfinished.neopain"
    _remove(unfinished)
    with Study.create(unfinished, name="demo") as study:
        study.add_images(records(preview(manifest)), root=manifest.parent, copy=True)
        study.set_setting(SYNTHETIC_SETTING, True)
        for row in match_heatmaps(heatmaps, study.images()).rows:
            study.record(import_heatmap(study, row.file, image_id=row.image_id, group=row.group))
    unfinished.rename(path)
    job.progress(1, 1)
    return path


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
