"""predictions.csv goes out and comes back, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.predictions_file import csv_text, read_csv, write_csv
from tests.training.evaluation.made import made

HEADER = "image,neonate,label,fold,p_pain\n"


def read(tmp_path: Path, text: str) -> Predictions:
    path = tmp_path / "predictions.csv"
    path.write_text(text, encoding="utf-8")
    return read_csv(path)


def test_there_and_back(tmp_path: Path) -> None:
    before = made()
    write_csv(before, tmp_path / "predictions.csv")
    after = read_csv(tmp_path / "predictions.csv")
    for name in before.__slots__:
        assert getattr(after, name).tolist() == getattr(before, name).tolist()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_no_digit_of_a_class_score_is_lost(scores: list[float]) -> None:
    n = len(scores)
    text = csv_text(
        Predictions.of(
            image=[str(one) for one in range(n)], neonate=["a"] * n, label=[True] * n, p_pain=scores
        )
    )
    assert text.startswith(HEADER)  # nothing is known besides
    assert [float(line.split(",")[4]) for line in text.splitlines()[1:]] == scores


def test_columns_in_any_order_with_others_from_a_spreadsheet(tmp_path: Path) -> None:
    found = read(tmp_path, "p_pain;note;fold;image;label;neonate\r\n0.25;x;2;a;no pain;N1\r\n")
    assert (found.image[0], found.neonate[0], found.fold[0]) == ("a", "N1", 2)
    assert (bool(found.label[0]), found.p_pain[0], found.sex[0]) == (False, 0.25, "")


def test_a_photograph_may_be_held_out_several_times(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEADER + "a,N1,pain,1,0.5\na,N1,pain,2,0.5\n")) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("image,neonate,label,fold\na,N,pain,1\n", "has no column 'p_pain'"),
        (HEADER, "has no photographs"),
        (HEADER + ",N,pain,1,0.5\n", "line 2, column 'image': no photograph is named"),
        (HEADER + "a,,pain,1,0.5\n", "line 2, column 'neonate': no neonate is named"),
        (HEADER + "a,N,Pain!,1,0.5\n", "'Pain!' is no label; write 'pain' or 'no pain'"),
        (HEADER + "a,N,pain,0,0.5\n", "'0' is no fold"),
        (HEADER + "a,N,pain,1.5,0.5\n", "'1.5' is no fold"),
        (HEADER + 'a,N,pain,1,"0,5"\n', "'0,5' is no class score"),
        (HEADER + "a,N,pain,1,1.5\n", "'1.5' is no class score"),
        (HEADER + "a,N,pain,1,nan\n", "'nan' is no class score"),
        (HEADER + "a,N,pain,1\n", "'' is no class score"),
        (HEADER + "a,N,pain,1,0.5\na,N,pain,1,0.6\n", "line 3: the photograph 'a' is in fold 1"),
    ],
)
def test_each_mistake_is_a_sentence_that_says_where(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    said = str(caught.value)
    assert said.startswith("predictions.csv")
    assert sentence in said
    assert said.endswith(".")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"predictions\.csv"):
        read_csv(tmp_path / "predictions.csv")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"p_pain": [0.5, 1.5]}, r"\[0, 1\]"),
        ({"p_pain": [0.5]}, "one length"),
        ({"neonate": ["a", ""]}, "neonate"),
        ({"fold": [0, 1]}, "from 1"),
        ({"image": ["x", "x"]}, "twice"),
    ],
)
def test_what_is_no_prediction_is_refused(changes: dict[str, object], complaint: str) -> None:
    right = {"image": ["x", "y"], "neonate": ["a", "b"], "label": [True, False], "p_pain": [1, 0]}
    with pytest.raises(ValueError, match=complaint):
        Predictions.of(**{**right, **changes})


def test_one_pseudonym_in_two_data_sets_is_two_neonates() -> None:
    both = Predictions.of(
        image=["x", "y"], neonate=["a", "a"], label=[True, False], p_pain=[1, 0],
        dataset=["UNIFESP", "iCOPE"],
    )  # fmt: skip
    assert both.neonates == 2


def test_facts_are_filled_in_and_nothing_known_is_lost() -> None:
    before = made(2, 2, datasets=1)
    after = before.with_facts({"I0000": {"sex": "male", "dataset": ""}})
    assert after.sex.tolist() == ["male", *before.sex.tolist()[1:]]
    assert after.dataset.tolist() == before.dataset.tolist()
