"""``neopain train``: from a study's photographs to a folder of folds; refusals in a sentence."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace

import pytest

from neopain_gui import locations
from neopain_gui.classifiers.registry import find
from neopain_gui.classifiers.worth import UNTESTED
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study
from tests.cli.running import neopain


@pytest.fixture(autouse=True)
def _as_before():
    yield
    from tensorflow.python.framework import config

    config.disable_op_determinism()


SMALL = ("--architecture", "n_cnn", "--folds", 2, "--epochs", 1, "--copies", 0)


def rows(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_study_becomes_a_folder_of_folds(ward, tmp_path, capsys):
    before = {path: path.read_bytes() for path in ward.rglob("*") if path.is_file()}
    assert neopain("train", ward, *SMALL, "--out", tmp_path / "run") == 0
    said = capsys.readouterr()
    assert "Honest: what is tested chooses nothing." in said.out
    assert "Folds: 10 (honest); 2 (here)." in said.err
    assert "left out: it has no label" in said.err
    assert "It will take " in said.err
    predicted = rows(tmp_path / "run" / "predictions.csv")
    assert len(predicted) == 15
    with Study.open(ward, read_only=True) as study:
        labelled = {one.id: str(one.label) for one in study.images.all() if one.label}
    assert {row["image"]: row["label"] for row in predicted} == labelled
    after = {path: path.read_bytes() for path in ward.rglob("*") if path.is_file()}
    assert {str(path) for path, each in before.items() if after.get(path) != each} == set()
    assert neopain("train", ward, *SMALL, "--out", tmp_path / "run") == 2
    assert "a training is there already; go on with it with --resume" in capsys.readouterr().err
    assert neopain("train", ward, *SMALL, "--out", tmp_path / "run", "--resume") == 0


def test_a_training_lies_in_its_study_and_moves_with_it(ward, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(locations, "user_models", lambda: tmp_path / "models")
    first, moved = tmp_path / "first" / "w.neopain", tmp_path / "moved" / "w.neopain"
    shutil.copytree(ward.parent, first.parent)
    assert neopain("train", first, *SMALL, "--fold", "1/2") == 0
    assert "Training n_cnn-1." in capsys.readouterr().out
    first.parent.rename(moved.parent)
    assert neopain("trainings", moved) == 0
    assert "1 of 2" in capsys.readouterr().out
    assert neopain("train", moved, *SMALL, "--resume") == 0
    assert "All folds are in n_cnn-1/" in capsys.readouterr().out
    assert len(rows(moved / "trainings" / "n_cnn-1" / "predictions.csv")) == 15
    assert neopain("train", moved, *SMALL, "--resume") == 2
    assert "no training of N-CNN to go on with" in capsys.readouterr().err
    refit(moved, capsys)


def refit(study, capsys):
    """Train on all neonates, and bring the network in: it is called untested wherever it shows."""
    assert neopain("refit", study, "n_cnn-1") == 0
    said = capsys.readouterr()
    assert "Trained on 15 photographs of 8 neonates for 1 epochs" in said.out
    assert "Untested: no photograph was kept" in said.err
    folder = study / "trainings" / "n_cnn-1" / "refit"
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    assert card["tested"] is False
    assert card["model"]["weights_sha256"] == sha256_file(folder / "classifier.weights.h5")
    assert "untested" in (folder / "card.md").read_text(encoding="utf-8").splitlines()[0]
    file = folder / "classifier.weights.h5"
    assert neopain("weights", file, "--import", "--name", "all_of_them") == 0
    assert find("all_of_them").card.read_bytes() == (folder / "card.md").read_bytes()
    capsys.readouterr()
    assert neopain("classifiers") == 0
    listed = " ".join(capsys.readouterr().out.split())
    assert "N-CNN refitted on 8 neonates, untested" in listed
    assert "in place, untested" in listed
    maps = study.parent / "maps"
    some = ("--classifier", "all_of_them", "--method", "grad_cam", "--out", maps)
    assert neopain("attribute", study, *some) == 0
    assert UNTESTED in " ".join(capsys.readouterr().out.split())
    capsys.readouterr()
    lite = study.parent / "lite.tflite"
    assert neopain("export-tflite", "all_of_them", "--type", "fp16", "--out", lite) == 0
    said = capsys.readouterr()
    assert "class scores of 20 phantoms differ from Keras's by at most" in " ".join(
        said.out.split()
    )
    assert UNTESTED in " ".join(said.err.split())
    about = json.loads(lite.with_suffix(".json").read_text(encoding="utf-8"))
    assert about["tested"] is False
    assert about["made_of_sha256"] == card["model"]["weights_sha256"]
    (rule, *_) = about["chosen_on_inner_validation"]
    assert rule["threshold_by_fold"].keys() == {"1", "2"}
    assert neopain("train", study, *SMALL, "--resume", "--out", folder.parent) == 0


def test_a_table_of_folds_is_trained_as_it_stands(ward, tmp_path, capsys):
    table, out = tmp_path / "mine.csv", tmp_path / "out"
    assert neopain("folds", ward, "--folds", 2, "--seed", 5, "--out", table) == 0
    assert neopain("folds", ward, "--folds", 2, "--out", tmp_path / "dealt.csv") == 0
    assert table.read_bytes() != (tmp_path / "dealt.csv").read_bytes()
    some = ("--architecture", "n_cnn", "--epochs", 1, "--copies", 0, "--fold-table", table)
    assert neopain("train", ward, *some, "--fold", "1/2", "--out", out) == 0
    assert (out / "folds.csv").read_text() == table.read_text()
    capsys.readouterr()
    assert neopain("train", ward, *some, "--folds", 2, "--out", tmp_path / "no") == 2
    assert "leave one of them out" in " ".join(capsys.readouterr().err.split())


def test_a_fold_of_its_own_and_collected(ward, tmp_path, capsys):
    for fold in ("1/2", "2/2"):
        out = tmp_path / f"part{fold[0]}"
        assert neopain("train", ward, *SMALL, "--fold", fold, "--out", out) == 0
    capsys.readouterr()
    parts = [word for fold in "12" for word in ("--collect", tmp_path / f"part{fold}")]
    assert neopain("train", ward, *SMALL[:2], *parts[:2], "--out", tmp_path / "all") == 0
    assert "1 fold is missing: 2." in capsys.readouterr().err
    assert neopain("train", ward, *SMALL[:2], *parts, "--out", tmp_path / "all") == 0
    assert len(rows(tmp_path / "all" / "predictions.csv")) == 15
    # the card is of what was trained, and the figures that are said are its
    card = json.loads((tmp_path / "all" / "card.json").read_text(encoding="utf-8"))
    pooled = card["results"]["tables_1_and_2"]["pooled"]["accuracy"]
    assert (
        f"Accuracy on neonates held out: {100 * pooled['value']:.1f} %" in capsys.readouterr().out
    )
    assert sorted(card["model"]["weights_sha256_by_fold"]) == ["1", "2"]
    assert card["results"]["chosen_on_inner_validation"]["thresholds"][0]["by_fold"].keys() == {
        "1",
        "2",
    }
    assert (tmp_path / "all" / "card.md").is_file()
    assert [row["fold"] for row in rows(tmp_path / "all" / "tables_1_2.csv")][:3] == [
        "1",
        "2",
        "mean",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--fold", "3"), "'3' is no fold; write it like --fold 3/10."),
        (("--fold", "1/9"), "--fold 1/9 counts 9 folds, and the protocol has 2; add --folds 9."),
        (("--fold", "3/2"), "there is no fold 3/2"),
        (("--half",), "nothing is kept in half precision; leave --half out."),
        (("--base", "x"), "the N-CNN is trained as a whole and has no base"),
        (("--folds", 9), "8 neonates are too few for 9 folds; choose fewer with --folds"),
        (("--epochs", 0), "epochs must be between 1 and 100,000, not 0"),
        (("--protocol", "nonsense"), "there is no preset “nonsense”"),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(ward, tmp_path, capsys, options, sentence):
    assert neopain("train", ward, *SMALL, "--out", tmp_path / "run", *options) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_what_it_takes_is_said_without_training(ward, tmp_path, capsys):
    assert neopain("train", ward, *SMALL, "--out", tmp_path / "run", "--estimate") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "of disk and about 1.1 GB of memory. Worked out for 1 epoch of each fold" in said
    assert not (tmp_path / "run").exists()


def test_a_run_of_which_all_copies_are_dropped_leaves_nothing(ward, tmp_path, capsys):
    """Its photographs are noise, in which no detector finds a face."""
    some = ("--architecture", "n_cnn", "--folds", 2, "--epochs", 1, "--copies", 1)
    assert neopain("train", ward, *some, "--out", tmp_path / "run") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "no face was found in any of 15 augmented copies" in said
    assert "train without copies: --copies 0." in said
    assert not (tmp_path / "run").exists()


def test_a_vgg_face_needs_a_base(ward, tmp_path, capsys):
    assert neopain("train", ward, "--architecture", "vgg_face", "--out", tmp_path / "run") == 2
    said = capsys.readouterr().err
    assert "VGG-Face is trained on a base" in said
    assert "with --base." in said


def test_a_labelled_photograph_without_a_neonate_is_refused(ward, tmp_path, capsys):
    copy = tmp_path / "w.neopain"
    shutil.copytree(ward, copy)
    with Study.open(copy) as study:
        one = next(image for image in study.images.all() if image.label)
        study.images.update([replace(one, neonate=None)])
    assert neopain("train", copy, *SMALL, "--out", tmp_path / "run") == 2
    assert "1 photograph with a label has no neonate" in capsys.readouterr().err
