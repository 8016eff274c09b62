"""``neopain trainings``: what a study has trained, listed, named, compared and removed."""

from __future__ import annotations

import json
import shutil

import pytest

from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.pipeline.training.ended import ended, worse


@pytest.fixture(scope="module")
def bare_study(tmp_path_factory):
    """A study without photographs."""
    with Study.create(tmp_path_factory.mktemp("bare") / "ward") as made:
        return made.path


@pytest.fixture
def study(tmp_path_factory, bare_study):
    """A study with two trainings on the same folds, the second with worse class scores."""
    folder = tmp_path_factory.mktemp("trainings") / "ward.neopain"
    shutil.copytree(bare_study, folder)
    ended(folder / "trainings" / "n_cnn-1")
    ended(folder / "trainings" / "n_cnn-2", change=worse)
    return folder


def said(capsys):
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


def test_trainings_are_listed(study, capsys):
    (study / "trainings" / "vgg_face-1").mkdir()
    assert neopain("trainings", study) == 0
    text = said(capsys)
    assert "n_cnn-1 N-CNN 1 honest" in text
    assert "2 of 2" in text
    assert "vgg_face-1 cannot be read: vgg_face-1: is no folder of a training" in text
    assert neopain("trainings", study, "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["state"], one["done"]) for one in listed] == [
        ("n_cnn-1", "done", 2),
        ("n_cnn-2", "done", 2),
        ("vgg_face-1", "unreadable", 0),
    ]
    assert str(study.parent) not in json.dumps(listed)


def test_a_study_without_trainings_says_so(bare_study, capsys):
    assert neopain("trainings", bare_study) == 0
    assert "The study has no trainings" in said(capsys)


def test_a_training_is_named(study, capsys):
    assert neopain("trainings", study, "--name", "n_cnn-2", "Worse on purpose") == 0
    assert "n_cnn-2 is called “Worse on purpose” now." in said(capsys)
    assert neopain("trainings", study) == 0
    assert "Worse on purpose" in said(capsys)
    assert neopain("trainings", study, "--name", "n_cnn-7", "x") == 2
    assert "no training “n_cnn-7”; choose one of n_cnn-1, n_cnn-2." in said(capsys)


def test_a_training_is_removed_only_when_it_is_meant(study, capsys):
    assert neopain("trainings", study, "--remove", "n_cnn-1") == 2
    assert "nothing was removed, because nobody can be asked; add --yes." in said(capsys)
    assert neopain("trainings", study, "--remove", "n_cnn-1", "--yes") == 0
    assert "Removed for good: N-CNN 1 (n_cnn-1), 2 trained folds." in said(capsys)
    assert [one.name for one in (study / "trainings").iterdir()] == ["n_cnn-2"]


def test_two_trainings_are_compared(study, capsys):
    assert neopain("trainings", study, "--compare", "n_cnn-1", "n_cnn-2") == 0
    text = said(capsys)
    assert "16 photographs of 8 neonates; positive class: pain." in text
    assert "Epochs: 2 (N-CNN 1); 3 (N-CNN 2)." in text
    assert neopain("trainings", study, "--compare", "n_cnn-1", "n_cnn-2", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    accuracy = next(one for one in found["figures"] if one["figure"] == "accuracy")
    # half of the neonates are told wrongly by the second: 4 of 8, all exchanges equally far
    assert (accuracy["first"], accuracy["second"]) == (1, 0.5)
    assert accuracy["p"] == 2 / 2**4
    assert found["neonates"] == 8


def test_a_training_that_lies_elsewhere_is_compared_by_its_folder(study, tmp_path, capsys):
    elsewhere = tmp_path / "mine"
    (study / "trainings" / "n_cnn-2").rename(elsewhere)
    assert neopain("trainings", study, "--compare", "n_cnn-1", elsewhere) == 0
    assert "Epochs: 2 (N-CNN 1); 3 (mine)." in said(capsys)


def test_a_training_that_has_not_ended_is_not_compared(study, capsys):
    shutil.rmtree(study / "trainings" / "n_cnn-2" / "fold-02")
    assert neopain("trainings", study, "--compare", "n_cnn-1", "n_cnn-2") == 2
    assert "N-CNN 2 has 1 of 2 folds, and only whole trainings are compared" in said(capsys)


def test_a_training_is_not_compared_with_itself(study, capsys):
    assert neopain("trainings", study, "--compare", "n_cnn-1", "n_cnn-1") == 2
    assert "does not differ from itself; choose another one." in said(capsys)


def test_one_thing_at_a_time(study, capsys):
    assert neopain("trainings", study, "--remove", "n_cnn-1", "--name", "n_cnn-1", "x") == 2
    assert "give only one of --name, --remove and --compare" in said(capsys)
