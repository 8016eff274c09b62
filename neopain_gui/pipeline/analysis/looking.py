"""What each extraction model says of where people look, beyond the centre of the face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from neopain_gui.agreement.class_tests import Adjustment, adjusted
from neopain_gui.agreement.faces import GRID
from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.statistics.looks import Gain, Looks, gains
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import neonates_of
from neopain_gui.errors import InputError
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.inference import GainRow
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob
from neopain_gui.pipeline.analysis.map_and_fixation_rows import face_maps, looks_at_faces
from neopain_gui.pipeline.eye_tracking.group_maps import KeptFixations
from neopain_gui.study import Study

SIDE = 8
"""Cells of the grid over the face, each way."""


def gain_rows(
    study: Study,
    comparison: Comparison,
    job: Job = NULL_JOB,
    fixations: KeptFixations | None = None,
) -> list[GainRow]:
    """Return the gain of each extraction model over centre bias alone, group by group.

    None without recordings. Where a group's fixations cannot bear the model, its one row says why.
    """
    if not study.gaze.has_trials:
        return []
    looked = _looked(study, comparison, PartOfJob(job, 0.0, 0.5), fixations)
    if not looked:
        return []
    maps = _cells(study, comparison, PartOfJob(job, 0.5, 0.9))
    neonates = neonates_of(comparison.images)
    centre = np.tile(_centre(), (len(comparison.images), 1))
    made: list[GainRow] = []
    for group, counts in looked.items():
        job.check()
        others = {name: values for name, values in maps.items() if name != group}
        looks = Looks(fixations=counts, centre=centre, cross=None, neonates=neonates)
        try:
            found = gains(looks, others)
        except InputError as why:
            made.append(_undefined(group, counts, str(why)))
            continue
        made += [_row(group, one) for one in found]
    job.progress(1, 1)
    return _in_family(made)


def _looked(
    study: Study, comparison: Comparison, job: Job, fixations: KeptFixations | None
) -> dict[str, Array]:
    """Return each group's fixations, shape (participants, photographs, cells)."""
    compared = {model.name for model in comparison.models}
    place = {image.id: row for row, image in enumerate(comparison.images)}
    looks = list(looks_at_faces(study, list(place), job, fixations))
    people = sorted({trial.participant_id for trial, _, _ in looks})
    numbers = {who: number for number, who in enumerate(people)}
    shape = (len(people), len(place), SIDE * SIDE)
    found: dict[str, Array] = {}
    for trial, groups, points in looks:
        cells = (points * SIDE / GRID).astype(int)
        counts = np.bincount(cells[:, 1] * SIDE + cells[:, 0], minlength=SIDE * SIDE)
        for group in compared.intersection(groups):
            values = found.setdefault(group, np.full(shape, np.nan))
            at = values[numbers[trial.participant_id], place[trial.image_id]]
            at[:] = np.nan_to_num(at) + counts
    made = {}
    for name, values in sorted(found.items()):
        made[name] = values[np.isfinite(values).any(axis=(1, 2))]
    return made


def _cells(study: Study, comparison: Comparison, job: Job) -> dict[str, Array]:
    """Return each extraction model's mean relevance in the cells; NaN where it has no map."""
    shape = (len(comparison.images), SIDE * SIDE)
    made = {model.name: np.full(shape, np.nan) for model in comparison.models}
    block = GRID // SIDE
    for row, (_, found_maps) in enumerate(face_maps(study, comparison)):
        job.check()
        job.progress(row, len(comparison.images))
        for name, values in found_maps.items():
            blocks = values.reshape(SIDE, block, SIDE, block).mean(axis=(1, 3)).ravel()
            top = float(blocks.max())
            made[name][row] = blocks / top if top > 0 else blocks
    return made


def _centre() -> Array:
    at = np.arange(SIDE) - (SIDE - 1) / 2
    made: Array = np.hypot(at[:, None], at[None, :]).ravel()
    return made


def _row(group: str, one: Gain) -> GainRow:
    odds = one.odds
    nan = float("nan")
    return GainRow(
        group=group,
        model=one.name,
        odds=odds.value if odds else nan,
        odds_low=odds.low if odds else nan,
        odds_high=odds.high if odds else nan,
        odds_p=odds.p if odds else nan,
        bits=one.bits.value,
        bits_low=one.bits.low,
        bits_high=one.bits.high,
        fixations=one.fixations,
        participants=one.participants,
        photographs=one.photographs,
        neonates=one.bits.neonates,
        why=one.why or one.bits.why,
    )


def _undefined(group: str, counts: Array, why: str) -> GainRow:
    nan = float("nan")
    return GainRow(
        group=group,
        model="",
        odds=nan,
        odds_low=nan,
        odds_high=nan,
        odds_p=nan,
        bits=nan,
        bits_low=nan,
        bits_high=nan,
        fixations=int(np.nansum(counts)),
        participants=len(counts),
        photographs=int(np.isfinite(counts).all(axis=2).any(axis=0).sum()),
        neonates=0,
        why=why,
    )


def _in_family(rows: list[GainRow]) -> list[GainRow]:
    """Correct the maps' p-values by Holm over all groups and extraction models."""
    places = [place for place, row in enumerate(rows) if row.odds_p == row.odds_p]
    p = adjusted([rows[place].odds_p for place in places], Adjustment.HOLM)
    family = f"{counted(len(places), 'test')}: groups × extraction models, Holm"
    made = list(rows)
    for place, holm in zip(places, p, strict=True):
        made[place] = replace(made[place], odds_p_holm=holm, family=family)
    return made
