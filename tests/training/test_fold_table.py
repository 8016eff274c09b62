"""A table of folds adds up to the photographs that there are."""

from __future__ import annotations

import pytest

from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.fold_table import Side, fold_rows
from neopain_gui.training.presets import preset
from tests.training.cohorts import published

MEMBERS = published()
PAIN = sum(member.pain for member in MEMBERS)
NO_PAIN = sum(member.no_pain for member in MEMBERS)


@pytest.mark.parametrize("name", ["honest", "paper"])
def test_every_photograph_is_counted_once_in_each_fold(name):
    rows = fold_rows(plan_folds(MEMBERS, preset(name, "n_cnn")))
    assert [row.fold for row in rows] == list(range(1, 11))
    for row in rows:
        sides = [row.train, row.test] + [row.validation] * (name == "honest")
        assert sum(side.neonates for side in sides) == len(MEMBERS)
        assert sum(side.pain for side in sides) == PAIN
        assert sum(side.no_pain for side in sides) == NO_PAIN
        assert name == "honest" or row.validation == row.test
        assert sum(count for _, count in row.test.datasets) == row.test.neonates
    assert sum(row.test.pain for row in rows) == PAIN


def test_a_side_by_hand():
    plan = plan_folds(MEMBERS, preset("honest", "n_cnn"))
    names = plan.parts(1).test
    of = {member.neonate: member for member in MEMBERS}
    assert fold_rows(plan)[0].test == Side(
        neonates=len(names),
        pain=sum(of[name].pain for name in names),
        no_pain=sum(of[name].no_pain for name in names),
        datasets=(
            ("UNIFESP", sum(name[0] == "U" for name in names)),
            ("iCOPE", sum(name[0] == "C" for name in names)),
        ),
    )
