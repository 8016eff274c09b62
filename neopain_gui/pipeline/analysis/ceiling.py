"""How much people of a group agree with each other: between which bounds a classifier can come.

A classifier's map meets the map of a group, so like is compared with like: one half of the group
with the other. A map that shows what the whole group sees, and nothing of who happened to look,
agrees with the group at least as halves do with each other (either stands for what is true, with
more noise) and at most as a half does with the whole that it is part of (their noise is shared).
The bounds of one person, who is compared with the rest and with all, are those of Nili et al.
(2014): what a map can reach with single people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.intervals import (
    mean_over_both,
    mean_over_neonates,
)
from neopain_gui.agreement.measures import MEASURES, measure_of
from neopain_gui.dataset.face_image import neonates_of
from neopain_gui.findings.people import Bound, Ceiling, PeopleRow
from neopain_gui.gaze.trials import Trial
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.masks import MaskSettings, contour_mask
from neopain_gui.pipeline.eye_tracking.group_maps import KeptFixations, TrialMaps, subgroups
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser, left_out
from neopain_gui.pipeline.settings.study_settings import gaze_settings
from neopain_gui.study import Study

SPLITS = 20
"""Random halvings of a group on a photograph; all where there are no more."""
FEWEST = 3
"""People on a photograph of whom one can be compared with the rest; halves need one more."""
SEED = 0

Mask = NDArray[np.bool_]


def people_rows(
    study: Study,
    settings: MaskSettings,
    image_ids: Sequence[str],
    *,
    fixations: KeptFixations | None = None,
    job: Job = NULL_JOB,
) -> list[PeopleRow]:
    """Compare the people of each group with each other, photograph by photograph.

    Over the face crop, as all agreement (decision 15). Participants who were not recorded well are
    left out, and photographs that fewer than :data:`FEWEST` of a group looked at.
    """
    gaze = gaze_settings(study)
    trials = study.gaze.trials() if study.gaze.has_trials else []
    excluded = left_out(trials, gaze.pass_share)
    chooser, faces = Chooser.of(study), study.faces.all()
    groups = [one for one in subgroups(study) if one.groups] if trials else []
    wanted = [image_id for image_id in image_ids if image_id in faces]
    c, made = settings.c_gaze, []
    for done, image_id in enumerate(wanted if groups else []):
        job.check()
        job.progress(done, len(wanted), f"People on {image_id}")
        maps = TrialMaps(study, study.images.get(image_id), gaze, fixations)
        there = [one for one in study.gaze.trials(image_id) if one.participant_id not in excluded]
        maps.prepare([one for one in there if any(chooser.wants(each, one) for each in groups)])
        for group in groups:
            own: dict[str, list[Trial]] = defaultdict(list)
            for trial in there:
                if chooser.wants(group, trial):
                    own[trial.participant_id].append(trial)
            if len(own) < FEWEST:
                continue
            people = _People(maps, own, c, faces[image_id].box.slices)
            for bound, who, counts in people.compared(job):
                made += [
                    PeopleRow(
                        group=group.name,
                        image=image_id,
                        participant=who,
                        bound=bound,
                        metric=measure.id,
                        value=_mean(np.atleast_1d(measure.from_counts(counts))),
                    )
                    for measure in MEASURES
                    if measure.from_counts is not None
                ]
    job.progress(1, 1)
    return made


def ceilings(study: Study, rows: Sequence[PeopleRow]) -> list[Ceiling]:
    """Return the means of what :func:`people_rows` found, with intervals."""
    images = study.images.all()
    whose = dict(zip((image.id for image in images), neonates_of(images), strict=True))
    people: dict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str, Bound], list[PeopleRow]] = defaultdict(list)
    for row in rows:
        found[row.group, row.metric, row.bound].append(row)
        if row.participant:
            people[row.group].add(row.participant)
    return [
        _ceiling(mine, [whose[row.image] for row in mine], len(people[key[0]]))
        for key, mine in found.items()
    ]


def _ceiling(rows: Sequence[PeopleRow], neonates: Sequence[str], participants: int) -> Ceiling:
    first, values = rows[0], [row.value for row in rows]
    within = measure_of(first.metric).range
    value = (
        mean_over_neonates(values, neonates, within=within)
        if first.bound.of_group
        else mean_over_both(values, neonates, [row.participant for row in rows], within=within)
    )
    return Ceiling(
        group=first.group,
        metric=first.metric,
        bound=first.bound,
        value=value,
        participants=participants,
        photographs=len({row.image for row in rows}),
        comparisons=int(np.isfinite(values).sum()),
    )


class _People:
    """The people of a group on a photograph, whose maps are made one after the other.

    All maps of a large photograph would take more memory than most computers have.
    """

    def __init__(
        self,
        maps: TrialMaps,
        own: Mapping[str, Sequence[Trial]],
        c: float,
        face: tuple[slice, slice],
    ) -> None:
        self._maps, self._own, self._c, self._face = maps, own, c, face
        self._who = list(own)

    def compared(self, job: Job) -> Iterator[tuple[Bound, str, Counts]]:
        """Yield each comparison; of halves all halvings together."""
        count = len(self._who)
        total = self._sum(range(count))
        everybody = self._mask(total.copy(), count)
        for number, name in enumerate(self._who):
            job.check()
            mine = self._map(number)
            own = self._cut(mine)
            left = [total - mine]
            del mine
            rest = self._mask(left.pop(), count - 1)
            yield Bound.ONE_AND_REST, name, _counted([_pair(own, rest)])
            yield Bound.ONE_AND_ALL, name, _counted([_pair(own, everybody)])
        if count <= FEWEST:
            return
        halves, with_all = [], []
        for half in _halvings(count):
            job.check()
            sums = [self._sum(half)]
            sums.append(total - sums[0])
            b = self._mask(sums.pop(), count - len(half))
            a = self._mask(sums.pop(), len(half))
            halves.append(_pair(a, b))
            with_all += [_pair(a, everybody), _pair(b, everybody)]
        yield Bound.HALVES, "", _counted(halves)
        yield Bound.HALF_AND_ALL, "", _counted(with_all)

    def _map(self, number: int) -> NDArray[np.float32]:
        return self._maps.of_person(self._own[self._who[number]])[0]

    def _sum(self, numbers: Iterable[int]) -> NDArray[np.float64]:
        total: NDArray[np.float64] | None = None
        for number in numbers:
            if total is None:
                total = self._map(number).astype(np.float64)
            else:
                total += self._map(number)
        assert total is not None
        return total

    def _mask(self, total: NDArray[np.float64], count: int) -> Mask:
        """Return the mask of a mean within the face; the sum is used up."""
        total /= count
        np.maximum(total, 0, out=total)  # what rounding leaves below 0
        mean = total.astype(np.float32)
        del total  # 48 MB of a large photograph, where nobody else has it
        return self._cut(mean)

    def _cut(self, mean: NDArray[np.float32]) -> Mask:
        made: Mask = contour_mask(mean, self._c)[self._face]
        return made.copy()  # a view would keep all of it


def _halvings(count: int) -> list[list[int]]:
    """Return ways to halve a group: one half of each; of an odd number the smaller one.

    >>> _halvings(4)
    [[0, 1], [0, 2], [0, 3]]
    """
    size, ways = count // 2, []
    if count <= 8:  # few enough to list
        ways = [list(one) for one in combinations(range(count), size)]
        if count % 2 == 0:
            ways = [one for one in ways if 0 in one]  # the other half is the same halving
    random = np.random.default_rng(SEED)
    if not ways:
        return [sorted(random.permutation(count)[:size].tolist()) for _ in range(SPLITS)]
    if len(ways) <= SPLITS:
        return ways
    chosen = sorted(random.choice(len(ways), SPLITS, replace=False).tolist())
    return [ways[place] for place in chosen]


def _pair(a: Mask, b: Mask) -> tuple[int, int, int, int]:
    """Count the pixels of two masks: all, in either, in both."""
    both = np.count_nonzero(a & b)
    return a.size, int(np.count_nonzero(a)), int(np.count_nonzero(b)), int(both)


def _counted(pairs: Sequence[tuple[int, int, int, int]]) -> Counts:
    pixels, in_a, in_b, in_both = np.array(pairs).T
    return Counts(pixels=pixels, in_a=in_a, in_b=in_b, in_both=in_both)


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
