"""``folds.csv`` says who is in which fold; what is wrong in it is said with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.training.fold_edits import moved
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.folds_file import folds_text, read_folds
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division, Kind
from tests.training.cohorts import cohort, published

HONEST = preset("honest", "n_cnn")
SIX = cohort([(1, 1)] * 6)
GOOD = "neonate,fold\nn1,1\nn2,1\nn3,2\nn4,2\nn5,3\nn6,3\n"


@given(st.sampled_from(Kind), st.integers(0, 10**6))
@settings(deadline=None, max_examples=30)
def test_what_is_written_is_read(tmp_path_factory, kind, seed):
    plan = plan_folds(published(), replace(HONEST, seed=seed, division=Division(kind=kind)))
    file = tmp_path_factory.mktemp("folds") / "folds.csv"
    file.write_text(folds_text(plan), encoding="utf-8", newline="")
    assert read_folds(file, published(), plan.protocol) == plan


def test_the_file_has_a_row_a_neonate():
    plan = plan_folds(published(), HONEST)
    lines = folds_text(plan).splitlines()
    assert lines[0] == "neonate,fold"
    assert [line.partition(",")[0] for line in lines[1:]] == [m.neonate for m in published()]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        "sep=;\n" + GOOD.replace(",", ";"),
        "Fold\tsex\tNeonate\n1\tf\tn1\n1\tm\tn2\n2\t\tn3\n2\t\tn4\n3\t\tn5\n3\t\tn6\n",
    ],
)
def test_tables_as_people_save_them_are_read(tmp_path, text):
    file = tmp_path / "folds.csv"
    file.write_text(text, encoding="utf-8", newline="")
    plan = read_folds(file, SIX, HONEST)
    assert plan.held == (("n1", "n2"), ("n3", "n4"), ("n5", "n6"))
    assert plan.protocol.division.folds == 3, "as many as the file has"
    assert moved(plan, "n1", 3).held == (("n2",), ("n3", "n4"), ("n1", "n5", "n6"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace("fold", "part"), "folds.csv, line 1: has no column “fold”"),
        (GOOD.replace("neonate,fold", "fold,Fold,neonate"), "line 1: has “fold” twice"),
        (GOOD.replace("n3,2", "n9,2"), "folds.csv, line 4: there is no neonate “n9”"),
        (GOOD.replace("n3,2", "n2,2"), "line 4: the neonate n2 is named in line 3 already"),
        (GOOD.replace("n3,2", "n3,two"), "line 4, column “fold”: “two” is no fold"),
        (GOOD.replace("n3,2", "n3,0"), "line 4, column “fold”: “0” is no fold"),
        (GOOD.replace("n3,2", "n3"), "line 4, column “fold”: “” is no fold"),
        (GOOD.replace("n3,2", "n3,1.5"), "“1.5” is no fold"),
        (GOOD.replace("n3,2", "n3," + "9" * 5000), "is no fold"),
        (GOOD.replace("n3,2\n", ""), "folds.csv: the neonate n3 has no fold"),
        (GOOD.replace("n3,2\nn4,2\n", ""), "the neonate n3 has no fold, nor has 1 other"),
        (GOOD.replace(",2", ",4"), "folds.csv: no neonate is in fold 2"),
        (GOOD.replace(",2", ",1").replace(",3", ",1"), "has one fold alone"),
        ("neonate,fold\n", "names no neonate"),
        ("", "is empty"),
        ('neonate,fold\n"n1,1\n', "quotation mark"),
    ],
)
def test_every_mistake_is_one_sentence(tmp_path, text, sentence):
    file = tmp_path / "folds.csv"
    file.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(InputError, match=sentence):
        read_folds(file, SIX, HONEST)


def test_a_fold_that_leaves_no_class_to_train_with_is_refused(tmp_path):
    members = cohort([(1, 1), (1, 1), (1, 1), (0, 1), (0, 1), (0, 1)])
    file = tmp_path / "folds.csv"
    file.write_text("neonate,fold\nn1,1\nn2,1\nn3,1\nn4,2\nn5,2\nn6,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"folds\.csv: fold 1 has no photograph labelled “pain”"):
        read_folds(file, members, HONEST)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"folds\.csv"):
        read_folds(tmp_path / "folds.csv", SIX, HONEST)
