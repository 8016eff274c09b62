"""A card says of folds whether they were dealt or put together by somebody."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from neopain_gui.reports.evaluation.card_text import NOT_ON_RECORD
from neopain_gui.reports.evaluation.folds_origin import BY_HAND, DEALT, folds_origin
from neopain_gui.training.cohort import cohort_of
from neopain_gui.training.fold_edits import moved
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.folds_file import folds_text
from neopain_gui.training.protocol import Division, Kind
from neopain_gui.training.run_record import RunRecord, plain_protocol
from tests.training.made_up import photographs, protocol

SOME = photographs(12)
COHORT = cohort_of(
    [one.neonate for one in SOME], [one.dataset for one in SOME], [one.label for one in SOME]
)


def origin(settings, plan):
    record = RunRecord(protocol=plain_protocol(settings), photographs=SOME).as_dict()
    return folds_origin(record, hashlib.sha256(folds_text(plan).encode()).hexdigest())


@pytest.mark.parametrize("kind", Kind)
def test_folds_as_they_are_dealt(kind):
    settings = replace(protocol(), division=Division(kind=kind, folds=3, repetitions=3))
    assert origin(settings, plan_folds(COHORT, settings)) == DEALT


def test_a_neonate_that_was_moved_is_said():
    settings = replace(protocol(), division=Division(folds=3))
    plan = plan_folds(COHORT, settings)
    name = plan.held[0][0]
    assert origin(settings, moved(plan, name, 2)) == BY_HAND
    assert origin(replace(settings, seed=7), plan) == BY_HAND


def test_what_is_not_on_record_is_not_guessed():
    assert folds_origin({"protocol": {}, "photographs": []}, "") == NOT_ON_RECORD
    assert folds_origin({}, "") == NOT_ON_RECORD
