"""From trials to the maps of groups of people, which are extraction models like any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.gaze.density import (
    DENSITY_VERSION,
    GROUP_MAP,
    GroupMean,
    fixation_map,
    on_photograph,
    sigma_of_radius,
)
from neopain_gui.gaze.fixations import FIXATIONS_VERSION
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gaze.trial_fixations import fixations_of_trials
from neopain_gui.gaze.trials import Trial
from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job, PassedOver
from neopain_gui.maps import GAZE, ExtractionModel
from neopain_gui.people.groups import ObserverGroup
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser, left_out
from neopain_gui.pipeline.settings.study_settings import SUBGROUPS, gaze_settings
from neopain_gui.provenance import Provenance, sha256_bytes
from neopain_gui.study import Result, Study, Values
from neopain_gui.study.removal import KEY_START


def subgroups(study: Study) -> list[Subgroup]:
    """Return the study's subgroups: one for each observer group it has, then those made by hand."""
    present = {one.group for one in study.gaze.participants() if one.group}
    usual = [str(group) for group in ObserverGroup if str(group) in present]
    named = usual + sorted(present - set(usual))
    made = [Subgroup(name=name, groups=frozenset({name})) for name in named]
    if study.gaze.participants():
        made.append(Subgroup(name=str(ObserverGroup.ALL)))
    own = [Subgroup.from_dict(stored) for stored in study.setting(SUBGROUPS, [])]
    taken = {one.name for one in own}
    return [one for one in made if one.name not in taken] + own


def gaze_maps(
    study: Study,
    chosen: Sequence[Subgroup],
    settings: GazeSettings | None = None,
    *,
    image_ids: Sequence[str] | None = None,
    missing_only: bool = False,
    job: Job = NULL_JOB,
) -> Iterator[Result]:
    """Compute the map of each subgroup and photograph; the caller records the rows.

    Fixations of a trial are found once for all subgroups. A photograph that nobody of a subgroup
    looked at, or nobody who was recorded well, has no map: the job is told.

    Parameters
    ----------
    study : Study
        Open.
    chosen : sequence of Subgroup
        The extraction models.
    settings : GazeSettings, optional
        The study's own by default.
    image_ids : sequence of str, optional
        The photographs; all by default.
    missing_only : bool
        Whether a map that is there, of the same trials and settings, is passed over.
    job : Job, optional
        Told of progress; asked before each photograph whether to stop.
    """
    settings = gaze_settings(study) if settings is None else settings
    trials = study.gaze.trials()
    excluded = left_out(trials, settings.pass_share)
    by_image: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_image[trial.image_id].append(trial)
    there = {result.key for result in study.results.all()} if missing_only else set()
    chooser = Chooser.of(study)
    images = [image for image in study.images.all() if image_ids is None or image.id in image_ids]
    for done, image in enumerate(images):
        job.check()
        job.progress(done, len(images), f"Gaze on {image.id}")
        maps = TrialMaps(study, image, settings)
        for subgroup in chosen:
            mine = [one for one in by_image[image.id] if chooser.wants(subgroup, one)]
            if not any(one.participant_id not in excluded for one in mine):
                why = f"nobody of “{subgroup.name}” looked there and was recorded well"
                job.partial(PassedOver(what=image.id, why=why))
                continue
            if not study.images.has([image.sha256]):
                continue  # removed meanwhile
            counted = [one for one in mine if one.participant_id not in excluded]
            made_by = group_provenance(image, subgroup, counted, settings)
            if made_by.key not in there or not study.maps.has(made_by):
                yield _group(study, image, subgroup, mine, excluded, settings, maps)
    job.progress(len(images), len(images))


def groups_without_maps(study: Study) -> list[str]:
    """Return the names of groups that somebody belongs to and that have no map.

    *All participants* is among them only where there is no other group.
    """
    groups, people = subgroups(study), study.gaze.participants()
    have = {model.name for model in study.results.models()}
    return [
        one.name
        for one in groups
        if one.name not in have
        and any(one.includes(person) for person in people)
        and (one.name != ObserverGroup.ALL or len(groups) == 1)
    ]


def maps_in_the_way(study: Study, chosen: Sequence[Subgroup]) -> list[Result]:
    """Return the maps of these groups that were not made from recordings: imported pictures."""
    names = {one.name for one in chosen}
    return [
        one
        for one in study.results.all(kind=GAZE.id)
        if one.model.name in names
        and one.provenance.stage != GROUP_MAP
        and study.gaze.trials(one.image_id)
    ]


def beside(study: Study, chosen: Sequence[Subgroup], names: Collection[str]) -> list[Subgroup]:
    """Return the groups, those of these names under another one that no map and no group has."""
    taken = {model.name for model in study.results.models()} | {
        one.name for one in subgroups(study)
    }
    made = []
    for one in chosen:
        name, number = one.name, 0
        while one.name in names and (number == 0 or name in taken):
            number += 1
            name = f"{one.name} (recordings{'' if number == 1 else f' {number}'})"
        made.append(replace(one, name=name))
    return made


class KeptFixations:
    """The fixations of trials, each found once, for whoever needs them several times."""

    def __init__(self, study: Study, settings: GazeSettings) -> None:
        self._study, self._settings = study, settings
        self._found: dict[tuple[str, tuple[int, int]], NDArray[np.float64]] = {}

    def of(self, trial: Trial, size: tuple[int, int]) -> NDArray[np.float64]:
        """Return what :func:`~neopain_gui.gaze.trial_fixations.trial_fixations` finds."""
        self.find([trial], size)
        return self._found[trial.key, size]

    def find(self, trials: Iterable[Trial], size: tuple[int, int]) -> None:
        """Find those of several trials of one photograph, much sooner than one after the other."""
        new = [one for one in trials if (one.key, size) not in self._found]
        arrays = [(one, self._study.gaze.values(one)) for one in new]
        found = fixations_of_trials(arrays, size, self._settings)
        self._found |= {(one.key, size): each for one, each in zip(new, found, strict=True)}


MOST_KEPT = 96 << 20
"""Bytes that the maps of a photograph may take together; larger ones are made when asked for."""


class TrialMaps:
    """Trials' maps of one photograph, each made once where there is room for all."""

    def __init__(
        self,
        study: Study,
        image: FaceImage,
        settings: GazeSettings,
        fixations: KeptFixations | None = None,
    ) -> None:
        self._image, self._settings = image, settings
        self._fixations = fixations or KeptFixations(study, settings)
        self._made: dict[str, tuple[NDArray[np.float32], int]] = {}
        self._keep = False

    def prepare(self, trials: Collection[Trial]) -> None:
        """Find the fixations of the trials that will be asked for."""
        self._fixations.find(trials, (self._image.height, self._image.width))
        bytes_of_each = 4 * self._image.height * self._image.width
        self._keep = len(trials) * bytes_of_each <= MOST_KEPT
        if not self._keep:
            self._made.clear()

    def of_person(self, trials: Sequence[Trial]) -> tuple[NDArray[np.float32], int]:
        """Return the mean of a participant's maps, and the number of fixations on the photograph.

        Whoever looked several times is one vote.
        """
        total, fixations = self.of(trials[0])
        if len(trials) > 1:
            total = total.copy()
            for trial in trials[1:]:
                values, count = self.of(trial)
                total += values
                fixations += count
            # as ``mean`` does it, to the last bit
            np.true_divide(total, np.intp(len(trials)), out=total, casting="unsafe")
        return total, fixations

    def of(self, trial: Trial) -> tuple[NDArray[np.float32], int]:
        """Return a trial's map and its number of fixations on the photograph."""
        found = self._made.get(trial.key)
        if found is None:
            image, settings = self._image, self._settings
            size = (image.height, image.width)
            _, durations, x, y = self._fixations.of(trial, size).T
            scale = 1.0 if trial.place is None else image.width / trial.place[2]
            values = fixation_map(
                x,
                y,
                durations,
                size=size,
                measure=settings.measure,
                sigma_px=sigma_of_radius(settings.radius_px) * scale,
            )
            found = values, int(on_photograph(x, y, size).sum())
            if self._keep:
                self._made[trial.key] = found
        return found


def group_provenance(
    image: FaceImage, subgroup: Subgroup, counted: Sequence[Trial], settings: GazeSettings
) -> Provenance:
    """Return what makes a group's map of a photograph, of the trials that count."""
    return Provenance(
        stage=GROUP_MAP,
        version=100 * FIXATIONS_VERSION + DENSITY_VERSION,
        inputs={
            "image": image.sha256,
            "trials": sha256_bytes("".join(sorted(one.key for one in counted)).encode()),
            "parameters": {**settings.as_dict(), "subgroup": subgroup.as_dict()},
            "size": [image.height, image.width],
        },
    )


def _group(
    study: Study,
    image: FaceImage,
    subgroup: Subgroup,
    trials: Sequence[Trial],
    excluded: dict[str, str],
    settings: GazeSettings,
    maps: TrialMaps,
) -> Result:
    counted = [one for one in trials if one.participant_id not in excluded]
    provenance = group_provenance(image, subgroup, counted, settings)
    own: dict[str, list[Trial]] = defaultdict(list)
    for trial in counted:
        own[trial.participant_id].append(trial)
    maps.prepare(counted)
    size = (image.height, image.width)
    mean, fixations = GroupMean(size), 0
    for who in sorted(own):
        values, count = maps.of_person(own[who])
        mean.add(who, values)
        fixations += count
        del values  # not beside the next one's
    group = mean.mean()
    study.maps.put([Values(provenance=provenance, values=group.values)])
    facts: dict[str, Any] = {
        "participants": len(group.participants),
        "looked_away": len(group.looked_away),
        "left_out": len({one.participant_id for one in trials} & excluded.keys()),
        "fixations": fixations,
        # Whoever is removed takes along the maps that they are part of.
        "trials": sorted(one.key[:KEY_START] for one in counted),
        "empty": not group.values.any(),
    }
    return Result(
        image_id=image.id,
        model=ExtractionModel(name=subgroup.name, kind=GAZE.id),
        box=Box.whole(image.width, image.height),
        photograph_size=size,
        provenance=provenance,
        facts=facts,
    )
