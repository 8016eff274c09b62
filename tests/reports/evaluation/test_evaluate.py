"""What a training's folder becomes: tables, card, figures."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.errors import InputError
from neopain_gui.reports.evaluation import evaluate_run
from neopain_gui.reports.evaluation.card import empty_fields
from neopain_gui.training.evaluation.beside_people import Judgement
from neopain_gui.training.evaluation.predictions_file import read_csv, write_csv
from tests.reports.evaluation.run_folder import PROTOCOL, run_folder

SECTIONS = [
    "Model", "Intended use", "Factors", "Metrics", "Data", "Training", "Results",
    "Ethical considerations", "Caveats and recommendations", "References",
]  # fmt: skip


def card_of(folder: Path) -> dict:
    return json.loads((folder / "card.json").read_text(encoding="utf-8"))


def page_of(folder: Path) -> str:
    return (folder / "card.md").read_text(encoding="utf-8")


def test_all_files_are_written(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    found = evaluate_run(folder)
    with (folder / "tables_1_2.csv").open(encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    assert float(table[3]["accuracy"]) == pytest.approx(found.table.mean["accuracy"], abs=1e-6)
    assert sorted(one.name for one in (folder / "figures").iterdir()) == [
        f"{name}.{kind}"
        for name in ("decision_curve", "learning_curves", "reliability", "roc")
        for kind in ("png", "svg")
    ]
    page = page_of(folder)
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == SECTIONS
    assert "Research use only. Not a medical device." in page
    assert "Positive class: pain" in page
    assert "balanced accuracy (= AUC as printed in the dissertation)" in page


@pytest.mark.parametrize("inner", [True, False])
@pytest.mark.parametrize("neonates", [12, 4])
def test_no_field_of_a_card_is_empty(tmp_path: Path, inner: bool, neonates: int) -> None:
    folder = run_folder(tmp_path / "run", inner=inner, neonates=neonates)
    evaluate_run(folder)
    assert empty_fields(card_of(folder)) == []
    # no cell of a table is empty but the head of a column of names
    for line in page_of(folder).splitlines():
        assert "nan" not in line.split()
        assert "None" not in line


def test_a_bare_folder_makes_a_card_that_says_what_is_not_on_record(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    whole = run_folder(tmp_path / "whole")
    folder.mkdir()
    (folder / "run.json").write_text("{}", encoding="utf-8")
    some = read_csv(whole / "predictions.csv")
    write_csv(some, folder / "predictions.csv")
    evaluate_run(folder)
    card = card_of(folder)
    assert empty_fields(card) == []
    assert card["model"]["architecture"] == "not on record"
    assert card["training"]["augmented_copies"] == "not on record"
    assert card["training"]["time"] == "not on record"
    assert card["training"]["heads_by_fold"] == "none were drawn"
    assert card["results"]["chosen_on_inner_validation"]["temperature"].startswith("not chosen")
    assert not (folder / "figures" / "learning_curves.png").exists()


def test_an_empty_field_is_noticed() -> None:
    bad = {"a": {"b": ""}, "c": [1, None], "d": [], "e": float("nan"), "f": 0, "g": False}
    assert empty_fields(bad) == ["card.a.b", "card.c[1]", "card.d", "card.e"]


def test_the_card_is_of_this_run(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    evaluate_run(folder)
    card = card_of(folder)
    assert card["title"] == "N-CNN: 3 folds, 72 photographs of 12 neonates"
    assert card["model"]["outputs_in_order"] == ["no pain", "pain"]
    weights = (folder / "fold-02" / "classifier.weights.h5").read_bytes()
    assert card["model"]["weights_sha256_by_fold"]["2"] == hashlib.sha256(weights).hexdigest()
    folds = (folder / "folds.csv").read_bytes()
    assert card["data"]["folds_sha256"] == hashlib.sha256(folds).hexdigest()
    assert card["data"]["tested"] == [
        {"data_set": name, "neonates": 6, "photographs": 36, "with_pain": 18, "without_pain": 18}
        for name in ("D0", "D1")
    ]
    assert card["data"]["each_neonate_is_tested_in_one_fold"] is True
    assert card["training"]["protocol"]["selection.share"] == 0.15
    assert card["training"]["protocol"]["head"] == "none"
    assert card["training"]["changed_from_the_preset"] == [
        "Seed: 0 (honest); 3 (here).",
        "Folds: 10 (honest); 3 (here).",
    ]
    assert card["training"]["augmented_copies"] == {
        "drawn": 4, "dropped_without_a_face": 1, "trained_on": 3,
    }  # fmt: skip
    assert card["training"]["epochs_by_fold"] == {"1": 3, "2": 3, "3": 3}
    wrong = card["results"]["errors_by_neonate"]
    pooled = card["results"]["tables_1_and_2"]["pooled"]["accuracy"]["value"]
    assert "Changed from the preset:\n- Seed: 0 (honest); 3 (here).\n" in page_of(folder)
    named = sum(
        len(row[kind]) for row in wrong for kind in ("missed_pain", "false_alarms")
        if row[kind] != "none"
    )  # fmt: skip
    assert named == round(72 * (1 - pooled))


def test_the_rule_of_the_dissertation_is_called_optimistic(tmp_path: Path) -> None:
    paper = {**PROTOCOL, "preset": "paper", "selection": {"by": "paper", "share": 0.15}}
    optimistic = run_folder(tmp_path / "paper", protocol=paper)
    honest = run_folder(tmp_path / "honest")
    for folder in (optimistic, honest):
        evaluate_run(folder)
    assert "These figures are optimistic" in page_of(optimistic)
    assert card_of(optimistic)["training"]["weights_kept"].endswith("on the test itself")
    # its validation is the test, on which nothing else is chosen
    inner = card_of(optimistic)["results"]["chosen_on_inner_validation"]
    assert inner["thresholds"].startswith("not chosen")
    assert "optimistic" not in page_of(honest)
    assert card_of(honest)["training"]["weights_kept"].endswith("on inner validation")


def test_phantoms_and_a_base_of_phantoms_are_called_that(tmp_path: Path) -> None:
    base = {"id": "vgg_face_phantoms", "title": "Demo", "sha256": "ab" * 32, "synthetic": True}
    folder = run_folder(tmp_path / "run", synthetic=True, base=base)
    evaluate_run(folder)
    page = page_of(folder)
    assert "synthetic phantoms. It says nothing about neonates" in page
    assert "a base that has seen synthetic phantoms only" in page
    assert card_of(folder)["model"]["base"]["licence"] == "not on record"


def test_people_stand_beside_the_classifier(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    some = read_csv(folder / "predictions.csv")
    evaluate_run(
        folder,
        [
            Judgement(person="P1", image=image, group="parents", score=5, says_pain=True)
            for image in some.image.tolist()
        ],
    )
    (row,) = card_of(folder)["results"]["people"]
    assert (row["group"], row["sensitivity"]["people"]["value"]) == ("parents", 1)
    assert "| parents | 1 | 72 | 12 | sensitivity | 100.0 %" in page_of(folder)


def test_equal_folders_give_equal_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("one", "other"):
        folder = run_folder(tmp_path / name)
        evaluate_run(folder)
        made = [folder / "card.md", folder / "card.json", folder / "tables_1_2.csv",
                *sorted((folder / "figures").iterdir())]  # fmt: skip
        files.append([one.read_bytes() for one in made])
    assert files[0] == files[1]


def test_what_a_study_calls_its_neonates_is_no_markup(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    some = read_csv(folder / "predictions.csv")
    names = np.array([f"<b>|*{one}" for one in some.neonate.tolist()])
    write_csv(
        type(some)(**{**{n: getattr(some, n) for n in some.__slots__}, "neonate": names}),
        folder / "predictions.csv",
    )
    evaluate_run(folder)
    page = page_of(folder)
    assert "<b>" not in page
    assert r"\<b\>\|\*" in page


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder of a training; choose the folder that"):
        evaluate_run(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("run.json", "[]", "run.json: what the training says of itself is damaged"),
        ("run.json", "{", "run.json: what the training says of itself is damaged"),
        ("copies.json", "{}", "copies.json: what is kept of augmented copies is damaged"),
        ("fold-02/curve.csv", "epoch,phase\n1,1\n", "curve.csv, line 2: is no line of a curve"),
        ("fold-02/validation.csv", "x,y\n", "validation.csv, line of column names: has no column"),
        ("predictions.csv", "", "predictions.csv: is empty"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_written(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    folder = run_folder(tmp_path / "run")
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        evaluate_run(folder)
    assert str(caught.value).startswith(sentence)
    assert not (folder / "card.md").exists()
