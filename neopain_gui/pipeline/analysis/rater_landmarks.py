"""How far apart raters put the same points of the face.

Distances are in distances between the eyes, of the photograph on which both placed the point: what
face alignment calls the normalised mean error. Where neither placed the eyes there is no such unit,
and the photograph is left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from neopain_gui.annotation.agreement.value import Value, mean_value
from neopain_gui.annotation.landmarks import LandmarkSet, Points, points_apart
from neopain_gui.annotation.round import LANDMARKS, Round
from neopain_gui.findings.raters import Among, RaterRow
from neopain_gui.jobs import Job
from neopain_gui.pipeline.settings.instruments import study_landmark_sets
from neopain_gui.study import Study

DISTANCE = "points_apart"
ALL_POINTS = ""
"""What stands for all points of a set: the mean over those of a photograph."""
Placed = Mapping[tuple[str, str, int], Points]
"""The points of a rater (first) on a photograph, the first or the second time."""
Apart = list[tuple[str, Mapping[str, float]]]
"""By photograph, how far apart two raters put each point."""


def landmark_rows(
    study: Study, round_: Round, raters: Sequence[str], neonates: Mapping[str, str], job: Job
) -> Iterator[RaterRow]:
    """Yield how far apart points lie: of all pairs, of each two, of a rater twice."""
    sets = study_landmark_sets(study)
    for instrument in round_.instruments:
        known = sets.get(instrument.removeprefix(LANDMARKS))
        if not instrument.startswith(LANDMARKS) or known is None:
            continue
        job.check()
        placed = _placed(study, round_, raters, known.id)
        of_pairs: Apart = []
        for a, b in combinations(raters, 2):
            found = _apart(known, placed, [((a, one, 0), (b, one, 0)) for one in round_.image_ids])
            of_pairs += found
            yield from _rows(round_.name, known, ("pair", (a, b)), found, neonates)
        if len(raters) > 1:
            yield from _rows(round_.name, known, ("all", tuple(raters)), of_pairs, neonates)
        for rater in raters:
            twice = [((rater, one, 0), (rater, one, 1)) for one in round_.image_ids]
            found = _apart(known, placed, twice)
            yield from _rows(round_.name, known, ("repeat", (rater,)), found, neonates)


def _placed(study: Study, round_: Round, raters: Sequence[str], set_id: str) -> Placed:
    found: dict[tuple[str, str, int], dict[str, tuple[float, float]]] = defaultdict(dict)
    for one in study.annotations.landmarks(round_.name):
        if one.set == set_id and one.rater in raters:
            found[one.rater, one.image_id, one.repeat][one.name] = (one.x, one.y)
    return found


def _apart(
    known: LandmarkSet,
    placed: Placed,
    pairs: Sequence[tuple[tuple[str, str, int], tuple[str, str, int]]],
) -> Apart:
    made: Apart = []
    for one, other in pairs:
        if one in placed and other in placed:
            found = points_apart(known, placed[one], placed[other])
            if found:
                made.append((one[1], {**found, ALL_POINTS: float(np.mean([*found.values()]))}))
    return made


def _rows(
    round_: str,
    known: LandmarkSet,
    whose: tuple[Among, tuple[str, ...]],
    apart: Apart,
    neonates: Mapping[str, str],
) -> Iterator[RaterRow]:
    """Yield the mean of all points, then of each; nothing where nothing was placed by both."""
    titles = {ALL_POINTS: "all points"} | {one.name: one.title for one in known.points}
    photographs = [image_id for image_id, _ in apart]
    for name, title in titles.items() if apart else ():
        yield RaterRow(
            round=round_,
            instrument=known.instrument,
            item=name,
            total=False,
            title=f"{known.title}: {title}",
            among=whose[0],
            raters=whose[1],
            coefficient=DISTANCE,
            found=_mean([each.get(name, math.nan) for _, each in apart], photographs, neonates),
        )


def _mean(
    values: Sequence[float], photographs: Sequence[str], neonates: Mapping[str, str]
) -> Value:
    whose = [neonates.get(one, f"photograph {one}") for one in photographs]
    return mean_value(values, photographs, whose, why="no two of them placed it")
