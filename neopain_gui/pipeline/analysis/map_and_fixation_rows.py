"""Agreement of relevance maps, and of maps with fixations, photograph by photograph.

On the grid over the face that all photographs share, so that fixations of other photographs can
stand for what people look at on any face.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.faces import GRID
from neopain_gui.agreement.fixations import Fixated
from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES
from neopain_gui.dataset.face_image import neonates_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.maps import FixationRow, MapRow
from neopain_gui.gaze.density import Measure as Weight
from neopain_gui.gaze.density import fixation_map
from neopain_gui.gaze.trials import Trial
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.analysis.on_face import on_face
from neopain_gui.pipeline.eye_tracking.group_maps import KeptFixations, subgroups
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser, left_out
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.study import Study

Array = NDArray[np.float64]
Points = tuple[Array, Array]

_SMOOTH = 3.0  # cells: fixations of other photographs as a density


def map_rows(
    study: Study,
    comparison: Comparison,
    job: Job = NULL_JOB,
    measures: Sequence[Measure] = MEASURES,
) -> list[MapRow]:
    """Compare the maps themselves of every pair on every photograph, by those that are of maps."""
    rows = []
    for done, (image_id, maps) in enumerate(face_maps(study, comparison)):
        job.check()
        job.progress(done, len(comparison.images), f"Maps of {image_id}")
        for a, b in combinations(sorted(maps), 2):
            both = (maps[a], maps[b])
            values = {
                name: one.on_maps(*(both[::-1] if b_is_true else both))
                for one in measures
                if one.on_maps is not None
                for name, _, b_is_true in one.columns
            }
            rows.append(MapRow(image=image_id, model_a=a, model_b=b, values=values))
    job.progress(1, 1)
    return rows


def fixation_rows(
    study: Study,
    comparison: Comparison,
    job: Job = NULL_JOB,
    fixations: KeptFixations | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> list[FixationRow]:
    """Say how well every map predicts every group's fixations; none without recordings.

    A group's own map is left out: it is made of these fixations.
    """
    compared = [image.id for image in comparison.images]
    looked = group_fixations(study, compared, PartOfJob(job, 0.0, 0.5), fixations)
    ids = (image.id for image in comparison.images)
    whose = dict(zip(ids, neonates_of(comparison.images), strict=True))
    rows = []
    found = face_maps(study, comparison) if looked else ()
    for done, (image_id, maps) in enumerate(found):
        job.check()
        job.progress(len(compared) + done, 2 * len(compared), f"Fixations on {image_id}")
        for group, by_image in looked.items():
            if image_id not in by_image:
                continue
            x, y = by_image[image_id]
            elsewhere = [
                points for other, points in by_image.items() if whose[other] != whose[image_id]
            ]
            other_x, other_y = (
                np.concatenate([points[axis] for points in elsewhere]) if elsewhere else np.empty(0)
                for axis in (0, 1)
            )
            people = Fixated(
                x=x, y=y, other_x=other_x, other_y=other_y, baseline=_density(other_x, other_y)
            )
            for model, values in sorted(maps.items()):
                if model == group:
                    continue
                rows.append(
                    FixationRow(
                        image=image_id,
                        model=model,
                        group=group,
                        values={
                            one.id: one.on_fixations(values, people)
                            for one in measures
                            if one.on_fixations is not None
                        },
                        fixations=len(x),
                    )
                )
    job.progress(1, 1)
    return rows


def group_fixations(
    study: Study,
    image_ids: Sequence[str],
    job: Job = NULL_JOB,
    fixations: KeptFixations | None = None,
) -> dict[str, dict[str, Points]]:
    """Return each group's fixations on each face, in cells of the grid."""
    found: dict[str, dict[str, list[Array]]] = defaultdict(lambda: defaultdict(list))
    for trial, groups, points in looks_at_faces(study, image_ids, job, fixations):
        for group in groups:
            found[group][trial.image_id].append(points)
    return {
        group: {
            image_id: (np.concatenate(some)[:, 0], np.concatenate(some)[:, 1])
            for image_id, some in by_image.items()
            if sum(map(len, some))
        }
        for group, by_image in found.items()
    }


def looks_at_faces(
    study: Study,
    image_ids: Sequence[str],
    job: Job = NULL_JOB,
    fixations: KeptFixations | None = None,
) -> Iterator[tuple[Trial, list[str], Array]]:
    """Yield each look at a face: the trial, the groups it counts for, and its fixations in cells.

    Participants who were not recorded well are left out.
    """
    if not study.gaze.has_trials:
        return
    settings, faces, chooser = gaze_settings(study), study.faces.all(), Chooser.of(study)
    kept = fixations or KeptFixations(study, settings)
    trials = study.gaze.trials()
    excluded = left_out(trials, settings.pass_share)
    groups = [one for one in subgroups(study) if one.groups]
    wanted = [
        one for one in trials
        if one.image_id in set(image_ids) & faces.keys() and one.participant_id not in excluded
    ]  # fmt: skip
    for done, trial in enumerate(wanted):
        job.check()
        job.progress(done, len(wanted), f"Fixations of {trial.participant_id}")
        image, box = study.images.get(trial.image_id), faces[trial.image_id].box
        points = _in_cells(kept.of(trial, (image.height, image.width))[:, 2:], box)
        yield trial, [one.name for one in groups if chooser.wants(one, trial)], points


def _in_cells(points: Array, box: Box) -> Array:
    cells = (points - (box.left, box.top)) * (GRID / box.width, GRID / box.height)
    inside: Array = cells[((cells >= 0) & (cells < GRID)).all(axis=1)]
    return inside


def _density(x: Array, y: Array) -> Array:
    """Return fixations of other photographs as a density; even where there are none."""
    if not len(x):
        return np.ones((GRID, GRID))
    spread = fixation_map(
        x, y, np.ones(len(x)), size=(GRID, GRID), measure=Weight.COUNT, sigma_px=_SMOOTH
    )
    return spread.astype(np.float64) + 1e-6 * float(spread.max())


def face_maps(study: Study, comparison: Comparison) -> Iterator[tuple[str, Mapping[str, Array]]]:
    """Yield each photograph's maps over its face; one photograph at a time is in memory."""
    faces, names = study.faces.all(), {model.name for model in comparison.models}
    for image in comparison.images:
        box = faces[image.id].box
        yield (
            image.id,
            {
                result.model.name: on_face(study.results.relevance_of(result), box)
                for result in study.results.all(image.id)
                if result.model.name in names
            },
        )
