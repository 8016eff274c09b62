"""How far a study's raters agree, round by round.

Who has not handed in does not count: answers may still change. What a rater says the first time
counts between raters, what they say the second time against themselves alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from neopain_gui.annotation.agreement import (
    bland_altman,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    icc,
    kendall_w,
    krippendorff_alpha,
    per_cent_agreement,
)
from neopain_gui.annotation.agreement.intraclass import Kind
from neopain_gui.annotation.agreement.value import Array, Value
from neopain_gui.annotation.rating_table import Question, RatingTable, questions, rating_tables
from neopain_gui.annotation.round import Round
from neopain_gui.errors import InputError
from neopain_gui.findings.raters import Among, RaterRow, RoundAgreement
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.analysis.rater_landmarks import landmark_rows
from neopain_gui.pipeline.analysis.rater_regions import region_rows
from neopain_gui.pipeline.analysis.rater_words import sentences_of
from neopain_gui.pipeline.rounds.making import neonates_of
from neopain_gui.pipeline.settings.instruments import study_scales, switch_sentences, switches_of
from neopain_gui.study import Study

_KINDS: tuple[Kind, ...] = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
Neonates = Sequence[str]


def agreement_of_raters(
    study: Study, rounds: Sequence[str] | None = None, *, job: Job = NULL_JOB
) -> list[RoundAgreement]:
    """Return how far the raters of rounds agree.

    Parameters
    ----------
    study : Study
        Open.
    rounds : sequence of str, optional
        Names; all by default.
    job : Job, optional
        Told of progress; asked whether to stop.

    Raises
    ------
    InputError
        There is no such round.
    """
    there = {one.name: one for one in study.annotations.rounds()}
    for name in rounds or ():
        if name not in there:
            raise InputError(
                f"there is no round “{name}”",
                file=study.path,
                remedy=f"it has {', '.join(there) or 'none yet'}",
            )
    chosen = [there[name] for name in rounds] if rounds else list(there.values())
    neonates = {one: neonate or f"photograph {one}" for one, neonate in neonates_of(study).items()}
    made = []
    for done, round_ in enumerate(chosen):
        job.check()
        job.progress(done, len(chosen), f"Comparing the raters of “{round_.name}”")
        made.append(_of_round(study, round_, neonates, job))
    job.progress(1, 1)
    return made


def tables_of(study: Study, round_: Round, raters: Sequence[str]) -> list[RatingTable]:
    """Return what these raters said in a round, as one table for each question with numbers."""
    scales = study_scales(study)
    return rating_tables(
        questions(round_.instruments, scales),
        study.annotations.answers(round_.name),
        raters,
        round_.image_ids,
        scales,
        {one: switches_of(study, scale) for one, scale in scales.items()},
    )


def handed_in_by(study: Study, round_: Round) -> tuple[str, ...]:
    """Return whose answers count: who has handed in the round."""
    return tuple(one for one in round_.raters if study.annotations.handed_in(round_.name, one))


def _of_round(study: Study, round_: Round, neonates: Mapping[str, str], job: Job) -> RoundAgreement:
    raters = handed_in_by(study, round_)
    whose = [neonates.get(one, f"photograph {one}") for one in round_.image_ids]
    rows: list[RaterRow] = []
    tables = tables_of(study, round_, raters)
    for table in tables:
        job.check()
        rows.extend(_rows(round_.name, table, whose))
    rows.extend(region_rows(study, round_, raters, neonates, job))
    rows.extend(landmark_rows(study, round_, raters, neonates, job))
    again = {
        turn.image_id
        for rater in raters
        for turn in study.annotations.turns(round_.name, rater)
        if turn.repeat
    }
    made = RoundAgreement(
        round=round_.name,
        raters=raters,
        waiting=tuple(one for one in round_.raters if one not in raters),
        photographs=len(round_.image_ids),
        neonates=len(set(whose)),
        repeats=len(again),
        rows=tuple(rows),
        switches=tuple(switch_sentences(study, round_.instruments)),
    )
    return replace(made, sentences=sentences_of(made))


def _rows(name: str, table: RatingTable, neonates: Neonates) -> Iterator[RaterRow]:
    """Yield every coefficient of one question."""
    question, raters = table.question, table.raters

    def row(among: Among, who: tuple[str, ...], found: tuple[str, Value]) -> RaterRow:
        return RaterRow(
            round=name,
            instrument=question.instrument,
            item=question.item,
            total=question.total,
            title=question.title,
            among=among,
            raters=who,
            coefficient=found[0],
            found=found[1],
            not_codable=table.not_codable if among == "all" else 0,
        )

    several = 3
    if len(raters) > 1:
        for found in _of_many(question, table.first, neonates):
            yield row("all", raters, found)
        for a, b in combinations(range(len(raters)), 2):
            for found in _of_two(question, table.first[a], table.first[b], neonates):
                yield row("pair", (raters[a], raters[b]), found)
    if len(raters) >= several:
        for place, rater in enumerate(raters):
            others = np.delete(table.first, place, axis=0)
            yield row("without", (rater,), _alpha(question, others, neonates))
    for place, rater in enumerate(raters):
        first, second = table.first[place], table.second[place]
        if (np.isfinite(first) & np.isfinite(second)).any():
            for found in _of_two(question, first, second, neonates):
                yield row("repeat", (rater,), found)


def _alpha(question: Question, ratings: Array, neonates: Neonates) -> tuple[str, Value]:
    found = krippendorff_alpha(ratings, question.level, neonates=neonates)
    return f"alpha_{question.level}", found


def _of_many(question: Question, ratings: Array, neonates: Neonates) -> Iterator[tuple[str, Value]]:
    if question.level == "interval":
        yield _alpha(question, ratings, neonates)
        for kind in _KINDS:
            yield f"icc_{kind.replace(',', '_')}", icc(ratings, kind, neonates=neonates)
        yield "kendall_w", kendall_w(ratings, neonates=neonates)
        return
    known = question.categories
    yield "per_cent", per_cent_agreement(ratings, neonates=neonates)
    yield "fleiss", fleiss_kappa(ratings, neonates=neonates)
    yield _alpha(question, ratings, neonates)
    yield "ac1", gwet_ac1(ratings, categories=known, neonates=neonates)
    yield "brennan_prediger", brennan_prediger(ratings, categories=known, neonates=neonates)


def _of_two(
    question: Question, a: Array, b: Array, neonates: Neonates
) -> Iterator[tuple[str, Value]]:
    gap = np.isnan(a) | np.isnan(b)
    both = np.where(gap, np.nan, np.stack([a, b]))
    if question.level == "interval":
        yield "icc_2_1", icc(both, "2,1", neonates=neonates)
        limits = bland_altman(a, b, neonates=neonates)
        yield from (("bias", limits.bias), ("lower", limits.lower), ("upper", limits.upper))
        return
    known = question.categories
    yield "per_cent", per_cent_agreement(both, neonates=neonates)
    yield "cohen", cohen_kappa(a, b, categories=known, neonates=neonates)
    if question.level == "ordinal":
        yield (
            "cohen_quadratic",
            cohen_kappa(a, b, "quadratic", categories=known, neonates=neonates),
        )
    yield "ac1", gwet_ac1(both, categories=known, neonates=neonates)
