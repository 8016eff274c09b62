"""Recordings of participants who do not exist, for the demo: nobody looked at anything.

The protocol is the dissertation's (3.2): a cross, then each photograph for seven seconds at a place
off the middle, then the question; of cross and question only a moment is written. Where a made-up
participant looks follows the group's interests of :mod:`~neopain_gui.demo.synthetic_heatmaps`;
eyes jump between fixations, tremble, blink and get lost, one participant's so often that the
70 % rule leaves them out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neopain_gui.demo.prolab_writer import Look, write_prolab
from neopain_gui.demo.synthetic_heatmaps import (
    AIM,
    MEDIAN_MS,
    SHORTEST_MS,
    SPREAD,
    SYNTHETIC_GROUPS,
    Drawn,
    point_inside,
    region_weights,
)
from neopain_gui.jobs import NULL_JOB, Job, track
from neopain_gui.people.groups import ObserverGroup

Array = NDArray[np.float64]

SCREEN = (1280, 1024)
RATE_HZ = 60
"""A fifth of the TX300's rate: the demo is read within seconds."""
PARTICIPANTS = 6
"""Of each group."""
SHOWN_S, BEFORE_S = 7.0, 0.5
_SCALE = 2.0  # screen pixels per pixel of the photograph
_DEGREE = 28.0  # screen pixels at the usual distance
_TREMBLE = 2.0  # standard deviation of each eye, screen pixels
_BLINKS_PER_S, _BLINK_S = 0.2, 0.15
_LOST, _LOST_OFTEN = 0.04, 0.5
_DISTANCE_MM, _PUPIL_MM = 650.0, 3.5
# Mean and standard deviation of the scores, in pain and at rest.
_SCORES = {
    ObserverGroup.EXPERTS: ((7.0, 1.5), (1.0, 1.2)),
    ObserverGroup.PARENTS: ((6.0, 2.2), (2.2, 1.8)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticFiles:
    """What :func:`write_synthetic_recordings` wrote: Pro Lab export, participants, scores."""

    recordings: Path
    participants: Path
    scores: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    name: str
    group: ObserverGroup
    number: int
    lost: float


def write_synthetic_recordings(
    folder: Path,
    phantoms: Sequence[tuple[str, Drawn, bool]],
    *,
    participants: int = PARTICIPANTS,
    job: Job = NULL_JOB,
) -> SyntheticFiles:
    """Write a Pro Lab export of made-up participants, with their groups and scores as CSV.

    Parameters
    ----------
    folder : Path
        Made if need be.
    phantoms : sequence of (str, Drawn, bool)
        File name, phantom, and whether it is in pain.
    participants : int
        Of each group; the same numbers give the same files.
    job : Job, optional
        Told about each participant; asked whether to stop.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = SyntheticFiles(
        recordings=folder / "synthetic_recordings.tsv",
        participants=folder / "participants.csv",
        scores=folder / "scores.csv",
    )
    people = _people(participants)
    with files.participants.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["participant", "group", "years of experience"])
        for person in people:
            years = person.number * 3 if person.group is ObserverGroup.EXPERTS else 0
            writer.writerow([person.name, str(person.group), years])
    with files.scores.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["participant", "image", "score"])
        for person in people:
            random = np.random.default_rng([2, person.number])
            for name, _, in_pain in phantoms:
                mean, deviation = _SCORES[person.group][0 if in_pain else 1]
                score = int(np.clip(np.rint(random.normal(mean, deviation)), 0, 10))
                writer.writerow([person.name, Path(name).stem, score])
    write_prolab(files.recordings, _looks(people, phantoms, job), screen=SCREEN)
    return files


def _people(each: int) -> list[_Person]:
    people = []
    for place, group in enumerate(SYNTHETIC_GROUPS):
        for number in range(1, each + 1):
            whole = place * each + number
            last = group is SYNTHETIC_GROUPS[-1] and number == each and each > 1
            people.append(
                _Person(
                    name=f"Synthetic {whole:02}",
                    group=group,
                    number=whole,
                    lost=_LOST_OFTEN if last else _LOST,
                )
            )
    return people


def _looks(
    people: Sequence[_Person], phantoms: Sequence[tuple[str, Drawn, bool]], job: Job
) -> Iterator[Look]:
    for person in track(people, job, total=len(people), text="Making up what people look at"):
        random = np.random.default_rng([1, person.number])
        clock = int(random.integers(1_000_000, 2_000_000))
        for place in random.permutation(len(phantoms)):
            name, phantom, _ = phantoms[place]
            height, width = phantom.image.shape[:2]
            size = (width * _SCALE, height * _SCALE)
            corner = [int(random.uniform(0, SCREEN[axis] - size[axis])) for axis in range(2)]
            shown = (float(corner[0]), float(corner[1]), *size)
            for stimulus, seconds in (("", BEFORE_S), (name, SHOWN_S)):
                times = np.arange(0, seconds, 1 / RATE_HZ)
                if stimulus:
                    path = _path(person, phantom, times, random) * _SCALE + shown[:2]
                else:
                    path = np.tile(np.array(SCREEN) / 2, (len(times), 1))
                yield _look(person, stimulus, shown, (width, height), clock, times, path, random)
                clock += int(seconds * 1e6)


def _path(person: _Person, phantom: Drawn, times: Array, random: np.random.Generator) -> Array:
    """Return where somebody looks at each time, in the phantom's pixels: fixations and saccades."""
    weights = region_weights(phantom.regions, person.group)
    names = list(weights)
    pixel = phantom.image.shape[1] / 320
    at, knots, points = 0.0, [], []
    point = np.array(phantom.image.shape[1::-1]) / 2
    while at < times[-1]:
        region = names[random.choice(len(names), p=list(weights.values()))]
        target = point_inside(phantom.regions[region], random)
        target += random.normal(0, AIM[person.group] * pixel, 2)
        degrees = np.hypot(*(target - point)) * _SCALE / _DEGREE
        at += (2.2 * degrees + 21) / 1000  # a saccade lasts the longer the larger it is
        duration = max(MEDIAN_MS * random.lognormal(0, SPREAD), SHORTEST_MS) / 1000
        knots += [at, at + duration]
        points += [target, target]
        at, point = at + duration, target
    xy = np.array(points)
    return np.stack([np.interp(times, knots, xy[:, axis]) for axis in range(2)], axis=1)


def _look(
    person: _Person,
    stimulus: str,
    shown: tuple[float, ...],
    original: tuple[int, int],
    clock: int,
    times: Array,
    path: Array,
    random: np.random.Generator,
) -> Look:
    closed = _stretches(times, _BLINKS_PER_S * _BLINK_S, _BLINK_S, random)
    closed |= _stretches(times, person.lost, 0.3, random)
    eyes = []
    for _ in range(2):
        eye = path + random.normal(0, _TREMBLE, path.shape)
        eye[closed | (random.random(len(times)) < 0.01)] = np.nan
        eyes.append(eye)
    return Look(
        participant=person.name,
        recording=f"Recording {person.number:02}",
        stimulus=stimulus,
        place=(shown[0], shown[1], shown[2], shown[3]),
        original=original,
        time_us=clock + np.rint(times * 1e6).astype(np.int64),
        left=eyes[0],
        right=eyes[1],
        distance_mm=_DISTANCE_MM + random.normal(0, 2, len(times)),
        pupil_mm=_PUPIL_MM + random.normal(0, 0.05, len(times)),
    )


def _stretches(
    times: Array, share: float, seconds: float, random: np.random.Generator
) -> NDArray[np.bool_]:
    """Return stretches of about ``seconds`` that take about ``share`` of the time."""
    made = np.zeros(len(times), bool)
    for start in random.uniform(0, times[-1], random.poisson(share * times[-1] / seconds)):
        made |= (times >= start) & (times < start + seconds)
    return made
