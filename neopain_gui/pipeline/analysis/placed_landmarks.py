"""Where raters placed landmarks, and where these lie on the neutral face."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from neopain_gui.annotation.answers import Landmark
from neopain_gui.pipeline.settings.instruments import study_landmark_sets
from neopain_gui.study import Study

Placed = dict[str, tuple[tuple[float, float], tuple[float, float]]]
"""By name: where a landmark lies on the neutral face, and on the photograph."""


def placed_landmarks(study: Study) -> dict[str, Placed]:
    """Return by photograph what raters placed of the set of which they placed most.

    Each point is where raters have it on average, those that something hides left out. As with all
    that raters say, the first time counts, and a blind round from when it was handed in.
    """
    sets = study_landmark_sets(study)
    found: dict[str, dict[str, dict[str, list[Landmark]]]] = {}
    for one in _counting(study):
        if one.visible and one.set in sets and one.name in sets[one.set].names:
            here = found.setdefault(one.image_id, {})
            here.setdefault(one.set, defaultdict(list))[one.name].append(one)
    made: dict[str, Placed] = {}
    for image_id, by_set in found.items():
        most = max(sorted(by_set), key=lambda name: len(by_set[name]))
        template = {point.name: (point.u, point.v) for point in sets[most].points}
        made[image_id] = {
            name: (
                template[name],
                (float(np.mean([one.x for one in some])), float(np.mean([one.y for one in some]))),
            )
            for name, some in by_set[most].items()
        }
    return made


def _counting(study: Study) -> list[Landmark]:
    store = study.annotations
    return [
        one
        for round_ in store.rounds()
        for rater in round_.raters
        if not round_.blind or store.handed_in(round_.name, rater)
        for one in store.landmarks(round_.name, rater)
        if one.repeat == 0
    ]
