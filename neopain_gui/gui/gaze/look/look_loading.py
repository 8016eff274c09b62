"""Reading the looks at a photograph from a study, in a thread of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gui.gaze.look.scanpath_data import Path

if TYPE_CHECKING:
    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.jobs import Job
    from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """What people looked at on one photograph.

    Attributes
    ----------
    image_id : str
        The photograph.
    photograph : ndarray of uint8, shape (H, W, 3)
        Its pixels.
    paths : tuple of Path
        One for each trial, by group and participant.
    excluded : Mapping of str to str
        Who is left out of group maps, each with the reason; of the whole study.
    """

    image_id: str
    photograph: NDArray[np.uint8]
    paths: tuple[Path, ...]
    excluded: Mapping[str, str]


def read_looks(
    job: Job,
    *,
    study: Study,
    image_id: str,
    settings: GazeSettings,
    excluded: Mapping[str, str] | None,
) -> Looks:
    """Find the fixations of all trials of a photograph; ``excluded`` where it is known already."""
    from neopain_gui.gaze.trial_fixations import trial_fixations, trial_path
    from neopain_gui.pipeline.eye_tracking.who_counts import left_out

    image = study.images.get(image_id)
    size = (image.height, image.width)
    groups = {one.id: one.group for one in study.gaze.participants()}
    if excluded is None:
        excluded = left_out(study.gaze.trials(), settings.pass_share)
    paths = []
    for trial in study.gaze.trials(image_id):
        job.check()
        values = study.gaze.values(trial)
        valid = trial.facts.get("valid")
        paths.append(
            Path(
                participant=trial.participant_id,
                group=groups.get(trial.participant_id, ""),
                fixations=trial_fixations(trial, values, size, settings),
                samples=trial_path(trial, values, size),
                valid_share=None if valid is None else valid / max(1, len(values)),
                scale=1.0 if trial.place is None else image.width / trial.place[2],
                excluded=excluded.get(trial.participant_id, ""),
            )
        )
    paths.sort(key=lambda path: path.group)  # stable: participants stay in their order
    return Looks(
        image_id=image_id,
        photograph=study.images.pixels(image_id),
        paths=tuple(paths),
        excluded=excluded,
    )


def mean_map(
    job: Job, *, paths: Sequence[Path], size: tuple[int, int], settings: GazeSettings
) -> NDArray[np.float32]:
    """Return the mean over participants of the maps of these looks, float32 ``size``."""
    from neopain_gui.gaze.density import fixation_map, sigma_of_radius

    own: dict[str, list[NDArray[np.float32]]] = {}
    for path in paths:
        job.check()
        _, durations, x, y = path.fixations.T
        found = fixation_map(
            x,
            y,
            durations,
            size=size,
            measure=settings.measure,
            sigma_px=sigma_of_radius(settings.radius_px) * path.scale,
        )
        own.setdefault(path.participant, []).append(found)
    total = np.zeros(size, np.float64)
    for some in own.values():
        total += np.mean(some, axis=0)
    return (total / max(1, len(own))).astype(np.float32)
