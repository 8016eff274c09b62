"""How much people agree with each other: what no classifier can be asked to exceed.

Each participant's contour mask is compared with that of the rest of their group on the same
photograph; and each group's with every other's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.intervals import Interval, mean_over_neonates
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.gaze_maps import TrialMaps, subgroups
from neopain_gui.pipeline.looks import Chooser, gaze_settings, left_out
from neopain_gui.provenance import Provenance
from neopain_gui.study import Study

MEASURES = ("cosine", "spearman", "overlap", "kappa", "iou", "dice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How much the participants of a group agree with the rest of it.

    Attributes
    ----------
    group, metric : str
        Which.
    value : Interval
        Mean over participants and photographs, with an interval over participants.
    participants, comparisons : int
        How many were compared with the rest, and on how many photographs together.
    """

    group: str
    metric: str
    value: Interval
    participants: int
    comparisons: int


def ceilings(
    study: Study,
    settings: MaskSettings,
    image_ids: Sequence[str],
    *,
    job: Job = NULL_JOB,
) -> list[Ceiling]:
    """Compare each participant with the rest of their group, photograph by photograph.

    Over the face crop, as all agreement (decision 15). Participants who were not recorded well are
    left out, and groups of fewer than three, in which one against the rest says little.
    """
    gaze = gaze_settings(study)
    trials = study.trials() if study.has_trials else []
    excluded = left_out(trials, gaze.pass_share)
    chooser, faces = Chooser.of(study), study.faces()
    groups = [one for one in subgroups(study) if one.groups] if trials else []
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    whose: dict[str, list[str]] = defaultdict(list)
    wanted = [image_id for image_id in image_ids if image_id in faces]
    for done, image_id in enumerate(wanted if groups else []):
        job.check()
        job.progress(done, len(wanted), f"People on {image_id}")
        image = study.image(image_id)
        maps = TrialMaps(study, image, gaze)
        there = [one for one in study.trials(image_id) if one.participant_id not in excluded]
        for group in groups:
            own: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
            for trial in there:
                if chooser.wants(group, trial):
                    own[trial.participant_id].append(maps.of(trial)[0])
            each = {who: np.stack(some).mean(axis=0, dtype=np.float64) for who, some in own.items()}
            if len(each) < 3:
                continue
            total = np.stack(list(each.values())).sum(axis=0)
            for who, mine in each.items():
                rest = (total - mine) / (len(each) - 1)
                counts = _counts(mine, rest.clip(min=0), faces[image_id].box, settings)
                for metric in MEASURES:
                    values[group.name, metric].append(getattr(counts, metric))
                whose[group.name].append(who)
    job.progress(1, 1)
    return [
        Ceiling(
            group=group,
            metric=metric,
            value=mean_over_neonates(found, whose[group]),
            participants=len(set(whose[group])),
            comparisons=int(np.isfinite(found).sum()),
        )
        for (group, metric), found in values.items()
    ]


def _counts(
    a: NDArray[np.float64], b: NDArray[np.float64], box: Box, settings: MaskSettings
) -> Counts:
    """Count the pixels of two maps' contour masks within the face."""
    masks = []
    for values in (a, b):
        height, width = values.shape
        relevance = RelevanceMap(
            values=values.astype(np.float32),
            box=Box.whole(width, height),
            photograph_size=(height, width),
            model=ExtractionModel(name="people", kind="gaze"),
            provenance=Provenance(stage="gaze.ceiling", version=1),
        )
        masks.append(to_contour_mask(relevance, settings).values[box.slices])
    return Counts(
        pixels=masks[0].size,
        in_a=int(masks[0].sum()),
        in_b=int(masks[1].sum()),
        in_both=int((masks[0] & masks[1]).sum()),
    )
